"""What a reading knows of each host: its robots.txt, when to ask it next, whether it said stop."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from index.errors import SourceError
from index.web.limits import WebLimits

LONGEST_DELAY_S = 60.0
"""A robots.txt that asks for more between two requests gets one request per reading."""


class _Robots(Protocol):
    def can_fetch(self, url: str, user_agent: str) -> bool: ...
    def crawl_delay(self, user_agent: str) -> float | None: ...


@dataclass(slots=True)
class _Host:
    robots: _Robots | None = None
    delay_s: float = 0.0
    next_at: float = 0.0
    closed: str = ""


class Hosts:
    """`fetch_robots` gives the text of a robots.txt, "" if there is none.

    `clock` gives seconds, `sleep` waits for some.
    """

    def __init__(
        self,
        limits: WebLimits,
        fetch_robots: Callable[[str], str],
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits, self._fetch_robots = limits, fetch_robots
        self._clock, self._sleep = clock, sleep
        self._hosts: dict[str, _Host] = {}
        # RFC 9309: groups of a robots.txt are for the name before the slash.
        self._name = limits.user_agent.partition("/")[0]

    def enter(self, origin: str, url: str) -> None:
        """Wait until `url` may be asked for.

        `origin` is its scheme, host and port. Raises SourceError if it may not be asked for: its
        robots.txt says so or cannot be read, or the host was closed.
        """
        host = self._hosts.get(origin)
        if host is None:
            host = self._hosts[origin] = _Host(delay_s=self._limits.delay_s)
            if self._limits.obey_robots:
                self._read_robots(host, origin)
        if host.closed:
            raise SourceError(host.closed)
        if host.robots is not None and not host.robots.can_fetch(url, self._name):
            raise SourceError("may not be read: its site's robots.txt disallows it")
        self._wait(host)

    def close(self, origin: str, reason: str) -> None:
        """Ask this host for nothing more in this reading."""
        self._hosts.setdefault(origin, _Host()).closed = reason

    def _read_robots(self, host: _Host, origin: str) -> None:
        from protego import Protego

        try:
            host.robots = Protego.parse(self._fetch_robots(f"{origin}/robots.txt"))
        except SourceError as error:
            host.closed = str(error)
        else:
            host.delay_s = max(host.delay_s, host.robots.crawl_delay(self._name) or 0.0)

    def _wait(self, host: _Host) -> None:
        left_s = host.next_at - self._clock()
        if left_s > LONGEST_DELAY_S:
            raise SourceError(
                f"has to wait: its site asks for {host.delay_s:g} s between two requests"
            )
        if left_s > 0:
            self._sleep(left_s)
        host.next_at = self._clock() + host.delay_s
