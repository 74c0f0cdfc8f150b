"""What is known of the articles and copies of a store but their texts."""

from collections.abc import Collection

from index.snapshot.passage_store import PassageStore
from index.types import ArticleRef


def seen(store: PassageStore) -> dict[int, ArticleRef]:
    """By id, of those that are seen."""
    every = dict(enumerate(store.references()))
    return {id_: every[id_] for id_ in every if store.is_seen(id_)} if store.is_limited else every


def to(store: PassageStore, ids: Collection[int]) -> dict[int, ArticleRef]:
    every = store.references()
    return {id_: every[id_] for id_ in ids if id_ < len(every) and store.is_seen(id_)}


def publishers(store: PassageStore) -> list[str]:
    return sorted({each.publisher for each in seen(store).values() if each.publisher})


def newest_published(store: PassageStore) -> str | None:
    return max((each.published for each in seen(store).values() if each.published), default=None)


def newest(store: PassageStore, most: int) -> list[ArticleRef]:
    articles = [each for id_, each in seen(store).items() if id_ < store.articles]
    return sorted(articles, key=lambda each: each.published or "", reverse=True)[:most]
