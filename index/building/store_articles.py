"""Articles to the passage store of a new snapshot: split into passages, each with its hash."""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import BoolArray, HashArray
from index.building.reuse import Reusable
from index.collection.kept import KeptArticle
from index.encoder.encoding import Encoder
from index.encodings.lookup import hash_array
from index.encodings.store import content_hash, unencoded
from index.snapshot.heading import heading
from index.snapshot.passage_store_writer import PassageStoreWriter
from index.snapshot.passages import Draft, HashedDraft, split
from index.speech.article import speech_of
from index.text.languages import is_read, scripts
from index.types import Article, Skipped, Speech

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: the passages' content hashes, (passages, 2), and which are to be encoded.

    The same of the articles' headings, (articles, 2). `by_words` counts, by language, the articles
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
    skipped: tuple[Skipped, ...]


def store_articles(
    articles: Iterable[KeptArticle],
    path: Path,
    encoder: Encoder,
    languages: Collection[str],
    reusable: Reusable | None,
    places: Mapping[str, str],
) -> Stored:
    """Split the articles into passages; take over the passages that the old snapshot has.

    `places` has the address or absolute path of each source, by its location.
    """
    writer = PassageStoreWriter(path, places)
    hashes: list[bytes] = []
    to_encode: list[bool] = []
    heading_hashes: list[bytes] = []
    headings_to_encode: list[bool] = []
    by_words: Counter[str] = Counter()
    found: set[str] = set()
    skipped: list[Skipped] = []
    with closing(writer):
        for kept in articles:
            language = kept.article.language
            read = is_read(language, languages)
            digest = kept.digest if read else unencoded(kept.digest)
            drafts = reusable.store.drafts(digest) if reusable else []
            try:
                drafts = drafts or list(_hashed(kept.article, encoder, read))
            except Exception as error:
                log.exception("%r cannot be split into passages", kept.article.path)
                reason = f"cannot be split into passages: {' '.join(str(error).split())}"
                skipped.append(Skipped(kept.article.path, reason))
                continue
            writer.add(kept.article, digest, drafts, kept.copies, kept.sources)
            hashes += (hashed.hash for hashed in drafts)
            to_encode += [read] * len(drafts)
            head = content_hash(heading(kept.article.title, kept.article.published))
            heading_hashes.append(head if read else unencoded(head))
            headings_to_encode.append(read and bool(kept.article.title.strip()))
            if language and not read:
                by_words[language] += 1
            found |= scripts(kept.article.text)
    return Stored(
        writer.articles,
        writer.copies,
        hash_array(hashes),
        np.array(to_encode, dtype=bool),
        hash_array(heading_hashes),
        np.array(headings_to_encode, dtype=bool),
        by_words,
        found,
        tuple(skipped),
    )


def _hashed(article: Article, encoder: Encoder, read: bool) -> Iterator[HashedDraft]:
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
