"""The passages of a snapshot that are worth a closer look, by both views."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.arrays import BoolArray, FloatArray, IntArray, LongArray
from index.engine.found import Candidates, Sought
from index.snapshot.bm25 import Bm25Index, best_ids
from index.snapshot.dense import DenseIndex
from index.snapshot.store.passage_store import PassageStore

# How many passages with words of whoever is asked about are looked at, at most.
SPEAKER_CANDIDATES = 50
# How many passages with a phrase of the question are looked at, at most.
PHRASE_CANDIDATES = 50
# What picks the candidates: cosine + BM25_IN_CANDIDATES · BM25 / attainable.
BM25_IN_CANDIDATES = 1.5
# What a word of the title counts in both, of one that the passage has.
TITLE_WORD_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Rows:
    """Which passages, (passages,); `article_ids` has the article of each."""

    rows: BoolArray
    article_ids: IntArray

    @property
    def articles(self) -> int:
        return len(np.unique(self.article_ids[self.rows]))

    @property
    def passages(self) -> int:
        return int(self.rows.sum())

    def has(self, passage_id: int) -> bool:
        return bool(self.rows[passage_id])


class Parts(Protocol):
    """What of a snapshot is searched."""

    @property
    def store(self) -> PassageStore: ...

    @property
    def dense(self) -> DenseIndex: ...

    @property
    def bm25(self) -> Bm25Index: ...

    @property
    def title_words(self) -> Bm25Index: ...

    @property
    def headings(self) -> int: ...


def found(parts: Parts, sought: Sought, depth: int, allowed: BoolArray | None) -> Candidates:
    """See `Views.candidates`; none of those for which `allowed` is false."""
    attainable = max(parts.bm25.attainable(sought.words), 1e-9)
    bm25 = parts.bm25.scores(sought.words) / np.float32(attainable)
    bm25 += np.float32(TITLE_WORD_WEIGHT / attainable) * _title_words(parts, sought.words)
    if allowed is not None:
        bm25 = bm25 * allowed
    dense_ids, _ = parts.dense.search(sought.vector, depth, allowed)
    ids = np.union1d(dense_ids, best_ids(bm25, depth)).astype(np.int64)
    said = _said(parts, sought.speakers, allowed)
    quoting = np.union1d(
        _with_phrases(parts, sought.phrases, bm25, allowed),
        _best_said(parts, sought.vector, said, bm25),
    )
    if len(ids):
        cosines = parts.dense.cosines(sought.vector, ids)
        fused = cosines + np.float32(BM25_IN_CANDIDATES) * bm25[ids]
        ids = np.union1d(ids[np.argsort(-fused, kind="stable")[:depth]], quoting)
    return Candidates(
        ids,
        parts.dense.cosines(sought.vector, ids),
        bm25[ids],
        np.zeros(len(ids), dtype=bool) if said is None else said[ids],
    )


def _title_words(parts: Parts, words: Sequence[str]) -> FloatArray:
    """The sum of the IDF of the words that stand over the passage, (passages,)."""
    sums = np.zeros(parts.headings, dtype=np.float32)
    for word in words:
        sums[parts.title_words.containing([word])] += parts.bm25.idf(word)
    return sums[parts.store.heading_ids]


def _with_phrases(
    parts: Parts, phrases: Sequence[Sequence[str]], bm25: FloatArray, allowed: BoolArray | None
) -> LongArray:
    """The passages that have all the words of a phrase, the best by BM25."""
    found = [np.zeros(0, dtype=np.int64)]
    for phrase in phrases:
        ids = parts.bm25.containing(phrase)
        if allowed is not None:
            ids = ids[allowed[ids]]
        found.append(ids[np.argsort(-bm25[ids], kind="stable")[:PHRASE_CANDIDATES]])
    return np.unique(np.concatenate(found))


def _said(parts: Parts, speakers: Collection[str], allowed: BoolArray | None) -> BoolArray | None:
    """Which passages, (passages,), have words of whoever is asked about; None if nobody is."""
    if not speakers:
        return None
    said = parts.store.passages_said_by(speakers)
    return said if allowed is None else said & allowed


def _best_said(
    parts: Parts, vector: FloatArray, said: BoolArray | None, bm25: FloatArray
) -> LongArray:
    """The best of what the one who is asked about says, by cosine and BM25."""
    ids = np.flatnonzero(said) if said is not None else np.zeros(0, dtype=np.int64)
    ids = ids[np.argsort(-bm25[ids], kind="stable")[: 4 * SPEAKER_CANDIDATES]]
    if not len(ids):
        return ids
    fused = parts.dense.cosines(vector, ids)
    fused = fused + np.float32(BM25_IN_CANDIDATES) * bm25[ids]
    return ids[np.argsort(-fused, kind="stable")[:SPEAKER_CANDIDATES]]
