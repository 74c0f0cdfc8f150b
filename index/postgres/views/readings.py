"""When the articles of a generation were read, and what was changed in them."""

import json
from datetime import date

from index.changes.edits import edits_from_json
from index.postgres.views.texts import StoredTexts
from index.types import Changes, Spell


class ReadTexts(StoredTexts):
    """See `Views` for what each of these gives."""

    def changes(self, article_id: int) -> Changes | None:
        """In which source an earlier text stood is not known: nothing if not all is seen."""
        if self.is_limited:
            return None
        kept = self._heads_of([article_id])[article_id].readings
        if kept is None:
            return None
        since, edits, from_first = json.loads(kept)["changes"]
        return Changes(since, edits_from_json(edits), from_first)

    def changed(self) -> list[int]:
        rows = self._rows(
            "SELECT a.id FROM {schema}.articles a WHERE a.changed AND {visible} ORDER BY a.id"
        )
        return [row[0] for row in rows]

    def spells(self, article_id: int) -> tuple[Spell, ...]:
        rows = self._rows(
            'SELECT "from", until FROM {schema}.spells WHERE article_id = %(id)s ORDER BY 1',
            id=article_id,
        )
        return tuple((start, end) for start, end in rows)

    @property
    def newest_read(self) -> str:
        rows = self._rows("SELECT max(a.first_read) FROM {schema}.articles a WHERE {visible}")
        return str(rows[0][0] or "")

    def first_read_after(self, moment: str) -> frozenset[int]:
        rows = self._rows(
            "SELECT a.id, c.id FROM {schema}.articles a "
            "LEFT JOIN {schema}.copies c ON c.article_id = a.id "
            "WHERE a.first_read > %(moment)s AND {visible}",
            moment=moment,
        )
        return frozenset(id_ for row in rows for id_ in row if id_ is not None)

    def in_force(self, day: date) -> frozenset[int]:
        rows = self._rows(
            "SELECT DISTINCT s.article_id FROM {schema}.spells s "
            "JOIN {schema}.articles a ON a.id = s.article_id "
            'WHERE {visible} AND left(s."from", 10) <= %(day)s '
            "AND (s.until IS NULL OR left(s.until, 10) > %(day)s)",
            day=day.isoformat(),
        )
        return frozenset(row[0] for row in rows)
