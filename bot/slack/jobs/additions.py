"""Links to add to the collection: those that wait are added in one run, in a process of its own."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence

from bot.rebuild_events import Built, Failed, Working
from bot.slack.jobs.addition_messages import (
    Outcome,
    adding_message,
    closing_message,
    outcome_of,
    refusal_message,
    waiting_message,
)
from bot.slack.jobs.index_lock import IndexLock, UnderWay
from bot.slack.jobs.live_messages import Events, LiveMessages
from bot.slack.jobs.process import KILL_AFTER_S, RebuildProcess
from bot.slack.memory.addition_store import Addition, AdditionStore, NewAddition
from bot.slack.questions.messenger import Messenger
from index.errors import PullquoteError

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Additions in one run, at most."""
ADDED = "white_check_mark"
STOP_S = 10.0


class Additions:
    """May be shared by threads. `command` adds the links that are put behind it.

    `sources` lists what is in the collection already.
    """

    def __init__(
        self,
        command: Sequence[str],
        store: AdditionStore,
        messenger: Messenger,
        turn: IndexLock,
        sources: Callable[[], Collection[str]],
    ) -> None:
        self._command = tuple(command)
        self._store = store
        self._messenger = messenger
        self._turn = turn
        self._sources = sources
        self._stopping = threading.Event()
        self._news = threading.Event()
        self._process: RebuildProcess | None = None
        self._thread = threading.Thread(target=self._work, name="additions", daemon=True)
        self.live = LiveMessages(messenger, self._stopping)
        # How long another process that rebuilds is left alone before it is looked at again.
        self.busy_s = 10.0

    def start(self) -> None:
        """Begin with those that waited when the bot last ended."""
        self._thread.start()

    def add(
        self, links: tuple[str, ...], by: str, channel: str, thread_ts: str | None = None
    ) -> bool:
        """Whether it is shown in `channel`; else it is in a direct message to `by`.

        Raises `TooManyWaiting`, and what Slack raises where no message can be posted.
        """
        self._store.expect_room()
        going_first = self._turn.taken_for
        if going_first:
            message = waiting_message(links, by, going_first)
        else:
            message = adding_message(links, by, Working("reading"))
        posted = self.live.post(channel, message, by, thread_ts)
        self._store.keep(NewAddition(links, by, posted, "by edit"))
        self.tell_news()
        return posted.channel == channel

    def waiting(self) -> int:
        """How many have not been told how they ended."""
        return self._store.waiting()

    def tell_news(self) -> None:
        """Something was put into the store."""
        self._news.set()

    def stop(self) -> None:
        """End what is under way; it is begun anew by the next bot."""
        self._stopping.set()
        self.tell_news()
        if (process := self._process) is not None:
            process.stop()
        self._thread.join(KILL_AFTER_S + STOP_S)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._news.clear()
            due_s = self._store.next_due_s()
            if due_s is None or due_s > 0:
                self._news.wait(due_s)
                continue
            try:
                self._turn.take("an addition", self._store.due(1)[0].by, within_s=0.5)
            except UnderWay:
                continue
            try:
                busy = self._run(self._store.due(AT_ONCE))
            except Exception:
                log.exception("additions failed and are tried again")
                busy = True
            finally:
                self._turn.give_back()
            if busy:
                self._stopping.wait(self.busy_s)

    def _run(self, batch: Sequence[Addition]) -> bool:
        """Whether another process was busy with the index, so that all still wait."""
        there = self._listed()
        wanted = {each: self._to_read(each, there) for each in batch}
        links = tuple(dict.fromkeys(link for each in batch for link in wanted[each]))
        ending = self._add(links, batch) if links else None
        if isinstance(ending, Failed):
            if self._stopping.is_set():
                return False
            if ending.busy:
                self._show_waiting(batch)
                return True
        for each in batch:
            told = outcome_of(wanted[each], ending) if ending and wanted[each] else Outcome((), ())
            if self._tell(each, told):
                self._store.forget(each)
        return False

    def _listed(self) -> Collection[str]:
        try:
            return self._sources()
        except PullquoteError as error:
            log.warning("which links are there already is not known: %s", error)
            return ()

    def _to_read(self, addition: Addition, there: Collection[str]) -> tuple[str, ...]:
        """Whoever asks for a link has it read anew; one that is only posted is read once."""
        if addition.told == "by edit":
            return addition.links
        return tuple(link for link in addition.links if link not in there)

    def _add(self, links: tuple[str, ...], batch: Sequence[Addition]) -> Built | Failed:
        shown = [each for each in batch if each.told == "by edit"]

        def show(now: Working, left_s: float | None) -> float:
            waits = [
                self.live.edit(each.at, adding_message(each.links, each.by, now, left_s))
                for each in shown
            ]
            return max([*waits, self.live.edit_every_s * len(shown)])

        events = Events()
        self._process = process = RebuildProcess((*self._command, *links))
        if self._stopping.is_set():
            process.stop()
        reader = threading.Thread(target=_read, args=(process, events), daemon=True)
        reader.start()
        ending = self.live.follow(events, show)
        reader.join()
        self._process = None
        log.info("added %s: %s", " ".join(links), ending)
        return ending

    def _show_waiting(self, batch: Sequence[Addition]) -> None:
        for each in batch:
            if each.told == "by edit":
                self.live.edit(each.at, waiting_message(each.links, each.by, "a rebuild"))

    def _tell(self, addition: Addition, outcome: Outcome) -> bool:
        """Whether it was told, or never can be."""
        at = addition.at
        if addition.told == "by edit":
            return self.live.close(at, closing_message(outcome, addition.by), addition.by)
        if outcome.refused:
            message = refusal_message(outcome.refused)
            return self.live.insist(
                lambda: self._messenger.post(at.channel, message, addition.thread_ts)
            )
        return self.live.insist(lambda: self._messenger.react(at, ADDED))


def _read(process: RebuildProcess, events: Events) -> None:
    """In a thread that never waits for Slack, so that the process never waits for us."""
    ending: Built | Failed = Failed("I lost sight of it")
    try:
        for event in process.events():
            if isinstance(event, Built | Failed):
                ending = event
            else:
                events.put(event)
    finally:
        events.put(ending)
