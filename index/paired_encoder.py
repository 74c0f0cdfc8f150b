"""Two models as one encoder: one gives the vectors for FAISS, a ColBERT the token vectors."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.encoder import Encoder, Encoding, IntArray


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
        dense = dict(self._dense.encode_passages(texts))
        for position, tokens in self._tokens.encode_passages(texts):
            yield position, _joined(dense.pop(position), tokens)

    def encode_query(self, text: str) -> Encoding:
        return _joined(self._dense.encode_query(text), self._tokens.encode_query(text))


def paired_fingerprint(dense: str, tokens: str) -> str:
    return f"{dense}+{tokens}"


def _joined(dense: Encoding, tokens: Encoding) -> Encoding:
    return replace(tokens, vector=dense.vector)
