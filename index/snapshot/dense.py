"""The dense view: passage vectors in FAISS, searched by inner product: unit vectors' cosine.

Up to `EXACT_UP_TO` passages every vector is compared with the query's. Beyond that an inverted file
of 8-bit vectors (Jégou, Douze & Schmid 2011) looks only into the cells nearest to the query, and
what it finds is ordered by the stored vectors. How many cells it looks into is settled when it is
built, by its recall@50 against the exact search.
"""

import copy
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.arrays import BoolArray, FloatArray, HalfArray, IdArray
from index.errors import snapshot_error

Rows = Callable[[IdArray], FloatArray]

EXACT_UP_TO = 100_000
WANTED_RECALL = 0.98
RECALL_AT = 50
# An inverted file gives so many times what is asked for, and the stored vectors pick the best.
OVERSAMPLING = 2
# Among so few allowed rows every one is compared.
COMPARED_ALLOWED = 20_000
ADDED_AT_ONCE = 16_384
TRAINED_ON_PER_CELL = 50


class DenseIndex:
    """FAISS over unit vectors; row numbers are passage ids. Safe to search from several threads.

    `rows_of` gives the vectors of some ids, as they were indexed.
    """

    def __init__(self, index: Any, rows_of: Rows) -> None:
        self._index = index
        self._rows_of = rows_of
        self._cells = int(getattr(index, "nlist", 0))
        self._rows: BoolArray | None = None

    def limited_to(self, rows: BoolArray) -> "DenseIndex":
        """The same index that finds no other rows than these, `rows` being (n,)."""
        limited = copy.copy(self)
        limited._rows = rows
        return limited

    @classmethod
    def build(
        cls, vectors: HalfArray, queries: FloatArray, *, exact_up_to: int = EXACT_UP_TO
    ) -> "DenseIndex":
        """`vectors` is (n, d), each row of length 1, or 0 if its passage is not encoded.

        `queries`, (m, d), measure the recall.
        """

        def rows_of(ids: IdArray) -> FloatArray:
            return vectors[ids].astype(np.float32)

        if len(vectors) <= exact_up_to:
            return cls(_exact(vectors), rows_of)
        found = cls(_inverted_file(vectors), rows_of)
        found._widen(queries, _nearest(vectors, queries))
        return found

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def is_exact(self) -> bool:
        return not self._cells

    def search(
        self, vector: FloatArray, depth: int, allowed: BoolArray | None = None
    ) -> tuple[IdArray, FloatArray]:
        """The ids and cosines of the `depth` nearest rows, or of all there are, best first.

        `allowed`, (n,), leaves out the rows for which it is false.
        """
        if self._rows is not None:
            allowed = self._rows if allowed is None else self._rows & allowed
        if self._cells and allowed is not None:
            rows = np.flatnonzero(allowed)
            if len(rows) <= COMPARED_ALLOWED:
                return self._best(vector, rows, depth)
        wanted = depth if self.is_exact else depth * OVERSAMPLING
        parameters = self._parameters(allowed)
        scores, ids = self._index.search(vector[None, :], min(wanted, len(self)), params=parameters)
        found = ids[0] >= 0
        if self.is_exact:
            return ids[0][found], scores[0][found]
        return self._best(vector, ids[0][found], depth)

    def _parameters(self, allowed: BoolArray | None) -> Any:
        if allowed is None:
            return None
        bits: Any = np.packbits(allowed, bitorder="little")
        selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]
        if self.is_exact:
            return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        # The fewer rows are allowed, the further away the nearest of them.
        widening = len(allowed) / max(1, int(allowed.sum()))
        cells = min(self._cells, math.ceil(self._index.nprobe * widening))
        return faiss.SearchParametersIVF(sel=selector, nprobe=cells)  # type: ignore[call-arg]

    def _best(self, vector: FloatArray, rows: IdArray, depth: int) -> tuple[IdArray, FloatArray]:
        cosines = self.cosines(vector, rows)
        order = np.argsort(-cosines, kind="stable")[:depth]
        return rows[order], cosines[order]

    def cosines(self, vector: FloatArray, ids: IdArray) -> FloatArray:
        """The cosine of `vector` with each of the rows `ids`, in their order."""
        return self._rows_of(ids) @ vector

    def likeness(self, ids: Sequence[int]) -> FloatArray:
        """The cosine of each pair of rows, (n, n)."""
        rows = self._rows_of(np.asarray(ids, dtype=np.int64))
        return rows @ rows.T

    def recall(self, vectors: HalfArray, queries: FloatArray) -> float:
        """Recall@50 against the exact search, 0 to 1: the share of the 50 nearest that is found."""
        if self.is_exact or not len(queries):
            return 1.0
        return float(np.mean(self._found(queries, _nearest(vectors, queries))))

    def _found(self, queries: FloatArray, nearest: IdArray) -> list[float]:
        return [
            len(np.intersect1d(self.search(query, RECALL_AT)[0], exact)) / len(exact)
            for query, exact in zip(queries, nearest, strict=True)
        ]

    def _widen(self, queries: FloatArray, nearest: IdArray) -> None:
        """Look into twice as many cells until the wanted recall is reached."""
        self._index.nprobe = max(1, self._cells // 64)
        while self._index.nprobe < self._cells:
            if np.mean(self._found(queries, nearest)) >= WANTED_RECALL:
                return
            self._index.nprobe = min(self._cells, self._index.nprobe * 2)

    def save(self, path: Path) -> None:
        """Written through a Python file, so that a full disk is an OSError and not FAISS's own."""
        with path.open("wb") as file:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]

    @classmethod
    def load(cls, path: Path, rows_of: Rows) -> "DenseIndex":
        """Opened by Python first, as FAISS's own error does not say why a file cannot be read."""
        try:
            with path.open("rb"):
                return cls(faiss.read_index(str(path)), rows_of)
        except (OSError, RuntimeError) as error:
            raise snapshot_error(path, "a FAISS index", error) from error


def _exact(vectors: HalfArray) -> Any:
    """Every vector in float16, as it is stored: half the memory of float32 and twice as fast."""
    index = faiss.IndexScalarQuantizer(
        vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    index.is_trained = True
    _add(index, vectors)
    return index


def _inverted_file(vectors: HalfArray) -> Any:
    dimension, cells = vectors.shape[1], math.isqrt(len(vectors))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        cells,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    sample = np.random.default_rng(0).choice(
        len(vectors), min(len(vectors), cells * TRAINED_ON_PER_CELL), replace=False
    )
    index.train(vectors[np.sort(sample)].astype(np.float32))
    _add(index, vectors)
    return index


def _add(index: Any, vectors: HalfArray) -> None:
    for start in range(0, len(vectors), ADDED_AT_ONCE):
        index.add(vectors[start : start + ADDED_AT_ONCE].astype(np.float32))


def _nearest(vectors: HalfArray, queries: FloatArray) -> IdArray:
    """The ids of each query's 50 nearest rows by comparing it with all, (m, 50)."""
    best = faiss.ResultHeap(len(queries), min(RECALL_AT, len(vectors)), keep_max=True)
    for start in range(0, len(vectors), ADDED_AT_ONCE):
        rows = vectors[start : start + ADDED_AT_ONCE].astype(np.float32)
        scores, ids = faiss.knn(
            queries, rows, min(best.k, len(rows)), metric=faiss.METRIC_INNER_PRODUCT
        )
        best.add_result(scores, ids + start)
    best.finalize()
    nearest: IdArray = best.I
    return nearest
