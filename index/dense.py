"""The dense view: passage vectors in FAISS, searched by inner product: unit vectors' cosine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotCorrupt

FloatArray = NDArray[np.float32]
IdArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class DenseIndex:
    """FAISS over unit vectors; row numbers are passage ids. Safe to search from several threads."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: FloatArray) -> "DenseIndex":
        """`vectors` is (n, d), each row of length 1."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: FloatArray, depth: int, allowed: BoolArray | None = None
    ) -> tuple[IdArray, FloatArray]:
        """The ids and cosines of the `depth` nearest rows, or of all there are, best first.

        `allowed`, (n,), leaves out the rows where it is false.
        """
        parameters = None
        if allowed is not None:
            bits: Any = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, ids = self._index.search(vector[None, :], min(depth, len(self)), params=parameters)
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def cosines(self, vector: FloatArray, ids: IdArray) -> FloatArray:
        """The cosine of `vector` with each of the rows `ids`, in their order."""
        rows: FloatArray = self._index.reconstruct_batch(ids)
        return rows @ vector

    def likeness(self, ids: Sequence[int]) -> FloatArray:
        """The cosine of each pair of rows, (n, n)."""
        rows: FloatArray = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        return rows @ rows.T

    def save(self, path: Path) -> None:
        """Written through a Python file, so that a full disk is an OSError and not FAISS's own."""
        with path.open("wb") as file:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise SnapshotCorrupt(path, "a FAISS index", "something else") from error
