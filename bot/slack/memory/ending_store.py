"""What is still to be said about jobs: on disk, so that a restart leaves no message unfinished."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from bot.slack.memory.database import Database
from bot.slack.messages.message import Message
from bot.slack.values import Posted

Way = Literal["edit", "reaction", "reply", "direct"]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job ended, for Slack; `message` is None while the job is under way.

    The ways: `edit` our message `at`; put a `reaction` on the person's message `at`, or `reply` in
    its thread `thread_ts`; write `direct`ly to `by`, who asked for the job.
    """

    at: Posted
    by: str
    way: Way
    message: Message | None = None
    thread_ts: str | None = None
    key: str = field(default_factory=lambda: uuid4().hex)


class EndingStore:
    """May be shared by threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, *endings: Ending, together_with: Callable[[], None] = lambda: None) -> None:
        """In one transaction; each in place of the one with the same key, if there is one."""
        rows = [
            (e.key, e.at.channel, e.at.ts, e.by, e.way, _as_json(e.message), e.thread_ts)
            for e in endings
        ]
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO endings (key, channel, ts, asked_by, way, message, "
                "thread_ts) VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            together_with()

    def forget(self, key: str) -> None:
        """It has been said."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM endings WHERE key = ?", (key,))

    def kept(self) -> list[Ending]:
        """The oldest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT channel, ts, asked_by, way, message, thread_ts, key FROM endings "
                "ORDER BY id"
            ).fetchall()
        return [
            Ending(Posted(channel, ts), by, way, message and Message(*json.loads(message)), *rest)
            for channel, ts, by, way, message, *rest in rows
        ]


def _as_json(message: Message | None) -> str | None:
    return json.dumps([message.text, message.blocks]) if message else None
