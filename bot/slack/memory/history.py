"""What people asked, kept for as long as a setting says and erased when they ask for it."""

import time
from collections.abc import Callable

from bot.slack.memory.database import Database


class QuestionHistory:
    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(self, user: str, channel: str, thread: str, text: str, *, answered: bool) -> None:
        """`thread` is "" for what was asked privately."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO questions (user, channel, thread, text, answered, at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (user, channel, thread, text, answered, self._clock()),
            )

    def recent(self, user: str, limit: int = 5) -> list[str]:
        """The user's questions, newest first, each once."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT text FROM questions WHERE user = ? GROUP BY text "
                "ORDER BY max(at) DESC, max(id) DESC LIMIT ?",
                (user, limit),
            ).fetchall()
        return [text for (text,) in rows]

    def of_thread(self, channel: str, thread: str, limit: int = 5) -> list[str]:
        """The last questions asked in a thread, oldest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT text FROM questions WHERE channel = ? AND thread = ? "
                "ORDER BY id DESC LIMIT ?",
                (channel, thread, limit),
            ).fetchall()
        return [text for (text,) in reversed(rows)]

    def erase(self, user: str) -> int:
        """Forget all that this user asked and said of answers; how many questions."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM feedback WHERE user = ?", (user,))
            return connection.execute("DELETE FROM questions WHERE user = ?", (user,)).rowcount

    def prune(self, days: float) -> None:
        before = self._clock() - days * 86_400
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM questions WHERE at < ?", (before,))
            connection.execute("DELETE FROM feedback WHERE at < ?", (before,))
