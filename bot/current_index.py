"""The index as the bot uses it: answers within a scope, passages by reference, and the newest
snapshot, put into use while questions finish on the old one. Knows nothing of Slack.
"""

import logging
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice

from bot.earlier_readings import answer_as_of
from bot.engine import answerer_of, engine_of, limited, load_encoder, locate_encoder
from bot.groups import EVERYTHING, NOTHING, View, source_ids
from bot.prompts import Prompt, suggested_prompts
from config.settings import Settings
from index.answering.answer import Answerer
from index.answering.others.news import news_of
from index.answering.scope import Scope
from index.encoder.encoding import Encoder
from index.engine import Texts, Views
from index.errors import (
    BadQuestion,
    EngineUnavailable,
    NoSnapshot,
    NothingSaidBy,
    PullquoteError,
    SnapshotError,
)
from index.manifest import Manifest
from index.types import Answer, Article, ArticleRef, Changes, Passage

log = logging.getLogger(__name__)

MAX_SCOPES = 1000
MAX_VIEWS = 30
LONGEST_WAIT = 60
"""Calls of `follow` between two tries to open a snapshot that cannot be opened."""


class SnapshotGone(Exception):
    """A reference to a passage of a snapshot that is no longer kept."""


class NotSeen(SnapshotGone):
    """A reference to a passage that whoever uses it may not see."""


class NothingInScope(PullquoteError):
    """Filters or the channel's settings leave no article to answer from."""


@dataclass(slots=True)
class Seen:
    """What a view has of a snapshot: its answers, what its manifest counts, and, by their ids, its
    articles, then their copies."""

    answerer: Answerer
    references: dict[int, ArticleRef]
    prompts: list[Prompt] | None = None

    @property
    def snapshot(self) -> Views:
        return self.answerer.snapshot

    @property
    def manifest(self) -> Manifest:
        return self.snapshot.manifest

    @property
    def articles(self) -> list[ArticleRef]:
        """Copies among them."""
        return list(self.references.values())

    @property
    def publishers(self) -> list[str]:
        return sorted({article.publisher for article in self.articles if article.publisher})

    @property
    def newest_published(self) -> str | None:
        return max((a.published for a in self.articles if a.published), default=None)


@dataclass(frozen=True, slots=True)
class News:
    """What new articles answer, if it is worth reporting, and their paths; `read_up_to` is when the
    newest article of the index was first read (UTC, ISO 8601)."""

    read_up_to: str
    answer: Answer | None = None
    articles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Opened:
    """A snapshot in use, with what is worked out once for it. Closed when the last user leaves."""

    answerer: Answerer
    snapshot: Views
    articles: dict[int, ArticleRef]
    settings: Settings
    users: int = 1
    _allowed: dict[Scope, frozenset[int]] = field(default_factory=dict)
    _views: dict[View, Seen] = field(default_factory=dict)

    def seen(self, view: View) -> Seen:
        """May be called by several threads."""
        seen = self._views.get(view)
        if seen is None:
            answerer = limited(self.answerer, self.settings, view)
            there = answerer.snapshot.is_seen
            references = {id_: each for id_, each in self.articles.items() if there(id_)}
            seen = Seen(answerer, references)
            if len(self._views) >= MAX_VIEWS:
                self._views.clear()
            self._views[view] = seen
        return seen

    def allowed(self, scope: Scope) -> frozenset[int]:
        """The ids of the articles that the scope allows; may be called by several threads."""
        allowed = self._allowed.get(scope)
        if allowed is None:
            found = (id_ for id_, each in self.articles.items() if scope.allows(each))
            allowed = frozenset(found)
            if len(self._allowed) >= MAX_SCOPES:
                self._allowed.clear()
            self._allowed[scope] = allowed
        return allowed


@dataclass(slots=True)
class _Refused:
    """A snapshot that could not be opened, and how many calls to wait before the next try."""

    name: str
    reason: str
    wait: int = 0
    waited: int = 0

    def is_to_wait(self) -> bool:
        self.waited += 1
        return self.waited <= self.wait


