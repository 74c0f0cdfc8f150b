"""Rebuilds asked for in Slack: one at a time, in a process of its own, shown in one message."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.rebuild_events import Built, Failed, Working
from bot.slack.jobs.index_lock import IndexLock
from bot.slack.jobs.live_messages import Events, LiveMessages
from bot.slack.jobs.process import KILL_AFTER_S, RebuildProcess
from bot.slack.jobs.rebuild_messages import (
    Cancelled,
    closing_message,
    interrupted_message,
    progress_message,
)
from bot.slack.memory.rebuild_posts import RebuildPost, RebuildPosts
from bot.slack.messages.message import Message
from bot.slack.questions.messenger import Messenger
from bot.slack.values import Posted

log = logging.getLogger(__name__)

# How long a call to Slack may hold up the end of the bot, beside the end of the process.
STOP_S = 10.0


@dataclass(slots=True)
class _Current:
    by: str
    process: RebuildProcess
    post: RebuildPost | None = None
    cancelled_by: str = ""


class Rebuilds:
    """May be shared by threads. `command` rebuilds, and prints what happens as JSON lines."""

    def __init__(
        self, command: Sequence[str], messenger: Messenger, posts: RebuildPosts, turn: IndexLock
    ) -> None:
        self._command = tuple(command)
        self._turn = turn
        self._stopping = threading.Event()
        self.showing = RebuildShowing(messenger, posts, self._stopping)
        self._lock = threading.Lock()
        self._current: _Current | None = None
        self._threads: list[threading.Thread] = []

    @property
    def is_under_way(self) -> bool:
        with self._lock:
            return self._current is not None

    def start(self, by: str, channel: str) -> bool:
        """Whether it is shown in `channel`; else it is in a direct message to `by`.

        Raises `UnderWay`, OSError where no process can be begun, and what Slack raises where no
        message can be posted; nothing is rebuilt then.
        """
        self._turn.take("a rebuild", by)
        try:
            current = _Current(by, RebuildProcess(self._command))
        except BaseException:
            self._turn.give_back()
            raise
        with self._lock:
            self._current = current
        events = Events()
        self._in_thread(lambda: self._read(current, events))
        try:
            current.post = post = self.showing.post(channel, by)
        except BaseException:
            current.process.stop()
            raise
        self._in_thread(lambda: self._show(current, post, events))
        return post.posted.channel == channel

    def cancel(self, by: str, posted: Posted) -> bool:
        """Whether the message `posted` shows the rebuild that is under way, which then ends."""
        with self._lock:
            current = self._current
            if current is None or current.post is None or current.post.posted != posted:
                return False
            current.cancelled_by = by
        current.process.stop()
        return True

    def mend(self) -> None:
        """Close the messages that were left open when the bot last ended."""
        if left := self.showing.left_open():
            log.info("%d messages show rebuilds of before the bot last stopped", len(left))
            self._in_thread(lambda: self.showing.mend(left))

    def stop(self) -> None:
        """End what is under way, and say so where that takes no second attempt."""
        self._stopping.set()
        with self._lock:
            if self._current is not None:
                self._current.process.stop()
            threads = [*self._threads]
        deadline = time.monotonic() + KILL_AFTER_S + STOP_S
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _in_thread(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="rebuild", daemon=True)
        with self._lock:
            self._threads = [one for one in self._threads if one.is_alive()] + [thread]
            thread.start()

    def _read(self, current: _Current, events: Events) -> None:
        """In a thread that never waits for Slack, so that the process never waits for us."""
        ending: Built | Failed = Failed("I lost sight of it")
        try:
            for event in current.process.events():
                if isinstance(event, Built | Failed):
                    ending = event
                else:
                    events.put(event)
        finally:
            with self._lock:
                self._current = None
            self._turn.give_back()
            log.info("the rebuild asked for by %s: %s", current.by, ending)
            events.put(ending)

    def _show(self, current: _Current, post: RebuildPost, events: Events) -> None:
        ending: Built | Failed | Cancelled = self.showing.follow(post, events)
        if isinstance(ending, Failed) and current.cancelled_by:
            ending = Cancelled(current.cancelled_by)
        elif isinstance(ending, Failed) and self._stopping.is_set():
            ending = Failed("I was stopped")
        self.showing.close(post, closing_message(ending, current.by))


class RebuildShowing:
    """May be shared by threads."""

    def __init__(
        self, messenger: Messenger, posts: RebuildPosts, stopping: threading.Event
    ) -> None:
        self._posts = posts
        self.live = LiveMessages(messenger, stopping)

    def post(self, channel: str, by: str) -> RebuildPost:
        """In the channel, or directly to `by` where the bot may not post there.

        Raises what Slack raises where neither can be done.
        """
        message = progress_message(Working("reading"), by)
        post = RebuildPost(self.live.post(channel, message, by), by)
        self._posts.keep(post)
        return post

    def follow(self, post: RebuildPost, events: Events) -> Built | Failed:
        """Until the event that ends the rebuild, which is returned."""

        def show(now: Working, left_s: float | None) -> float:
            return self.live.edit(post.posted, progress_message(now, post.by, left_s))

        return self.live.follow(events, show)

    def close(self, post: RebuildPost, message: Message) -> None:
        """The last edit."""
        if self.live.close(post.posted, message, post.by):
            self._posts.forget(post)

    def left_open(self) -> list[RebuildPost]:
        """The messages that the bot could not close before it last ended."""
        return self._posts.kept()

    def mend(self, left: list[RebuildPost]) -> None:
        for post in left:
            self.close(post, interrupted_message(post.by))
