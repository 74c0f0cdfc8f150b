"""What is known of articles but their texts, and which of them a filter allows."""

from collections.abc import Collection
from typing import Any

from index.postgres.columns import reference_of
from index.postgres.database import Row
from index.postgres.views.readings import ReadTexts
from index.scope import Scope
from index.types import ArticleRef

# Of an article, and of a copy, which belongs to one.
SOURCES = {
    "a": "FROM {schema}.articles a WHERE {visible}",
    "c": "FROM {schema}.copies c JOIN {schema}.articles a ON a.id = c.article_id WHERE {visible}",
}
SEEN = "(%(seen)s::bigint[] IS NULL OR {of}.id = ANY(%(seen)s))"
# A title with other letters than those of ASCII is looked at by the rules of Unicode, not here.
TITLE = (
    "(octet_length(convert_to({of}.title, 'UTF8')) <> char_length({of}.title) OR NOT EXISTS "
    "(SELECT 1 FROM unnest(%(words)s::text[]) w WHERE position(w IN lower({of}.title)) = 0))"
)


class FilteredTexts(ReadTexts):
    """See `Views` for what each of these gives."""

    def allowed(self, scope: Scope) -> frozenset[int]:
        conditions = {
            "{of}.publisher = ANY(%(publishers)s::text[])": scope.publishers,
            "{of}.published < %(before)s": scope.before,
            "{of}.published > %(after)s": scope.after,
            "{of}.published BETWEEN %(first)s AND %(last)s": scope.on,
            TITLE: scope.title,
        }
        days = {"before": scope.before, "after": scope.after}
        days |= dict(zip(("first", "last"), scope.on or (None, None), strict=True))
        rows = self._of_both(
            "{of}.id, {of}.title" if scope.title else "{of}.id",
            " AND ".join(["true", *(each for each, given in conditions.items() if given)]),
            publishers=scope.publishers_allowed(self.publishers()) if scope.publishers else [],
            words=scope.title_words,
            **{name: day and day.isoformat() for name, day in days.items()},
        )
        found = scope.titles_allowed(dict(rows)) if scope.title else [row[0] for row in rows]
        return frozenset(id_ for id_ in found if self.is_seen(id_))

    def references_to(self, ids: Collection[int]) -> dict[int, ArticleRef]:
        rows = self._of_both("{of}.id, {of}.reference", "{of}.id = ANY(%(ids)s)", ids=list(ids))
        return {id_: reference_of(kept) for id_, kept in rows if self.is_seen(id_)}

    def publishers(self) -> list[str]:
        return sorted({row[0] for row in self._of_both("DISTINCT {of}.publisher", SEEN) if row[0]})

    def newest_published(self) -> str | None:
        rows = self._of_both("max({of}.published)", SEEN)
        return max((row[0] for row in rows if row[0]), default=None)

    def newest(self, most: int) -> list[ArticleRef]:
        rows = self._rows(
            f"SELECT a.reference {SOURCES['a']} AND {SEEN} "
            "ORDER BY a.published DESC NULLS LAST, a.id LIMIT %(most)s".replace("{of}", "a"),
            most=most,
            seen=self._seen_ids(),
        )
        return [reference_of(row[0]) for row in rows]

    def _of_both(self, columns: str, condition: str, **parameters: Any) -> list[Row]:
        """Of articles and of copies, which `{of}` stands for."""
        statements = [
            f"SELECT {columns} {source} AND {condition}".replace("{of}", of)
            for of, source in SOURCES.items()
        ]
        found = self._several(statements, seen=self._seen_ids(), **parameters)
        return [row for rows in found for row in rows]

    def _seen_ids(self) -> list[int] | None:
        seen = self._seen
        return None if seen is None else [*seen.articles, *seen.copies]
