"""What the encoder made of each passage, on disk: vector, token codes, sentences, token ids.

    passages.bin   one record for each passage: its content hash, and how many rows it has below
    vectors.bin    float16, (passages, d)
    codes.bin      uint8, (tokens, ⌈t/8⌉): the sign of each component of a token vector, one bit
    sentences.bin  int32, (sentences, 3): start and end in the text, and the first token
    meanings.bin   int8, (sentences of passages that have tokens, t): the direction of the mean of
                   the sentence's token vectors
    ids.bin        int32, the distinct token ids of each passage
    rows.json      how many passages count, the dimensions d and t, and whose encodings these are

The files are only ever appended to, and `rows.json` is replaced after what it counts has reached
the disk: whatever a killed process wrote after that is cut off when the folder is opened again.
So a rebuild can take over, row by row, what an older snapshot or a killed rebuild has encoded.
"""

import hashlib
import json
import os
import weakref
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import BoolArray, ByteArray, FloatArray, HalfArray, IntArray, LongArray
from index.durable import write_durably
from index.encoder.encoding import Encoding
from index.errors import snapshot_error
from index.types import Span

PASSAGES, VECTORS, CODES = "passages.bin", "vectors.bin", "codes.bin"
SENTENCES, MEANINGS, IDS, ROWS = "sentences.bin", "meanings.bin", "ids.bin", "rows.json"
FILES = (PASSAGES, VECTORS, CODES, SENTENCES, MEANINGS, IDS)

HASH_BYTES = 16
RECORD = np.dtype([("hash", "<u8", (2,)), ("tokens", "<i4"), ("sentences", "<i4"), ("ids", "<i4")])
COUNTED_AT_ONCE = 1 << 20  # token ids


def content_hash(text: str) -> bytes:
    """What a passage's encoding is found again by: BLAKE2b of its text, 16 bytes."""
    return hashlib.blake2b(text.encode(), digest_size=HASH_BYTES).digest()


def unencoded(digest: bytes) -> bytes:
    """The digest under which the same text is kept without an encoding, as that may change."""
    return hashlib.blake2b(digest, digest_size=len(digest), person=b"unencoded").digest()


def sign_codes(vectors: FloatArray) -> ByteArray:
    """(n, d) vectors to (n, ⌈d/8⌉) bytes, a set bit for each positive component."""
    return np.packbits(vectors > 0, axis=1)


def pooled(tokens: FloatArray, starts: IntArray) -> ByteArray:
    """The directions of the sentences, (sentences, t), whose tokens start at `starts`."""
    return directions(np.add.reduceat(tokens, starts, axis=0, dtype=np.float32))


