"""A snapshot's folder to its views, checked; and an older one put to use again."""

from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encodings.store import EncodingStore
from index.errors import SnapshotCorrupt, UnknownSnapshot, snapshot_error
from index.manifest import (
    BM25,
    CHECKED_ON_OPEN,
    DENSE,
    EARLIER,
    ENCODINGS,
    FREQUENCIES,
    PASSAGES,
    READINGS,
    TITLE_WORDS,
    TITLES,
    Manifest,
    check_file,
)
from index.snapshot.bm25 import Bm25Index
from index.snapshot.dense import DenseIndex
from index.snapshot.folders import current_folder, finished, publish
from index.snapshot.snapshot import Snapshot
from index.snapshot.store.passage_store import PassageStore
from index.snapshot.store.readings import ReadingStore
from index.snapshot.store.stored_texts import StoredTexts
from index.snapshot.token_codes import TokenCodes


def open_current(data_dir: Path) -> Snapshot:
    """Open the snapshot in use, checking its files against the manifest.

    Raises `NoSnapshot`, `SnapshotCorrupt` or `SnapshotTooOld`.
    """
    return open_snapshot(current_folder(data_dir))


def open_snapshot(folder: Path) -> Snapshot:
    """Open a snapshot, checking its files against the manifest, the largest by their size alone."""
    manifest = Manifest.read(folder)
    for name, expected in manifest.files.items():
        check_file(folder / name, expected, every_byte=expected.bytes <= CHECKED_ON_OPEN)
    encodings = EncodingStore(folder / ENCODINGS)
    frequencies = _frequencies(folder / FREQUENCIES)
    with ExitStack() as opened:
        store = opened.enter_context(closing(PassageStore(folder / PASSAGES)))
        snapshot = Snapshot(
            folder,
            manifest,
            store,
            encodings,
            DenseIndex.load(folder / DENSE, encodings.vectors_of),
            Bm25Index.load(folder / BM25),
            TokenCodes(encodings, frequencies),
            TokenCodes(EncodingStore(folder / TITLES), frequencies),
            Bm25Index.load(folder / TITLE_WORDS),
            opened.enter_context(closing(ReadingStore(folder / READINGS))),
            _earlier(folder, opened),
        )
        views = {
            DENSE: (len(snapshot.dense), manifest.passages),
            BM25: (len(snapshot.bm25), manifest.passages),
            ENCODINGS: (len(encodings), manifest.passages),
            TITLES: (len(snapshot.titles), len(store.heading_articles)),
            TITLE_WORDS: (len(snapshot.title_words), len(store.heading_articles)),
        }
        for name, (rows, expected_rows) in views.items():
            if rows != expected_rows:
                raise SnapshotCorrupt(folder / name, f"of {expected_rows} rows", f"of {rows}")
        opened.pop_all()  # from here on whoever has the snapshot closes it
    return snapshot


def _earlier(folder: Path, opened: ExitStack) -> Snapshot | None:
    if not (folder / EARLIER).is_dir():
        return None
    return opened.enter_context(closing(open_snapshot(folder / EARLIER)))


def _frequencies(path: Path) -> NDArray[np.int64]:
    try:
        frequencies: NDArray[np.int64] = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise snapshot_error(path, "the frequencies of tokens", error) from error
    return frequencies


def stored_texts(folder: Path) -> StoredTexts:
    """The texts in a snapshot's folder, without its other views. Raises `SnapshotError`, of another
    format too."""
    Manifest.read(folder)
    with ExitStack() as opened:
        now = opened.enter_context(closing(PassageStore(folder / PASSAGES)))
        path = folder / EARLIER / PASSAGES
        texts = StoredTexts(now, PassageStore(path) if path.is_file() else None)
        opened.pop_all()
    return texts


def roll_back(data_dir: Path, to: str | None = None) -> Manifest:
    """Put an older snapshot to use: the one named, or the newest that is older than the current.

    It is opened and checked first. Raises `UnknownSnapshot`, `NoSnapshot` or `SnapshotCorrupt`.
    """
    current = current_folder(data_dir).name
    kept = [manifest.id for manifest in finished(data_dir)]
    older = [name for name in kept if name < current]
    chosen = to or max(older, default="")
    if chosen not in kept:
        raise UnknownSnapshot(to, kept)
    snapshot = open_snapshot(data_dir / "snapshots" / chosen)
    snapshot.close()
    publish(data_dir, chosen)
    return snapshot.manifest
