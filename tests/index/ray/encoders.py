"""Encoders that show where and how they were run; the workers of the cluster import them."""

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.encoder.batches import WINDOW
from index.encoder.encoding import Encoding
from index.errors import EncoderError
from index.ray.worker import COMPARED
from tests.index.encoder.small_encoder import SmallEncoder


class NeighbourlyEncoder(SmallEncoder):
    """Its vectors depend on which texts are put together, as those of a real one do a little."""

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        for start in range(0, len(texts), WINDOW):
            window = texts[start : start + WINDOW]
            longest = max(len(text) for text in window)
            for position, encoding in super().encode_passages(window):
                shifted = encoding.vector + np.float32(longest % 97 + len(window) / 1000)
                yield start + position, replace(encoding, vector=shifted)


class FailingEncoder(NeighbourlyEncoder):
    """Fails on what speaks of ferry 700, and on everything that is put together with it."""

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        for position, encoding in super().encode_passages(texts):
            if "ferry number 700 " in texts[position]:
                raise RuntimeError("this text is beyond me")
            yield position, encoding


class DyingEncoder(NeighbourlyEncoder):
    """The first `deaths` times that it is to encode ferry 700 its process dies."""

    def __init__(self, folder: Path, deaths: int) -> None:
        super().__init__()
        self._folder, self._deaths = folder, deaths

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        if any("ferry number 700 " in text for text in texts):
            died = len(list(self._folder.iterdir()))
            if died < self._deaths:
                (self._folder / str(died)).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        yield from super().encode_passages(texts)


class BrokenEncoder(SmallEncoder):
    """Works as long as it is compared, and on nothing else."""

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        if tuple(texts) != COMPARED:
            raise RuntimeError("these texts are beyond all that I can")
        return super().encode_passages(texts)


def missing_encoder() -> SmallEncoder:
    raise EncoderError("there is no such folder")
