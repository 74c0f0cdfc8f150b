"""`/healthz` and `/metrics`, on a port of their own that the world need not reach."""

import json
import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from slack_sdk import WebClient

from bot.slack.connection.failures import judge

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

PULSE_S = 30.0


class Pulse:
    """Whether Slack takes our token, asked every half minute. For HTTP, where nothing is open."""

    def __init__(self, client: WebClient, every_s: float = PULSE_S) -> None:
        self._client = client
        self._every_s = every_s
        self._reachable = True
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    @property
    def is_reachable(self) -> bool:
        return self._reachable

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopping.wait(self._every_s):
            try:
                self._client.auth_test()
                self._reachable = True
            except Exception as error:
                if (failure := judge(error)) is None:
                    raise
                self._reachable = failure.error == "ratelimited"
                log.warning("auth.test: %s", failure.cause)


class Health:
    """A WSGI application. Ready when an index is loaded and Slack is reachable."""

    def __init__(
        self,
        index: Callable[[], str],
        slack_is_reachable: Callable[[], bool],
        registry: CollectorRegistry,
    ) -> None:
        self._index = index
        self._slack_is_reachable = slack_is_reachable
        self._registry = registry

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == "/metrics":
            start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest(self._registry)]
        if path != "/healthz":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"there are /healthz and /metrics here\n"]
        index, reachable = self._index(), self._slack_is_reachable()
        ready = bool(index) and reachable
        body = {"ready": ready, "index": index or None, "slack": reachable}
        status = "200 OK" if ready else "503 Service Unavailable"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(body).encode() + b"\n"]
