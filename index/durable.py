"""Writing that survives a crash, and says in one line why it failed."""

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from index.errors import StorageError

P = ParamSpec("P")
T = TypeVar("T")

_REASONS = {
    errno.ENOSPC: "the disk is full: make room",
    errno.EDQUOT: "the disk quota is used up: make room",
    errno.EFBIG: "a file would become larger than is allowed: raise the limit",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "you have no right to write there",
    errno.EPERM: "you have no right to write there",
    errno.ENOTDIR: "that is not a folder",
    errno.EEXIST: "that is not a folder",
    errno.EMFILE: "too many files are open: raise the limit",
    errno.ENFILE: "too many files are open: raise the limit",
}
_SQLITE_REASONS = {
    sqlite3.SQLITE_FULL: _REASONS[errno.ENOSPC],
    sqlite3.SQLITE_READONLY: _REASONS[errno.EACCES],
    sqlite3.SQLITE_CANTOPEN: _REASONS[errno.EACCES],
    sqlite3.SQLITE_BUSY: "another process is changing it: try again in a moment",
    sqlite3.SQLITE_LOCKED: "another process is changing it: try again in a moment",
}
# NumPy's, which has no error number.
_SHORT_WRITE = re.compile(r"\d+ requested and \d+ written")
_OF_THE_DISK = {*_SQLITE_REASONS, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM}
_FULL = {_REASONS[errno.ENOSPC], _REASONS[errno.EDQUOT]}


@contextmanager
def writing_to(data_dir: Path) -> Iterator[None]:
    """Raise `StorageError` if the disk fails within: for writing to the data folder alone.

    What a function that `apart` gives raises within is raised as it is.
    """
    try:
        yield
    except _NotOfWriting as failure:
        raise failure.error from None
    except (OSError, sqlite3.OperationalError) as error:
        raise StorageError(
            f"cannot write the index to {str(data_dir)!r}: {_reason(error)}; what was indexed "
            "before is untouched"
        ) from error


class _NotOfWriting(Exception):
    def __init__(self, error: BaseException) -> None:
        self.error = error


def apart(callback: Callable[P, T]) -> Callable[P, T]:
    """The same function, whose own failures are not taken for failures to write the index."""

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return callback(*args, **kwargs)
        except OSError as error:
            raise _NotOfWriting(error) from error

    return call


def is_disk_full(error: BaseException) -> bool:
    return isinstance(error, OSError | sqlite3.OperationalError) and _reason(error) in _FULL


def is_of_the_disk(error: sqlite3.DatabaseError) -> bool:
    """Whether the disk failed, or a lock is held, and not the database that is damaged."""
    return isinstance(error, sqlite3.OperationalError) and _code(error) in _OF_THE_DISK


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _reason(error: OSError | sqlite3.OperationalError) -> str:
    if isinstance(error, OSError):
        if _SHORT_WRITE.fullmatch(str(error)):
            return _REASONS[errno.ENOSPC]
        return _REASONS.get(error.errno or 0) or error.strerror or str(error)
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHMSIZE:
        return _REASONS[errno.ENOSPC]  # no room for the table of what its log holds
    return _SQLITE_REASONS.get(_code(error), str(error))


def write_durably(path: Path, text: str) -> None:
    """Replace a file as a whole: a reader, or a crash, sees the old text or the new one."""
    beside = path.with_name(path.name + ".new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
