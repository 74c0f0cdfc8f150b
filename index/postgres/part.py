"""One part of a generation: what can be seen of it, and what was fetched and is kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from index.arrays import BoolArray, IdArray, LongArray
from index.manifest import Manifest
from index.postgres.database import Database, Row, search_settings
from index.postgres.schema import NOW
from index.speech.keys import wanted_key

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

VISIBLE = (
    "a.born <= %(number)s AND NOT EXISTS (SELECT 1 FROM {schema}.deaths d "
    "WHERE d.article_id = a.id AND d.died <= %(number)s)"
)
SPEAKERS = (
    "SELECT k.id FROM {schema}.speakers k JOIN unnest(%(keys)s::text[]) w "
    "ON position(w IN k.key) > 0"
)
NONE: IdArray = np.zeros(0, dtype=np.int64)


class Kept(Generic[K, V]):
    """The last so many of what was fetched; may be shared by threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, keys: Sequence[K], fetch: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """What there is of the keys; those that are not kept are fetched together."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        if missing:
            fetched = fetch(missing)
            found |= fetched
            self.put(fetched)
        return found

    def put(self, values: Mapping[K, V]) -> None:
        with self._lock:
            self._values.update(values)
            while len(self._values) > self._most:
                self._values.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a view is limited to: passages by ascending id, articles and copies."""

    passages: IdArray
    articles: frozenset[int]
    copies: frozenset[int]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """One row of the generations, and of the statistics of one part of it."""

    number: int
    manifest: Manifest
    sources: list[tuple[str, str]]
    articles: int
    copies: int
    passages: int
    words: int
    last_passage: int
    token_frequencies: LongArray
    shards: int = 0
    """Into how many the tables are split on a cluster; 0 on one server."""


class Part:
    """Of the texts of now, or of those before; may be shared by threads."""

    def __init__(self, database: Database, generation: Generation, schema: str = NOW) -> None:
        self._database = database
        self._generation = generation
        self._schema = schema
        self._seen: Seen | None = None
        self.manifest = generation.manifest
        self._dead = spans(
            self._rows(
                "SELECT first_passage, passages FROM {schema}.deaths WHERE died <= %(number)s"
            )
        )

    def _rows(self, statement: str, **parameters: Any) -> list[Row]:
        """`{schema}` and `{visible}`, of an article a, stand in the statement."""
        return self._asked(statement, parameters, {})

    def _rows_by_graph(self, statement: str, **parameters: Any) -> list[Row]:
        """The same, by an index of vectors: of a cluster by that of each shard, which has its part
        of the nearest only, so that it is searched less far than one of all."""
        shards = self._generation.shards
        return self._asked(statement, parameters, search_settings(shards) if shards else {})

    def _asked(
        self, statement: str, parameters: Mapping[str, Any], settings: Mapping[str, str]
    ) -> list[Row]:
        visible = VISIBLE.format(schema=self._schema)
        return self._database.rows(
            statement.format(schema=self._schema, visible=visible),
            {"number": self._generation.number, **parameters},
            settings,
        )

    def _there(self, ids: IdArray) -> BoolArray:
        """Which of the passages this generation has, whoever asks, (n,)."""
        return (ids <= self._generation.last_passage) & ~among(ids, self._dead)

    def _visible(self, ids: IdArray) -> BoolArray:
        """Which of the passages may be shown, (n,)."""
        there = self._there(ids)
        return there if self._seen is None else there & among(ids, self._seen.passages)

    @property
    def is_limited(self) -> bool:
        return self._seen is not None


def spans(rows: Sequence[Sequence[int]]) -> IdArray:
    """first, first + 1, …, of each (first, how many), ascending."""
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return ranges(pairs[:, 0], pairs[:, 1])


def among(ids: IdArray, ascending: IdArray) -> BoolArray:
    """Which of the ids are in an ascending array, (n,)."""
    if not len(ascending):
        return np.zeros(len(ids), dtype=bool)
    at = np.minimum(np.searchsorted(ascending, ids), len(ascending) - 1)
    found: BoolArray = ascending[at] == ids
    return found


def keys_of(names: Collection[str]) -> list[str]:
    keys = (key.replace("\0", " ") for key in map(wanted_key, names) if key)
    return [key.encode(errors="replace").decode() for key in keys]


def ranges(firsts: IdArray, counts: IdArray) -> IdArray:
    """first, first + 1, …, so many of each, ascending."""
    order = np.argsort(firsts, kind="stable")
    firsts, counts = firsts[order], counts[order]
    before = np.cumsum(counts) - counts
    shifts: IdArray = np.repeat(firsts - before, counts)
    return np.arange(int(counts.sum()), dtype=np.int64) + shifts
