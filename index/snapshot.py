"""A snapshot: one folder with every view of the articles, published by one rename, checked on open.

    <data>/CURRENT                the id of the snapshot in use
    <data>/snapshots/<id>/        passages.sqlite, dense.faiss, bm25/, tokens/, manifest.json

Whatever a killed rebuild leaves has no manifest that `CURRENT` names, and is never opened.
"""

import dataclasses
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.bm25 import Bm25Index
from index.dense import DenseIndex
from index.errors import EncoderMismatch, NoSnapshot, SnapshotCorrupt, SnapshotTooOld
from index.store import Store
from index.token_codes import TokenCodes
from index.types import Skipped, SnapshotInfo

FORMAT = 5
PASSAGES = "passages.sqlite"
DENSE = "dense.faiss"
BM25 = "bm25"
TOKENS = "tokens"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds. `corpus` is a digest of all that went in, articles and encoder.

    `scripts` are the writing systems of the articles by Unicode's names, such as LATIN; `created`
    is UTC in ISO 8601.
    """

    id: str
    created: str
    encoder: str
    encoder_fingerprint: str
    corpus: str
    articles: int
    passages: int
    scripts: tuple[str, ...]
    sources: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    files: dict[str, FileRecord]
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        return sum(record.bytes for record in self.files.values())

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
    dense: DenseIndex
    bm25: Bm25Index
    codes: TokenCodes

    @property
    def info(self) -> SnapshotInfo:
        manifest = self.manifest
        return SnapshotInfo(manifest.id, manifest.articles, manifest.passages)

    def expect_encoder(self, fingerprint: str) -> None:
        """Raise `EncoderMismatch` unless this encoder made the snapshot's vectors."""
        if fingerprint != self.manifest.encoder_fingerprint:
            raise EncoderMismatch(self.manifest.encoder_fingerprint, fingerprint)

    def close(self) -> None:
        self.store.close()


def open_current(data_dir: Path) -> Snapshot:
    """Open the snapshot in use, checking every file against the manifest.

    Raises `NoSnapshot`, `SnapshotCorrupt` or `SnapshotTooOld`.
    """
    return open_snapshot(current_folder(data_dir))


def open_snapshot(folder: Path) -> Snapshot:
    manifest = Manifest.read(folder)
    for name, expected in manifest.files.items():
        found = record_file(folder / name)
        if found.bytes != expected.bytes:
            raise SnapshotCorrupt(
                folder / name, f"{expected.bytes} bytes long", f"{found.bytes} bytes long"
            )
        if found.sha256 != expected.sha256:
            raise SnapshotCorrupt(
                folder / name, f"of SHA-256 {expected.sha256[:12]}…", f"{found.sha256[:12]}…"
            )
    snapshot = Snapshot(
        folder,
        manifest,
        Store(folder / PASSAGES),
        DenseIndex.load(folder / DENSE),
        Bm25Index.load(folder / BM25),
        TokenCodes(folder / TOKENS),
    )
    views = {DENSE: len(snapshot.dense), BM25: len(snapshot.bm25), TOKENS: len(snapshot.codes)}
    for name, rows in views.items():
        if rows != manifest.passages:
            raise SnapshotCorrupt(folder / name, f"of {manifest.passages} rows", f"of {rows}")
    return snapshot


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


def publish(data_dir: Path, snapshot_id: str) -> None:
    """Make a complete snapshot the one in use: everything reaches the disk, then one rename."""
    folder = data_dir / "snapshots" / snapshot_id
    for path in [*folder.rglob("*"), folder, folder.parent]:
        _sync(path)
    write_durably(data_dir / "CURRENT", snapshot_id + "\n")


def remove_others(data_dir: Path, keep: int) -> None:
    """Delete what killed rebuilds left, and all but the newest `keep` snapshots and the current."""
    current = current_folder(data_dir)
    folders = sorted(folder for folder in (data_dir / "snapshots").iterdir() if folder.is_dir())
    complete = [folder for folder in folders if (folder / MANIFEST).is_file()]
    kept = {current, *complete[-keep:]}
    for folder in folders:
        if folder not in kept:
            # What cannot be deleted is left: the new snapshot is published all the same.
            shutil.rmtree(folder, ignore_errors=True)


def write_durably(path: Path, text: str) -> None:
    """Replace a file as a whole: a reader, or a crash, sees the old text or the new one."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
