"""`/slack/events` over HTTP: Bolt as a WSGI application, for what Slack has signed.

Bolt reads a request before it checks the signature, so that anybody's rubbish would be an error in
our log: it is checked here first. A request that was accepted once is refused when it comes again,
signature and all.
"""

import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PATH = "/slack/events"
REPLAY_S = 600.0
"""What was signed more than five minutes ago, or ahead, is refused anyway."""
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

    def __init__(self, app: App, signing_secret: str) -> None:
        self._bolt = SlackRequestHandler(app, path=PATH)
        self._verifier = SignatureVerifier(signing_secret)
        self._signatures = AcceptedSignatures()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def refuse(status: str, why: bytes) -> list[bytes]:
            start_response(status, [("Content-Type", "text/plain")])
            return [why + b"\n"]

        if environ.get("PATH_INFO") != PATH or environ.get("REQUEST_METHOD") != "POST":
            return refuse("404 Not Found", b"Slack's requests go to /slack/events")
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > MAX_BODY_BYTES:
            return refuse("413 Content Too Large", b"no request of Slack's is so long")
        body = environ["wsgi.input"].read(length)
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        if not self._is_signed(body, timestamp, signature):
            return refuse("401 Unauthorized", b"not signed by Slack")
        if not self._signatures.first_time(signature):
            return refuse("401 Unauthorized", b"replayed")
        accepted = False

        def noting(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            nonlocal accepted
            accepted = status.startswith("200")
            return start_response(status, headers)

        try:
            return self._bolt({**environ, "wsgi.input": BytesIO(body)}, noting)  # type: ignore[arg-type]
        finally:
            if not accepted:
                self._signatures.forget(signature)

    def _is_signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError, OverflowError):  # no time, not UTF-8, not ASCII
            return False
