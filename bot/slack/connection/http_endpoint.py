"""`/slack/events` over HTTP: Bolt as a WSGI application. Bolt checks the signature; a request that
was accepted once is refused when it comes again, signature and all.
"""

import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PATH = "/slack/events"
REPLAY_S = 600.0
"""Bolt refuses what was signed more than five minutes ago, or ahead, by itself."""
MAX_BODY_BYTES = 1_000_000
"""Slack's own requests are a hundredth of that."""


class AcceptedSignatures:
    """The signatures of requests that were accepted. Slack signs each of its retries afresh."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._accepted: dict[str, float] = {}  # in the order of their times
        self._lock = threading.Lock()

    def first_time(self, signature: str) -> bool:
        now = self._clock()
        with self._lock:
            while self._accepted:
                oldest = next(iter(self._accepted))
                if now - self._accepted[oldest] <= REPLAY_S:
                    break
                del self._accepted[oldest]
            if signature in self._accepted:
                return False
            self._accepted[signature] = now
            return True

    def forget(self, signature: str) -> None:
        with self._lock:
            self._accepted.pop(signature, None)


class SlackEndpoint:
    """A WSGI application."""

    def __init__(self, app: App) -> None:
        self._bolt = SlackRequestHandler(app, path=PATH)
        self._signatures = AcceptedSignatures()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def refuse(status: str, why: bytes) -> list[bytes]:
            start_response(status, [("Content-Type", "text/plain")])
            return [why + b"\n"]

        if environ.get("PATH_INFO") != PATH or environ.get("REQUEST_METHOD") != "POST":
            return refuse("404 Not Found", b"Slack's requests go to /slack/events")
        if int(environ.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
            return refuse("413 Content Too Large", b"no request of Slack's is so long")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not signature or not self._signatures.first_time(signature):
            return refuse("401 Unauthorized", b"unsigned or replayed")
        accepted = False

        def noting(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            nonlocal accepted
            accepted = status.startswith("200")
            return start_response(status, headers)

        try:
            return self._bolt(environ, noting)  # type: ignore[arg-type]
        finally:
            if not accepted:
                self._signatures.forget(signature)
