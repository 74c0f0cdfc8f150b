"""A generation, and one part of it: what can be seen of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.arrays import BoolArray, IdArray, LongArray
from index.manifest import Manifest
from index.postgres.database import Database, Row, search_settings
from index.postgres.ids import among, spans
from index.postgres.schema import NOW

VISIBLE = (
    "a.born <= %(number)s AND NOT EXISTS (SELECT 1 FROM {schema}.deaths d "
    "WHERE d.article_id = a.id AND d.died <= %(number)s)"
)
SPEAKERS = (
    "SELECT k.id FROM {schema}.speakers k JOIN unnest(%(keys)s::text[]) w "
    "ON position(w IN k.key) > 0"
)


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

    def _several(self, statements: Sequence[str], **parameters: Any) -> list[list[Row]]:
        """The rows of each statement, all of which get the same parameters, in one round trip."""
        return self._database.several([self._completed(each, parameters) for each in statements])

    def _asked(
        self, statement: str, parameters: Mapping[str, Any], settings: Mapping[str, str]
    ) -> list[Row]:
        return self._database.rows(*self._completed(statement, parameters), settings)

    def _completed(
        self, statement: str, parameters: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        visible = VISIBLE.format(schema=self._schema)
        return (
            statement.format(schema=self._schema, visible=visible),
            {"number": self._generation.number, **parameters},
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
