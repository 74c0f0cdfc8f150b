"""The late-interaction view: the sign of each token vector, one bit a dimension, memory-mapped.

A query's tokens stay float; each is compared with every token of a candidate's sentences, and the
best similarity is kept: ColBERT's MaxSim (Khattab & Zaharia 2020), here per sentence, so that one
pass gives the passage's score and its best sentence. Signs instead of floats cost 0.1 points of
Success@1 on SQuADShifts new_wiki and take 48 bytes a token at 384 dimensions instead of 1,536.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoding, FloatArray, IntArray
from index.errors import SnapshotCorrupt
from index.types import Span

CODES = "codes.bin"
LongArray = NDArray[np.int64]


def sign_codes(vectors: FloatArray) -> NDArray[np.uint8]:
    """(n, d) vectors to (n, ⌈d/8⌉) bytes, a set bit where a component is positive."""
    return np.packbits(vectors > 0, axis=1)


class TokenCodesWriter:
    """Takes passages in the order of their ids, as a with statement's subject.

    The codes go straight to the file; the rest is written when the block ends without an error.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._codes = (folder / CODES).open("wb")
        self._tokens = 0
        self._sentences = 0
        self._dimension = 0
        self._first_sentence = [0]
        self._sentence_tokens: list[IntArray] = []
        self._sentence_spans: list[IntArray] = []
        self._document_frequency = np.zeros(0, dtype=np.int32)

    def add(self, encoding: Encoding, sentences: Sequence[Span]) -> None:
        """Add the next passage: its encoding, and its sentences as spans of its text."""
        spans = np.array(sentences, dtype=np.int32).reshape(-1, 2)
        starts = np.searchsorted(encoding.offsets[:, 0], spans[:, 0]).astype(np.int64)
        # A sentence without a token (a lone symbol the tokenizer drops) has nothing to match.
        ends = np.append(starts[1:], len(encoding.tokens))
        has_tokens = ends > starts
        starts, spans = starts[has_tokens], spans[has_tokens]
        if len(starts):
            starts[0] = 0
            self._codes.write(sign_codes(encoding.tokens).tobytes())
            self._sentence_tokens.append((starts + self._tokens).astype(np.int64))
            self._sentence_spans.append(spans)
            self._tokens += len(encoding.tokens)
            self._sentences += len(starts)
            self._dimension = encoding.tokens.shape[1]
            self._count(np.unique(encoding.ids))
        self._first_sentence.append(self._sentences)

    def _count(self, ids: IntArray) -> None:
        highest = int(ids[-1])
        if highest >= len(self._document_frequency):
            grown = np.zeros(highest + 1024, dtype=np.int32)
            grown[: len(self._document_frequency)] = self._document_frequency
            self._document_frequency = grown
        self._document_frequency[ids] += 1

    def __enter__(self) -> "TokenCodesWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._codes.close()
        if kind is None:
            self._write_arrays()

    def _write_arrays(self) -> None:
        empty = np.zeros(0, dtype=np.int64)
        tokens = np.concatenate([*self._sentence_tokens, np.array([self._tokens])])
        for name, array in (
            ("first_sentence", np.array(self._first_sentence, dtype=np.int64)),
            ("sentence_tokens", tokens.astype(np.int64)),
            ("sentence_spans", np.concatenate([empty.reshape(0, 2), *self._sentence_spans])),
            ("document_frequency", self._document_frequency),
            ("dimension", np.array([self._dimension], dtype=np.int32)),
        ):
            np.save(self._folder / f"{name}.npy", array, allow_pickle=False)


@dataclass(frozen=True, slots=True)
class Similarities:
    """MaxSim of some passages' sentences with a query.

    `best` is (sentences, query tokens): each query token's best similarity in each sentence;
    `first` is the row of each passage's first sentence, in the order the passages were asked for.
    """

    best: FloatArray
    first: LongArray


class TokenCodes:
    """The codes of a snapshot; rows are read from the file as they are needed."""

    def __init__(self, folder: Path) -> None:
        try:
            arrays = {
                name: np.load(folder / f"{name}.npy", allow_pickle=False, mmap_mode="r")
                for name in ("first_sentence", "sentence_tokens", "sentence_spans")
            }
            self._document_frequency = np.load(folder / "document_frequency.npy")
            self._dimension = int(np.load(folder / "dimension.npy")[0])
            width = max(1, -(-self._dimension // 8))
            codes_file = folder / CODES
            self._codes: NDArray[np.uint8] = (
                np.memmap(codes_file, dtype=np.uint8, mode="r").reshape(-1, width)
                if codes_file.stat().st_size
                else np.zeros((0, width), dtype=np.uint8)
            )
        except (OSError, ValueError) as error:
            raise SnapshotCorrupt(folder, "token codes", "something else") from error
        self._first_sentence: LongArray = arrays["first_sentence"]
        self._sentence_tokens: LongArray = arrays["sentence_tokens"]
        self._sentence_spans: IntArray = arrays["sentence_spans"]

    def __len__(self) -> int:
        return len(self._first_sentence) - 1

    def document_frequency(self, token_ids: IntArray) -> LongArray:
        """In how many passages each token of the vocabulary occurs."""
        known = token_ids < len(self._document_frequency)
        counts = np.zeros(len(token_ids), dtype=np.int64)
        counts[known] = self._document_frequency[token_ids[known]]
        return counts

    def sentence_spans(self, passage_id: int) -> list[Span]:
        """The sentences of a passage as spans of its text."""
        first, last = self._first_sentence[passage_id : passage_id + 2]
        return [(int(start), int(end)) for start, end in self._sentence_spans[first:last]]

    def maxsim(self, query_tokens: FloatArray, passage_ids: LongArray) -> Similarities:
        """Each query token's best similarity in each sentence of the passages, in their order.

        A similarity is q · sign(t) / √d, for the unit vectors q (float) and t (its code): the
        cosine of q with the nearest vector of ±1, in −1..1. A passage without tokens counts as one
        sentence that matches nothing.
        """
        lows = self._first_sentence[passage_ids]
        counts = self._first_sentence[passage_ids + 1] - lows
        rows = _ranges(lows, counts)
        starts = self._sentence_tokens[rows]
        lengths = self._sentence_tokens[rows + 1] - starts
        codes = self._codes[_ranges(starts, lengths)]
        bits = np.unpackbits(codes, axis=1, count=self._dimension or None).astype(np.float32)
        # q · (2b − 1) = 2 q·b − Σq, with b in {0, 1}
        products = bits @ (2.0 * query_tokens.T)
        best = np.full((int(np.maximum(counts, 1).sum()), len(query_tokens)), -1.0, np.float32)
        first = np.concatenate([[0], np.cumsum(np.maximum(counts, 1))[:-1]]).astype(np.int64)
        if len(rows):
            reduced = np.maximum.reduceat(
                products, np.concatenate([[0], np.cumsum(lengths)[:-1]]), axis=0
            )
            scaled = (reduced - query_tokens.sum(axis=1)) / np.sqrt(np.float32(self._dimension))
            best[_ranges(first, counts)] = scaled
        return Similarities(best, first)


def _ranges(starts: LongArray, lengths: LongArray) -> LongArray:
    """start, start + 1, …, start + length − 1 for each pair, end to end."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    shifts = np.repeat(np.asarray(starts) - np.concatenate([[0], ends[:-1]]), lengths)
    return np.arange(total, dtype=np.int64) + shifts.astype(np.int64)
