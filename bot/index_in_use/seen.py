"""An opened snapshot, and what each view has of it."""

from dataclasses import dataclass, field
from itertools import islice

from bot.engine.answerers import limited
from bot.groups import View
from bot.index_in_use.lasting import PATH_CHARS, passage_key, path_key
from bot.index_in_use.prompts import Prompt
from config.settings import Settings
from index.answering.answer import Answerer
from index.answering.scope import Scope
from index.engine import Views
from index.manifest import Manifest
from index.types import ArticleRef

MAX_SCOPES = 1000
MAX_ALLOWED = 2_000_000
"""Articles that the scopes which are kept allow, all together: 70 MB."""
MAX_VIEWS = 30


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


@dataclass(slots=True)
class Opened:
    """A snapshot in use, with what is worked out once for it. Closed when the last user leaves."""

    answerer: Answerer
    snapshot: Views
    articles: dict[int, ArticleRef]
    settings: Settings
    users: int = 1
    _allowed: dict[Scope, frozenset[int]] = field(default_factory=dict)
    _views: dict[View, Seen] = field(default_factory=dict)
    _by_path: dict[str, list[int]] = field(default_factory=dict)

    def passage_of(self, key: str) -> int | None:
        """The id of the passage with a `passage_key`; may be called by several threads."""
        if not self._by_path:
            by_path: dict[str, list[int]] = {}
            for id_, article in islice(self.articles.items(), self.snapshot.manifest.articles):
                by_path.setdefault(path_key(article.path), []).append(id_)
            self._by_path = by_path
        for article_id in self._by_path.get(key[:PATH_CHARS], ()):
            path = self.articles[article_id].path
            for passage in self.snapshot.passages_in(article_id):
                if passage_key(path, passage.text) == key:
                    return passage.id
        return None

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
            allowed = scope.allowed(self.articles)
            kept = [*self._allowed.values()]
            if len(kept) >= MAX_SCOPES or sum(map(len, kept)) + len(allowed) > MAX_ALLOWED:
                self._allowed.clear()
            self._allowed[scope] = allowed
        return allowed
