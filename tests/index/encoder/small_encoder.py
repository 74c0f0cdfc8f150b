"""A small deterministic encoder: each word has its own random direction, a text is their mean."""

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from index.arrays import FloatArray, IntArray
from index.encoder.encoding import Encoding

WORD = re.compile(r"\w+|[^\w\s]")


class SmallEncoder:
    name = "small"
    dimension = 64

    def __init__(self, max_tokens: int = 64, fingerprint: str = "small@1") -> None:
        self.max_tokens = max_tokens
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def token_offsets(self, text: str) -> IntArray:
        spans = [match.span() for match in WORD.finditer(text)]
        return np.array(spans, dtype=np.int32).reshape(-1, 2)

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        """Longest first, as the real one does."""
        for i in sorted(range(len(texts)), key=lambda i: -len(texts[i])):
            self.encoded.append(texts[i])
            yield i, self._encode(texts[i])

    def encode_query(self, text: str) -> Encoding:
        return self._encode(text)

    def _encode(self, text: str) -> Encoding:
        offsets = self.token_offsets(text)
        assert len(offsets) <= self.max_tokens, "the encoder would cut this text off"
        rows = [_direction(text[start:end].lower(), self.dimension) for start, end in offsets]
        tokens = np.array(rows, dtype=np.float32).reshape(-1, self.dimension)
        mean: FloatArray = tokens.mean(axis=0)
        ids = np.array([_seed(text[start:end].lower()) % 30_000 for start, end in offsets])
        return Encoding(mean / np.linalg.norm(mean), tokens, offsets, ids.astype(np.int32))


def _direction(word: str, dimension: int) -> FloatArray:
    vector = np.random.default_rng(_seed(word)).standard_normal(dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


def _seed(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
