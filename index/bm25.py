"""The lexical view: BM25 over stemmed words (Robertson & Zaragoza 2009), computed by bm25s.

A passage's score is Σ over the query's words of idf · tf·(k1+1) / (tf + k1·(1 − b + b·length/mean
length)), in Lucene's form, which leaves the constant factor (k1+1) out.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from index.errors import SnapshotCorrupt

FloatArray = NDArray[np.float32]
IdArray = NDArray[np.int64]

K1 = 1.2
B = 0.75


def words(texts: Sequence[str]) -> list[list[str]]:
    """Each text's words as they are indexed: lower case, English stop words out, stemmed."""
    tokenized = bm25s.tokenize(
        list(texts),
        stopwords="en",
        stemmer=Stemmer.Stemmer("english"),
        return_ids=False,
        show_progress=False,
    )
    return cast(list[list[str]], tokenized)


class Bm25Index:
    """Row numbers are passage ids; the arrays may be memory-mapped."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self._vocabulary: dict[str, int] = bm25.vocab_dict
        self._document_frequency = np.diff(bm25.scores["indptr"])

    @classmethod
    def build(cls, texts: Iterable[str]) -> "Bm25Index":
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        corpus = words(list(texts))
        if not any(corpus):
            corpus = [["\0"], *corpus[1:]]  # bm25s cannot index a corpus without a single word.
        bm25.index(corpus, show_progress=False)
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

    def save(self, folder: Path) -> None:
        self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "Bm25Index":
        try:
            return cls(bm25s.BM25.load(folder, mmap=True, show_progress=False))
        except (OSError, ValueError, KeyError, json.JSONDecodeError) as error:
            raise SnapshotCorrupt(folder, "a BM25 index", "something else") from error


def best_ids(scores: FloatArray, depth: int) -> IdArray:
    """The ids of the `depth` highest scores above zero, best first; ties by lower id."""
    above = np.flatnonzero(scores > 0)
    if len(above) > depth:
        above = above[np.argpartition(-scores[above], depth - 1)[:depth]]
    return above[np.lexsort((above, -scores[above]))].astype(np.int64)