class CurrentIndex:
    """May be shared by threads."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        self._settings = settings
        self._engine = engine_of(settings)
        self._encoder = encoder
        self._opened: _Opened | None = None
        self._lock = threading.Lock()
        self._following = threading.Lock()
        self._refused: _Refused | None = None
        self._unreachable = False

    # Which snapshot

    def follow(self) -> bool:
        """Switch to the snapshot that `CURRENT` names; returns whether it is another.

        One thread at a time; whoever comes meanwhile waits. Raises what opening it raises, once for
        each reason; the old one then stays in use. As the reason may pass (too many open files, a
        model that is not there yet), it is tried again at the next call, and if that fails too
        after ever more calls, up to `LONGEST_WAIT`. That a database cannot be reached is raised
        once.
        """
        with self._following:
            return self._follow()

    def _follow(self) -> bool:
        try:
            current = self._engine.current_id()
        except NoSnapshot:
            return False
        except EngineUnavailable:
            if self._unreachable:
                return False
            self._unreachable = True
            raise
        self._unreachable = False
        if current == self.snapshot_id:
            return False
        refused = self._refused if self._refused and self._refused.name == current else None
        if refused and refused.is_to_wait():
            return False
        try:
            opened = self._open(self._engine.open(current))
        except Exception as error:
            wait = min(2 * refused.wait + 1, LONGEST_WAIT) if refused else 0
            self._refused = _Refused(current, str(error), wait)
            if refused and refused.reason == str(error):
                return False
            raise
        with self._lock:
            old, self._opened = self._opened, opened
        self._refused = None
        if old is not None:
            self._leave(old)
        return True

    def _open(self, snapshot: Views) -> _Opened:
        try:
            answerer = answerer_of(self._settings, snapshot, self._encoder_for(snapshot))
            articles = snapshot.references()
            return _Opened(answerer, snapshot, articles, self._settings)
        except BaseException:
            snapshot.close()
            raise

    def _encoder_for(self, snapshot: Views) -> Encoder:
        """The one that is loaded, if it made the snapshot; otherwise the one that is set."""
        wanted = snapshot.manifest.encoder_fingerprint
        if self._encoder is None or self._encoder.fingerprint != wanted:
            files = locate_encoder(self._settings)
            snapshot.manifest.expect_encoder(files.fingerprint)
            log.info("loading the encoder")
            self._encoder = load_encoder(self._settings, files)
        return self._encoder

    @contextmanager
    def _in_use(self) -> Iterator[_Opened]:
        """The snapshot in use, which stays open for as long as this lasts."""
        with self._lock:
            opened = self._opened
            if opened is None:
                raise NoSnapshot(self._settings.data.dir)
            opened.users += 1
        try:
            yield opened
        finally:
            self._leave(opened)

    def _leave(self, opened: _Opened) -> None:
        with self._lock:
            opened.users -= 1
            unused = opened.users == 0
        if unused:
            opened.snapshot.close()

    def close(self) -> None:
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None:
            self._leave(opened)

    # What is asked of it

    @property
    def is_ready(self) -> bool:
        return self._opened is not None

    @property
    def is_reachable(self) -> bool:
        """Whether what keeps the index could be asked when `follow` was last called."""
        return not self._unreachable

    @property
    def snapshot_id(self) -> str:
        """Of the snapshot in use, or ""."""
        opened = self._opened
        return opened.snapshot.manifest.id if opened else ""

    @property
    def manifest(self) -> Manifest | None:
        opened = self._opened
        return opened.snapshot.manifest if opened else None

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
                if not any(article in seen.references for article in articles):
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
            allowed = frozenset(opened.articles).intersection(*map(opened.allowed, narrow))
            new = {
                i: article.path
                for i in opened.snapshot.first_read_after(since) & allowed
                if (article := seen.references.get(i)) and article.path not in reported
            }

            def ask(articles: Collection[int], most: int | None) -> Answer:
                return seen.answerer.answer(question, most, articles, said_by=said_by)

            try:
                answer = news_of(ask, allowed, new, quotes=quotes, least=least)
            except NothingSaidBy:
                answer = None
            return News(up_to, answer, _paths(answer) if answer else ())

    def passage(
        self, snapshot_id: str, passage_id: int, view: View | None = None
    ) -> tuple[Article, Passage]:
        """A passage that an answer quoted, from whichever snapshot.

        Raises `SnapshotGone`, or `NotSeen` if its article is not in the view.
        """
        view = self._view(view)
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
                indexed = islice(opened.articles, opened.snapshot.manifest.articles)
                shown = (seen.references[id_] for id_ in indexed if id_ in seen.references)
                seen.prompts = suggested_prompts(shown, answers)
            return seen.prompts


def _paths(answer: Answer) -> tuple[str, ...]:
    """Of the articles that an answer quotes or names beside a quote."""
    quotes = (quote for part in (answer, *answer.further) for quote in part.quotes)
    return tuple({p: None for q in quotes for p in (q.path, *(a.path for a in q.also_in))})
