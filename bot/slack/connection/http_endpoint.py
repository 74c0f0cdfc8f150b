"""`/slack/events` over HTTP: Bolt behind waitress. Bolt checks the signature; a request that was
taken once is refused when it comes again, signature and all.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress import wasyncore
from waitress.server import create_server

from config.settings import SettingsError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PATH = "/slack/events"
REPLAY_S = 600.0
"""Bolt refuses what was signed more than five minutes ago, or ahead, by itself."""
MAX_BODY_BYTES = 1_000_000
LOOP_S = 0.1


class PortTaken(SettingsError):
    """A port that something else listens on; the message is for people, in one line."""


class Replays:
    """The signatures of requests that were taken. Slack signs its retries anew each time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def first_time(self, signature: str) -> bool:
        now = self._clock()
        with self._lock:
            for old in [known for known, at in self._seen.items() if now - at > REPLAY_S]:
                del self._seen[old]
            if signature in self._seen:
                return False
            self._seen[signature] = now
            return True

    def forget(self, signature: str) -> None:
        with self._lock:
            self._seen.pop(signature, None)


class Door:
    """A WSGI application."""

    def __init__(self, app: App) -> None:
        self._bolt = SlackRequestHandler(app, path=PATH)
        self._replays = Replays()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if environ.get("PATH_INFO") != PATH or environ.get("REQUEST_METHOD") != "POST":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Slack's requests go to /slack/events\n"]
        if not signature or not self._replays.first_time(signature):
            start_response("401 Unauthorized", [("Content-Type", "text/plain")])
            return [b"unsigned or replayed\n"]
        taken = False

        def noting(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            nonlocal taken
            taken = status.startswith("200")
            return start_response(status, headers)

        try:
            return self._bolt(environ, noting)  # type: ignore[arg-type]
        finally:
            if not taken:
                self._replays.forget(signature)


class HttpServer:
    """waitress in a thread of its own; the port is taken when this is made."""

    def __init__(
        self, application: Callable[..., Iterable[bytes]], host: str, port: int, threads: int
    ) -> None:
        listening = _listening(host, port)
        self.port = int(listening.getsockname()[1])
        self._map: dict[int, socket.socket] = {}
        self._stopping = threading.Event()
        self._server = create_server(
            application,
            map=self._map,
            sockets=[listening],
            threads=threads,
            max_request_body_size=MAX_BODY_BYTES,
            clear_untrusted_proxy_headers=True,
        )
        self._thread = threading.Thread(target=self._run, name=f"http-{self.port}", daemon=True)

    def _run(self) -> None:
        while not self._stopping.is_set():
            wasyncore.loop(timeout=LOOP_S, use_poll=True, map=self._map, count=1)
        wasyncore.close_all(self._map, ignore_all=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Answers under way are given, then every connection is closed."""
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=5)
        self._stopping.set()
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
