"""One rebuild at a time; the operating system frees the lock of a process that died."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.durable import writing_to
from index.errors import RebuildRunning


@contextmanager
def only_rebuild(data_dir: Path) -> Iterator[None]:
    """Raises `RebuildRunning`, naming the process that has the lock, or `StorageError`."""
    holder = data_dir / "rebuild.pid"
    lock = FileLock(data_dir / "rebuild.lock", timeout=0)
    with writing_to(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise RebuildRunning(_named(holder)) from error
    try:
        with writing_to(data_dir):
            holder.write_text(str(os.getpid()))
        yield
    finally:
        try:
            holder.unlink(missing_ok=True)
        finally:
            lock.release()


def _named(holder: Path) -> str:
    try:
        pid = holder.read_text().strip()
    except (OSError, ValueError):  # it may end, or be about to say who it is, at this moment
        pid = ""
    return f"process {pid}" if pid else "a process that is just starting or ending"