def directions(vectors: FloatArray) -> ByteArray:
    """(n, d) vectors to (n, d) bytes, int8: each scaled so that its largest component is ±127."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    scaled: ByteArray = np.rint(vectors / largest * 127).astype(np.int8).view(np.uint8)
    return scaled


@dataclass(frozen=True, slots=True)
class Encoded:
    """What is kept of one text: `vector` float16, (d,); `codes` uint8, (tokens, ⌈t/8⌉); `sentences`
    int32, (sentences, 3); `meanings` uint8, (sentences or 0, t); `ids` int32."""

    vector: HalfArray
    codes: ByteArray
    sentences: IntArray
    meanings: ByteArray
    ids: IntArray


def encoded(encoding: Encoding, sentences: Sequence[Span]) -> Encoded:
    """What is kept of an encoding; `sentences` are spans of its text.

    A sentence without a token, such as a lone symbol that the tokenizer drops, is left out of a
    passage that has others; a passage without any keeps its sentences.
    """
    spans = np.array(sentences, dtype=np.int32).reshape(-1, 2)
    starts = np.searchsorted(encoding.offsets[:, 0], spans[:, 0]).astype(np.int32)
    if len(encoding.tokens):
        has_tokens = np.append(starts[1:], len(encoding.tokens)) > starts
        spans, starts = spans[has_tokens], starts[has_tokens]
    codes = meanings = np.zeros((0, 0), np.uint8)
    if len(starts) and len(encoding.tokens):
        starts[0] = 0
        codes = sign_codes(encoding.tokens)
        meanings = pooled(encoding.tokens, starts)
    return Encoded(
        encoding.vector.astype(np.float16),
        codes,
        np.column_stack([spans, starts]).astype(np.int32),
        meanings,
        np.unique(encoding.ids).astype(np.int32),
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """How many passages a folder holds, of which dimensions, and by which encoder.

    `token_dimension` is 0 as long as there is no token.
    """

    rows: int
    dimension: int
    token_dimension: int
    encoder: str

    def write(self, folder: Path) -> None:
        write_durably(folder / ROWS, json.dumps(asdict(self)))

    @classmethod
    def read(cls, folder: Path) -> "Shape":
        """Raises `SnapshotCorrupt`."""
        try:
            return cls(**json.loads((folder / ROWS).read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise snapshot_error(folder / ROWS, "the rows of encodings", error) from error


class EncodingStore:
    """A folder of encodings, memory-mapped; safe to read from several threads.

    What questions take from all over the two large files, codes and vectors, is read instead: the
    kernel maps 64 kB around each byte that is touched, and soon the whole file would be in memory.
    """

    def __init__(self, folder: Path) -> None:
        """Raises `SnapshotCorrupt` if there is less than `rows.json` says."""
        self.folder = folder
        self.shape = Shape.read(folder)
        rows, dimension = self.shape.rows, self.shape.dimension
        width = _code_bytes(self.shape)
        self.records: NDArray[np.void] = _mapped(folder / PASSAGES, RECORD, (rows,))
        self.first_token = _starts(self.records["tokens"])
        self.first_sentence = _starts(self.records["sentences"])
        self.first_id = _starts(self.records["ids"])
        self.first_meaning = _starts(
            np.where(self.records["tokens"] > 0, self.records["sentences"], 0)
        )
        self.vectors: HalfArray = _mapped(folder / VECTORS, np.float16, (rows, dimension))
        self.codes: ByteArray = _mapped(folder / CODES, np.uint8, (self.first_token[-1], width))
        self._read_codes = _reader(self, folder / CODES)
        self._read_vectors = _reader(self, folder / VECTORS)
        self._read_meanings = _reader(self, folder / MEANINGS)
        self.sentences: IntArray = _mapped(
            folder / SENTENCES, np.int32, (self.first_sentence[-1], 3)
        )
        self.meanings: ByteArray = _mapped(
            folder / MEANINGS, np.uint8, (self.first_meaning[-1], self.shape.token_dimension)
        )
        self.ids: IntArray = _mapped(folder / IDS, np.int32, (self.first_id[-1],))

    def __len__(self) -> int:
        return self.shape.rows

    def codes_of(self, passage_ids: LongArray) -> ByteArray:
        """The codes of these passages' tokens, one passage after the other, (tokens, ⌈t/8⌉)."""
        width = _code_bytes(self.shape)
        starts = (self.first_token[passage_ids] * width).tolist()
        ends = (self.first_token[passage_ids + 1] * width).tolist()
        parts = [self._read_codes(b - a, a) for a, b in zip(starts, ends, strict=True)]
        return np.frombuffer(b"".join(parts), dtype=np.uint8).reshape(-1, max(1, width))

    def vectors_of(self, passage_ids: LongArray) -> FloatArray:
        """These passages' vectors, (n, d)."""
        width = self.shape.dimension * 2
        parts = [self._read_vectors(width, row * width) for row in passage_ids.tolist()]
        halves = np.frombuffer(b"".join(parts), dtype=np.float16)
        return halves.reshape(-1, self.shape.dimension).astype(np.float32)

    def meanings_of(self, passage_ids: LongArray) -> FloatArray:
        """The vectors of these passages' sentences, one passage after the other, (sentences, t).

        Each is of length 1. A passage without tokens has none.
        """
        width = self.shape.token_dimension
        starts = (self.first_meaning[passage_ids] * width).tolist()
        ends = (self.first_meaning[passage_ids + 1] * width).tolist()
        parts = [self._read_meanings(b - a, a) for a, b in zip(starts, ends, strict=True)]
        rows = np.frombuffer(b"".join(parts), dtype=np.int8).reshape(-1, max(1, width))
        floats = rows.astype(np.float32)
        floats /= np.maximum(np.linalg.norm(floats, axis=1, keepdims=True), 1e-9)
        return floats

    def encoded(self, row: int) -> Encoded:
        """All that is kept of one text."""
        rows = np.array([row], dtype=np.int64)
        first, last = self.first_sentence[row], self.first_sentence[row + 1]
        meanings = self.meanings[self.first_meaning[row] : self.first_meaning[row + 1]]
        return Encoded(
            self.vectors[row],
            self.codes_of(rows),
            self.sentences[first:last],
            meanings,
            self.ids[self.first_id[row] : self.first_id[row + 1]],
        )

    def extents(self, start: int, end: int) -> list[Span]:
        """Where passages `start` to `end` lie in each of the files of `FILES`, in bytes."""
        rows = np.array([start, end])
        return [
            (int(first) * width, int(last) * width)
            for (first, last), width in (
                (rows, RECORD.itemsize),
                (rows, self.shape.dimension * 2),
                (self.first_token[rows], _code_bytes(self.shape)),
                (self.first_sentence[rows], 3 * 4),
                (self.first_meaning[rows], self.shape.token_dimension),
                (self.first_id[rows], 4),
            )
        ]

    def token_frequencies(self, rows: BoolArray | None = None) -> LongArray:
        """In how many passages each token of the vocabulary occurs, up to the highest that does.

        `rows`, (n,), says which passages count, all by default.
        """
        frequencies = np.zeros(0, dtype=np.int64)
        among = None if rows is None else np.repeat(rows, np.diff(self.first_id))
        with (self.folder / IDS).open("rb") as file:
            for start in range(0, len(self.ids), COUNTED_AT_ONCE):
                count = min(COUNTED_AT_ONCE, len(self.ids) - start)
                ids = np.fromfile(file, dtype=np.int32, count=count)
                counts = np.bincount(ids if among is None else ids[among[start : start + count]])
                longer, shorter = sorted((frequencies, counts), key=len, reverse=True)
                longer[: len(shorter)] += shorter
                frequencies = longer
        return frequencies


def _code_bytes(shape: Shape) -> int:
    """How many bytes a token takes."""
    return -(-shape.token_dimension // 8)


def _starts(counts: NDArray[Any]) -> LongArray:
    """Where each passage's rows begin, and after the last the number of all, (n + 1,)."""
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _mapped(path: Path, dtype: Any, shape: tuple[int, ...]) -> NDArray[Any]:
    """The first so many rows of a file; an empty file cannot be mapped."""
    if 0 in shape:
        return np.zeros(shape, dtype=dtype)
    try:
        return np.memmap(path, dtype=dtype, mode="r", shape=shape)
    except (OSError, ValueError) as error:
        raise snapshot_error(path, f"{shape[0]} rows long", error) from error


def _reader(owner: object, path: Path) -> Callable[[int, int], bytes]:
    """Reads so many bytes from an offset of a file, which is closed with its owner."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise snapshot_error(path, "a file", error) from error
    weakref.finalize(owner, os.close, descriptor)
    return partial(os.pread, descriptor)
