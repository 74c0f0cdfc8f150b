"""The dense view: passage vectors in FAISS, searched by inner product: unit vectors' cosine."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotCorrupt

FloatArray = NDArray[np.float32]
IdArray = NDArray[np.int64]


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

    def search(self, vector: FloatArray, depth: int) -> tuple[IdArray, FloatArray]:
        """The ids and cosines of the `depth` nearest rows, or of all there are, best first."""
        scores, ids = self._index.search(vector[None, :], min(depth, len(self)))
        return ids[0], scores[0]

    def cosines(self, vector: FloatArray, ids: IdArray) -> FloatArray:
        """The cosine of `vector` with each of the rows `ids`, in their order."""
        rows: FloatArray = self._index.reconstruct_batch(ids)
        return rows @ vector

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
