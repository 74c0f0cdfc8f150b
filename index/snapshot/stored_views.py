"""What a snapshot gives of its articles and passages, and of when they were read."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from index.arrays import IdArray
from index.scope import Scope
from index.snapshot.store import references
from index.snapshot.store.passage_store import PassageStore
from index.snapshot.store.readings import ReadingStore
from index.text.heading import heading
from index.types import (
    Article,
    ArticleRef,
    Changes,
    Passage,
    Speech,
    Spell,
)


class StoredViews:
    """See `Views` for what each of these gives."""

    store: PassageStore
    readings: ReadingStore
    is_limited: bool

    # Articles and passages

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        return self.store.passages(ids)

    def passages_in(self, article_id: int) -> list[Passage]:
        return self.store.passages_in(article_id)

    def around(
        self, passages: Sequence[Passage], before: int, after: int
    ) -> dict[int, tuple[list[Passage], list[Passage]]]:
        article_ids = self.store.article_ids

        def of_article(passage: Passage, ids: Iterable[int]) -> list[int]:
            return [
                id_
                for id_ in ids
                if 0 <= id_ < len(article_ids) and article_ids[id_] == passage.article_id
            ]

        wanted = {
            each.id: (
                of_article(each, range(each.id - 1, each.id - 1 - before, -1)),
                of_article(each, range(each.id + 1, each.id + 1 + after)),
            )
            for each in passages
        }
        ids = sorted({id_ for sides in wanted.values() for side in sides for id_ in side})
        found = dict(zip(ids, self.store.passages(ids), strict=True)) if ids else {}
        return {
            id_: ([found[i] for i in earlier], [found[i] for i in later])
            for id_, (earlier, later) in wanted.items()
        }

    def all_passages(self) -> Iterator[Passage]:
        return self.store.all_passages()

    def article(self, article_id: int) -> Article:
        return self.store.article(article_id)

    def articles(self, ids: Collection[int]) -> dict[int, Article]:
        return {id_: self.store.article(id_) for id_ in ids}

    def title(self, article_id: int) -> str:
        return self.store.title(article_id)

    def heading(self, passage: Passage) -> str:
        return heading(*self.store.title_and_day(passage.article_id), passage.section)

    def language(self, article_id: int) -> str | None:
        return self.store.language(article_id)

    def reference(self, article_id: int) -> ArticleRef:
        return self.store.reference(article_id)

    def references(self) -> dict[int, ArticleRef]:
        return dict(enumerate(self.store.references()))

    def references_to(self, ids: Collection[int]) -> dict[int, ArticleRef]:
        return references.to(self.store, ids)

    def allowed(self, scope: Scope) -> frozenset[int]:
        return scope.allowed(references.seen(self.store))

    def publishers(self) -> list[str]:
        return references.publishers(self.store)

    def newest_published(self) -> str | None:
        return references.newest_published(self.store)

    def newest(self, most: int) -> list[ArticleRef]:
        return references.newest(self.store, most)

    def is_seen(self, reference_id: int) -> bool:
        return self.store.is_seen(reference_id)

    def copies_with(
        self, passage: Passage, among: Collection[int] | None = None
    ) -> list[ArticleRef]:
        return self.store.copies_with(passage, among)

    def articles_of(self, ids: IdArray) -> IdArray:
        return self.store.article_ids[ids].astype(np.int64)

    def article_at(self, path: str, url: str | None) -> Article | None:
        return self.store.article_at(path, url)

    def id_at(self, path: str, url: str | None) -> int | None:
        return self.store.id_at(path, url)

    def sources(self) -> list[tuple[str, str]]:
        return self.store.sources()

    # Who says what

    def speech(self, passage_ids: Collection[int]) -> dict[int, tuple[Speech, ...]]:
        return self.store.speech(passage_ids)

    def sentences_said_by(
        self, names: Collection[str], passage_ids: Collection[int]
    ) -> dict[int, set[int]]:
        return self.store.sentences_said_by(names, passage_ids)

    # When articles were read, and what was changed

    def changes(self, article_id: int) -> Changes | None:
        """In which source an earlier text stood is not known: nothing if not all is seen."""
        return None if self.is_limited else self.readings.changes(article_id)

    def changed(self) -> list[int]:
        return self.readings.changed()

    def spells(self, article_id: int) -> tuple[Spell, ...]:
        return self.readings.spells(article_id)

    def in_force(self, day: date) -> frozenset[int]:
        return self.readings.in_force(day)

    @property
    def newest_read(self) -> str:
        return self.readings.newest

    def first_read_after(self, moment: str) -> frozenset[int]:
        articles = self.readings.first_read_after(moment)
        return articles | self.store.copies_of(articles)
