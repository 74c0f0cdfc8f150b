"""`pullquote` with the small encoder as a process, and a rebuild that is read line by line."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import PATIENCE_S, next_line, started


def small_pullquote(gate: Path, *arguments: str | Path) -> list[str]:
    program = [sys.executable, "-m", "tests.bot.commands.small_pullquote"]
    return [*program, str(gate), *map(str, arguments)]


def rebuild_command(gate: Path, *arguments: str | Path) -> list[str]:
    return small_pullquote(gate, "rebuild", *arguments)


def add_command(gate: Path, *arguments: str | Path) -> list[str]:
    return small_pullquote(gate, "add", *arguments)


class RebuildProcess:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process

    def next_line(self, *, on_stderr: bool = False) -> str:
        """The next line; "" at the end."""
        return next_line(self.process.stderr if on_stderr else self.process.stdout)

    def line_with(self, text: str, *, on_stderr: bool = False) -> str:
        """The first line with `text` in it."""
        while line := self.next_line(on_stderr=on_stderr):
            if text in line:
                return line
        raise AssertionError(f"no line has {text!r}")

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str, str]:
        """Exit code, and what was still on stdout and stderr."""
        os.kill(self.process.pid, number)
        stdout, stderr = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, stdout.decode(), stderr.decode()


@contextmanager
def running(gate: Path, *arguments: str | Path, name: str = "rebuild") -> Iterator[RebuildProcess]:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with started(
        small_pullquote(gate, name, *arguments), stdin=subprocess.DEVNULL, **pipes
    ) as process:
        yield RebuildProcess(process)
