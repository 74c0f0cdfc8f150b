"""An HTTP server in threads of its own: waitress, for Slack's requests and for the health port."""

import logging
import socket
import threading
from collections.abc import Callable, Iterable

from waitress import wasyncore
from waitress.server import create_server

from bot.slack.background import Background
from bot.slack.connection.log_bursts import BurstFilter
from config.settings import SettingsError

MAX_BODY_BYTES = 32_000_000
"""A larger request is cut off; what is smaller is read, so that its sender hears the status."""
CONNECTIONS = 300
LOOP_S = 0.1

# With each request of a burst it says how many wait, and that it takes no more connections.
for name in ("waitress", "waitress.queue"):
    logging.getLogger(name).addFilter(
        BurstFilter(lambda record: record.msg if record.levelno == logging.WARNING else None)
    )


class PortTaken(SettingsError):
    """A port that something else listens on; the message is for people, in one line."""


class HttpServer:
    """The port is taken when this is made."""

    def __init__(
        self, application: Callable[..., Iterable[bytes]], host: str, port: int, threads: int
    ) -> None:
        listening = _listening(host, port)
        self.port = int(listening.getsockname()[1])
        self._map: dict[int, socket.socket] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._server = create_server(
            application,
            map=self._map,
            sockets=[listening],
            threads=threads,
            connection_limit=CONNECTIONS,
            max_request_body_size=MAX_BODY_BYTES,
            clear_untrusted_proxy_headers=True,
        )

    def start(self, background: Background) -> None:
        self._thread = background.start(f"http-{self.port}", self._run)

    def _run(self) -> None:
        while not self._stopping.is_set():
            wasyncore.loop(timeout=LOOP_S, use_poll=True, map=self._map, count=1)
        wasyncore.close_all(self._map, ignore_all=True)

    def stop(self) -> None:
        """Answers under way are given, then every connection is closed."""
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=5)
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=5)


def _listening(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortTaken(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listening
