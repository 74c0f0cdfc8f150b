"""An opened snapshot, and what each view has of it."""

from dataclasses import dataclass, field
from itertools import islice

from bot.engine.answerers import limited
from bot.groups import View
from bot.index_in_use.lasting import PATH_CHARS, passage_key, path_key
from bot.index_in_use.prompts import Prompt
from config.settings import Settings
from index.answering.answer import Answerer
from index.engine.views import Views
from index.manifest import Manifest
from index.scope import Scope
from index.types import ArticleRef

MAX_SCOPES = 1000
MAX_ALLOWED = 2_000_000
"""Articles that the scopes which are kept allow, all together: 70 MB."""
MAX_VIEWS = 30


@dataclass(slots=True)
class Seen:
    """What a view has of a snapshot: its answers, what its manifest counts, and its articles."""

    answerer: Answerer
    prompts: list[Prompt] | None = None
    _publishers: list[str] | None = None
    _newest_published: tuple[str | None] | None = None

    @property
    def snapshot(self) -> Views:
        return self.answerer.snapshot

    @property
    def manifest(self) -> Manifest:
        return self.snapshot.manifest

    @property
    def articles(self) -> list[ArticleRef]:
        """Copies among them; of every one, however many there are."""
        snapshot = self.snapshot
        return [each for id_, each in snapshot.references().items() if snapshot.is_seen(id_)]

    @property
    def publishers(self) -> list[str]:
        """Asked for once."""
        if self._publishers is None:
            self._publishers = self.snapshot.publishers()
        return self._publishers

    @property
    def newest_published(self) -> str | None:
        """Asked for once."""
        if self._newest_published is None:
            self._newest_published = (self.snapshot.newest_published(),)
        return self._newest_published[0]


@dataclass(slots=True)
class Opened:
    """A snapshot in use, with what is worked out once for it. Closed when the last user leaves."""

    answerer: Answerer
    snapshot: Views
    settings: Settings
    users: int = 1
    _allowed: dict[Scope, frozenset[int]] = field(default_factory=dict)
    _views: dict[View, Seen] = field(default_factory=dict)
    _by_path: dict[str, list[int]] = field(default_factory=dict)

    def passage_of(self, key: str) -> int | None:
        """The id of the passage with a `passage_key`; may be called by several threads."""
        if not self._by_path:
            by_path: dict[str, list[int]] = {}
            indexed = self.snapshot.manifest.articles
            for id_, article in islice(self.snapshot.references().items(), indexed):
                by_path.setdefault(path_key(article.path), []).append(id_)
            self._by_path = by_path
        for article_id in self._by_path.get(key[:PATH_CHARS], ()):
            path = self.snapshot.reference(article_id).path
            for passage in self.snapshot.passages_in(article_id):
                if passage_key(path, passage.text) == key:
                    return passage.id
        return None

    def seen(self, view: View) -> Seen:
        """May be called by several threads."""
        seen = self._views.get(view)
        if seen is None:
            seen = Seen(limited(self.answerer, self.settings, view))
            if len(self._views) >= MAX_VIEWS:
                self._views.clear()
            self._views[view] = seen
        return seen

    def allowed(self, scope: Scope) -> frozenset[int]:
        """The ids of the articles that the scope allows; may be called by several threads."""
        allowed = self._allowed.get(scope)
        if allowed is None:
            allowed = self.snapshot.allowed(scope)
            kept = [*self._allowed.values()]
            if len(kept) >= MAX_SCOPES or sum(map(len, kept)) + len(allowed) > MAX_ALLOWED:
                self._allowed.clear()
            self._allowed[scope] = allowed
        return allowed
