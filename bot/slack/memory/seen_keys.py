"""What counts once: deliveries, clicks and forms that were seen before."""

import time
from collections.abc import Callable

from bot.slack.memory.database import Database


class SeenKeys:
    """May be shared by threads."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def first_time(self, key: str) -> bool:
        """Whether `key` was never given before; from now on it was."""
        with self._database.transaction() as connection:
            added = connection.execute(
                "INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, self._clock())
            )
            return bool(added.rowcount)

    def was_seen(self, key: str) -> bool:
        """Whether `key` was given before."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT 1 FROM seen WHERE key = ?", (key,)).fetchone()
        return row is not None

    def forget(self, key: str) -> None:
        """What `key` stands for has failed and may be done again."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM seen WHERE key = ?", (key,))

    def prune(self, days: float) -> None:
        before = self._clock() - days * 86_400
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM seen WHERE at < ?", (before,))
