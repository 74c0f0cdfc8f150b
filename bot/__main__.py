"""The program `pullquote`, and `python -m bot`."""

import os
import signal
from types import FrameType


def run() -> None:
    """Ctrl-C and SIGTERM during the seconds that the imports take end it with a line.

    SIGTERM does so until a command takes it for itself: the first process of a container, which
    Pullquote may be, gets no signal that it has not asked for.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _end)
    from bot import cli

    signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.run()


def _end(number: int, frame: FrameType | None) -> None:
    os.write(2, b"pullquote: stopped\n")
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)  # so that a shell knows why, and ends its loop too
    os._exit(128 + number)


if __name__ == "__main__":
    run()
