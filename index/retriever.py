"""A question to the passages that may answer it: candidates from both views, fused by score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.bm25 import best_ids, words
from index.encoder import Encoder, Encoding
from index.snapshot import Snapshot
from index.types import Hit


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready: its encoding, and its words as BM25 indexes them."""

    text: str
    encoding: Encoding
    words: tuple[str, ...]


class Retriever:
    """Searches one opened snapshot; may be shared by threads."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder, *, bm25_weight: float) -> None:
        snapshot.expect_encoder(encoder.fingerprint)
        self.snapshot = snapshot
        self.encoder = encoder
        self._bm25_weight = bm25_weight

    def query(self, text: str) -> Query:
        return Query(text, self.encoder.encode_query(text), tuple(words([text])[0]))

    def search(self, query: Query, depth: int) -> list[Hit]:
        """The best `depth` passages, best first.

        The score is cosine + bm25_weight · BM25 / the query's best BM25, over the best `depth` of
        either view.
        """
        vector = query.encoding.vector
        bm25 = self.snapshot.bm25.scores(query.words)
        dense_ids, _ = self.snapshot.dense.search(vector, depth)
        ids = np.union1d(dense_ids, best_ids(bm25, depth))
        cosines = self.snapshot.dense.cosines(vector, ids)
        scores = fuse(cosines, bm25[ids], self._bm25_weight)
        order = np.argsort(-scores, kind="stable")[:depth]
        passages = self.snapshot.store.passages(ids[order].tolist())
        return [
            Hit(passage, float(scores[i]), float(cosines[i]), float(bm25[ids[i]]))
            for passage, i in zip(passages, order, strict=True)
        ]


def fuse(
    cosines: NDArray[np.float32], bm25: NDArray[np.float32], bm25_weight: float
) -> NDArray[np.float32]:
    """cosine + weight · BM25 / best BM25, over one query's candidates, (n,); higher is better."""
    best = bm25.max(initial=0.0)
    return cosines if best == 0.0 else cosines + np.float32(bm25_weight / best) * bm25
