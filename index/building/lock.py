"""One rebuild at a time; the operating system frees the lock of a process that died."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import RebuildRunning


@contextmanager
def only_rebuild(data_dir: Path) -> Iterator[None]:
    """Raises `RebuildRunning`, naming the process that has the lock."""
    data_dir.mkdir(parents=True, exist_ok=True)
    holder = data_dir / "rebuild.pid"
    try:
        with FileLock(data_dir / "rebuild.lock", timeout=0):
            holder.write_text(str(os.getpid()))
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as error:
        pid = holder.read_text() if holder.exists() else "unknown"
        raise RebuildRunning(f"process {pid}") from error
