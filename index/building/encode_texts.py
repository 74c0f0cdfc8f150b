"""Encoding what is new, and putting every text's encoding in its place in the snapshot.

What was encoded is kept in a folder beside the snapshots, so that the build after a killed one can
use it.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import BoolArray, HashArray, LongArray
from index.encoder.encoding import Encoder, Encoding
from index.encodings.lookup import EncodingLookup, runs
from index.encodings.store import EncodingStore
from index.encodings.writer import EncodingWriter
from index.text.sentences import sentence_spans

log = logging.getLogger(__name__)

# Texts that the encoder gets at once, to put those of equal length together.
WINDOW = 2048
# How much encoding a kill can cost, seconds.
SAVED_EVERY_S = 10.0

Progress = Callable[[int, int], None]
"""Called with passages done so far, those taken over included, and passages in all."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages, or titles: content hashes, (n, 2), which are to be encoded, and the texts by id."""

    hashes: HashArray
    to_encode: BoolArray
    read: Callable[[list[int]], Sequence[str]]


def encode_texts(
    texts: Texts,
    reusable: Sequence[EncodingStore],
    encoded: Path,
    encoder: Encoder,
    on_progress: Progress = lambda done, total: None,
) -> int:
    """Encode what is encoded nowhere yet, into the folder `encoded`; returns how many."""
    total = len(texts.hashes)
    with EncodingWriter(encoded, encoder.dimension, encoder.fingerprint) as writer:
        missing = _missing(texts.hashes, _lookup(reusable, encoded))
        _leave_unencoded(texts, missing[~texts.to_encode[missing]], writer)
        missing = missing[texts.to_encode[missing]]
        done = total - len(missing)
        on_progress(done, total)
        saved = time.monotonic()
        for start in range(0, len(missing), WINDOW):
            ids = missing[start : start + WINDOW].tolist()
            window = texts.read(ids)
            for position, encoding in encoder.encode_passages(window):
                text = window[position]
                if not _is_finite(encoding):
                    log.warning("The encoder gave no numbers for %r", text[:100])
                    encoding = Encoding.empty(encoder.dimension)
                writer.add(_key(texts.hashes, ids[position]), encoding, sentence_spans(text))
                done += 1
                on_progress(done, total)
                if time.monotonic() - saved > SAVED_EVERY_S:
                    writer.save()
                    saved = time.monotonic()
    return len(missing)


def _leave_unencoded(texts: Texts, ids: LongArray, writer: EncodingWriter) -> None:
    nothing = Encoding.empty(writer.shape.dimension)
    for start in range(0, len(ids), WINDOW):
        some = ids[start : start + WINDOW].tolist()
        for id_, text in zip(some, texts.read(some), strict=True):
            writer.add(_key(texts.hashes, id_), nothing, sentence_spans(text))


def _is_finite(encoding: Encoding) -> bool:
    """Whether it can be searched; a passage whose encoding cannot is found by its words alone."""
    return bool(np.isfinite(encoding.vector).all() and np.isfinite(encoding.tokens).all())


def _key(hashes: HashArray, id_: int) -> bytes:
    key: bytes = hashes[id_].tobytes()
    return key


def _lookup(reusable: Sequence[EncodingStore], encoded: Path) -> EncodingLookup:
    return EncodingLookup([*reusable, EncodingStore(encoded)])


def _missing(hashes: HashArray, lookup: EncodingLookup) -> LongArray:
    """The ids of the texts to encode, of those that are the same only the first."""
    folder_of, _ = lookup.find(hashes)
    _, first = np.unique(hashes, axis=0, return_index=True)
    return np.sort(first[folder_of[first] < 0])


def assemble_encodings(
    hashes: HashArray,
    reusable: Sequence[EncodingStore],
    encoded: Path,
    folder: Path,
    encoder: Encoder,
) -> None:
    """Every text's encoding, from wherever it is, in the order of the texts."""
    lookup = _lookup(reusable, encoded)
    with EncodingWriter(folder, encoder.dimension, encoder.fingerprint) as writer:
        for number, rows in runs(*lookup.find(hashes)):
            writer.copy(lookup.folders[number], rows)
