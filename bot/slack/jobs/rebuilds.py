"""Rebuilds asked for in Slack: one at a time, each shown in one message."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rebuild_events import Built, Failed, Working
from bot.slack.jobs.endings import Endings
from bot.slack.jobs.index_lock import IndexLock
from bot.slack.jobs.job import Job
from bot.slack.jobs.live_messages import LiveMessages
from bot.slack.jobs.process import KILL_AFTER_S
from bot.slack.jobs.rebuild_messages import Cancelled, closing_message, progress_message
from bot.slack.memory.ending_store import Ending
from bot.slack.questions.messenger import Messenger
from bot.slack.values import Posted

# How long a call to Slack may hold up the end of the bot, on top of the end of the process.
STOP_S = 10.0


@dataclass(slots=True)
class _Current:
    by: str
    job: Job | None = None
    posted: Posted | None = None
    cancelled_by: str = ""


class Rebuilds:
    """May be shared by threads. `command` rebuilds, and prints what happens as JSON lines."""

    def __init__(
        self, command: Sequence[str], messenger: Messenger, endings: Endings, index_lock: IndexLock
    ) -> None:
        self._command = tuple(command)
        self._endings = endings
        self._index_lock = index_lock
        self._stopping = threading.Event()
        self.live = LiveMessages(messenger, self._stopping)
        self._lock = threading.Lock()
        self._current: _Current | None = None
        self._showing: list[threading.Thread] = []

    @property
    def is_under_way(self) -> bool:
        with self._lock:
            return self._current is not None

    def start(self, by: str, channel: str) -> bool:
        """Whether it is shown in `channel`; else it is in a direct message to `by`.

        Raises `UnderWay`, `NotStarted`, and what Slack raises if no message can be posted; nothing
        is rebuilt then.
        """
        self._index_lock.acquire("a rebuild", by)
        current = _Current(by)
        try:
            with self._lock:
                self._current = current
            job = current.job = Job(f"the rebuild asked for by {by}", self._command, self._ended)
        except BaseException:
            self._ended()
            raise
        try:
            posted = self.live.post(channel, progress_message(Working("reading"), by), by)
        except BaseException:
            job.stop()
            raise
        ending = Ending(posted, by, "edit")
        self._endings.expect(ending)
        current.posted = posted
        showing = threading.Thread(
            target=self._show, args=(current, job, ending), name="rebuild", daemon=True
        )
        with self._lock:
            self._showing = [one for one in self._showing if one.is_alive()] + [showing]
            showing.start()
        return posted.channel == channel

    def cancel(self, by: str, posted: Posted) -> bool:
        """Whether the message `posted` shows the rebuild that is under way, which then ends."""
        with self._lock:
            current = self._current
            if current is None or current.job is None or current.posted != posted:
                return False
            current.cancelled_by = by
        current.job.stop()
        return True

    def stop(self) -> None:
        """End what is under way."""
        self._stopping.set()
        with self._lock:
            job = self._current.job if self._current else None
            showing = [*self._showing]
        if job is not None:
            job.stop()
        deadline = time.monotonic() + KILL_AFTER_S + STOP_S
        for thread in showing:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _ended(self) -> None:
        with self._lock:
            self._current = None
        self._index_lock.release()

    def _show(self, current: _Current, job: Job, shown: Ending) -> None:
        def show(now: Working, left_s: float | None) -> float:
            return self.live.edit(shown.at, progress_message(now, current.by, left_s))

        ending: Built | Failed | Cancelled = self.live.follow(job.events, show)
        if isinstance(ending, Failed) and current.cancelled_by:
            ending = Cancelled(current.cancelled_by)
        elif isinstance(ending, Failed) and self._stopping.is_set():
            ending = Failed("I was stopped")
        self._endings.say(replace(shown, message=closing_message(ending, current.by)))
