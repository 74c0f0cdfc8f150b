"""Articles and passages by id, whichever generation they are of."""

from collections.abc import Sequence
from typing import Any

from index.collection.kept_articles import article_from_json
from index.postgres.columns import reference_of, source_key
from index.postgres.database import Database, Row
from index.postgres.schema import EARLIER, FIRST_EARLIER, NOW
from index.types import Article, Passage

PASSAGE = (
    'p.id, p.article_id, p."from", p."to", p.first_paragraph, p.last_paragraph, p.kind, p.text, '
    "p.section"
)


class PostgresTexts:
    """See `Texts` for what each of these gives."""

    def __init__(self, database: Database, sources: list[tuple[str, str]]) -> None:
        self._database = database
        self._sources = sources

    def is_earlier(self, passage_id: int) -> bool:
        return passage_id >= FIRST_EARLIER

    def _row(self, columns: str, table: str, id_: int) -> Row:
        schema = EARLIER if id_ >= FIRST_EARLIER else NOW
        rows = self._database.rows(
            f"SELECT {columns} FROM {schema}.{table} p WHERE p.id = %s",
            (id_,),
        )
        if not rows:
            raise KeyError(id_)
        return rows[0]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        return [passage_of(self._row(PASSAGE, "passages", id_)) for id_ in ids]

    def article(self, article_id: int) -> Article:
        return article_from_json(self._row("p.article", "articles", article_id)[0].decode())

    def title(self, article_id: int) -> str:
        return reference_of(self._row("p.reference", "articles", article_id)[0]).title

    def sources(self) -> list[tuple[str, str]]:
        return self._sources

    def sources_of(self, article_id: int) -> frozenset[int]:
        found = set(self._row("p.sources", "articles", article_id)[0])
        return frozenset(
            id_ for id_, (location, _) in enumerate(self._sources) if source_key(location) in found
        )

    def close(self) -> None:
        """The connections stay open."""


def passage_of(row: Row) -> Passage:
    values: list[Any] = [*row[:-2], row[-2].decode(), row[-1].decode()]
    return Passage(*values)
