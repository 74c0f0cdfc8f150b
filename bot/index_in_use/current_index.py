"""The index as the bot uses it: answers within a scope, and passages by reference. Knows nothing of
Slack.
"""

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass

from bot.groups import EVERYTHING, NOTHING, View, source_ids
from bot.index_in_use.earlier_readings import answer_as_of
from bot.index_in_use.newest_snapshot import NewestSnapshot
from bot.index_in_use.prompts import Prompt, suggested_prompts
from bot.index_in_use.seen import Seen
from index.answering.links import article_at
from index.answering.others.news import news_of
from index.engine.views import Texts
from index.errors import BadQuestion, NoSnapshot, NothingSaidBy, PullquoteError, SnapshotError
from index.scope import Scope
from index.types import Answer, Article, ArticleRef, Changes, Passage

LOOKED_AT = 200
"""Articles whose titles may make a question to suggest."""


class SnapshotGone(Exception):
    """A reference to a passage of a snapshot that is no longer kept."""


class NotSeen(SnapshotGone):
    """A reference to a passage that whoever uses it may not see."""


class NothingInScope(PullquoteError):
    """Filters or the channel's settings leave no article to answer from."""


@dataclass(frozen=True, slots=True)
class News:
    """What new articles answer, if it is worth reporting, and their paths; `read_up_to` is when the
    newest article of the index was first read (UTC, ISO 8601)."""

    read_up_to: str
    answer: Answer | None = None
    articles: tuple[str, ...] = ()


