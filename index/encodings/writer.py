"""Writing encodings: appended passage by passage, or copied from other folders of them."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from index.arrays import LongArray
from index.encoder.encoding import Encoding
from index.encodings.store import FILES, RECORD, Encoded, EncodingStore, Shape, encoded
from index.errors import SnapshotCorrupt
from index.types import Span

COPIED_AT_ONCE = 1024  # passages; about 10 MB


class EncodingWriter:
    """Appends encodings, as a with statement's subject; continues what is in the folder already."""

    def __init__(self, folder: Path, dimension: int, encoder: str) -> None:
        """What is there is dropped if it is of another encoder, or damaged."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.shape, lengths = self._to_continue(Shape(0, dimension, 0, encoder))
        self._files: dict[str, BinaryIO] = {}
        with ExitStack() as opened:
            for name, length in lengths.items():
                self._files[name] = opened.enter_context(_open_at(folder / name, length))
            self.save()
            self._opened = opened.pop_all()

    def _to_continue(self, empty: Shape) -> tuple[Shape, dict[str, int]]:
        try:
            there = EncodingStore(self._folder)
            if replace(there.shape, rows=0, token_dimension=0) == empty:
                ends = (end for _, end in there.extents(0, len(there)))
                return there.shape, dict(zip(FILES, ends, strict=True))
        except SnapshotCorrupt:
            pass
        return empty, dict.fromkeys(FILES, 0)

    def add(self, key: bytes, encoding: Encoding, sentences: Sequence[Span]) -> None:
        """Append a passage: its content hash, its encoding, its sentences as spans of its text."""
        self.append(key, encoded(encoding, sentences))

    def append(self, key: bytes, text: Encoded) -> None:
        """Append a passage as another folder, or engine, has it."""
        record = np.zeros(1, dtype=RECORD)
        record["hash"] = np.frombuffer(key, dtype="<u8")
        record["tokens"], record["sentences"] = len(text.codes), len(text.sentences)
        record["ids"] = len(text.ids)
        self._append(record, text.vector, text.codes, text.sentences, text.meanings, text.ids)
        dimension = text.meanings.shape[1] if len(text.codes) else self.shape.token_dimension
        self.shape = replace(self.shape, rows=self.shape.rows + 1, token_dimension=dimension)

    def copy(self, source: EncodingStore, rows: LongArray) -> None:
        """Append these rows of another folder, in this order."""
        breaks = np.flatnonzero(np.diff(rows) != 1) + 1
        with ExitStack() as opened:
            files = [
                opened.enter_context((source.folder / name).open("rb")) for name in self._files
            ]
            for run in np.split(rows, breaks):
                for start in range(0, len(run), COPIED_AT_ONCE):
                    part = run[start : start + COPIED_AT_ONCE]
                    self._copy_run(files, source.extents(int(part[0]), int(part[-1]) + 1))
        dimension = source.shape.token_dimension or self.shape.token_dimension
        self.shape = replace(
            self.shape, rows=self.shape.rows + len(rows), token_dimension=dimension
        )

    def _copy_run(self, files: Sequence[BinaryIO], extents: Sequence[Span]) -> None:
        """By reading, not from the mapped files, which would stay in memory as a whole."""
        for file, into, (start, end) in zip(files, self._files.values(), extents, strict=True):
            into.write(os.pread(file.fileno(), end - start, start))

    def _append(self, *arrays: NDArray[Any]) -> None:
        for file, array in zip(self._files.values(), arrays, strict=True):
            file.write(np.ascontiguousarray(array).data if array.size else b"")

    def save(self) -> None:
        """Make what was appended so far count, whatever happens from now on."""
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
        self.shape.write(self._folder)

    def __enter__(self) -> "EncodingWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._opened:
            if kind is None:
                self.save()


def _open_at(path: Path, length: int) -> BinaryIO:
    """Open for writing after the first `length` bytes; the rest is cut off."""
    file = path.open("ab")
    file.truncate(length)
    return file
