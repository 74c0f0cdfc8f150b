"""Which files a list of sources means: files, folders, globs; each read once, in sorted order.

Hidden files and folders are passed over. So are, silently, the pictures, styles and scripts that
lie beside saved pages; other files of a kind that is not read are named as skipped.
"""

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from index.errors import SourceMissing
from index.reading.archives import archive_articles, is_archive
from index.reading.beside_pages import lies_beside
from index.reading.parse import SUFFIXES, parse
from index.types import Article, Skipped


def read(sources: Sequence[str], *, max_file_bytes: int) -> Iterator[Article | Skipped]:
    """Articles in the order of the sources, and within each in the order of their paths.

    Raises SourceMissing at once, before anything is read, where a source is not there or a glob
    matches nothing. Everything else that goes wrong with a file comes back as Skipped.
    """
    roots = [root for source in sources for root in _roots(source)]
    return _read(roots, max_file_bytes)


def _roots(source: str) -> list[Path]:
    if source and os.path.lexists(source):
        return [Path(source)]
    found: list[str] = []
    if glob.has_magic(source):
        found = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (may be absolute)
    if not found:
        raise SourceMissing(source)
    return [Path(path) for path in found]


def _read(roots: Sequence[Path], max_file_bytes: int) -> Iterator[Article | Skipped]:
    seen: set[tuple[int, int]] = set()
    for root in roots:
        for path in _files(root, seen):
            if isinstance(path, Skipped):
                yield path
            else:
                yield from _file(path, seen, max_file_bytes)


def _files(root: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Skipped]:
    """The root itself if it is a file, else the files in it; no folder is entered twice."""
    try:
        if not root.is_dir():
            yield root
            return
        status = root.stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        names = sorted(os.listdir(root))  # noqa: PTH208 (names are sorted, not paths)
    except OSError as error:
        yield Skipped(_shown(root), f"cannot be opened: {_why(error)}")
        return
    for name in names:
        path = root / name
        if name.startswith(".") or lies_beside(path):
            continue
        yield from _files(path, seen)


def _file(
    path: Path, seen: set[tuple[int, int]], max_file_bytes: int
) -> Iterator[Article | Skipped]:
    shown = _shown(path)
    try:
        status = path.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            return
        seen.add(identity)
        if not stat.S_ISREG(status.st_mode):
            yield Skipped(shown, "is not a file")
            return
        if is_archive(shown):
            with path.open("rb") as archive:
                yield from archive_articles(archive, shown, max_member_bytes=max_file_bytes)
            return
        if PurePosixPath(shown).suffix.lower() in SUFFIXES and status.st_size > max_file_bytes:
            yield Skipped(shown, _too_large(status.st_size, max_file_bytes))
            return
        data = b""
        if PurePosixPath(shown).suffix.lower() in SUFFIXES:
            with path.open("rb") as file:
                data = file.read(max_file_bytes + 1)
    except OSError as error:
        yield Skipped(shown, f"cannot be read: {_why(error)}")
        return
    if len(data) > max_file_bytes:
        yield Skipped(shown, _too_large(len(data), max_file_bytes))
    else:
        yield from parse(data, shown)


def _too_large(size: int, limit: int) -> str:
    return f"is larger than the limit ({_megabytes(size)} of {_megabytes(limit)} at most)"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size} bytes"


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _shown(path: Path) -> str:
    """As reached from the source; bytes of a name that are not UTF-8 show as replacement marks."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
