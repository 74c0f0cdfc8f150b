"""Articles to the passage store of a new snapshot: split into passages, each with its hash."""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import BoolArray, HashArray
from index.building.reuse import Reusable
from index.collection.kept_articles import KeptArticle
from index.encoder.encoding import Encoder
from index.encodings.lookup import hash_array
from index.encodings.store import content_hash, unencoded
from index.manifest import EARLIER, PASSAGES, READINGS
from index.snapshot.passages import split
from index.snapshot.store.passage_store_writer import PassageStoreWriter
from index.snapshot.store.readings import write_readings
from index.speech.article import speech_of
from index.text.heading import heading
from index.text.languages import is_read, scripts
from index.text.words import is_english
from index.types import Article, Draft, HashedDraft, Readings, Skipped, Speech

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: the passages' content hashes, (passages, 2), and which are to be encoded.

    The same of what stands over them, (headings, 2). `by_words` counts, by language, the articles
    that are not to be encoded; `skipped` are those that could not be stored.
    """

    articles: int
    copies: int
    hashes: HashArray
    to_encode: BoolArray
    heading_hashes: HashArray
    headings_to_encode: BoolArray
    by_words: Counter[str]
    scripts: set[str]
    languages: set[str]
    skipped: tuple[Skipped, ...]


def store_articles(
    articles: Iterable[KeptArticle],
    folder: Path,
    encoder: Encoder,
    languages: Collection[str],
    reusable: Reusable,
    places: Mapping[str, str],
) -> tuple[Stored, Stored | None]:
    """Split the articles into passages; take over the passages that the old snapshot has.

    `places` has the address or absolute path of each source, by its location. Returns what was
    stored in `folder`, and what was stored of earlier texts in the folder EARLIER in it, if there
    are any.
    """
    with ExitStack() as closing_at_end:

        def storing(where: Path) -> _Storing:
            where.mkdir(exist_ok=True)
            new = _Storing(where, encoder, languages, reusable, places)
            closing_at_end.callback(new.close)
            return new

        now, before = storing(folder), None
        for kept in articles:
            now.add(kept)
            for earlier in kept.earlier:
                before = before or storing(folder / EARLIER)
                before.add(earlier)
    write_readings(folder / READINGS, now.readings)
    if before is None:
        return now.stored(), None
    write_readings(folder / EARLIER / READINGS, before.readings)
    return now.stored(), before.stored()


class _Storing:
    """Fills one passage store, and collects what is to be known of it."""

    def __init__(
        self,
        folder: Path,
        encoder: Encoder,
        languages: Collection[str],
        reusable: Reusable,
        places: Mapping[str, str],
    ) -> None:
        self._writer = PassageStoreWriter(folder / PASSAGES, places)
        self._encoder = encoder
        self._languages = languages
        self._reusable = reusable
        self._hashes: list[bytes] = []
        self._to_encode: list[bool] = []
        self._heading_hashes: list[bytes] = []
        self._headings_to_encode: list[bool] = []
        self._by_words: Counter[str] = Counter()
        self._scripts: set[str] = set()
        self._spoken: set[str] = set()
        self._skipped: list[Skipped] = []
        self.readings: dict[int, Readings] = {}

    def add(self, kept: KeptArticle) -> None:
        language = kept.article.language
        read = is_read(language, self._languages)
        digest = kept.digest if read else unencoded(kept.digest)
        try:
            drafts = self._reusable.drafts(digest) or [*hashed(kept.article, self._encoder, read)]
        except Exception as error:
            log.exception("%r cannot be split into passages", kept.article.path)
            reason = f"cannot be split into passages: {' '.join(str(error).split())}"
            self._skipped.append(Skipped(kept.article.path, reason))
            return
        self.readings[self._writer.articles] = kept.readings
        self._writer.add(kept.article, digest, drafts, kept.copies, kept.sources)
        self._hashes += (hashed.hash for hashed in drafts)
        self._to_encode += [read] * len(drafts)
        self._add_headings(kept.article, drafts, read)
        if language and not read:
            self._by_words[language] += 1
        self._scripts |= scripts(kept.article.text)
        if language and not is_english(language):
            self._spoken.add(language)

    def _add_headings(self, article: Article, drafts: Sequence[HashedDraft], read: bool) -> None:
        """In the order in which the store has them."""
        for section in dict.fromkeys([None, *(hashed.draft.section for hashed in drafts)]):
            text = article.text[slice(*section)] if section else ""
            key = content_hash(heading(article.title, article.published, text))
            self._heading_hashes.append(key if read else unencoded(key))
            self._headings_to_encode.append(read and bool(article.title.strip() or text))

    def close(self) -> None:
        self._writer.close()

    def stored(self) -> Stored:
        return Stored(
            self._writer.articles,
            self._writer.copies,
            hash_array(self._hashes),
            np.array(self._to_encode, dtype=bool),
            hash_array(self._heading_hashes),
            np.array(self._headings_to_encode, dtype=bool),
            self._by_words,
            self._scripts,
            self._spoken,
            tuple(self._skipped),
        )


def hashed(article: Article, encoder: Encoder, read: bool) -> Iterator[HashedDraft]:
    drafts = list(split(article, encoder.token_offsets, encoder.max_tokens))
    speech = _speech(article, drafts)
    for draft in drafts:
        key = content_hash(article.text[draft.start : draft.end])
        said = (each for each in speech if draft.start <= each.sentence[0] < draft.end)
        yield HashedDraft(draft, key if read else unencoded(key), tuple(said))


def _speech(article: Article, drafts: Sequence[Draft]) -> list[Speech]:
    """Who says which sentence; if that cannot be found, the article is indexed all the same."""
    try:
        return speech_of(article.text, [(draft.start, draft.end) for draft in drafts])
    except Exception:
        log.exception("the speakers of %r cannot be found", article.path)
        return []
