"""Which messages show a rebuild that is under way: kept, so that none stays so after a crash."""

from dataclasses import dataclass

from bot.slack.memory.database import Database
from bot.slack.values import Posted


@dataclass(frozen=True, slots=True)
class RebuildPost:
    """`by` is who asked for the rebuild."""

    posted: Posted
    by: str


class RebuildPosts:
    """May be shared by threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, post: RebuildPost) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO rebuild_posts VALUES (?, ?, ?)",
                (post.posted.channel, post.posted.ts, post.by),
            )

    def forget(self, post: RebuildPost) -> None:
        """It says how the rebuild ended."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM rebuild_posts WHERE channel = ? AND ts = ?",
                (post.posted.channel, post.posted.ts),
            )

    def kept(self) -> list[RebuildPost]:
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT channel, ts, asked_by FROM rebuild_posts").fetchall()
        return [RebuildPost(Posted(channel, ts), by) for channel, ts, by in rows]
