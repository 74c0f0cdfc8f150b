"""Questions that wait for an answer, on the disk: each is handed out until it is finished.

A question is known by the `event_id` of every delivery and by the (channel, ts) of its message, so
retries, duplicates, and the `message` beside an `app_mention` find it there. Questions of a channel
are handed out one after the other, and so are those that one person asks by commands. Knows nothing
of Slack's API or of answering.
"""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from bot.slack.memory.database import Database
from bot.slack.memory.seen_keys import SeenKeys
from bot.slack.questions.question import Question

UNFINISHED = "('accepted', 'answering', 'posting')"
REMEMBERED_DAYS = 7
"""How long a delivery is known as one. Slack retries for five minutes; the rest is for outages."""
NOTHING_DUE_S = 3600.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A question handed out to be answered.

    `unsure`: a post of its answer was begun, and nobody knows whether it arrived. `notice` is
    what to say to a message that was meant for us but is not a question.
    """

    id: int
    question: Question
    notice: str
    accepted_at: float
    attempts: int
    unsure: bool


class QuestionQueue:
    """May be shared by threads. One process at a time: see `serve`, which holds a lock.

    Which question is being handled is kept in memory only, so that none stays claimed for ever:
    not after the process was killed, and not while the disk is full.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._seen = SeenKeys(database, clock)
        self._clock = clock
        # When a question may be claimed again, by its id; infinity while it is being handled.
        self._held: dict[int, float] = {}
        self._held_lock = threading.Lock()
        self._news = threading.Condition()
        self._news_heard = 0
        self._closed = False

    def add(self, event_id: str, question: Question, notice: str = "") -> bool:
        """Whether this was new; on the disk when it returns, so it may be acknowledged.

        A message that got no answer is new again once it is edited.
        """
        now = self._clock()
        with self._database.transaction() as connection:
            if not self._seen.first_time(f"event:{event_id}"):
                return False
            if question.edited:
                connection.execute(
                    "DELETE FROM inbox WHERE channel = ? AND ts = ? AND state = 'closed'",
                    (question.line, question.ts),
                )
            added = connection.execute(
                "INSERT OR IGNORE INTO inbox (channel, ts, user, question, state, accepted_at) "
                "VALUES (?, ?, ?, ?, 'accepted', ?)",
                (question.line, question.ts, question.user, _to_json(question, notice), now),
            ).rowcount
        if added:
            self._announce()
        return bool(added)

    def claim(self) -> Claim | None:
        """The oldest question whose channel is free, waiting for one; None once it is closed.

        Whoever claims it gives it back with `release`, whatever became of it.
        """
        while not self._closed:
            heard = self._news_heard
            if (claim := self._claim_now()) is not None:
                return claim
            due_s = self._next_due_s()
            # The database is never asked while this lock is held: `add` announces within a
            # transaction, and the two would wait for each other.
            with self._news:
                self._news.wait_for(lambda: self._closed or heard != self._news_heard, due_s)  # noqa: B023
        return None

    def close(self) -> None:
        """Hand out nothing more; questions are still added, for the next start."""
        self._closed = True
        self._announce()

    def _claim_now(self) -> Claim | None:
        now = self._clock()
        with self._database.transaction() as connection:
            with self._held_lock:
                held = [number for number, until in self._held.items() if until > now]
            row = connection.execute(
                "SELECT id, question, accepted_at, attempts, unsure FROM inbox WHERE id IN "  # noqa: S608
                f"(SELECT min(id) FROM inbox WHERE state IN {UNFINISHED} GROUP BY channel) "
                f"AND not_before <= ? AND id NOT IN ({', '.join('?' * len(held))}) "
                "ORDER BY id LIMIT 1",
                (now, *held),
            ).fetchone()
            if row is None:
                return None
            with self._held_lock:
                self._held[row[0]] = float("inf")
        return Claim(row[0], *_from_json(row[1]), row[2], row[3], bool(row[4]))

    def _next_due_s(self) -> float:
        now = self._clock()
        with self._database.transaction() as connection:
            [due] = connection.execute(
                "SELECT min(not_before) FROM inbox WHERE state IN "  # noqa: S608
                f"{UNFINISHED} AND not_before > ?",
                (now,),
            ).fetchone()
        with self._held_lock:
            held = [until for until in self._held.values() if now < until < float("inf")]
        return max(0.005, min([*held, now + NOTHING_DUE_S if due is None else due]) - now)

    def release(self, claim: Claim, after_s: float = 0.0) -> None:
        """It is handled no longer; if it is unfinished it may be claimed again, `after_s`."""
        with self._held_lock:
            if after_s:
                self._held[claim.id] = self._clock() + after_s
            else:
                self._held.pop(claim.id, None)
        self._announce()

    def begin_post(self, claim: Claim) -> None:
        """To be called before the post leaves: if we die now, its outcome is unknown."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE inbox SET state = 'posting', unsure = 1 WHERE id = ?", (claim.id,)
            )

    def finish(self, claim: Claim, ts: str) -> None:
        """Answered by the message `ts`."""
        self._finish(claim, "posted", ts, None)

    def drop(self, claim: Claim, reason: str) -> None:
        """Finished without an answer."""
        self._finish(claim, "closed", None, reason)

    def _finish(self, claim: Claim, state: str, ts: str | None, reason: str | None) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE inbox SET state = ?, posted_ts = ?, reason = ?, question = NULL, "
                "finished_at = ? WHERE id = ?",
                (state, ts, reason, self._clock(), claim.id),
            )

    def retry(self, claim: Claim, after_s: float, *, unsure: bool, failed: bool = True) -> None:
        """To be claimed again; its channel waits with it, so that the order is kept."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE inbox SET state = 'accepted', not_before = ?, unsure = ?, "
                "attempts = attempts + ? WHERE id = ?",
                (self._clock() + after_s, unsure, failed, claim.id),
            )

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


def _to_json(question: Question, notice: str) -> str:
    return json.dumps({"question": asdict(question), "notice": notice})


def _from_json(text: str) -> tuple[Question, str]:
    fields = json.loads(text)
    return Question(**fields["question"]), fields["notice"]
