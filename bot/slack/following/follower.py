"""Posts the news of questions that are followed, each once, whatever happens in between."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.index_in_use.current_index import CurrentIndex
from bot.slack.access.directory import Directory, RightsUnknown
from bot.slack.access.rights import Rights
from bot.slack.background import Background
from bot.slack.connection.admins import Admins
from bot.slack.connection.failures import GONE_ERRORS, judge
from bot.slack.following.follow_messages import news_post
from bot.slack.memory.follow_store import Follow, FollowStore, Post
from bot.slack.questions.messenger import Messenger
from bot.slack.questions.rate_limits import PostPacing
from bot.slack.questions.search import FoundNews, Search
from index.errors import NoSnapshot, PullquoteError, StorageError
from index.types import Answer

log = logging.getLogger(__name__)

STOP_S = 10.0
LONGEST_WAIT_S = 3600.0
CLOCKS_DIFFER_S = 600.0
"""By how much the time of this machine may be ahead of Slack's."""


@dataclass(slots=True)
class _Again:
    """When a question is looked at again, by the monotonic clock, after how many failures."""

    at: float
    failures: int = 0


class Follower:
    """May be shared by threads; a thread of its own looks and posts.

    A post is on the disk before it leaves, and is looked for in the channel before it is posted
    again. What may be shown is decided for each attempt.
    """

    def __init__(
        self,
        store: FollowStore,
        current_index: CurrentIndex,
        search: Search,
        rights: Rights,
        directory: Directory,
        admins: Admins,
        messenger: Messenger,
        pacing: PostPacing,
        key: bytes,
        *,
        least: float,
        first_wait_s: float,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`least` is the confidence from which news are posted."""
        self._store = store
        self._current_index = current_index
        self._search = search
        self._rights = rights
        self._directory = directory
        self._admins = admins
        self._messenger = messenger
        self._pacing = pacing
        self._key = key
        self._least = least
        self._first_wait_s = first_wait_s
        self.now = now
        self._again: dict[int, _Again] = {}
        self._stopping = threading.Event()
        self._news = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, background: Background) -> None:
        """Begin with what the bot could not post before it last ended."""
        self._thread = background.start("follower", self._work)

    def wake(self) -> None:
        """Another index is in use."""
        self._news.set()

    def stop(self) -> None:
        """What is not posted yet is posted after the next start."""
        self._stopping.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(STOP_S)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._news.clear()
            try:
                wait_s = self._look_at_all()
            except StorageError as error:
                log.error("followed questions wait: %s", error)
                wait_s = self._first_wait_s
            self._news.wait(wait_s)

    def _look_at_all(self) -> float:
        """How many seconds until something is due."""
        follows = self._store.all()
        known = {follow.id for follow in follows}
        self._again = {id_: again for id_, again in self._again.items() if id_ in known}
        for follow in follows:
            if self._stopping.is_set():
                break
            again = self._again.get(follow.id)
            if again is None or again.at <= time.monotonic():
                self._look_safely(follow)
        due = [again.at - time.monotonic() for again in self._again.values()]
        return max(0.0, min([*due, self._until_tomorrow_s()]))

    def _until_tomorrow_s(self) -> float:
        now = self.now()
        tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return (tomorrow - now).total_seconds() + 1

    def _look_safely(self, follow: Follow) -> None:
        try:
            wait_s = self._look(follow)
        except StorageError:
            raise
        except Exception as error:
            self._failed(follow, error)
        else:
            self._again.pop(follow.id, None)
            if wait_s:
                self._again[follow.id] = _Again(time.monotonic() + wait_s)

    def _failed(self, follow: Follow, error: Exception) -> None:
        failures = self._again.get(follow.id, _Again(0.0)).failures
        failure = error.failure if isinstance(error, RightsUnknown) else None
        failure = failure or judge(error, failures, self._first_wait_s)
        if failure is not None and failure.error in GONE_ERRORS:
            self._end(follow, failure.cause)
        elif failure is not None and failure.remedy != "wait":
            log.error("news in %s cannot be posted: %s", follow.channel, failure.cause)
            self._give_up(follow)
        else:
            wait_s = min(LONGEST_WAIT_S, self._first_wait_s * 2 ** min(failures, 12))
            if failure is not None:
                wait_s = max(wait_s, failure.after_s)
            self._again[follow.id] = _Again(time.monotonic() + wait_s, failures + 1)
            if failure is not None and not failures:
                log.warning("no news yet in %s: %s", follow.channel, failure.cause)
            elif isinstance(error, PullquoteError):
                log.error("no news yet in %s: %s", follow.channel, error)
            elif failure is None:
                log.error("no news yet in %s", follow.channel, exc_info=error)

    def _give_up(self, follow: Follow) -> None:
        """This post only: the next news may be taken."""
        begun = self._store.get(follow.id)
        if begun is not None and begun.posting is not None:
            self._store.finish_post(begun, begun.posting, arrived=False)

    def _end(self, follow: Follow, why: str) -> None:
        self._store.remove(follow)
        log.warning("a question is no longer followed in %s: %s", follow.channel, why)

    def _look(self, follow: Follow) -> float:
        """Post its news, if there are any; how many seconds to wait before it is looked at again,
        0 for until there is another index, or another day."""
        if follow.posting and self._has_arrived(follow, follow.posting):
            self._store.finish_post(follow, follow.posting)
            return 0.0
        today = self.now().date().isoformat()
        if follow.posted_on == today or self._current_index.read_up_to <= follow.read_up_to:
            return 0.0
        if why := self._why_not_any_more(follow.by):
            self._end(follow, why)
            return 0.0
        if wait_s := self._pacing.wait_s(follow.channel):
            return wait_s
        view = self._rights.publicly(follow.by, follow.channel)
        try:
            found = self._search.news(
                follow.question,
                follow.channel,
                view,
                since=follow.read_up_to,
                reported=self._store.articles_of(follow),
                least=self._least,
            )
        except NoSnapshot:
            return 0.0
        if found.news.answer is None:
            self._store.read(follow, found.news.read_up_to)
        else:
            self._post(follow, found, found.news.answer)
        return 0.0

    def _has_arrived(self, follow: Follow, post: Post) -> bool:
        since = post.begun - CLOCKS_DIFFER_S
        found = self._messenger.find_job_message(follow.channel, follow.key, None, since=since)
        return found is not None

    def _why_not_any_more(self, user: str) -> str:
        if not self._admins.may_ask(user):
            return "who followed it may not ask any more"
        if not self._directory.person(user).is_active:
            return "who followed it is no longer in the workspace"
        return ""

    def _post(self, follow: Follow, found: FoundNews, answer: Answer) -> None:
        now = self.now()
        post = Post(
            now.date().isoformat(), now.timestamp(), found.news.read_up_to, found.news.articles
        )
        if not self._store.begin_post(follow, post):
            return
        message = news_post(follow, answer, found.narrowing, self._key)
        self._messenger.post(follow.channel, message, key=follow.key)
        self._pacing.posted(follow.channel)
        self._store.finish_post(follow, post)
        log.info("news of a followed question are posted in %s", follow.channel)
