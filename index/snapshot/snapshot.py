"""A snapshot: one folder with every view of the articles, published by one rename, checked on open.

    <data>/CURRENT                the id of the snapshot in use
    <data>/snapshots/<id>/        passages.sqlite, dense.faiss, bm25/, encodings/, titles/,
                                  title_words/, token_frequencies.npy, readings.sqlite, earlier/ (a
                                  snapshot of earlier texts), manifest.json

It grows in `<id>.unfinished` and gets its name when it is complete, checked and on the disk; then
`CURRENT` is replaced. What a killed rebuild leaves is never opened.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np

from index.arrays import BoolArray, FloatArray, IdArray, IntArray, LongArray
from index.encodings.store import EncodingStore
from index.engine.found import Candidates, Similarities, Sought, Within
from index.manifest import (
    Manifest,
)
from index.snapshot.bm25 import Bm25Index, best_ids
from index.snapshot.candidates import Rows, found
from index.snapshot.dense import DenseIndex
from index.snapshot.store import references
from index.snapshot.store.passage_store import PassageStore
from index.snapshot.store.readings import ReadingStore
from index.snapshot.store.stored_texts import StoredTexts
from index.snapshot.stored_views import StoredViews
from index.snapshot.token_codes import TokenCodes
from index.types import (
    SnapshotInfo,
    Span,
)


@dataclass(frozen=True, slots=True)
class Snapshot(StoredViews):
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
        return replace(
            self,
            manifest=references.counted(self.manifest, self.store, seen, len(bm25), source_ids),
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

    def close(self) -> None:
        self.store.close()
        self.readings.close()
        if self.earlier is not None:
            self.earlier.close()


def _rows(within: Within | None) -> BoolArray | None:
    """`within` is one that the snapshot gave."""
    return cast(Rows, within).rows if within is not None else None
