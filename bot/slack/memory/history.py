"""What people asked, kept for as long as a setting says and erased when they ask for it."""

import time
from collections.abc import Callable

from bot.slack.memory.database import Database


class QuestionHistory:
    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(
        self,
        user: str,
        channel: str,
        thread: str,
        text: str,
        *,
        answered: bool,
        written: str = "",
    ) -> None:
        """`text` is the question as it was understood, `written` as it was asked, if that differs.

        `thread` is "" for what was asked privately.
        """
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO questions (user, channel, thread, text, answered, at, written) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (user, channel, thread, text, answered, self._clock(), written or text),
            )

    def recent(self, user: str, limit: int = 5) -> list[str]:
        """The user's questions as they were asked, newest first, each once."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT coalesce(nullif(written, ''), text) AS asked FROM questions "
                "WHERE user = ? GROUP BY asked ORDER BY max(at) DESC, max(id) DESC LIMIT ?",
                (user, limit),
            ).fetchall()
        return [text for (text,) in rows]

    def of_thread(self, channel: str, thread: str, limit: int = 5) -> list[str]:
        """The last questions asked in a thread, as they were understood, oldest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT text FROM questions WHERE channel = ? AND thread = ? "
                "ORDER BY id DESC LIMIT ?",
                (channel, thread, limit),
            ).fetchall()
        return [text for (text,) in reversed(rows)]

    def has_asked(self, user: str, channel: str, thread: str) -> bool:
        """Whether this user has asked something in a thread."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT 1 FROM questions WHERE user = ? AND channel = ? AND thread = ? LIMIT 1",
                (user, channel, thread),
            ).fetchone()
        return row is not None

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
