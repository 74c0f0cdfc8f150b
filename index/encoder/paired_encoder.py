"""Two models as one encoder: one gives the vectors for FAISS, a ColBERT the token vectors."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.arrays import IntArray
from index.encoder.encoding import Encoder, Encoding

# Texts whose vectors wait for their tokens: one model runs after the other.
WINDOW = 512


class PairedEncoder:
    """An `Encoder` of two; a passage is as long as the shorter-sighted of them reads."""

    def __init__(self, dense: Encoder, tokens: Encoder) -> None:
        self._dense = dense
        self._tokens = tokens
        self.name = f"{dense.name} + {tokens.name}"
        self.fingerprint = paired_fingerprint(dense.fingerprint, tokens.fingerprint)
        self.dimension = dense.dimension
        self.max_tokens = min(dense.max_tokens, tokens.max_tokens)

    def token_offsets(self, text: str) -> IntArray:
        """The tokens of whichever model cuts the text into more."""
        return max(self._dense.token_offsets(text), self._tokens.token_offsets(text), key=len)

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        for start in range(0, len(texts), WINDOW):
            window = texts[start : start + WINDOW]
            vectors = {i: dense.vector for i, dense in self._dense.encode_passages(window)}
            for i, tokens in self._tokens.encode_passages(window):
                yield start + i, replace(tokens, vector=vectors[i])

    def encode_query(self, text: str) -> Encoding:
        dense = self._dense.encode_query(text)
        return replace(self._tokens.encode_query(text), vector=dense.vector)


def paired_fingerprint(dense: str, tokens: str) -> str:
    return f"{dense}+{tokens}"
