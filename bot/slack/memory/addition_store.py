"""Links that wait to be added to the collection: on disk, so that a restart loses none."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.slack.memory.database import Database
from bot.slack.values import Posted

MOST_WAITING = 200

Reported = Literal["by edit", "by reaction"]


class TooManyWaiting(Exception):
    """So many additions wait that one more is refused."""


@dataclass(frozen=True, slots=True)
class NewAddition:
    """`reported` says how its end is shown: `at` is our message, which is edited, or the person's,
    which gets a reaction, or a reply in its thread `thread_ts` if something was not added.

    `not_before` is the Unix time before which it waits.
    """

    links: tuple[str, ...]
    by: str
    at: Posted
    reported: Reported
    thread_ts: str | None = None
    not_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Addition(NewAddition):
    """One that is kept, under its number."""

    id: int = 0


class AdditionStore:
    """May be shared by threads."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def keep(self, new: NewAddition) -> None:
        """Raises `TooManyWaiting`."""
        with self._database.transaction() as connection:
            self.expect_room()
            connection.execute(
                "INSERT INTO additions "
                "(links, asked_by, channel, ts, reported, thread_ts, not_before) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    json.dumps(new.links),
                    new.by,
                    new.at.channel,
                    new.at.ts,
                    new.reported,
                    new.thread_ts,
                    new.not_before,
                ),
            )

    def expect_room(self) -> None:
        """Raises `TooManyWaiting`."""
        if self.waiting() >= MOST_WAITING:
            raise TooManyWaiting

    def waiting(self) -> int:
        with self._database.transaction() as connection:
            [count] = connection.execute("SELECT count(*) FROM additions").fetchone()
        return int(count)

    def forget(self, addition: Addition) -> None:
        """It is done."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM additions WHERE id = ?", (addition.id,))

    def due(self, most: int) -> list[Addition]:
        """Those that need not wait any longer, the oldest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT links, asked_by, channel, ts, reported, thread_ts, not_before, id "
                "FROM additions WHERE not_before <= ? ORDER BY id LIMIT ?",
                (self._clock(), most),
            ).fetchall()
        return [
            Addition(tuple(json.loads(links)), by, Posted(channel, ts), *rest)
            for links, by, channel, ts, *rest in rows
        ]

    def next_due_s(self) -> float | None:
        """In how many seconds the next one is due; None if none waits."""
        with self._database.transaction() as connection:
            [at] = connection.execute("SELECT min(not_before) FROM additions").fetchone()
        return None if at is None else max(0.0, at - self._clock())
