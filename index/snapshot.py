"""A snapshot: one folder with every view of the articles, published by one rename, checked on open.

    <data>/CURRENT                the id of the snapshot in use
    <data>/snapshots/<id>/        passages.sqlite, dense.faiss, bm25/, encodings/,
                                  token_frequencies.npy, manifest.json

It grows in `<id>.unfinished` and gets its name when it is complete, checked and on the disk; then
`CURRENT` is replaced. What a killed rebuild leaves is never opened.
"""

import dataclasses
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Bm25Index
from index.dense import DenseIndex
from index.durable import sync, write_durably
from index.encodings import Encodings
from index.errors import (
    EncoderMismatch,
    NoSnapshot,
    SnapshotCorrupt,
    SnapshotError,
    SnapshotTooOld,
    UnknownSnapshot,
)
from index.store import Store
from index.token_codes import TokenCodes
from index.types import Skipped, SnapshotInfo

FORMAT = 6
PASSAGES = "passages.sqlite"
DENSE = "dense.faiss"
BM25 = "bm25"
ENCODINGS = "encodings"
FREQUENCIES = "token_frequencies.npy"
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
# A larger file is checked by its size when a snapshot is opened, and byte by byte when it is
# published, before anything is taken over from it, and by `pullquote verify`.
CHECKED_ON_OPEN = 64_000_000  # bytes


@dataclass(frozen=True, slots=True)
class FileRecord:
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds. `corpus` is a digest of all that went in, articles and encoder;
    `copies` are named with the articles that say the same, and not indexed.

    `scripts` are the writing systems of the articles by Unicode's names, such as LATIN; `created`
    is UTC in ISO 8601; `recall` is the vector search's recall@50 against the exact search.
    `by_words` counts the articles that are found by their words only, by language (ISO 639-1).
    """

    id: str
    created: str
    encoder: str
    encoder_fingerprint: str
    corpus: str
    articles: int
    copies: int
    passages: int
    scripts: tuple[str, ...]
    recall: float
    by_words: dict[str, int]
    sources: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    files: dict[str, FileRecord]
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        return sum(record.bytes for record in self.files.values())

    def expect_encoder(self, fingerprint: str) -> None:
        """Raise `EncoderMismatch` unless this encoder made the snapshot's vectors."""
        if fingerprint != self.encoder_fingerprint:
            raise EncoderMismatch(self.encoder_fingerprint, fingerprint)

    def write(self, folder: Path) -> None:
        fields = dataclasses.asdict(self)
        text = json.dumps(fields | {"sha256": _digest(fields)}, indent=1, ensure_ascii=False)
        write_durably(folder / MANIFEST, text + "\n")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        path = folder / MANIFEST
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise SnapshotCorrupt(path, "there", "missing") from error
        except (OSError, ValueError, RecursionError) as error:
            raise SnapshotCorrupt(path, "a JSON manifest", "something else") from error
        if not isinstance(fields, dict):
            raise SnapshotCorrupt(path, "a snapshot's manifest", "something else")
        if fields.get("format") != FORMAT:
            raise SnapshotTooOld(folder, str(fields.get("format")), FORMAT)
        if fields.pop("sha256", None) != _digest(fields):
            raise SnapshotCorrupt(path, "as it was written", "changed")
        try:
            fields["skipped"] = tuple(Skipped(**skipped) for skipped in fields["skipped"])
            fields["files"] = {n: FileRecord(**record) for n, record in fields["files"].items()}
            fields["scripts"] = tuple(fields["scripts"])
            fields["sources"] = tuple(fields["sources"])
            return cls(**fields)
        except (KeyError, TypeError, AttributeError) as error:
            raise SnapshotCorrupt(path, "a snapshot's manifest", f"incomplete ({error})") from error


