"""What people said about answers: of each person's verdicts on an answer, the last one counts."""

import sqlite3
import time
from collections.abc import Callable

from bot.slack.memory.database import Database
from bot.slack.references import FeedbackRef


class FeedbackStore:
    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(self, user: str, of: FeedbackRef, *, reason: str = "", comment: str = "") -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    user,
                    of.snapshot_id,
                    of.passage_id,
                    of.question,
                    of.answered,
                    of.helpful,
                    reason,
                    comment,
                    self._clock(),
                ),
            )

    def counts(self) -> tuple[int, int]:
        """How many found an answer helpful, and how many did not."""
        with self._database.transaction() as connection:
            [helpful, everything] = connection.execute(
                "SELECT coalesce(sum(helpful), 0), count(*) FROM feedback"
            ).fetchone()
        return int(helpful), int(everything - helpful)


def helpful(connection: sqlite3.Connection) -> list[FeedbackRef]:
    """The answers with a quote that somebody found helpful, each once, the oldest first."""
    rows = connection.execute(
        "SELECT snapshot, passage, question FROM feedback "
        "WHERE helpful AND answered AND passage >= 0 "
        "GROUP BY snapshot, passage, question ORDER BY min(at)"
    ).fetchall()
    return [FeedbackRef(snapshot, passage, asked, True, True) for snapshot, passage, asked in rows]
