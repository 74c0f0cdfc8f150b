"""What is known of the articles and copies of a store but their texts."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from index.arrays import BoolArray
from index.manifest import Manifest
from index.snapshot.store.passage_store import PassageStore
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


def counted(
    manifest: Manifest,
    store: PassageStore,
    are_seen: BoolArray,
    passages: int,
    source_ids: Sequence[Collection[int]],
) -> Manifest:
    """What a manifest says of those articles and copies alone that are seen, (references,), which
    have so many passages and were found in some of each of these sources."""
    return replace(
        manifest,
        articles=int(np.count_nonzero(are_seen[: manifest.articles])),
        copies=int(np.count_nonzero(are_seen[manifest.articles :])),
        passages=passages,
        scripts=(),
        by_words={},
        sources=tuple(
            location
            for id_, (location, _) in enumerate(store.sources())
            if all(id_ in ids for ids in source_ids)
        ),
        skipped=(),
    )
