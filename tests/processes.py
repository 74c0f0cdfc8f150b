"""Processes that a test starts: read line by line, and ended with the test whatever happens."""

import select
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

PATIENCE_S = 60.0


@contextmanager
def started(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A process with unbuffered pipes; `options` are those of Popen. Killed if it still runs."""
    process = subprocess.Popen(command, bufsize=0, **options)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def next_line(stream: IO[bytes] | None) -> str:
    """The next line of an unbuffered pipe; "" at its end."""
    assert stream is not None
    line = b""
    while not line.endswith(b"\n"):
        assert select.select([stream], [], [], PATIENCE_S)[0], f"nothing came after {line!r}"
        byte = stream.read(1)
        if not byte:
            break
        line += byte
    return line.decode()
