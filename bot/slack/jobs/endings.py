"""Says in Slack how jobs ended: until Slack has taken it, and after a restart if need be."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.slack.background import Background
from bot.slack.connection.failures import Failure, judge
from bot.slack.jobs.rebuild_messages import interrupted_message
from bot.slack.memory.ending_store import Ending, EndingStore
from bot.slack.questions.messenger import Messenger
from index.errors import StorageError

log = logging.getLogger(__name__)

ADDED = "white_check_mark"
STOP_S = 10.0
AFTER_OUR_FAULT_S = 60.0
NO_RIGHT = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
"""Slack's words for a reaction that it will not take until an admin updates the app."""


@dataclass(slots=True)
class _Waiting:
    ending: Ending
    attempts: int = 0
    is_unsure: bool = False
    due_at: float = 0.0


class Endings:
    """May be shared by threads; a thread of its own says what there is to say.

    The disk is for the next start only: if it cannot be written, what is known here is still said.
    """

    def __init__(self, store: EndingStore, messenger: Messenger) -> None:
        self._store = store
        self._messenger = messenger
        self._lock = threading.Lock()
        self._waiting: dict[str, _Waiting] = {}
        self._said: set[str] = set()
        self._stopping = threading.Event()
        self._news = threading.Event()
        self._thread: threading.Thread | None = None
        # How long to wait after the first failure; then twice as long, and so on.
        self.first_wait_s = 1.0

    def start(self, background: Background) -> None:
        """Begin with what the bot could not say before it last ended."""
        for ending in self._store.kept():
            message = ending.message or interrupted_message(ending.by)
            self._waiting[ending.key] = _Waiting(replace(ending, message=message))
        if self._waiting:
            log.info("%d messages were left unfinished when the bot last ended", len(self._waiting))
        self._thread = background.start("endings", self._work)

    def expect(self, ending: Ending) -> None:
        """Its message shows a job that is under way: should the bot end first, the next one says
        that the job was interrupted."""
        self._written(lambda: self._store.keep(ending))

    def say(self, *endings: Ending, together_with: Callable[[], None] = lambda: None) -> bool:
        """Say them as soon as Slack takes them. Returns at once.

        What is written `together_with` them is on the disk if they are: False if none of it is.
        """
        with self._lock:
            self._waiting |= {ending.key: _Waiting(ending) for ending in endings}
        written = self._written(lambda: self._store.keep(*endings, together_with=together_with))
        self._news.set()
        return written

    def stop(self) -> None:
        """One last attempt for each; what Slack does not take now, the next bot says."""
        self._stopping.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(STOP_S)

    def _work(self) -> None:
        while True:
            stopping = self._stopping.is_set()
            self._news.clear()
            try:
                wait_s = self._say_all_due(at_once=stopping)
            except Exception:
                log.exception("saying how jobs ended failed, and is tried again")
                wait_s = AFTER_OUR_FAULT_S
            if stopping:
                return
            if not self._stopping.is_set():
                self._news.wait(wait_s)

    def _say_all_due(self, *, at_once: bool) -> float | None:
        """How many seconds until the next attempt is due; None if none is."""
        with self._lock:
            waiting = list(self._waiting.values())
        for one in waiting:
            if at_once or one.due_at <= time.monotonic():
                self._attempt(one)
        self._said = {key for key in self._said if not self._forgotten(key)}
        with self._lock:
            due = [one.due_at for one in self._waiting.values()]
        if self._said:
            due.append(time.monotonic() + AFTER_OUR_FAULT_S)
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _attempt(self, one: _Waiting) -> None:
        try:
            if not (one.is_unsure and self._was_posted(one.ending)):
                self._deliver(one.ending)
        except Exception as error:
            failure = judge(error, one.attempts, self.first_wait_s)
            if failure is None:
                log.exception("saying how a job ended failed, and is tried again")
                failure = Failure("wait", "", "", AFTER_OUR_FAULT_S)
            elif not one.attempts:
                log.warning("how a job ended could not be shown: %s", failure.cause)
            one.attempts += 1
            one.is_unsure = one.is_unsure or failure.unsure
            one.due_at = time.monotonic() + failure.after_s
            if failure.remedy == "wait" and not self._is_barred(one.ending, failure):
                return
            if (other := _another_way(one.ending)) is not None:
                one.ending, one.attempts, one.is_unsure = other, 0, False
                self._attempt(one)
                return
        with self._lock:
            self._waiting.pop(one.ending.key, None)
        self._said.add(one.ending.key)

    def _is_barred(self, ending: Ending, failure: Failure) -> bool:
        return ending.way == "reaction" and failure.error in NO_RIGHT

    def _deliver(self, ending: Ending) -> None:
        message = ending.message or interrupted_message(ending.by)
        if ending.way == "edit":
            self._messenger.edit(ending.at, message)
        elif ending.way == "reaction":
            self._messenger.react(ending.at, ADDED)
        elif ending.way == "reply":
            self._messenger.post(ending.at.channel, message, ending.thread_ts, key=ending.key)
        else:
            self._messenger.post(ending.by, message)

    def _was_posted(self, ending: Ending) -> bool:
        """Whether a reply whose post broke off did arrive; a direct message may come twice."""
        if ending.way != "reply":
            return False
        channel, thread_ts = ending.at.channel, ending.thread_ts
        return self._messenger.find_job_message(channel, ending.key, thread_ts) is not None

    def _forgotten(self, key: str) -> bool:
        return self._written(lambda: self._store.forget(key))

    def _written(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except (StorageError, sqlite3.Error) as error:
            log.warning("how jobs ended cannot be kept on disk, only said: %s", error)
            return False
        return True


def _another_way(ending: Ending) -> Ending | None:
    """If it can never be said as it should: a lost message becomes a direct one, and a reaction
    that the bot may not make a reply."""
    if ending.way == "edit":
        return replace(ending, way="direct")
    if ending.way == "reaction":
        return replace(ending, way="reply")
    return None
