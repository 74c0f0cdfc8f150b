"""The lexical view: BM25 over stemmed words (Robertson & Zaragoza 2009), searched by bm25s.

A passage's score is Σ over the query's words of idf · tf·(k1+1) / (tf + k1·(1 − b + b·length/mean
length)), in Lucene's form, which leaves the constant factor (k1+1) out. bm25s keeps that as a
sparse matrix, word by passage, worked out beforehand; it is filled here, as bm25s itself would hold
every word of every passage in memory at once.
"""

import copy
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from pathlib import Path
from typing import cast

import bm25s
import numpy as np

from index.arrays import BoolArray, FloatArray, IdArray, IntArray
from index.errors import snapshot_error
from index.text.words import words_of_each

K1 = 1.2
B = 0.75
READ_AT_ONCE = 4096  # passages


class Bm25Index:
    """Row numbers are passage ids; the arrays may be memory-mapped."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self._vocabulary: dict[str, int] = bm25.vocab_dict
        self._document_frequency = np.diff(bm25.scores["indptr"])
        self._rows: BoolArray | None = None
        self._found: dict[int, int] = {}

    @classmethod
    def build(
        cls, texts: Iterable[str], languages: Iterable[str | None] | None = None
    ) -> "Bm25Index":
        """Each text by the rules of its language, of English by default.

        Memory grows by about 18 bytes for each distinct word of each passage.
        """
        vocabulary: dict[str, int] = {}
        postings: list[_Postings] = []
        lengths: list[IdArray] = [np.zeros(0, dtype=np.int64)]
        first = 0
        for part in _parts(zip(texts, languages or repeat(None), strict=False)):
            documents = words_of_each(part)
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

    def limited_to(self, rows: BoolArray) -> "Bm25Index":
        """The index as if it had no other passages than these, `rows` being (n,): what words the
        others have, and how many, shows nowhere. Ids and the length of arrays stay as they are."""
        limited = copy.copy(self)
        limited._rows = rows
        limited._found = {}
        return limited

    def __len__(self) -> int:
        """How many passages count."""
        rows = int(self._bm25.scores["num_docs"])
        return rows if self._rows is None else int(np.count_nonzero(self._rows))

    def __contains__(self, word: str) -> bool:
        if self._rows is None:
            return word in self._vocabulary
        return word in self._vocabulary and self._frequency(self._vocabulary[word]) > 0

    def _frequency(self, row: int) -> int:
        """In how many of the passages that count the word of a row occurs."""
        if self._rows is None:
            return int(self._document_frequency[row])
        if row not in self._found:
            self._found[row] = int(np.count_nonzero(self._rows[self._having(row)]))
        return self._found[row]

    def _having(self, row: int) -> IdArray:
        """The ids of all the passages that have the word of a row, ascending."""
        start, end = self._bm25.scores["indptr"][row : row + 2]
        having: IdArray = self._bm25.scores["indices"][start:end]
        return having

    def idf(self, word: str) -> float:
        """ln(1 + (N − df + ½) / (df + ½)), Lucene's; a word in no passage has df 0."""
        row = self._vocabulary.get(word)
        return self._idf(len(self), 0 if row is None else self._frequency(row))

    def _idf(self, n: int, df: int) -> float:
        return float(np.log1p((n - df + 0.5) / (df + 0.5)))

    def scores(self, query_words: Sequence[str]) -> FloatArray:
        """The BM25 score of every passage, (n,)."""
        ids = self._bm25.get_tokens_ids(list(query_words))
        if not ids:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        if self._rows is not None:
            return self._limited_scores(ids, self._rows)
        return cast(FloatArray, self._bm25.get_scores_from_ids(ids))

    def _limited_scores(self, ids: Sequence[int], rows: BoolArray) -> FloatArray:
        """With the words' IDF among the passages that count."""
        scores = np.zeros(len(rows), dtype=np.float32)
        for row in ids:
            start, end = self._bm25.scores["indptr"][row : row + 2]
            among_all = self._idf(len(rows), int(self._document_frequency[row]))
            weight = np.float32(self._idf(len(self), self._frequency(row)) / among_all)
            scores[self._having(row)] += weight * self._bm25.scores["data"][start:end]
        return scores * rows

    def attainable(self, query_words: Sequence[str]) -> float:
        """The sum of the words' IDF, which no passage's score can exceed."""
        return sum(self.idf(word) for word in query_words)

    def containing(self, query_words: Sequence[str]) -> IdArray:
        """The ids of the passages that have every one of the words, ascending."""
        rows = [self._vocabulary.get(word) for word in query_words]
        known = [self._having(row) for row in rows if row is not None]
        if len(known) < len(rows):
            return np.zeros(0, dtype=np.int64)
        known.sort(key=len)
        ids = known[0] if known else np.arange(self._bm25.scores["num_docs"])
        for having in known[1:]:
            ids = ids[_among(ids, having)]
        ids = ids.astype(np.int64)
        return ids if self._rows is None else ids[self._rows[ids]]

    def occurs_in(self, word: str, ids: IdArray) -> BoolArray:
        """Which of these passages have the word, (n,)."""
        row = self._vocabulary.get(word)
        if row is None:
            return np.zeros(len(ids), dtype=bool)
        return _among(ids, self._having(row))

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


def _parts(texts: Iterable[tuple[str, str | None]]) -> Iterator[list[tuple[str, str | None]]]:
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


def _among(ids: IdArray, having: IdArray) -> BoolArray:
    """Which of the ids are in an ascending array that is not empty, (n,)."""
    at = np.minimum(np.searchsorted(having, ids), len(having) - 1)
    found: BoolArray = having[at] == ids
    return found
