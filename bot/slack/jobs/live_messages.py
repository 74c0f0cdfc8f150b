"""Messages that show how something goes: posted, edited as it goes on, closed when it is over."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from bot.rebuild_events import Built, Failed, Working
from bot.slack.connection.failures import judge
from bot.slack.messages.message import Message
from bot.slack.questions.messenger import Messenger
from bot.slack.values import Posted

log = logging.getLogger(__name__)

Events = queue.SimpleQueue[Working | Built | Failed]

EDIT_EVERY_S = 3.0
CLOSING_ATTEMPTS = 6
# A message that is gone is not looked for again before that.
GONE_S = 3600.0


class LiveMessages:
    """May be shared by threads. `edit_every_s` is the least time from one edit to the next.

    `stopping` is set when the bot ends; what cannot be told then is told by the next one.
    """

    def __init__(self, messenger: Messenger, stopping: threading.Event) -> None:
        self._messenger = messenger
        self._stopping = stopping
        self.edit_every_s = EDIT_EVERY_S

    def post(self, channel: str, message: Message, by: str, thread_ts: str | None = None) -> Posted:
        """In the channel, or directly to `by` where the bot may not post there.

        Raises what Slack raises where neither can be done.
        """
        try:
            return self._messenger.post_to_edit(channel, message, thread_ts)
        except Exception as error:
            failure = judge(error)
            if failure is None or failure.remedy == "wait":
                raise
            log.info("what %s asked for is shown to them alone: %s", by, failure.cause)
            return self._messenger.post_to_edit(by, message)

    def follow(
        self, events: Events, show: Callable[[Working, float | None], float]
    ) -> Built | Failed:
        """Show the newest of the events every few seconds, until the one that ends it; returns
        that when a message may be edited once more.

        `show` is given the seconds that are left, too, where they are known; it returns those that
        Slack wants to be left alone.
        """
        now, left, left_s = Working("reading"), TimeLeft(), None
        shown = now
        may_edit_at = time.monotonic() + self.edit_every_s
        while True:
            with suppress(queue.Empty):
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
        """The seconds that Slack wants to be left alone."""
        try:
            self._messenger.edit(posted, message)
        except Exception as error:
            if (failure := judge(error)) is None:
                raise
            log.info("how something goes could not be shown: %s", failure.cause)
            return failure.after_s if failure.remedy == "wait" else GONE_S
        return 0.0

    def close(self, posted: Posted, message: Message, by: str) -> bool:
        """The last edit; where the message is gone, a direct message to `by` instead."""
        return self.insist(
            lambda: self._messenger.edit(posted, message), lambda: self._messenger.post(by, message)
        )

    def insist(self, say: Callable[[], None], otherwise: Callable[[], None] | None = None) -> bool:
        """Tried again while Slack has trouble; `otherwise` is for where it can never be said.

        False where the bot ended first, or Slack's trouble did not end: the next one may try.
        """
        for attempt in range(CLOSING_ATTEMPTS):
            try:
                say()
            except Exception as error:
                if (failure := judge(error, attempt)) is None:
                    raise
                log.warning("how something ended could not be shown: %s", failure.cause)
                if failure.remedy == "wait":
                    if self._stopping.wait(failure.after_s):
                        return False
                    continue
                if otherwise is not None:
                    say, otherwise = otherwise, None
                    continue
            return True
        return False


class TimeLeft:
    """From the first passages on: what comes before them, and what is taken over from the last
    index, says nothing about the pace."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None

    def after(self, now: Working, at_s: float) -> float | None:
        """The seconds that may be left at the moment `at_s`; None while nobody can know."""
        if now.stage != "encoding":
            return None
        if self._first is None:
            self._first = (at_s, now.done)
        began_s, began_with = self._first
        done = now.done - began_with
        return (now.total - now.done) * (at_s - began_s) / done if done > 0 else None
