"""`pullquote rebuild` or `add` in a process of its own, so that answers stay fast meanwhile."""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from bot.rebuild_events import Built, Failed, Working, read_line
from index.child_process import environment

log = logging.getLogger(__name__)

KILL_AFTER_S = 10.0
TAIL_BYTES = 8_000


class NotStarted(Exception):
    """The system starts no process now; the message is the reason, for people."""


def rebuild_command(data_dir: Path, config: Path | None) -> tuple[str, ...]:
    """With the settings of this process: its environment, its file, its folder."""
    return _command("rebuild", data_dir, config)


def add_command(data_dir: Path, config: Path | None) -> tuple[str, ...]:
    """With the settings of this process; what to add is appended."""
    return (*_command("add", data_dir, config), "--")


def _command(name: str, data_dir: Path, config: Path | None) -> tuple[str, ...]:
    more = ("--config", str(config)) if config else ()
    command = (sys.executable, "-P", "-m", "bot.cli", name, "--progress", "json")
    return (*command, "--data", str(data_dir), *more)


class JobProcess:
    """Starts when it is made, and ends by itself if this process dies: nobody then reads what it
    prints. Raises `NotStarted`."""

    def __init__(self, command: Sequence[str]) -> None:
        try:
            self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (by `events`)
        except OSError as error:
            raise NotStarted(f"no temporary file can be made: {error.strerror}") from error
        try:
            self._process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
                env=environment(),
            )
        except OSError as error:
            self._complaints.close()
            raise NotStarted(f"its process cannot be started: {error.strerror}") from error

    def events(self) -> Iterator[Working | Built | Failed]:
        """All that happens until the process is gone; the last one is Built or Failed."""
        ending: Built | Failed | None = None
        with self._complaints, self._process:
            for line in self._process.stdout or ():
                event = read_line(line)
                if isinstance(event, Working):
                    yield event
                elif event is not None:
                    ending = event
            code = self._process.wait()
            complaints = _tail(self._complaints)
        if isinstance(ending, Built):
            yield ending
            return
        log.warning("a job ended with %d: %s", code, complaints or "no reason given")
        yield ending or Failed(_reason(code, complaints))

    def stop(self) -> None:
        """Ask it to end; it is killed if it does not. Returns at once."""
        self._process.terminate()
        killing = threading.Timer(KILL_AFTER_S, self._kill)
        killing.daemon = True
        killing.start()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)


def _tail(file: IO[bytes]) -> str:
    file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL_BYTES))
    return file.read().decode(errors="replace").strip()


def _reason(code: int, complaints: str) -> str:
    if code < 0:
        return f"its process was killed ({signal.Signals(-code).name})"
    lines = complaints.splitlines()
    return lines[-1].removeprefix("pullquote: ") if lines else "it gave no reason"
