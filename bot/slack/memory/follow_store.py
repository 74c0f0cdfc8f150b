"""Questions that are followed: where, for whom, and up to which articles they were looked up."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.slack.memory.database import Database

COLUMNS = "id, channel, question, followed_by, read_up_to, posts, posted_on, posting"


@dataclass(frozen=True, slots=True)
class Post:
    """A post that was begun: on which day (UTC, ISO 8601), at which Unix time, what it has news up
    to, and of which articles, by their paths."""

    day: str
    begun: float
    read_up_to: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Follow:
    """A question as it is asked, filters included, and the channel where its news are posted.

    Articles that were first read up to `read_up_to` (UTC, ISO 8601) are not new. The last of its
    `posts` was made on the day `posted_on`, "" without one; `posting` is one of which nobody knows
    whether it arrived.
    """

    id: int
    channel: str
    question: str
    by: str
    read_up_to: str
    posts: int = 0
    posted_on: str = ""
    posting: Post | None = None

    @property
    def key(self) -> str:
        """Of its next post, or the one that was begun: the same whenever that is tried again."""
        return f"follow:{self.id}:{self.posts}"


class TooManyFollowed(Exception):
    """So many questions are followed, by one person or in one channel, that one more is refused."""

    def __init__(self, most: int, *, in_channel: bool) -> None:
        self.most, self.in_channel = most, in_channel
        super().__init__(f"{most} are followed")


class FollowStore:
    """May be shared by threads."""

    def __init__(
        self,
        database: Database,
        *,
        most_of_person: int,
        most_of_channel: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._most_of_person = most_of_person
        self._most_of_channel = most_of_channel
        self._clock = clock

    def add(self, channel: str, question: str, by: str, read_up_to: str) -> tuple[Follow, bool]:
        """The follow, and whether it is new: a question is followed once in a channel.

        Raises `TooManyFollowed`.
        """
        same = " ".join(question.casefold().split()).rstrip("?!. ")
        with self._database.transaction() as connection:
            if found := self._of("channel = ? AND same = ?", channel, same):
                return found[0], False
            if len(self.of_person(by)) >= self._most_of_person:
                raise TooManyFollowed(self._most_of_person, in_channel=False)
            if len(self.of_channel(channel)) >= self._most_of_channel:
                raise TooManyFollowed(self._most_of_channel, in_channel=True)
            id_ = connection.execute(
                "INSERT INTO follows (channel, question, same, followed_by, at, read_up_to) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (channel, question, same, by, self._clock(), read_up_to),
            ).lastrowid
        return Follow(int(id_ or 0), channel, question, by, read_up_to), True

    def all(self) -> list[Follow]:
        """The oldest first, as in the other lists."""
        return self._of("1")

    def get(self, id_: int) -> Follow | None:
        return next(iter(self._of("id = ?", id_)), None)

    def of_channel(self, channel: str) -> list[Follow]:
        return self._of("channel = ?", channel)

    def of_person(self, user: str) -> list[Follow]:
        return self._of("followed_by = ?", user)

    def _of(self, condition: str, *values: Any) -> list[Follow]:
        with self._database.transaction() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM follows WHERE {condition} ORDER BY id",  # noqa: S608
                values,
            ).fetchall()
        return [
            Follow(id_, where, asked, by, up_to, posts, on, _post(posting))
            for id_, where, asked, by, up_to, posts, on, posting in rows
        ]

    def articles_of(self, follow: Follow) -> frozenset[str]:
        """The paths of the articles that its posts were about."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT path FROM followed_articles WHERE follow = ?", (follow.id,)
            ).fetchall()
        return frozenset(path for (path,) in rows)

    def remove(self, *follows: Follow) -> None:
        """They are followed no longer."""
        with self._database.transaction() as connection:
            connection.executemany(
                "DELETE FROM follows WHERE id = ?", [(each.id,) for each in follows]
            )

    def read(self, follow: Follow, read_up_to: str) -> None:
        """There is nothing to post of what was first read up to then."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE follows SET read_up_to = ?, posting = NULL WHERE id = ?",
                (read_up_to, follow.id),
            )

    def begin_post(self, follow: Follow, post: Post) -> bool:
        """To be called before it leaves: if the bot ends now, its outcome is not known. False if
        it is followed no longer."""
        written = json.dumps([post.day, post.begun, post.read_up_to, post.articles])
        with self._database.transaction() as connection:
            changed = connection.execute(
                "UPDATE follows SET posting = ? WHERE id = ?", (written, follow.id)
            )
            return bool(changed.rowcount)

    def finish_post(self, follow: Follow, post: Post, *, arrived: bool = True) -> None:
        """It has arrived, or Slack will never take it."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE follows SET read_up_to = ?, posting = NULL, posts = posts + 1, "
                "posted_on = CASE WHEN ? THEN ? ELSE posted_on END WHERE id = ?",
                (post.read_up_to, arrived, post.day, follow.id),
            )
            connection.executemany(
                "INSERT OR IGNORE INTO followed_articles SELECT id, ? FROM follows WHERE id = ?",
                [(path, follow.id) for path in post.articles],
            )


def _post(written: str | None) -> Post | None:
    if written is None:
        return None
    day, begun, read_up_to, articles = json.loads(written)
    return Post(day, begun, read_up_to, tuple(articles))