class CurrentIndex(NewestSnapshot):
    """What is asked of the snapshot in use."""

    @property
    def sources(self) -> list[tuple[str, str]]:
        """The location and the place of each source, for whoever runs it."""
        opened = self._opened
        return opened.snapshot.sources() if opened else []

    # What each of these shows is within a view. Without one it is everything if there are no
    # groups, and otherwise nothing: whoever forgets to ask who may see it shows nothing.

    def _view(self, view: View | None) -> View:
        if view is None:
            return NOTHING if self._settings.groups else EVERYTHING
        return view

    def seen(self, view: View | None = None) -> Seen | None:
        """What a view has of the snapshot in use; None without an index."""
        try:
            with self._in_use() as opened:
                return opened.seen(self._view(view))
        except NoSnapshot:
            return None

    @property
    def articles(self) -> list[ArticleRef]:
        seen = self.seen()
        return seen.articles if seen else []

    @property
    def publishers(self) -> list[str]:
        seen = self.seen()
        return seen.publishers if seen else []

    @property
    def newest_published(self) -> str | None:
        seen = self.seen()
        return seen.newest_published if seen else None

    def linked(
        self, links: Sequence[str], scope: Scope, view: View | None = None
    ) -> list[ArticleRef]:
        """The articles of a view at these addresses that a scope allows."""
        with self._in_use() as opened:
            snapshot = opened.seen(self._view(view)).snapshot
            ids = dict.fromkeys(
                id_ for link in links if (id_ := article_at(snapshot, link)) is not None
            )
            return [each for id_ in ids if scope.allows(each := snapshot.reference(id_))]

    def answer(
        self,
        question: str,
        quotes: int | None = None,
        *scopes: Scope,
        near: bool = False,
        earlier: Sequence[str] = (),
        as_one: bool = False,
        view: View | None = None,
    ) -> Answer:
        """From the articles of a view that every scope allows; of the rest see `Answerer.answer`.

        Raises `BadQuestion`, `NothingInScope`, `NothingSaidBy` or `NoSnapshot`.
        """
        said_by = tuple(name for scope in scopes for name in scope.speakers)
        narrow = [scope for scope in scopes if not scope.allows_every_article]
        with self._in_use() as opened:
            seen = opened.seen(self._view(view))
            if any(scope.as_of for scope in narrow):
                most = self._settings.answer.quotes
                answer = answer_as_of(
                    seen.answerer, question, scopes, quotes=quotes, most=most, near=near
                )
                if answer is None:
                    raise NothingInScope("no article within these filters had been read by then")
                return answer
            articles = None
            if narrow:
                articles = frozenset.intersection(*(opened.allowed(scope) for scope in narrow))
                if not any(map(seen.snapshot.is_seen, articles)):
                    raise NothingInScope("no article is within these filters")
            return seen.answerer.answer(
                question,
                quotes,
                articles,
                said_by=said_by,
                near=near,
                earlier=earlier,
                as_one=as_one,
            )

    @property
    def read_up_to(self) -> str:
        """When the newest article in use was first read; "" without one, or if it is not known."""
        try:
            with self._in_use() as opened:
                return opened.snapshot.newest_read
        except NoSnapshot:
            return ""

    def news(
        self,
        question: str,
        since: str,
        *scopes: Scope,
        least: float,
        reported: Collection[str] = (),
        quotes: int | None = None,
        view: View | None = None,
    ) -> News:
        """What the articles of a view and the scopes answer that were first read after the moment
        `since`, if it is new: see `news_of`.

        Those whose paths are `reported` are not new. Raises `BadQuestion` and `NoSnapshot`.
        """
        said_by = tuple(name for scope in scopes for name in scope.speakers)
        narrow = [scope for scope in scopes if not scope.allows_every_article]
        with self._in_use() as opened:
            seen = opened.seen(self._view(view))
            up_to = opened.snapshot.newest_read
            first_read = opened.snapshot.first_read_after(since)
            allowed = None
            if narrow:
                allowed = frozenset.intersection(*map(opened.allowed, narrow))
                first_read &= allowed
            new = {
                i: article.path
                for i, article in seen.snapshot.references_to(first_read).items()
                if article.path not in reported
            }

            def ask(articles: Collection[int] | None, most: int | None) -> Answer:
                return seen.answerer.answer(question, most, articles, said_by=said_by)

            try:
                answer = news_of(ask, allowed, new, quotes=quotes, least=least)
            except NothingSaidBy:
                answer = None
            return News(up_to, answer, _paths(answer) if answer else ())

    def passage(
        self, snapshot_id: str, passage_id: int, view: View | None = None, key: str = ""
    ) -> tuple[Article, Passage]:
        """A passage that an answer quoted, from whichever snapshot.

        If that is not kept any more, the passage of the newest with its `passage_key`. Raises
        `SnapshotGone`, or `NotSeen` if its article is not in the view.
        """
        view = self._view(view)
        try:
            return self._passage_of(snapshot_id, passage_id, view)
        except NotSeen:
            raise
        except SnapshotGone:
            found = self._found_again(key, view)
            if found is None:
                raise
            return found

    def _found_again(self, key: str, view: View) -> tuple[Article, Passage] | None:
        try:
            with self._in_use() as opened:
                id_ = opened.passage_of(key)
                return None if id_ is None else self._passage(opened.snapshot.texts, id_, view)
        except NoSnapshot:
            return None

    def _passage_of(self, snapshot_id: str, passage_id: int, view: View) -> tuple[Article, Passage]:
        with self._lock:
            opened = self._opened
            current = opened is not None and opened.snapshot.manifest.id == snapshot_id
            if opened is not None and current:
                opened.users += 1
        if opened is not None and current:
            try:
                return self._passage(opened.snapshot.texts, passage_id, view)
            finally:
                self._leave(opened)
        try:
            with closing(self._engine.texts(snapshot_id)) as texts:
                return self._passage(texts, passage_id, view)
        except SnapshotError as error:
            raise SnapshotGone(snapshot_id) from error

    def _passage(self, texts: Texts, passage_id: int, view: View) -> tuple[Article, Passage]:
        try:
            [passage] = texts.passages([passage_id])
        except KeyError as error:
            raise SnapshotGone(str(passage_id)) from error
        if not view.is_everything:
            own = texts.sources_of(passage.article_id)
            allowed = source_ids(view, self._settings.groups, texts.sources())
            if texts.is_earlier(passage_id) or not all(own & ids for ids in allowed):
                raise NotSeen(str(passage_id))
        return texts.article(passage.article_id), passage

    def now_without(
        self, article: Article, sentence: str, view: View | None = None
    ) -> Article | None:
        """The article as it is now, if the sentence is no longer in it."""
        with self._in_use() as opened:
            snapshot = opened.seen(self._view(view)).snapshot
            now = snapshot.article_at(article.path, article.url)
        gone = now is not None and " ".join(sentence.split()) not in " ".join(now.text.split())
        return now if gone else None

    def changes(self, article: Article, view: View | None = None) -> Changes | None:
        """What was changed in the article, as it is now, since it was first read."""
        with self._in_use() as opened:
            snapshot = opened.seen(self._view(view)).snapshot
            id_ = snapshot.id_at(article.path, article.url)
            return None if id_ is None else snapshot.changes(id_)

    def prompts(self, view: View | None = None) -> list[Prompt]:
        """Questions to suggest, that the index answers; worked out once for a snapshot."""

        def answers(question: str) -> bool:
            try:
                return seen.answerer.answer(question, 1).answered
            except BadQuestion:
                return False

        with self._in_use() as opened:
            seen = opened.seen(self._view(view))
            if seen.prompts is None:
                seen.prompts = suggested_prompts(seen.snapshot.newest(LOOKED_AT), answers)
            return seen.prompts


def _paths(answer: Answer) -> tuple[str, ...]:
    """Of the articles that an answer quotes or names beside a quote."""
    quotes = (quote for part in (answer, *answer.further) for quote in part.quotes)
    return tuple({p: None for q in quotes for p in (q.path, *(a.path for a in q.also_in))})
