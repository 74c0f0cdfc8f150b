"""Slack's bad days, planned in advance: how the next calls of a method fail."""

from dataclasses import dataclass, field
from typing import Literal

from bot.fake_slack.wire import JsonObject

FaultKind = Literal["error", "ratelimited", "body", "hang", "reset", "cut_off"]
_MAINTENANCE = "<!DOCTYPE html><html><body><h1>We'll be right back</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """How calls fail.

    `body` is what something on the way answers instead of Slack; `hang` keeps the client waiting
    for `seconds`, `reset` drops its connection, `cut_off` does so after the headers. With
    `after=True` the method does its work and only the answer is lost: the message *is* posted.
    """

    kind: FaultKind
    error: str = ""
    status: int = 200
    body: str = ""
    content_type: str = "text/plain"
    seconds: float = 1.0
    after: bool = False
    detail: JsonObject = field(default_factory=dict)

    @classmethod
    def refuses(cls, error: str, **detail: object) -> "Fault":
        """`{"ok": false, "error": error}`: `token_expired`, `account_inactive`, `fatal_error` …"""
        return cls("error", error=error, detail=dict(detail))

    @classmethod
    def ratelimited(cls, retry_after_s: int = 1) -> "Fault":
        return cls("ratelimited", seconds=retry_after_s)

    @classmethod
    def http(cls, status: int = 500, *, after: bool = False) -> "Fault":
        return cls("body", status=status, body="upstream error", after=after)

    @classmethod
    def empty(cls, *, after: bool = False) -> "Fault":
        """Status 200 and not a byte of an answer."""
        return cls("body", after=after)

    @classmethod
    def html(cls, *, after: bool = False) -> "Fault":
        """Status 200 and a web page, as from a proxy."""
        return cls("body", body=_MAINTENANCE, content_type="text/html", after=after)

    @classmethod
    def hangs(cls, seconds: float, *, after: bool = False) -> "Fault":
        return cls("hang", seconds=seconds, after=after)

    @classmethod
    def resets(cls, *, after: bool = False) -> "Fault":
        return cls("reset", after=after)

    @classmethod
    def cuts_off(cls, *, after: bool = False) -> "Fault":
        """Status 200, the headers, one byte of the answer, and a dropped connection."""
        return cls("cut_off", after=after)


@dataclass(slots=True)
class _Order:
    fault: Fault
    method: str
    channel: str | None
    skip: int
    left: int


@dataclass(slots=True)
class FaultPlan:
    """The faults still to come, taken in the order in which they were planned."""

    _orders: list[_Order] = field(default_factory=list)

    def add(
        self,
        method: str,
        fault: Fault,
        times: int = 1,
        *,
        channel: str | None = None,
        skip: int = 0,
    ) -> None:
        """`method` may be `*`; the first `skip` calls that match go through."""
        self._orders.append(_Order(fault, method, channel, skip, times))

    def take(self, method: str, channel: str | None) -> Fault | None:
        for order in self._orders:
            if order.method not in ("*", method) or order.channel not in (None, channel):
                continue
            if order.skip:
                order.skip -= 1
                continue
            order.left -= 1
            if order.left <= 0:
                self._orders.remove(order)
            return order.fault
        return None

    def clear(self) -> None:
        self._orders.clear()
