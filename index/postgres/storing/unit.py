"""An article that is to be stored, with its passages, and by what it is known again."""

import json
from dataclasses import asdict, dataclass

from index.collection.kept_articles import KeptArticle
from index.encodings.store import content_hash, unencoded
from index.manifest import FORMAT
from index.postgres.columns import readings_json
from index.text.heading import heading
from index.types import HashedDraft, Span


@dataclass(slots=True)
class Unit:
    """An article that is to be stored, with its passages and their texts."""

    kept: KeptArticle
    key: bytes
    read: bool
    drafts: list[HashedDraft]

    @property
    def texts(self) -> list[str]:
        text = self.kept.article.text
        return [text[hashed.draft.start : hashed.draft.end] for hashed in self.drafts]

    @property
    def sections(self) -> list[Span | None]:
        """The headings under which its passages stand, first of all none."""
        return list(dict.fromkeys([None, *(hashed.draft.section for hashed in self.drafts)]))

    def heading(self, section: Span | None) -> str:
        article = self.kept.article
        within = article.text[slice(*section)] if section else ""
        return heading(article.title, article.published, within)

    def heading_hash(self, section: Span | None) -> bytes:
        digest = content_hash(self.heading(section))
        return digest if self.read else unencoded(digest)


def unit_key(kept: KeptArticle, read: bool, encoder: str) -> bytes:
    """Changes with anything that is stored of an article."""
    copies = [[asdict(copy.article), copy.lacking, copy.sources] for copy in kept.copies]
    told = [
        FORMAT,
        kept.digest.hex(),
        read,
        encoder,
        kept.sources,
        copies,
        readings_json(kept.readings),
    ]
    return content_hash(json.dumps(told))
