"""The threads in which the bot answers without a mention, until somebody says stop."""

import time
from collections.abc import Callable

from bot.slack.memory.database import Database


class JoinedThreads:
    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def join(self, channel: str, ts: str) -> None:
        """The bot was mentioned in this thread: from now on it answers there, stopped or not."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO threads VALUES (?, ?, 0, ?) "
                "ON CONFLICT DO UPDATE SET stopped = 0, at = excluded.at",
                (channel, ts, self._clock()),
            )

    def stop(self, channel: str, ts: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO threads VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET stopped = 1",
                (channel, ts, self._clock()),
            )

    def is_ours(self, channel: str, ts: str) -> bool:
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT stopped FROM threads WHERE channel = ? AND ts = ?", (channel, ts)
            ).fetchone()
        return row is not None and not row[0]

    def prune(self, days: float) -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM threads WHERE at < ?", (self._clock() - days * 86_400,))
