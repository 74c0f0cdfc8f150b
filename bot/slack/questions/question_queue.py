"""Questions on their way, exactly once: accepted → answering → posting → posted, or closed.

A question is known by the `event_id` of every delivery and by the (channel, ts) of its message, so
retries, duplicates, and the `message` beside an `app_mention` find it claim. Questions of a channel
are handed out one after the other. Knows nothing of Slack's API or of answering.
"""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from bot.slack.memory.database import Database
from bot.slack.memory.seen_keys import SeenKeys
from bot.slack.questions.question import Question

UNFINISHED = "('accepted', 'answering', 'posting')"
REMEMBERED_DAYS = 7
"""How long a delivery is known as one. Slack retries for five minutes; the rest is for outages."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A question handed out to be answered.

    `unsure`: a post of its answer was begun and nobody knows whether it came about. `notice` is
    what to say to a message that is no question but was meant for us.
    """

    id: int
    question: Question
    notice: str
    accepted_at: float
    attempts: int
    unsure: bool


class QuestionQueue:
    """May be shared by threads. One process at a time: see `serve`, which holds a lock."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._seen = SeenKeys(database, clock)
        self._news = threading.Condition()
        self._news_heard = 0
        self._closed = False

    def accept(self, event_id: str, question: Question, notice: str = "") -> bool:
        """Whether this was new; on the disk when it returns, so Slack may be told."""
        now = self._clock()
        with self._database.transaction() as connection:
            if not self._seen.first_time(f"event:{event_id}"):
                return False
            added = connection.execute(
                "INSERT OR IGNORE INTO inbox (channel, ts, user, question, state, accepted_at) "
                "VALUES (?, ?, ?, ?, 'accepted', ?)",
                (question.channel, question.ts, question.user, _written(question, notice), now),
            ).rowcount
        if added:
            self._announce()
        return bool(added)

    def take(self) -> Claim | None:
        """The oldest question whose channel is free, waiting for one; None once it is closed."""
        while not self._closed:
            heard = self._news_heard
            if (claim := self._claim()) is not None:
                return claim
            due_s = self._next_due_s()
            # The database is never asked while this lock is held: `accept` announces within a
            # transaction, and the two would wait for each other.
            with self._news:
                self._news.wait_for(lambda: self._closed or heard != self._news_heard, due_s)  # noqa: B023
        return None

    def shut(self) -> None:
        """Hand out nothing more; questions are still accepted, for the next start."""
        self._closed = True
        self._announce()

    def _claim(self) -> Claim | None:
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT id, question, accepted_at, attempts, unsure FROM inbox WHERE id IN "  # noqa: S608
                f"(SELECT min(id) FROM inbox WHERE state IN {UNFINISHED} GROUP BY channel) "
                "AND state = 'accepted' AND not_before <= ? ORDER BY id LIMIT 1",
                (self._clock(),),
            ).fetchone()
            if row is None:
                return None
            connection.execute("UPDATE inbox SET state = 'answering' WHERE id = ?", (row[0],))
        return Claim(row[0], *_read(row[1]), row[2], row[3], bool(row[4]))

    def _next_due_s(self) -> float:
        with self._database.transaction() as connection:
            [due] = connection.execute(
                "SELECT min(not_before) FROM inbox WHERE state = 'accepted' AND not_before > ?",
                (self._clock(),),
            ).fetchone()
        return 3600.0 if due is None else max(0.005, due - self._clock())

    def posting(self, claim: Claim) -> Claim:
        """To be called before the post leaves: should we die now, its outcome is unknown."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE inbox SET state = 'posting', unsure = 1 WHERE id = ?", (claim.id,)
            )
        return replace(claim, unsure=True)

    def posted(self, claim: Claim, ts: str) -> None:
        self._finish(claim, "posted", ts, None)

    def close(self, claim: Claim, reason: str) -> None:
        """Finished without an answer."""
        self._finish(claim, "closed", None, reason)

    def _finish(self, claim: Claim, state: str, ts: str | None, reason: str | None) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE inbox SET state = ?, posted_ts = ?, reason = ?, question = NULL, "
                "finished_at = ? WHERE id = ?",
                (state, ts, reason, self._clock(), claim.id),
            )
        self._announce()

    def put_back(self, claim: Claim, after_s: float, *, unsure: bool, failed: bool = True) -> None:
        """To be claim again; its channel waits with it, so that the order is kept."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE inbox SET state = 'accepted', not_before = ?, unsure = ?, "
                "attempts = attempts + ? WHERE id = ?",
                (self._clock() + after_s, unsure, failed, claim.id),
            )
        self._announce()

    def recover(self) -> int:
        """At the start: what a process that died had in hand is accepted again; how many."""
        with self._database.transaction() as connection:
            return connection.execute(
                "UPDATE inbox SET state = 'accepted', not_before = 0 "
                "WHERE state IN ('answering', 'posting')"
            ).rowcount

    def waiting(self) -> int:
        """Questions that have no answer yet."""
        with self._database.transaction() as connection:
            [count] = connection.execute(
                f"SELECT count(*) FROM inbox WHERE state IN {UNFINISHED}"  # noqa: S608
            ).fetchone()
        return int(count)

    def prune(self) -> None:
        """Forget the deliveries that cannot come again."""
        self._seen.prune(REMEMBERED_DAYS)
        before = self._clock() - REMEMBERED_DAYS * 86_400
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM inbox WHERE finished_at < ?", (before,))

    def _announce(self) -> None:
        with self._news:
            self._news_heard += 1
            self._news.notify_all()


def _written(question: Question, notice: str) -> str:
    return json.dumps({"question": asdict(question), "notice": notice})


def _read(text: str) -> tuple[Question, str]:
    fields = json.loads(text)
    return Question(**fields["question"]), fields["notice"]