def _digest(fields: dict[str, Any]) -> str:
    """A checksum over a manifest's other fields."""
    text = json.dumps(fields, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An opened snapshot: the views of one build, which never change."""

    folder: Path
    manifest: Manifest
    store: Store
    encodings: Encodings
    dense: DenseIndex
    bm25: Bm25Index
    codes: TokenCodes

    @property
    def info(self) -> SnapshotInfo:
        manifest = self.manifest
        return SnapshotInfo(manifest.id, manifest.articles, manifest.passages)

    def close(self) -> None:
        self.store.close()


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
    encodings = Encodings(folder / ENCODINGS)
    snapshot = Snapshot(
        folder,
        manifest,
        Store(folder / PASSAGES),
        encodings,
        DenseIndex.load(folder / DENSE, encodings.vectors_of),
        Bm25Index.load(folder / BM25),
        TokenCodes(encodings, _frequencies(folder / FREQUENCIES)),
    )
    views = {DENSE: len(snapshot.dense), BM25: len(snapshot.bm25), ENCODINGS: len(encodings)}
    for name, rows in views.items():
        if rows != manifest.passages:
            raise SnapshotCorrupt(folder / name, f"of {manifest.passages} rows", f"of {rows}")
    return snapshot


def _frequencies(path: Path) -> NDArray[np.int64]:
    try:
        frequencies: NDArray[np.int64] = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise SnapshotCorrupt(path, "the frequencies of tokens", "something else") from error
    return frequencies


def check_every_byte(folder: Path, manifest: Manifest, within: tuple[str, ...] = ("",)) -> None:
    """Raises `SnapshotCorrupt` for the first file that is not what the manifest says.

    `within` are the beginnings of the names of those that count, all by default.
    """
    for name, expected in manifest.files.items():
        if name.startswith(within):
            check_file(folder / name, expected, every_byte=True)


def check_file(path: Path, expected: FileRecord, *, every_byte: bool) -> None:
    """Raises `SnapshotCorrupt` unless the file is as long, and holds what, it should."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SnapshotCorrupt(path, "there", "missing") from error
    if size != expected.bytes:
        raise SnapshotCorrupt(path, f"{expected.bytes} bytes long", f"{size} bytes long")
    if every_byte:
        found = record_file(path)
        if found.sha256 != expected.sha256:
            raise SnapshotCorrupt(
                path, f"of SHA-256 {expected.sha256[:12]}…", f"{found.sha256[:12]}…"
            )


def is_current(data_dir: Path, snapshot_id: str) -> bool:
    try:
        return current_folder(data_dir).name == snapshot_id
    except SnapshotError:
        return False


def current_folder(data_dir: Path) -> Path:
    """The folder that `CURRENT` names; raises `NoSnapshot` if there is none."""
    try:
        name = (data_dir / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise NoSnapshot(data_dir) from error
    except (OSError, ValueError) as error:
        raise SnapshotCorrupt(data_dir / "CURRENT", "a snapshot's name", "unreadable") from error
    if not name or Path(name).name != name:
        raise SnapshotCorrupt(data_dir / "CURRENT", "a snapshot's name", repr(name))
    return data_dir / "snapshots" / name


def record_files(folder: Path) -> dict[str, FileRecord]:
    """Size and checksum of every file in a snapshot's folder, by its path within."""
    return {
        path.relative_to(folder).as_posix(): record_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def record_file(path: Path) -> FileRecord:
    try:
        with path.open("rb") as file:
            return FileRecord(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
    except FileNotFoundError as error:
        raise SnapshotCorrupt(path, "there", "missing") from error
    except OSError as error:
        raise SnapshotCorrupt(path, "a file", error.strerror or "unreadable") from error


def finish(unfinished: Path) -> Path:
    """Give a complete snapshot its name, once everything in it has reached the disk."""
    for path in [*unfinished.rglob("*"), unfinished]:
        sync(path)
    folder = unfinished.with_suffix("")
    unfinished.rename(folder)
    sync(folder.parent)
    return folder


def publish(data_dir: Path, snapshot_id: str) -> None:
    """Make a finished snapshot the one in use, by one rename."""
    write_durably(data_dir / "CURRENT", snapshot_id + "\n")


def finished(data_dir: Path) -> list[Manifest]:
    """The snapshots that are kept and can be read, oldest first."""
    found = []
    for folder in _folders(data_dir):
        try:
            found.append(Manifest.read(folder))
        except SnapshotError:
            continue
    return found


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


def remove_unfinished(data_dir: Path) -> None:
    """Delete what killed rebuilds left."""
    for folder in (data_dir / "snapshots").glob(f"*{UNFINISHED}"):
        shutil.rmtree(folder, ignore_errors=True)


def remove_others(data_dir: Path, keep: int) -> None:
    """Delete all but the newest `keep` snapshots and the current one."""
    current = current_folder(data_dir)
    folders = _folders(data_dir)
    complete = [folder for folder in folders if (folder / MANIFEST).is_file()]
    kept = {current, *complete[-keep:]}
    for folder in folders:
        if folder not in kept:
            # What cannot be deleted is left: the new snapshot is published all the same.
            shutil.rmtree(folder, ignore_errors=True)


def _folders(data_dir: Path) -> list[Path]:
    """The snapshots' folders, oldest first."""
    try:
        names = sorted((data_dir / "snapshots").iterdir())
    except FileNotFoundError:
        return []
    return [path for path in names if path.is_dir() and not path.name.endswith(UNFINISHED)]
