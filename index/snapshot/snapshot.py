"""A snapshot: one folder with every view of the articles, published by one rename, checked on open.

    <data>/CURRENT                the id of the snapshot in use
    <data>/snapshots/<id>/        passages.sqlite, dense.faiss, bm25/, encodings/, titles/,
                                  title_words/, token_frequencies.npy, readings.sqlite, earlier/ (a
                                  snapshot of earlier texts), manifest.json

It grows in `<id>.unfinished` and gets its name when it is complete, checked and on the disk; then
`CURRENT` is replaced. What a killed rebuild leaves is never opened.
"""

from collections.abc import Collection
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encodings.store import EncodingStore
from index.errors import SnapshotCorrupt, UnknownSnapshot, snapshot_error
from index.snapshot.bm25 import Bm25Index
from index.snapshot.dense import DenseIndex
from index.snapshot.folders import current_folder, finished, publish
from index.snapshot.manifest import (
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
from index.snapshot.passage_store import PassageStore
from index.snapshot.readings import ReadingStore
from index.snapshot.token_codes import TokenCodes
from index.types import Changes, SnapshotInfo


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An opened snapshot: the views of one build, which never change.

    `earlier` is of the texts that articles had before, if there are any; nothing else counts them.
    `titles` and `title_words` have a row for each article, of its heading; the others have one for
    each passage.
    """

    folder: Path
    manifest: Manifest
    store: PassageStore
    encodings: EncodingStore
    dense: DenseIndex
    bm25: Bm25Index
    codes: TokenCodes
    titles: TokenCodes
    title_words: Bm25Index
    readings: ReadingStore
    earlier: "Snapshot | None" = None
    is_limited: bool = False

    def changes(self, article_id: int) -> Changes | None:
        """What was changed in an article since it was first read.

        Nothing if not all is seen: in which source an earlier text stood is not known.
        """
        return None if self.is_limited else self.readings.changes(article_id)

    @property
    def info(self) -> SnapshotInfo:
        manifest = self.manifest
        return SnapshotInfo(manifest.id, manifest.articles, manifest.passages)

    def limited_to(self, *source_ids: Collection[int]) -> "Snapshot":
        """The snapshot as if there were no other articles than those found in one of these sources,
        of each collection that is given. Not to be closed.

        What a word weighs, what is counted and what a typo may stand for go by those alone. A
        passage is there if its article is; a copy that is there is not quoted for an article that
        is not.
        """
        seen = np.logical_and.reduce([self.store.found_in(ids) for ids in source_ids])
        rows = seen[self.store.article_ids]
        bm25 = self.bm25.limited_to(rows)
        articles = self.manifest.articles
        locations = [location for location, _ in self.store.sources()]
        manifest = replace(
            self.manifest,
            articles=int(np.count_nonzero(seen[:articles])),
            copies=int(np.count_nonzero(seen[articles:])),
            passages=len(bm25),
            scripts=(),
            by_words={},
            sources=tuple(
                location
                for id_, location in enumerate(locations)
                if all(id_ in ids for ids in source_ids)
            ),
            skipped=(),
        )
        return replace(
            self,
            manifest=manifest,
            earlier=None,
            is_limited=True,
            store=self.store.limited_to(seen, bm25.containing),
            dense=self.dense.limited_to(rows),
            bm25=bm25,
            codes=self.codes.limited_to(rows),
            title_words=self.title_words.limited_to(seen[:articles]),
        )

    def close(self) -> None:
        self.store.close()
        self.readings.close()
        if self.earlier is not None:
            self.earlier.close()


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
            TITLES: (len(snapshot.titles), manifest.articles),
            TITLE_WORDS: (len(snapshot.title_words), manifest.articles),
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
