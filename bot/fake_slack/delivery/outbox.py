"""What Slack sends to the app: retries as Slack makes them, and a record of every payload.

Two ways carry it, `SocketMode` and `HttpDelivery`; the outbox does not know which.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.fake_slack.wire import JsonObject

PayloadKind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`delays_s` has one entry for each retry. Only events are retried unless `everything`."""

    ack_timeout_s: float = 3.0
    delays_s: tuple[float, ...] = (0.0, 60.0, 300.0)
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a payload; `retry_num` is None on the first."""

    kind: PayloadKind
    payload: JsonObject
    retry_num: int | None = None
    retry_reason: str | None = None
    timeout_s: float = 3.0


@dataclass(frozen=True, slots=True)
class Ack:
    """The app's acknowledgement with what it sent along."""

    payload: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class NotAcknowledged:
    """`reason` as in `x-slack-retry-reason`: `http_timeout`, `http_error`, `connection_failed` …"""

    reason: str
    may_retry: bool = True


class Carrier(Protocol):
    async def attempt(self, attempt: Attempt) -> Ack | NotAcknowledged: ...


@dataclass(slots=True)
class Delivery:
    """A payload on its way: `attempts` made so far, and the `ack` once there is one."""

    kind: PayloadKind
    payload: JsonObject
    attempts: int = 0
    ack: Ack | None = None
    finished: bool = False

    @property
    def event_id(self) -> str | None:
        return self.payload.get("event_id")

    @property
    def event(self) -> JsonObject:
        event: JsonObject = self.payload.get("event", {})
        return event


@dataclass(slots=True)
class Outbox:
    """`sent` is the record. While `held` is a list, events wait in it to be released.

    `reaction_s`, if given, is how long people wait for an acknowledgement; events have the policy's
    time-out.
    """

    carrier: Carrier
    policy: RetryPolicy
    changed: Callable[[str, JsonObject], None]
    reaction_s: float | None = None
    sent: list[Delivery] = field(default_factory=list)
    held: list[Delivery] | None = None
    _tasks: set[asyncio.Task[Ack | None]] = field(default_factory=set)

    def send(self, kind: PayloadKind, payload: JsonObject) -> asyncio.Task[Ack | None] | None:
        """Start the delivery; None when it is held back."""
        delivery = Delivery(kind, payload)
        self.sent.append(delivery)
        if self.held is not None and kind == "events_api":
            self.held.append(delivery)
            return None
        return self._start(self._deliver(delivery))

    def _start(self, work: "asyncio._CoroutineLike[Ack | None]") -> asyncio.Task[Ack | None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def ask(self, kind: PayloadKind, payload: JsonObject) -> Ack | None:
        """Deliver and wait for the acknowledgement; None when none came in time."""
        task = self.send(kind, payload)
        return await task if task else None

    def again(
        self, delivery: Delivery, retry_num: int | None = None, reason: str | None = None
    ) -> None:
        """Send a payload once more as it was, with or without Slack's retry marks."""
        self._start(self._once(delivery, retry_num, reason))

    def release(self, arrange: Callable[[list[Delivery]], list[Delivery]]) -> None:
        """Let what was held back go, in the order that `arrange` gives it."""
        waiting, self.held = self.held or [], None
        for delivery in arrange(waiting):
            self._start(self._deliver(delivery))

    async def _once(self, delivery: Delivery, number: int | None, reason: str | None) -> Ack | None:
        delivery.attempts += 1
        attempt = Attempt(
            delivery.kind, delivery.payload, number, reason, self.policy.ack_timeout_s
        )
        outcome = await self.carrier.attempt(attempt)
        if isinstance(outcome, Ack):
            delivery.ack, delivery.finished = outcome, True
        self.changed("attempt", {})
        return delivery.ack

    def _timeout_s(self, kind: PayloadKind) -> float:
        if kind == "events_api" or self.reaction_s is None:
            return self.policy.ack_timeout_s
        return self.reaction_s

    async def _deliver(self, delivery: Delivery) -> Ack | None:
        timeout_s, number, reason = self._timeout_s(delivery.kind), None, None
        for retries, delay_s in enumerate((0.0, *self.policy.delays_s)):
            if retries:
                number = retries
                await asyncio.sleep(delay_s)
            delivery.attempts += 1
            outcome = await self.carrier.attempt(
                Attempt(delivery.kind, delivery.payload, number, reason, timeout_s)
            )
            if isinstance(outcome, Ack):
                delivery.ack = outcome
                break
            reason = outcome.reason
            retried = self.policy.everything or delivery.kind == "events_api"
            if not retried or not outcome.may_retry:
                break
        delivery.finished = True
        self.changed("delivered" if delivery.ack else "undelivered", {})
        return delivery.ack

    async def stop(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
