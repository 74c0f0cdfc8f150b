"""Encoding what is new, and putting every passage's encoding in its place in the snapshot.

What was encoded is kept in a folder beside the snapshots, so that a killed build is taken up again.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.arrays import HashArray, LongArray
from index.building.reuse import Reusable
from index.building.store_articles import Stored
from index.encoder.encoding import Encoder, Encoding
from index.encodings.lookup import EncodingLookup, runs
from index.encodings.store import EncodingStore
from index.encodings.writer import EncodingWriter
from index.snapshot.passage_store import PassageStore
from index.text.sentences import sentence_spans
from index.types import Passage

log = logging.getLogger(__name__)

# Texts that the encoder gets at once, to put those of equal length together.
WINDOW = 2048
# How much encoding a kill can cost, seconds.
SAVED_EVERY_S = 10.0

Progress = Callable[[int, int], None]
"""Called with passages done so far, those taken over included, and passages in all."""


def encode_passages(
    store: PassageStore,
    stored: Stored,
    reusable: Reusable | None,
    encoded: Path,
    encoder: Encoder,
    on_progress: Progress,
) -> int:
    """Encode what is encoded nowhere yet, into the folder `encoded`; returns how many."""
    hashes = stored.hashes
    with EncodingWriter(encoded, encoder.dimension, encoder.fingerprint) as writer:
        missing = _missing(hashes, _lookup(reusable, encoded))
        _leave_unencoded(store, hashes, missing[~stored.to_encode[missing]], writer)
        missing = missing[stored.to_encode[missing]]
        done = len(hashes) - len(missing)
        on_progress(done, len(hashes))
        saved = time.monotonic()
        for start in range(0, len(missing), WINDOW):
            passages = store.passages(missing[start : start + WINDOW].tolist())
            for position, encoding in encoder.encode_passages([p.text for p in passages]):
                passage = passages[position]
                if not _is_finite(encoding):
                    log.warning("The encoder gave no numbers for %r", passage.text[:100])
                    encoding = Encoding.empty(encoder.dimension)
                writer.add(_key(hashes, passage), encoding, sentence_spans(passage.text))
                done += 1
                on_progress(done, len(hashes))
                if time.monotonic() - saved > SAVED_EVERY_S:
                    writer.save()
                    saved = time.monotonic()
    return len(missing)


def _leave_unencoded(
    store: PassageStore, hashes: HashArray, ids: LongArray, writer: EncodingWriter
) -> None:
    nothing = Encoding.empty(writer.shape.dimension)
    for start in range(0, len(ids), WINDOW):
        for passage in store.passages(ids[start : start + WINDOW].tolist()):
            writer.add(_key(hashes, passage), nothing, sentence_spans(passage.text))


def _is_finite(encoding: Encoding) -> bool:
    """Whether it can be searched; a passage whose encoding cannot is found by its words alone."""
    return bool(np.isfinite(encoding.vector).all() and np.isfinite(encoding.tokens).all())


def _key(hashes: HashArray, passage: Passage) -> bytes:
    key: bytes = hashes[passage.id].tobytes()
    return key


def _lookup(reusable: Reusable | None, encoded: Path) -> EncodingLookup:
    return EncodingLookup([*([reusable.encodings] if reusable else []), EncodingStore(encoded)])


def _missing(hashes: HashArray, lookup: EncodingLookup) -> LongArray:
    """The ids of the passages to encode, of those with the same text only the first."""
    folder_of, _ = lookup.find(hashes)
    _, first = np.unique(hashes, axis=0, return_index=True)
    return np.sort(first[folder_of[first] < 0])


def assemble_encodings(
    hashes: HashArray, reusable: Reusable | None, encoded: Path, folder: Path, encoder: Encoder
) -> None:
    """Every passage's encoding, from wherever it is, in the order of the passages."""
    lookup = _lookup(reusable, encoded)
    with EncodingWriter(folder, encoder.dimension, encoder.fingerprint) as writer:
        for number, rows in runs(*lookup.find(hashes)):
            writer.copy(lookup.folders[number], rows)
