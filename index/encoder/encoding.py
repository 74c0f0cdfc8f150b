"""What an encoder is: one pass gives a text's vector and its tokens'."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Encoding:
    """What one pass gives for one text.

    `vector` is (d,), `tokens` (n, d), both L2-normalised rows; `offsets` is (n, 2), the span of the
    text that each token covers, and `ids` (n,) its row in the model's vocabulary. The model's
    special tokens are left out.
    """

    vector: FloatArray
    tokens: FloatArray
    offsets: IntArray
    ids: IntArray

    @classmethod
    def empty(cls, dimension: int) -> "Encoding":
        """Of a text that is not encoded: a zero vector (d,), and no token."""
        return cls(
            np.zeros(dimension, dtype=np.float32),
            np.zeros((0, dimension), dtype=np.float32),
            np.zeros((0, 2), dtype=np.int32),
            np.zeros(0, dtype=np.int32),
        )


class Encoder(Protocol):
    """What building and asking need of an encoder."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens not counted."""
        ...

    def token_offsets(self, text: str) -> IntArray:
        """The spans of all the tokens of `text`, (n, 2), however long it is."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        """Each text's position and encoding, in whatever order is quickest.

        What comes next is encoded while the caller works. Closing the iterator, or leaving it to
        be collected, ends that.
        """
        ...

    def encode_query(self, text: str) -> Encoding: ...
