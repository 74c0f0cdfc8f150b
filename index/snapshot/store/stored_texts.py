"""Articles and passages by id, those of earlier texts among them."""

from collections.abc import Sequence
from dataclasses import replace

from index.snapshot.store.passage_store import PassageStore
from index.types import (
    Article,
    Passage,
)


class StoredTexts:
    """The articles and passages of a store, and those of earlier texts, whose ids follow those of
    now; see `Texts`."""

    def __init__(self, now: PassageStore, earlier: PassageStore | None) -> None:
        self._now = now
        self._earlier = earlier

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        return [self._passage(id_) for id_ in ids]

    def _passage(self, id_: int) -> Passage:
        if self._earlier is None or not self.is_earlier(id_):
            return self._now.passages([id_])[0]
        [passage] = self._earlier.passages([id_ - self._now.rows])
        return replace(passage, id=id_, article_id=passage.article_id + self._now.named)

    def is_earlier(self, passage_id: int) -> bool:
        return self._earlier is not None and passage_id >= self._now.rows

    def _of(self, article_id: int) -> tuple[PassageStore, int]:
        if self._earlier is not None and article_id >= self._now.named:
            return self._earlier, article_id - self._now.named
        return self._now, article_id

    def article(self, article_id: int) -> Article:
        store, id_ = self._of(article_id)
        return store.article(id_)

    def title(self, article_id: int) -> str:
        store, id_ = self._of(article_id)
        return store.title(id_)

    def sources(self) -> list[tuple[str, str]]:
        return self._now.sources()

    def sources_of(self, article_id: int) -> frozenset[int]:
        store, id_ = self._of(article_id)
        return store.sources_of(id_)

    def close(self) -> None:
        self._now.close()
        if self._earlier is not None:
            self._earlier.close()
