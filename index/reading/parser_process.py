"""Parsers in a process of their own, so that no file can end or hold up a rebuild.

Whatever a parser does with a file becomes one `SourceError` for that file: it raises, it takes more
processor time or memory than a file of its size needs, or it brings its process down. The process
is started for the first file and kept for the next ones; one that was stopped is replaced.
"""

import math
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from socket import socketpair
from typing import Any, ParamSpec, Protocol, Self, TypeVar

from index.child_process import environment
from index.errors import SourceError
from index.reading.parse import parse, reason_of
from index.types import Article, Skipped

P = ParamSpec("P")
T = TypeVar("T")

_TEXTS = (".txt", ".text", ".md", ".markdown", ".json", ".jsonl")
# Smaller texts are read at once: starting the process takes 0.1 s, reading these far less.
_SMALL_TEXT = 64_000
_TOO_LONG = "takes too long to be read: save it in another way, or divide it"
_TOO_LARGE = "takes more memory than is allowed: save it in another way, or divide it"


class Runner(Protocol):
    """Does some work on `size` bytes and returns its result; SourceError if it cannot be done."""

    def __call__(
        self, size: int, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T: ...


@dataclass(frozen=True, slots=True)
class ParserLimits:
    """What one file may take: processor time, and address space of the whole process.

    The slowest parser takes 5 s for each megabyte and 20 times a file's size in memory.
    """

    cpu_s: float = 10.0
    cpu_s_per_mb: float = 10.0
    memory_bytes: int = 2_000_000_000
    memory_per_byte: int = 40

    def cpu_s_for(self, size: int) -> float:
        return self.cpu_s + self.cpu_s_per_mb * size / 1_000_000

    def wall_s_for(self, size: int) -> float:
        """Only for what waits for ever: a busy machine may give the process a tenth of its time."""
        return 10 * self.cpu_s_for(size) + 60


class ParserProcess:
    """A context manager, for one thread."""

    def __init__(self, limits: ParserLimits = ParserLimits()) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it does; the next work starts a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def run(self, size: int, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `work`, a function of a module; it and its arguments can be pickled."""
        try:
            answer = self._answer(size, (work, args, kwargs))
        except BaseException:
            self.close()
            raise
        if isinstance(answer, SourceError):
            raise answer
        result: T = answer
        return result

    def _answer(self, size: int, task: tuple[object, ...]) -> Any:
        if self._process is not None and self._process.poll() is not None:
            self.close()  # it has ended since the last file
        connection, process = self._started()
        try:
            connection.send((self._limits, size, *task))
            if not connection.poll(self._limits.wall_s_for(size)):
                raise SourceError(_TOO_LONG)
            return connection.recv()
        except (EOFError, OSError) as error:
            raise SourceError(_why_it_ended(process.wait())) from error

    def _started(self) -> tuple["Connection[Any, Any]", "subprocess.Popen[bytes]"]:
        if self._connection is None or self._process is None:
            ours, its = socketpair()
            with its:
                self._connection = Connection(ours.detach())
                self._process = subprocess.Popen(  # noqa: S603 (our own module)
                    [sys.executable, "-P", "-m", "index.reading.parser_process", str(its.fileno())],
                    pass_fds=[its.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    env=environment(),
                )
        return self._connection, self._process


def in_this_process(size: int, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """For tests and tools: without limits on time and memory."""
    try:
        return work(*args, **kwargs)
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(reason_of(error)) from error


def articles_in(run: Runner, data: bytes, path: str, suffix: str = "") -> list[Article | Skipped]:
    """What `parse` gives, or one Skipped; nothing is raised."""
    if len(data) <= _SMALL_TEXT and (suffix or path.lower()).endswith(_TEXTS):
        run = in_this_process
    try:
        return run(len(data), parse, data, path, suffix)
    except SourceError as error:
        return [Skipped(path, str(error))]


def _why_it_ended(status: int) -> str:
    if -status == signal.SIGXCPU:
        return _TOO_LONG
    if -status == signal.SIGKILL:
        return _TOO_LARGE
    how = signal.Signals(-status).name if status < 0 else f"status {status}"
    return f"cannot be read (its parser crashed: {how}): save it in another format"


def _serve(connection: "Connection[Any, Any]") -> None:
    """Do what is asked until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who stops the rebuild closes the connection
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            limits, size, work, args, kwargs = connection.recv()
        except EOFError:
            return
        _limit(limits, size)
        try:
            answer = in_this_process(size, work, *args, **kwargs)
        except SourceError as error:
            answer = SourceError(str(error))
        connection.send(answer)


def _limit(limits: ParserLimits, size: int) -> None:
    """From now on; the kernel ends a process that has used up its processor time (SIGXCPU)."""
    end_s = math.ceil(time.process_time() + limits.cpu_s_for(size))
    memory = limits.memory_bytes + limits.memory_per_byte * size
    for kind, most in ((resource.RLIMIT_CPU, end_s), (resource.RLIMIT_AS, memory)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
