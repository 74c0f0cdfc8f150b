"""The lexical view: BM25 over stemmed words (Robertson & Zaragoza 2009), searched by bm25s.

A passage's score is Σ over the query's words of idf · tf·(k1+1) / (tf + k1·(1 − b + b·length/mean
length)), in Lucene's form, which leaves the constant factor (k1+1) out. bm25s keeps that as a
sparse matrix, word by passage, worked out beforehand; it is filled here, as bm25s itself would hold
every word of every passage in memory at once.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import cast

import bm25s
import numpy as np

from index.arrays import BoolArray, FloatArray, IdArray, IntArray
from index.errors import snapshot_error
from index.text.words import words

K1 = 1.2
B = 0.75
READ_AT_ONCE = 4096  # passages


class Bm25Index:
    """Row numbers are passage ids; the arrays may be memory-mapped."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self._vocabulary: dict[str, int] = bm25.vocab_dict
        self._document_frequency = np.diff(bm25.scores["indptr"])

    @classmethod
    def build(cls, texts: Iterable[str]) -> "Bm25Index":
        """Memory grows by about 18 bytes for each distinct word of each passage."""
        vocabulary: dict[str, int] = {}
        postings: list[_Postings] = []
        lengths: list[IdArray] = [np.zeros(0, dtype=np.int64)]
        first = 0
        for part in _parts(texts):
            documents = words(part)
            postings.append(_counted(documents, first, vocabulary))
            lengths.append(np.array([len(document) for document in documents], dtype=np.int64))
            first += len(documents)
        vocabulary = vocabulary or {"\0": 0}  # bm25s does not load a vocabulary without a word
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        bm25.vocab_dict = vocabulary
        bm25.unique_token_ids_set = set(vocabulary.values())
        bm25.nonoccurrence_array = None
        bm25.scores = _score_matrix(postings, np.concatenate(lengths), len(vocabulary))
        return cls(bm25)

    def __len__(self) -> int:
        return int(self._bm25.scores["num_docs"])

    def __contains__(self, word: str) -> bool:
        return word in self._vocabulary

    def idf(self, word: str) -> float:
        """ln(1 + (N − df + ½) / (df + ½)), Lucene's; a word in no passage has df 0."""
        row = self._vocabulary.get(word)
        df = 0 if row is None else int(self._document_frequency[row])
        return float(np.log1p((len(self) - df + 0.5) / (df + 0.5)))

    def scores(self, query_words: Sequence[str]) -> FloatArray:
        """The BM25 score of every passage, (n,)."""
        ids = self._bm25.get_tokens_ids(list(query_words))
        if not ids:
            return np.zeros(len(self), dtype=np.float32)
        return cast(FloatArray, self._bm25.get_scores_from_ids(ids))

    def attainable(self, query_words: Sequence[str]) -> float:
        """The sum of the words' IDF, which no passage's score can exceed."""
        return sum(self.idf(word) for word in query_words)

    def containing(self, query_words: Sequence[str]) -> IdArray:
        """The ids of the passages that have every one of the words, ascending."""
        scores = self._bm25.scores
        ids = np.arange(len(self), dtype=np.int64)
        for word in query_words:
            row = self._vocabulary.get(word)
            if row is None:
                return np.zeros(0, dtype=np.int64)
            start, end = scores["indptr"][row : row + 2]
            ids = np.intersect1d(ids, scores["indices"][start:end])
        return ids

    def occurs_in(self, word: str, ids: IdArray) -> BoolArray:
        """Which of these passages have the word, (n,)."""
        row = self._vocabulary.get(word)
        if row is None:
            return np.zeros(len(ids), dtype=bool)
        start, end = self._bm25.scores["indptr"][row : row + 2]
        having = self._bm25.scores["indices"][start:end]  # ascending
        at = np.minimum(np.searchsorted(having, ids), len(having) - 1)
        found: BoolArray = having[at] == ids
        return found

    def save(self, folder: Path) -> None:
        self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "Bm25Index":
        try:
            return cls(bm25s.BM25.load(folder, mmap=True, show_progress=False))
        except (OSError, ValueError, KeyError, json.JSONDecodeError) as error:
            raise snapshot_error(folder, "a BM25 index", error) from error


@dataclass(frozen=True, slots=True)
class _Postings:
    """Which word occurs how often in which passage, sorted by word and passage, (n,) each."""

    words: IntArray
    passages: IntArray
    counts: IntArray


def _parts(texts: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while part := list(islice(rest, READ_AT_ONCE)):
        yield part


def _counted(
    documents: Sequence[Sequence[str]], first: int, vocabulary: dict[str, int]
) -> _Postings:
    """The postings of passages `first`, `first` + 1, …; new words are put into the vocabulary."""
    ids = np.fromiter(
        (vocabulary.setdefault(word, len(vocabulary)) for word in chain.from_iterable(documents)),
        dtype=np.int64,
    )
    passages = np.repeat(np.arange(len(documents)) + first, [len(d) for d in documents])
    keys, counts = np.unique(ids << 32 | passages, return_counts=True)
    return _Postings(
        (keys >> 32).astype(np.int32),
        (keys & 0xFFFFFFFF).astype(np.int32),
        counts.astype(np.int32),
    )


def _score_matrix(
    postings: list[_Postings], lengths: IdArray, vocabulary_size: int
) -> dict[str, object]:
    """The matrix of scores by columns, one a word, as bm25s holds it; empties `postings`."""
    frequencies = sum(
        (np.bincount(part.words, minlength=vocabulary_size) for part in postings),
        start=np.zeros(vocabulary_size, dtype=np.int64),
    )
    starts = np.concatenate([[0], np.cumsum(frequencies)])
    idf = np.log1p((len(lengths) - frequencies + 0.5) / (frequencies + 0.5))
    norms = K1 * (1 - B + B * lengths / max(1.0, float(lengths.mean()) if len(lengths) else 1.0))
    data = np.empty(starts[-1], dtype=np.float32)
    indices = np.empty(starts[-1], dtype=np.int32)
    free = starts[:-1].copy()
    postings.reverse()
    while postings:
        part = postings.pop()
        within, begins, counts = np.unique(part.words, return_index=True, return_counts=True)
        at = free[part.words] + np.arange(len(part.words)) - np.repeat(begins, counts)
        free[within] += counts
        indices[at] = part.passages
        data[at] = idf[part.words] * part.counts / (part.counts + norms[part.passages])
    return {"data": data, "indices": indices, "indptr": starts, "num_docs": len(lengths)}


def best_ids(scores: FloatArray, depth: int) -> IdArray:
    """The ids of the `depth` highest scores above zero, best first; ties by lower id."""
    above = np.flatnonzero(scores > 0)
    if len(above) > depth:
        above = above[np.argpartition(-scores[above], depth - 1)[:depth]]
    return above[np.lexsort((above, -scores[above]))].astype(np.int64)
