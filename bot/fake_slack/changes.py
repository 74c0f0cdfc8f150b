"""Announcements of changes: tests wait for a condition, the page reads a feed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.fake_slack.wire import JsonObject

T = TypeVar("T")


class NothingCame(AssertionError):
    """What was waited for did not happen in time."""


@dataclass(slots=True)
class Changes:
    """Lives on the server's event loop."""

    feeds: set[asyncio.Queue[JsonObject]] = field(default_factory=set)
    _next: asyncio.Event = field(default_factory=asyncio.Event)

    def announce(self, kind: str, detail: JsonObject) -> None:
        self._next.set()
        self._next = asyncio.Event()
        for feed in self.feeds:
            feed.put_nowait({"kind": kind, **detail})

    async def until(self, probe: Callable[[], T | None], timeout_s: float, what: str) -> T:
        """The first truthy answer of `probe`, which is called after every change."""
        try:
            async with asyncio.timeout(timeout_s):
                while not (found := probe()):
                    await self._next.wait()
                return found
        except TimeoutError:
            raise NothingCame(f"{what} did not come within {timeout_s} s") from None
