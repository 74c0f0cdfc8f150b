"""Messages that show how a job goes: posted, and edited as it goes on."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty
from uuid import uuid4

from bot.rebuild_events import Built, Failed, Stage, Working
from bot.slack.connection.failures import judge
from bot.slack.jobs.job import Events
from bot.slack.messages.message import Message
from bot.slack.questions.messenger import Messenger
from bot.slack.values import Posted

log = logging.getLogger(__name__)

EDIT_EVERY_S = 3.0
# A message that is gone is not tried again before that.
GONE_S = 3600.0


class LiveMessages:
    """May be shared by threads. `edit_every_s` is the least time from one edit to the next.

    `stopping` is set when the bot ends.
    """

    def __init__(self, messenger: Messenger, stopping: threading.Event) -> None:
        self._messenger = messenger
        self._stopping = stopping
        self.edit_every_s = EDIT_EVERY_S

    def post(self, channel: str, message: Message, by: str, thread_ts: str | None = None) -> Posted:
        """In the channel, or directly to `by` if the bot may not post there.

        Raises what Slack raises if neither can be done.
        """
        key = uuid4().hex
        try:
            return self._messenger.post_to_edit(channel, message, key, thread_ts)
        except Exception as error:
            failure = judge(error)
            if failure is None:
                raise
            if failure.unsure and (found := self._found(channel, key, thread_ts)):
                log.info("a message that was posted is found: %s", failure.cause)
                return found
            if failure.remedy == "wait":
                raise
            log.info("what %s asked for is shown to them alone: %s", by, failure.cause)
            return self._messenger.post_to_edit(by, message, key)

    def _found(self, channel: str, key: str, thread_ts: str | None) -> Posted | None:
        try:
            return self._messenger.find_job_message(channel, key, thread_ts)
        except Exception as error:
            if (failure := judge(error)) is None:
                raise
            log.warning("whether a message was posted is not known: %s", failure.cause)
            return None

    def follow(
        self, events: Events, show: Callable[[Working, float | None], float]
    ) -> Built | Failed:
        """Show the newest of the events every few seconds, until the one that ends it; returns
        that when a message may be edited once more.

        `show` also gets the seconds that are left, if they are known; it returns how many seconds
        Slack wants to be left alone.
        """
        now, left, left_s = Working("reading"), TimeLeft(), None
        shown = now
        may_edit_at = time.monotonic() + self.edit_every_s
        while True:
            with suppress(Empty):
                event = events.get(timeout=max(0.0, may_edit_at - time.monotonic()))
                if not isinstance(event, Working):
                    soon_s = min(self.edit_every_s, may_edit_at - time.monotonic())
                    self._stopping.wait(max(0.0, soon_s))
                    return event
                now, left_s = event, left.after(event, time.monotonic())
                continue
            wait_s = 0.0
            if now != shown:
                wait_s = show(now, left_s)
                shown = now
            may_edit_at = time.monotonic() + max(wait_s, self.edit_every_s)

    def edit(self, posted: Posted, message: Message) -> float:
        """How many seconds Slack wants to be left alone; an edit that fails is only logged."""
        try:
            self._messenger.edit(posted, message)
        except Exception as error:
            if (failure := judge(error)) is None:
                log.exception("an edit failed")
                return 0.0
            log.info("how a job goes could not be shown: %s", failure.cause)
            return failure.after_s if failure.remedy == "wait" else GONE_S
        return 0.0


class TimeLeft:
    """Of the stage that is under way, from its first items on: what comes before them, and what is
    taken over from the last time, says nothing about the pace."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._first = (0.0, 0)

    def after(self, now: Working, at_s: float) -> float | None:
        """The seconds that may be left at the moment `at_s`; None while nobody can know."""
        if not now.total:
            return None
        if self._stage != now.stage:
            self._stage, self._first = now.stage, (at_s, now.done)
        began_s, began_with = self._first
        done = now.done - began_with
        return (now.total - now.done) * (at_s - began_s) / done if done > 0 else None
