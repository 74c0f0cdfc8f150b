"""The index as the bot uses it: answers within a scope, passages by reference, and the newest
snapshot, put into use while questions finish on the old one. Knows nothing of Slack.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.engine import answerer_of, load_encoder, locate_encoder
from bot.prompts import Prompt, suggested_prompts
from config.settings import Settings
from index.answering.answer import Answerer
from index.answering.scope import Scope
from index.encoder.encoding import Encoder
from index.errors import BadQuestion, NoSnapshot, PullquoteError, SnapshotError
from index.snapshot.folders import current_folder
from index.snapshot.manifest import PASSAGES, Manifest
from index.snapshot.passage_store import PassageStore
from index.snapshot.snapshot import Snapshot, open_snapshot
from index.types import Answer, Article, ArticleRef, Passage

log = logging.getLogger(__name__)

MAX_SCOPES = 1000
LONGEST_WAIT = 60
"""Calls of `follow` between two tries to open a snapshot that cannot be opened."""


class SnapshotGone(Exception):
    """A reference to a passage of a snapshot that is no longer kept."""


class NothingInScope(PullquoteError):
    """Filters or the channel's settings leave no article to answer from."""


@dataclass(slots=True)
class _Opened:
    """A snapshot in use, with what is worked out once for it. Closed when the last user leaves."""

    answerer: Answerer
    snapshot: Snapshot
    articles: list[ArticleRef]
    users: int = 1
    prompts: list[Prompt] | None = None
    _allowed: dict[Scope, frozenset[int]] = field(default_factory=dict)

    def allowed(self, scope: Scope) -> frozenset[int]:
        """The ids of the articles that the scope allows; may be called by several threads."""
        allowed = self._allowed.get(scope)
        if allowed is None:
            found = (i for i, article in enumerate(self.articles) if scope.allows(article))
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
    """May be shared by threads. `follow` is called now and then, by one thread."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        self._settings = settings
        self._encoder = encoder
        self._opened: _Opened | None = None
        self._lock = threading.Lock()
        self._refused: _Refused | None = None

    # Which snapshot

    def follow(self) -> bool:
        """Switch to the snapshot that `CURRENT` names; returns whether it is another.

        Raises what opening it raises, once for each reason; the old one then stays in use. As the
        reason may pass (too many open files, a model that is not there yet), it is tried again at
        the next call, and if that fails too after ever more calls, up to `LONGEST_WAIT`.
        """
        try:
            folder = current_folder(self._settings.data.dir)
        except NoSnapshot:
            return False
        if folder.name == self.snapshot_id:
            return False
        refused = self._refused if self._refused and self._refused.name == folder.name else None
        if refused and refused.is_to_wait():
            return False
        try:
            opened = self._open(open_snapshot(folder))
        except Exception as error:
            wait = min(2 * refused.wait + 1, LONGEST_WAIT) if refused else 0
            self._refused = _Refused(folder.name, str(error), wait)
            if refused and refused.reason == str(error):
                return False
            raise
        with self._lock:
            old, self._opened = self._opened, opened
        self._refused = None
        if old is not None:
            self._leave(old)
        return True

    def _open(self, snapshot: Snapshot) -> _Opened:
        try:
            answerer = answerer_of(self._settings, snapshot, self._encoder_for(snapshot))
            return _Opened(answerer, snapshot, snapshot.store.references())
        except BaseException:
            snapshot.close()
            raise

    def _encoder_for(self, snapshot: Snapshot) -> Encoder:
        """The one that is loaded, if it made the snapshot; otherwise the one that is set."""
        wanted = snapshot.manifest.encoder_fingerprint
        if self._encoder is None or self._encoder.fingerprint != wanted:
            files = locate_encoder(self._settings)
            snapshot.manifest.expect_encoder(files.fingerprint)
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
    def snapshot_id(self) -> str:
        """Of the snapshot in use, or ""."""
        opened = self._opened
        return opened.snapshot.manifest.id if opened else ""

    @property
    def manifest(self) -> Manifest | None:
        opened = self._opened
        return opened.snapshot.manifest if opened else None

    @property
    def articles(self) -> list[ArticleRef]:
        """What is known of every article in use, then of their copies; not to be changed."""
        opened = self._opened
        return opened.articles if opened else []

    @property
    def publishers(self) -> list[str]:
        return sorted({article.publisher for article in self.articles if article.publisher})

    @property
    def newest_published(self) -> str | None:
        return max((a.published for a in self.articles if a.published), default=None)

    def answer(
        self,
        question: str,
        quotes: int | None = None,
        *scopes: Scope,
        near: bool = False,
        earlier: Sequence[str] = (),
        as_one: bool = False,
    ) -> Answer:
        """From the articles that every scope allows; of the rest see `Answerer.answer`.

        Raises `BadQuestion`, `NothingInScope` or `NoSnapshot`.
        """
        narrow = [scope for scope in scopes if not scope.is_everything]
        with self._in_use() as opened:
            articles = None
            if narrow:
                articles = frozenset.intersection(*(opened.allowed(scope) for scope in narrow))
                if not articles:
                    raise NothingInScope("no article is within these filters")
            return opened.answerer.answer(
                question, quotes, articles, near=near, earlier=earlier, as_one=as_one
            )

    def passage(self, snapshot_id: str, passage_id: int) -> tuple[Article, Passage]:
        """A passage that an answer quoted, from whichever snapshot. Raises `SnapshotGone`."""
        with self._lock:
            opened = self._opened
            current = opened is not None and opened.snapshot.manifest.id == snapshot_id
            if opened is not None and current:
                opened.users += 1
        if opened is not None and current:
            try:
                return _passage(opened.snapshot.store, passage_id)
            finally:
                self._leave(opened)
        path = self._settings.data.dir / "snapshots" / snapshot_id / PASSAGES
        if "/" in snapshot_id or not path.is_file():
            raise SnapshotGone(snapshot_id)
        try:
            store = PassageStore(path)
        except SnapshotError as error:
            raise SnapshotGone(snapshot_id) from error
        try:
            return _passage(store, passage_id)
        finally:
            store.close()

    def now_without(self, article: Article, sentence: str) -> Article | None:
        """The article as it is now, if the sentence is no longer in it."""
        with self._in_use() as opened:
            now = opened.snapshot.store.article_at(article.path, article.url)
        gone = now is not None and " ".join(sentence.split()) not in " ".join(now.text.split())
        return now if gone else None

    def prompts(self) -> list[Prompt]:
        """Questions to suggest, that the index answers; worked out once for a snapshot."""

        def answers(question: str) -> bool:
            try:
                return opened.answerer.answer(question, 1).answered
            except BadQuestion:
                return False

        with self._in_use() as opened:
            if opened.prompts is None:
                indexed = opened.articles[: opened.snapshot.manifest.articles]
                opened.prompts = suggested_prompts(indexed, answers)
            return opened.prompts


def _passage(store: PassageStore, passage_id: int) -> tuple[Article, Passage]:
    try:
        [passage] = store.passages([passage_id])
    except KeyError as error:
        raise SnapshotGone(str(passage_id)) from error
    return store.article(passage.article_id), passage
