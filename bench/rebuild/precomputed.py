"""An encoder that looks vectors up instead of computing them, to build what would take hours.

A token's vector is the mean of its id's vectors in the real encodings of some paragraphs; a
passage's is that of one paragraph and half of another's, with noise. Both are unit vectors. Only
the time of a rebuild without encoding, its memory, and the latency of questions mean anything on
such an index; its answers do not.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from index.arrays import FloatArray, IntArray
from index.encoder.encoding import Encoder, Encoding
from index.encodings.store import content_hash

UNKNOWN = 100  # BERT's [UNK]
NOISE = 0.35
OTHER = 0.5


class PrecomputedEncoder:
    """Passes for the encoder whose vectors it has, so that that one can ask the questions."""

    def __init__(self, real: Encoder, paragraphs: Sequence[str]) -> None:
        self._real = real
        self.name, self.fingerprint = real.name, real.fingerprint
        self.dimension, self.max_tokens = real.dimension, real.max_tokens
        self._vectors = np.zeros((len(paragraphs), real.dimension), dtype=np.float32)
        self._ids: dict[tuple[str, bool], int] = {}
        sums: dict[int, FloatArray] = {}
        for i, encoding in real.encode_passages(paragraphs):
            self._vectors[i] = encoding.vector
            pieces = _pieces(paragraphs[i], encoding.offsets)
            self._ids.update(zip(pieces, encoding.ids.tolist(), strict=True))
            for token, vector in zip(encoding.ids.tolist(), encoding.tokens, strict=True):
                sums[token] = sums.get(token, np.zeros_like(vector)) + vector
        self._tokens = np.zeros((max(sums) + 1, real.dimension), dtype=np.float32)
        for token, total in sums.items():
            self._tokens[token] = total / np.linalg.norm(total)

    def token_offsets(self, text: str) -> IntArray:
        return self._real.token_offsets(text)

    def encode_query(self, text: str) -> Encoding:
        return self._real.encode_query(text)

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        for i, text in enumerate(texts):
            offsets, ids = self._tokenized(text)
            yield i, Encoding(self._vector(text), self._tokens[ids], offsets, ids)

    def _tokenized(self, text: str) -> tuple[IntArray, IntArray]:
        offsets = self._real.token_offsets(text)
        ids = [self._ids.get(piece, UNKNOWN) for piece in _pieces(text, offsets)]
        return offsets, np.array(ids, dtype=np.int32)

    def _vector(self, text: str) -> FloatArray:
        seeds = np.frombuffer(content_hash(text), dtype="<u8")
        first, second = seeds % len(self._vectors)
        # The same for the same text, in whatever order an engine asks.
        noise = np.random.default_rng(seeds).standard_normal(self.dimension).astype(np.float32)
        vector = (
            self._vectors[first]
            + OTHER * self._vectors[second]
            + NOISE * noise / np.linalg.norm(noise)
        )
        unit: FloatArray = vector / np.linalg.norm(vector)
        return unit


def _pieces(text: str, offsets: IntArray) -> Iterator[tuple[str, bool]]:
    """Each token's letters, and whether it goes on a word."""
    for start, end in offsets.tolist():
        yield text[start:end].lower(), start > 0 and text[start - 1].isalnum()
