"""What a snapshot holds, and whether its files are that."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.durable import write_durably
from index.errors import (
    EncoderMismatch,
    SnapshotCorrupt,
    SnapshotTooOld,
    snapshot_error,
)
from index.types import Skipped

FORMAT = 11
PASSAGES = "passages.sqlite"
DENSE = "dense.faiss"
BM25 = "bm25"
ENCODINGS = "encodings"
TITLES = "titles"
TITLE_WORDS = "title_words"
FREQUENCIES = "token_frequencies.npy"
READINGS = "readings.sqlite"
MANIFEST = "manifest.json"
EARLIER = "earlier"
"""The folder of a snapshot of the texts that articles had before, if there are any."""
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

    `scripts` are the writing systems of the articles by Unicode's names, such as LATIN, and
    `languages` the languages (ISO 639-1) but English that they are written in; `created` is UTC in
    ISO 8601; `recall` is the vector search's recall@50 against the exact search. `by_words` counts
    the articles that are found by their words only, by language.
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
    languages: tuple[str, ...]
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
        write_durably(folder / MANIFEST, self.to_json() + "\n")

    def to_json(self) -> str:
        fields = dataclasses.asdict(self)
        return json.dumps(fields | {"sha256": _digest(fields)}, indent=1, ensure_ascii=False)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        path = folder / MANIFEST
        try:
            return cls.from_json(path.read_text(encoding="utf-8"), path)
        except (OSError, UnicodeDecodeError) as error:
            raise snapshot_error(path, "a JSON manifest", error) from error

    @classmethod
    def from_json(cls, text: str, path: Path) -> "Manifest":
        """`path` is where the text stands, for what is raised about it."""
        try:
            fields = json.loads(text)
        except (OSError, ValueError, RecursionError) as error:
            raise snapshot_error(path, "a JSON manifest", error) from error
        if not isinstance(fields, dict):
            raise SnapshotCorrupt(path, "a snapshot's manifest", "something else")
        if fields.get("format") != FORMAT:
            raise SnapshotTooOld(path.parent, str(fields.get("format")), FORMAT)
        if fields.pop("sha256", None) != _digest(fields):
            raise SnapshotCorrupt(path, "as it was written", "changed")
        try:
            fields["skipped"] = tuple(Skipped(**skipped) for skipped in fields["skipped"])
            fields["files"] = {n: FileRecord(**record) for n, record in fields["files"].items()}
            fields["scripts"] = tuple(fields["scripts"])
            fields["languages"] = tuple(fields["languages"])
            fields["sources"] = tuple(fields["sources"])
            return cls(**fields)
        except (KeyError, TypeError, AttributeError) as error:
            raise SnapshotCorrupt(path, "a snapshot's manifest", f"incomplete ({error})") from error


def _digest(fields: dict[str, Any]) -> str:
    """A checksum over a manifest's other fields."""
    text = json.dumps(fields, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


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
        raise snapshot_error(path, "a file", error) from error
    if size != expected.bytes:
        raise SnapshotCorrupt(path, f"{expected.bytes} bytes long", f"{size} bytes long")
    if every_byte:
        found = record_file(path)
        if found.sha256 != expected.sha256:
            raise SnapshotCorrupt(
                path, f"of SHA-256 {expected.sha256[:12]}…", f"{found.sha256[:12]}…"
            )


def record_files(folder: Path) -> dict[str, FileRecord]:
    """Size and checksum of every file in a snapshot's folder, by its path within."""
    return {
        path.relative_to(folder).as_posix(): record_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    }


def record_file(path: Path) -> FileRecord:
    try:
        with path.open("rb") as file:
            return FileRecord(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        raise snapshot_error(path, "a file", error) from error
