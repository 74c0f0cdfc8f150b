"""Stopping a command: what SIGTERM and Ctrl-C interrupt is cleaned up, and one line says so."""

import logging
import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

import click


class Stopped(KeyboardInterrupt):
    """The process was asked to end."""

    def __init__(self, signal_number: int) -> None:
        self.signal_number = signal_number
        super().__init__(signal.Signals(signal_number).name)

    @property
    def exit_code(self) -> int:
        """As a shell has it: 130 for SIGINT, 143 for SIGTERM."""
        return 128 + self.signal_number


@contextmanager
def stoppable(*, ends_so: bool = False) -> Iterator[None]:
    """Exits when the process is asked to stop: with one line, and as a shell has it, or with 0 if
    the command `ends_so` only.

    The first SIGTERM or SIGINT raises `Stopped` in the main thread. A second Ctrl-C ends the
    process at once; a second SIGTERM changes nothing, as process managers send one after the
    terminal's Ctrl-C and the cleaning up is short.
    """
    try:
        with _signals_raise():
            yield
    except Stopped as stopped:
        click.echo("pullquote: stopped; the last complete index stays in use", err=True)
        raise click.exceptions.Exit(0 if ends_so else stopped.exit_code) from stopped


@contextmanager
def _signals_raise() -> Iterator[None]:
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    heard: int = signal.SIGINT

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal heard
        heard = number
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        raise Stopped(number)

    for name in before:
        signal.signal(name, stop)
    try:
        yield
    except Stopped:
        raise
    except KeyboardInterrupt as error:  # watchfiles makes this of whatever a handler raises
        raise Stopped(heard) from error
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def stop_when_unread(descriptor: int) -> None:
    """Send SIGTERM to this process once nobody reads from the pipe `descriptor` any longer."""
    poll = select.poll()
    poll.register(descriptor, 0)  # nothing but what cannot be left out: POLLERR and POLLHUP

    def wait() -> None:
        if poll.poll():
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="reader watch", daemon=True).start()


def leave(exit_code: int) -> NoReturn:
    """End the process at once. Python would wait for calls that hang, and takes up to five seconds
    to take torch apart."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(exit_code)
