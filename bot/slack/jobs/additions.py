"""Links to add to the collection: those that wait are added in one job."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from bot.rebuild_events import Built, Failed, Working
from bot.slack.background import Background
from bot.slack.jobs.addition_messages import (
    AdditionResult,
    adding_message,
    closing_message,
    refusal_message,
    result_of,
    unseen_message,
    waiting_message,
)
from bot.slack.jobs.endings import Endings
from bot.slack.jobs.index_lock import IndexLock, UnderWay
from bot.slack.jobs.job import Job
from bot.slack.jobs.live_messages import LiveMessages
from bot.slack.jobs.process import KILL_AFTER_S, NotStarted
from bot.slack.memory.addition_store import Addition, AdditionStore, NewAddition, TooManyWaiting
from bot.slack.memory.ending_store import Ending
from bot.slack.questions.messenger import Messenger
from index.errors import PullquoteError, StorageError

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Additions in one job, at most."""
STOP_S = 10.0


class Additions:
    """May be shared by threads. `command` adds the links that are appended to it.

    `sources` lists what is in the collection already; `unseen` gives those of some links that no
    group may see.
    """

    def __init__(
        self,
        command: Sequence[str],
        store: AdditionStore,
        messenger: Messenger,
        endings: Endings,
        index_lock: IndexLock,
        sources: Callable[[], Collection[str]],
        unseen: Callable[[Collection[str]], Collection[str]] = lambda links: (),
    ) -> None:
        self._command = tuple(command)
        self._store = store
        self._endings = endings
        self._index_lock = index_lock
        self._sources = sources
        self._unseen = unseen
        self._stopping = threading.Event()
        self._news = threading.Event()
        self._job: Job | None = None
        self._done: list[Addition] = []
        self._shown_waiting: set[int] = set()
        self._thread: threading.Thread | None = None
        self.live = LiveMessages(messenger, self._stopping)
        # How long to wait after a fault, or while another process changes the index.
        self.retry_s = 10.0

    def start(self, background: Background) -> None:
        """Begin with those that waited when the bot last ended."""
        self._thread = background.start("additions", self._work)

    def add(
        self, links: tuple[str, ...], by: str, channel: str, thread_ts: str | None = None
    ) -> bool:
        """Whether it is shown in `channel`; else it is in a direct message to `by`.

        Raises `TooManyWaiting`, and what Slack raises if no message can be posted.
        """
        self._store.expect_room()
        going_first = self._index_lock.held_for
        if going_first:
            message = waiting_message(links, by, going_first)
        else:
            message = adding_message(links, by, Working("reading"))
        posted = self.live.post(channel, message, by, thread_ts)
        try:
            self._store.keep(NewAddition(links, by, posted, "by edit"))
        except (TooManyWaiting, StorageError, sqlite3.Error) as error:
            log.warning("%s is not added: %r", " ".join(links), error)
            result = result_of(links, Failed("I could not save it. Please try again later."))
            self._endings.say(Ending(posted, by, "edit", closing_message(result, by)))
        self.wake()
        return posted.channel == channel

    def waiting(self) -> int:
        """How many are still to be added."""
        return self._store.waiting()

    def wake(self) -> None:
        """Something was put into the store."""
        self._news.set()

    def stop(self) -> None:
        """End what is under way; the next bot begins it again."""
        self._stopping.set()
        self.wake()
        if (job := self._job) is not None:
            job.stop()
        if self._thread is not None:
            self._thread.join(KILL_AFTER_S + STOP_S)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._news.clear()
            try:
                self._news.wait(self._work_once())
            except Exception:
                log.exception("additions failed and are tried again")
                self._stopping.wait(self.retry_s)

    def _work_once(self) -> float | None:
        """How many seconds to wait before the next round; None for until something comes."""
        self._forget_done()
        due_s = self._store.next_due_s()
        if due_s is None or due_s > 0:
            return due_s
        try:
            self._index_lock.acquire("an addition", self._store.due(1)[0].by, within_s=0.5)
        except UnderWay:
            return 0.0
        try:
            # Now, not before: more may have come while the lock was held.
            is_done = self._run(self._store.due(AT_ONCE))
        finally:
            self._index_lock.release()
        if not is_done:
            self._stopping.wait(self.retry_s)
        return 0.0

    def _run(self, batch: Sequence[Addition]) -> bool:
        """False if another process is busy with the index, so that all still wait."""
        there = self._listed()
        wanted = {each: self._to_read(each, there) for each in batch}
        links = tuple(dict.fromkeys(link for each in batch for link in wanted[each]))
        ending = self._add(links, batch) if links else None
        if isinstance(ending, Failed):
            if self._stopping.is_set():
                return True
            if ending.busy:
                self._show_waiting(batch)
                return False
        self._done = list(batch)
        self._shown_waiting.difference_update(each.id for each in batch)
        endings = [self._ending(each, wanted[each], ending) for each in batch]
        if self._endings.say(*endings, together_with=self._forget_done_rows):
            self._done = []
        return True

    def _forget_done(self) -> None:
        """What could not be forgotten when it was done: it is never done twice."""
        if self._done:
            self._forget_done_rows()
            self._done = []

    def _forget_done_rows(self) -> None:
        for each in self._done:
            self._store.forget(each)

    def _listed(self) -> Collection[str]:
        try:
            return frozenset(self._sources())
        except PullquoteError as error:
            log.warning("which links are there already is not known: %s", error)
            return ()

    def _to_read(self, addition: Addition, there: Collection[str]) -> tuple[str, ...]:
        """Whoever asks for a link has it read again; one that is only posted is read once."""
        if addition.reported == "by edit":
            return addition.links
        return tuple(link for link in addition.links if link not in there)

    def _add(self, links: tuple[str, ...], batch: Sequence[Addition]) -> Built | Failed:
        shown = [each for each in batch if each.reported == "by edit"]

        def show(now: Working, left_s: float | None) -> float:
            waits = [
                self.live.edit(each.at, adding_message(each.links, each.by, now, left_s))
                for each in shown
            ]
            return max([*waits, self.live.edit_every_s * len(shown)])

        try:
            self._job = job = Job(f"adding {' '.join(links)}", (*self._command, *links))
        except NotStarted as error:
            return Failed(str(error))
        if self._stopping.is_set():
            job.stop()
        try:
            return self.live.follow(job.events, show)
        finally:
            self._job = None

    def _show_waiting(self, batch: Sequence[Addition]) -> None:
        """Once, however long they wait: Slack takes fifty edits a minute."""
        for each in batch:
            if each.reported == "by edit" and each.id not in self._shown_waiting:
                self._shown_waiting.add(each.id)
                self.live.edit(each.at, waiting_message(each.links, each.by, "a rebuild"))

    def _ending(
        self, addition: Addition, wanted: Sequence[str], ending: Built | Failed | None
    ) -> Ending:
        """`wanted` are its links that were to be read; there is no `ending` without any."""
        result = result_of(wanted, ending) if ending and wanted else AdditionResult((), ())
        result = replace(result, unseen=tuple(self._unseen([a.source for a in result.added])))
        at, by, thread_ts = addition.at, addition.by, addition.thread_ts
        if addition.reported == "by edit":
            return Ending(at, by, "edit", closing_message(result, by))
        if result.refused:
            return Ending(at, by, "reply", refusal_message(result.refused), thread_ts)
        if result.unseen:
            return Ending(at, by, "reply", unseen_message(result.unseen), thread_ts)
        return Ending(at, by, "reaction", closing_message(result, by), thread_ts)
