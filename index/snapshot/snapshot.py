"""A snapshot: one folder with every view of the articles, published by one rename, checked on open.

    <data>/CURRENT                the id of the snapshot in use
    <data>/snapshots/<id>/        passages.sqlite, dense.faiss, bm25/, encodings/, titles/,
                                  title_words/, token_frequencies.npy, readings.sqlite, earlier/ (a
                                  snapshot of earlier texts), manifest.json

It grows in `<id>.unfinished` and gets its name when it is complete, checked and on the disk; then
`CURRENT` is replaced. What a killed rebuild leaves is never opened.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np

from index.arrays import BoolArray, FloatArray, IdArray, IntArray, LongArray
from index.encodings.store import EncodingStore
from index.engine import Candidates, Similarities, Sought, Within
from index.manifest import (
    Manifest,
)
from index.scope import Scope
from index.snapshot import references
from index.snapshot.bm25 import Bm25Index, best_ids
from index.snapshot.candidates import Rows, found
from index.snapshot.dense import DenseIndex
from index.snapshot.passage_store import PassageStore, StoredTexts
from index.snapshot.readings import ReadingStore
from index.snapshot.token_codes import TokenCodes
from index.text.heading import heading
from index.types import (
    Article,
    ArticleRef,
    Changes,
    Passage,
    SnapshotInfo,
    Span,
    Speech,
    Spell,
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An opened snapshot: the views of one build, which never change.

    `earlier` is of the texts that articles had before, if there are any; nothing else counts them.
    `titles` and `title_words` have a row for each of the store's headings; the others have one for
    each passage.
    """

    folder: Path
    manifest: Manifest
    store: PassageStore
    encodings: EncodingStore
    dense: DenseIndex
    bm25: Bm25Index
    codes: TokenCodes
    titles: TokenCodes
    title_words: Bm25Index
    readings: ReadingStore
    earlier: "Snapshot | None" = None
    is_limited: bool = False

    @property
    def info(self) -> SnapshotInfo:
        manifest = self.manifest
        return SnapshotInfo(manifest.id, manifest.articles, manifest.passages)

    @property
    def before_earlier(self) -> tuple[int, int]:
        return self.store.rows, self.store.named

    @property
    def texts(self) -> StoredTexts:
        return StoredTexts(self.store, self.earlier.store if self.earlier else None)

    def limited_to(self, *source_ids: Collection[int]) -> "Snapshot":
        """The snapshot as if there were no other articles than those found in one of these sources,
        of each collection that is given. Not to be closed.

        What a word weighs, what is counted and what a typo may stand for go by those alone. A
        passage is there if its article is; a copy that is there is not quoted for an article that
        is not.
        """
        seen = np.logical_and.reduce([self.store.found_in(ids) for ids in source_ids])
        rows = seen[self.store.article_ids]
        bm25 = self.bm25.limited_to(rows)
        articles = self.manifest.articles
        locations = [location for location, _ in self.store.sources()]
        manifest = replace(
            self.manifest,
            articles=int(np.count_nonzero(seen[:articles])),
            copies=int(np.count_nonzero(seen[articles:])),
            passages=len(bm25),
            scripts=(),
            by_words={},
            sources=tuple(
                location
                for id_, location in enumerate(locations)
                if all(id_ in ids for ids in source_ids)
            ),
            skipped=(),
        )
        return replace(
            self,
            manifest=manifest,
            earlier=None,
            is_limited=True,
            store=self.store.limited_to(seen, bm25.containing),
            dense=self.dense.limited_to(rows),
            bm25=bm25,
            codes=self.codes.limited_to(rows),
            title_words=self.title_words.limited_to(seen[self.store.heading_articles]),
        )

    def within(
        self,
        articles: Collection[int] | None,
        said_by: Collection[str] = (),
        leave_out: Collection[int] = (),
    ) -> Rows | None:
        if articles is None and not said_by and not leave_out:
            return None
        store = self.store
        everything = np.ones(len(store.article_ids), dtype=bool)
        rows = everything if articles is None else store.passages_of(articles)
        if said_by:
            rows = rows & store.passages_said_by(said_by)
        if leave_out:
            rows[list(leave_out)] = False
        return Rows(rows, store.article_ids)

    # What is found

    def candidates(self, sought: Sought, depth: int, within: Within | None = None) -> Candidates:
        return found(self, sought, depth, _rows(within))

    @property
    def headings(self) -> int:
        return len(self.titles)

    def nearest(
        self, vector: FloatArray, depth: int, within: Within | None = None
    ) -> tuple[IdArray, FloatArray]:
        return self.dense.search(vector, depth, _rows(within))

    def best_by_words(self, words: Sequence[str], depth: int) -> IdArray:
        return best_ids(self.bm25.scores(words), depth)

    def likeness(self, ids: Sequence[int]) -> FloatArray:
        return self.dense.likeness(ids)

    # Words

    def has_word(self, word: str) -> bool:
        return word in self.bm25

    def occurring(self, words: Collection[str]) -> frozenset[str]:
        return frozenset(filter(self.has_word, words))

    def idf(self, word: str) -> float:
        return self.bm25.idf(word)

    def occurs_in(self, word: str, ids: IdArray) -> BoolArray:
        return self.bm25.occurs_in(word, ids)

    def occurs_in_heading(self, word: str, ids: IdArray) -> BoolArray:
        return self.title_words.occurs_in(word, self.store.heading_ids[ids].astype(np.int64))

    def word_frequencies(self, words: Sequence[str]) -> dict[str, int]:
        return self.store.word_frequencies(words)

    # Tokens and sentences

    def document_frequency(self, token_ids: IntArray) -> LongArray:
        return self.codes.document_frequency(token_ids)

    def has_tokens(self, ids: LongArray) -> BoolArray:
        return self.codes.has_tokens(ids)

    def maxsim(self, query_tokens: FloatArray, ids: LongArray) -> Similarities:
        return self.codes.maxsim(query_tokens, ids)

    def headings_maxsim(self, query_tokens: FloatArray, ids: LongArray) -> FloatArray:
        distinct, places = np.unique(self.store.heading_ids[ids], return_inverse=True)
        best = self.titles.maxsim(query_tokens, distinct.astype(np.int64)).by_passage()
        return best[places]

    def sentence_spans(self, passage_id: int) -> list[Span]:
        return self.codes.sentence_spans(passage_id)

    def vectors(self, ids: LongArray) -> FloatArray:
        return self.encodings.vectors_of(ids)

    def meanings(self, ids: LongArray) -> tuple[FloatArray, LongArray]:
        first = self.encodings.first_meaning
        return self.encodings.meanings_of(ids), first[ids + 1] - first[ids]

    # Articles and passages

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        return self.store.passages(ids)

    def passages_in(self, article_id: int) -> list[Passage]:
        return self.store.passages_in(article_id)

    def before(self, passages: Sequence[Passage], most: int) -> dict[int, list[Passage]]:
        article_ids = self.store.article_ids
        wanted = {
            passage.id: [
                id_
                for id_ in range(passage.id - 1, max(passage.id - 1 - most, -1), -1)
                if article_ids[id_] == passage.article_id
            ]
            for passage in passages
        }
        ids = sorted({id_ for before in wanted.values() for id_ in before})
        found = dict(zip(ids, self.store.passages(ids), strict=True)) if ids else {}
        return {id_: [found[each] for each in before] for id_, before in wanted.items()}

    def all_passages(self) -> Iterator[Passage]:
        return self.store.all_passages()

    def article(self, article_id: int) -> Article:
        return self.store.article(article_id)

    def articles(self, ids: Collection[int]) -> dict[int, Article]:
        return {id_: self.store.article(id_) for id_ in ids}

    def title(self, article_id: int) -> str:
        return self.store.title(article_id)

    def heading(self, passage: Passage) -> str:
        return heading(*self.store.title_and_day(passage.article_id), passage.section)

    def language(self, article_id: int) -> str | None:
        return self.store.language(article_id)

    def reference(self, article_id: int) -> ArticleRef:
        return self.store.reference(article_id)

    def references(self) -> dict[int, ArticleRef]:
        return dict(enumerate(self.store.references()))

    def references_to(self, ids: Collection[int]) -> dict[int, ArticleRef]:
        return references.to(self.store, ids)

    def allowed(self, scope: Scope) -> frozenset[int]:
        return scope.allowed(references.seen(self.store))

    def publishers(self) -> list[str]:
        return references.publishers(self.store)

    def newest_published(self) -> str | None:
        return references.newest_published(self.store)

    def newest(self, most: int) -> list[ArticleRef]:
        return references.newest(self.store, most)

    def is_seen(self, reference_id: int) -> bool:
        return self.store.is_seen(reference_id)

    def copies_with(
        self, passage: Passage, among: Collection[int] | None = None
    ) -> list[ArticleRef]:
        return self.store.copies_with(passage, among)

    def articles_of(self, ids: IdArray) -> IdArray:
        return self.store.article_ids[ids].astype(np.int64)

    def article_at(self, path: str, url: str | None) -> Article | None:
        return self.store.article_at(path, url)

    def id_at(self, path: str, url: str | None) -> int | None:
        return self.store.id_at(path, url)

    def sources(self) -> list[tuple[str, str]]:
        return self.store.sources()

    # Who says what

    def speech(self, passage_ids: Collection[int]) -> dict[int, tuple[Speech, ...]]:
        return self.store.speech(passage_ids)

    def sentences_said_by(
        self, names: Collection[str], passage_ids: Collection[int]
    ) -> dict[int, set[int]]:
        return self.store.sentences_said_by(names, passage_ids)

    # When articles were read, and what was changed

    def changes(self, article_id: int) -> Changes | None:
        """In which source an earlier text stood is not known: nothing if not all is seen."""
        return None if self.is_limited else self.readings.changes(article_id)

    def changed(self) -> list[int]:
        return self.readings.changed()

    def spells(self, article_id: int) -> tuple[Spell, ...]:
        return self.readings.spells(article_id)

    def in_force(self, day: date) -> frozenset[int]:
        return self.readings.in_force(day)

    @property
    def newest_read(self) -> str:
        return self.readings.newest

    def first_read_after(self, moment: str) -> frozenset[int]:
        articles = self.readings.first_read_after(moment)
        return articles | self.store.copies_of(articles)

    def close(self) -> None:
        self.store.close()
        self.readings.close()
        if self.earlier is not None:
            self.earlier.close()


def _rows(within: Within | None) -> BoolArray | None:
    """`within` is one that the snapshot gave."""
    return cast(Rows, within).rows if within is not None else None
