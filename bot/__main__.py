"""The program `pullquote`, and `python -m bot`."""

import signal


def run() -> None:
    """Ctrl-C during the seconds that the imports take ends it without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot import cli

    signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.run()


if __name__ == "__main__":
    run()
