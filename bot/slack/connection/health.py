"""`/healthz` and `/metrics`, on a port of their own that nobody outside needs to reach."""

import json
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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

    @property
    def is_reachable(self) -> bool:
        return self._reachable

    def run(self) -> None:
        """Until `stop`."""
        while not self._stopping.wait(self._every_s):
            self._reachable = self._ask()

    def stop(self) -> None:
        self._stopping.set()

    def _ask(self) -> bool:
        try:
            self._client.auth_test()
        except Exception as error:
            if (failure := judge(error)) is None:
                log.exception("auth.test could not be called")
                return False
            log.warning("auth.test: %s", failure.cause)
            return failure.error == "ratelimited"
        return True


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a bot needs to answer, looked up for each request.

    `index` is the snapshot in use or "", `memory_trouble` why nothing can be recorded or "",
    `dead_threads` those that do not do their work.
    """

    index: Callable[[], str]
    slack: Callable[[], bool]
    memory_trouble: Callable[[], str]
    dead_threads: Callable[[], list[str]]


class Health:
    """A WSGI application. Ready when an index is loaded, Slack is reachable, questions can be
    recorded, and every thread does its work."""

    def __init__(self, readiness: Readiness, registry: CollectorRegistry) -> None:
        self._readiness = readiness
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
        needs = self._readiness
        index, reachable = needs.index(), needs.slack()
        trouble, dead = needs.memory_trouble(), needs.dead_threads()
        ready = bool(index) and reachable and not trouble and not dead
        body = {
            "ready": ready,
            "index": index or None,
            "slack": reachable,
            "memory": trouble or "ok",
            "dead_threads": dead,
        }
        status = "200 OK" if ready else "503 Service Unavailable"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(body).encode() + b"\n"]
