"""Which files a list of sources means: files, folders, globs; each read once, in sorted order.

Hidden files and folders are passed over. So are, silently, the pictures, styles and scripts that
lie beside saved pages; other files of a kind that is not read are named as skipped.
"""

import glob
import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from index.errors import SourceMissing
from index.reading.parse import SUFFIXES, reason_of
from index.reading.parser_process import Runner, articles_in, in_this_process
from index.reading.readings import Failed, Known, Read, Reading, Unchanged
from index.reading.sources.archives import archive_readings, is_archive, known_members, members_in
from index.reading.sources.passed_over import lies_beside

# A file that changed so shortly before it was read may change again within the same instant of the
# file system's clock, and look the same: it is read again next time.
_SETTLED_AFTER_NS = 2_000_000_000


class FileReader:
    """Reads files, folders and globs; a file that several sources name is read for the first, or
    for each of them if they are to be kept `apart`.

    `passed_over` is a folder that is not read even within a source: that of the index.
    """

    def __init__(
        self,
        max_file_bytes: int,
        passed_over: Path | None = None,
        run: Runner = in_this_process,
        *,
        apart: bool = False,
    ) -> None:
        self._apart = apart
        self._max_file_bytes = max_file_bytes
        self._run = run
        self._passed_over = passed_over
        self._seen: set[tuple[int, int]] = set()

    def read(self, source: str, known: Known) -> Iterator[Reading]:
        """The files of a source in the order of their paths.

        Raises SourceMissing at once, before anything is read, if it is not there or a glob
        matches nothing. Everything else that goes wrong with a file comes back as Failed.
        """
        if self._apart:
            self._seen = set()
        self._seen |= self._passed_over_keys()
        return self._read(_roots(source), known)

    def count(self, source: str) -> int:
        """How many items the files of a source have, as far as that is seen without reading them:
        of a web archive only the archive itself."""
        try:
            roots = _roots(source)
        except SourceMissing:
            return 0
        seen = self._passed_over_keys()
        return sum(_items_of(path) for root in roots for path in _files(root, seen))

    def _passed_over_keys(self) -> set[tuple[int, int]]:
        if self._passed_over is None or not self._passed_over.is_dir():
            return set()
        status = self._passed_over.stat()
        return {(status.st_dev, status.st_ino)}

    def _read(self, roots: Sequence[Path], known: Known) -> Iterator[Reading]:
        for root in roots:
            for path in _files(root, self._seen):
                if isinstance(path, Failed):
                    yield path
                else:
                    yield from self._guarded(path, known)

    def _guarded(self, path: Path, known: Known) -> Iterator[Reading]:
        """Whatever an archive brings out of what opens it is that archive's fault alone."""
        try:
            yield from _file(path, self._seen, known, self._max_file_bytes, self._run)
        except Exception as error:  # zipfile and warcio promise no set of errors
            yield Failed(_shown(path), reason_of(error))


def _roots(source: str) -> list[Path]:
    if source and os.path.lexists(source):
        return [Path(source)]
    found: list[str] = []
    if glob.has_magic(source):
        found = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (may be absolute)
    if not found:
        raise SourceMissing(source)
    return [Path(path) for path in found]


def _files(root: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Failed]:
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
        yield Failed(_shown(root), f"cannot be opened: {_why(error)}")
        return
    for name in names:
        path = root / name
        if name.startswith(".") or lies_beside(path):
            continue
        yield from _files(path, seen)


def _items_of(path: Path | Failed) -> int:
    return 1 + (members_in(path) if isinstance(path, Path) else 0)


def _file(
    path: Path, seen: set[tuple[int, int]], known: Known, max_file_bytes: int, run: Runner
) -> Iterator[Reading]:
    shown = _shown(path)
    try:
        status = path.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            return
        seen.add(identity)
        if not stat.S_ISREG(status.st_mode):
            yield Failed(shown, "is not a file")
            return
        stamp = _stamp(status)
        if stamp and known.get(shown) == stamp:
            yield Unchanged(shown)
            yield from known_members(shown, known)
            return
        if is_archive(shown):
            with path.open("rb") as archive:
                yield from archive_readings(
                    archive, shown, stamp, known, run, max_member_bytes=max_file_bytes
                )
            return
        data = b""
        if PurePosixPath(shown).suffix.lower() in SUFFIXES:
            if status.st_size > max_file_bytes:
                yield Failed(shown, _too_large(status.st_size, max_file_bytes))
                return
            with path.open("rb") as file:
                data = file.read(max_file_bytes + 1)
    except OSError as error:
        yield Failed(shown, f"cannot be read: {_why(error)}")
        return
    if len(data) > max_file_bytes:
        yield Failed(shown, _too_large(len(data), max_file_bytes))
    else:
        yield Read(shown, stamp, tuple(articles_in(run, data, shown)))


def _stamp(status: os.stat_result) -> str:
    """Changes when the file is written; empty if that cannot be known yet."""
    if time.time_ns() - status.st_mtime_ns < _SETTLED_AFTER_NS:
        return ""
    return f"{status.st_ino}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"


def _too_large(size: int, limit: int) -> str:
    return f"is larger than the limit ({_megabytes(size)} of {_megabytes(limit)} at most)"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size} bytes"


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _shown(path: Path) -> str:
    """As reached from the source; bytes of a name that are not UTF-8 show as replacement marks."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
