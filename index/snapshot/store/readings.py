"""When the articles of a snapshot were read, and what changed in them since: `readings.sqlite`.

Of copies nothing is kept: what is known of an article counts for its copies too.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from functools import cached_property
from pathlib import Path

from index.changes.edits import edits_from_json, edits_to_json
from index.durable import is_of_the_disk
from index.errors import SnapshotCorrupt, SnapshotUnreadable
from index.types import UNKNOWN_READINGS, Changes, Readings, Spell

SCHEMA = """
CREATE TABLE first_read (article_id INTEGER PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE spells (
  article_id INTEGER NOT NULL, start TEXT NOT NULL, end TEXT, PRIMARY KEY (article_id, start)
) WITHOUT ROWID;
CREATE TABLE changes (
  article_id INTEGER PRIMARY KEY, since TEXT NOT NULL, from_first INTEGER NOT NULL,
  edits TEXT NOT NULL
);
"""


def write_readings(path: Path, readings: Mapping[int, Readings]) -> None:
    """By the articles' ids."""
    known = {id_: each for id_, each in readings.items() if each != UNKNOWN_READINGS}
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        connection.executemany(
            "INSERT INTO first_read VALUES (?, ?)",
            ((id_, each.first) for id_, each in known.items() if each.first),
        )
        connection.executemany(
            "INSERT INTO spells VALUES (?, ?, ?)",
            ((id_, *spell) for id_, each in known.items() for spell in each.spells),
        )
        connection.executemany(
            "INSERT INTO changes VALUES (?, ?, ?, ?)",
            (
                (id_, c.since, c.from_first, edits_to_json(c.edits))
                for id_, c in ((id_, each.changes) for id_, each in known.items())
                if c
            ),
        )
        connection.commit()


class ReadingStore:
    """What was written, open for reading; may be shared by threads."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._connection.execute("SELECT 1 FROM changes LIMIT 1")
        except sqlite3.DatabaseError as error:
            if is_of_the_disk(error) and path.is_file():
                raise SnapshotUnreadable(path, f"{error}; try again") from error
            raise SnapshotCorrupt(path, "when articles were read", str(error)) from error

    def changes(self, article_id: int) -> Changes | None:
        row = self._connection.execute(
            "SELECT since, from_first, edits FROM changes WHERE article_id = ?", (article_id,)
        ).fetchone()
        return Changes(row[0], edits_from_json(row[2]), bool(row[1])) if row else None

    def changed(self) -> list[int]:
        """The ids of the articles that have changed since an earlier reading."""
        rows = self._connection.execute("SELECT article_id FROM changes ORDER BY article_id")
        return [id_ for (id_,) in rows]

    def spells(self, article_id: int) -> tuple[Spell, ...]:
        rows = self._connection.execute(
            "SELECT start, end FROM spells WHERE article_id = ? ORDER BY start", (article_id,)
        )
        return tuple((start, end) for start, end in rows)

    def in_force(self, day: date) -> frozenset[int]:
        """The ids of the articles whose text was the last that had been read by the end of a day
        (UTC)."""
        rows = self._connection.execute(
            "SELECT DISTINCT article_id FROM spells WHERE substr(start, 1, 10) <= ? "
            "AND (end IS NULL OR substr(end, 1, 10) > ?)",
            (day.isoformat(), day.isoformat()),
        )
        return frozenset(id_ for (id_,) in rows)

    def first_read_after(self, moment: str) -> frozenset[int]:
        """The ids of the articles that were first read after a moment (UTC, ISO 8601), and no copy
        of which was read before."""
        rows = self._connection.execute("SELECT article_id FROM first_read WHERE at > ?", (moment,))
        return frozenset(id_ for (id_,) in rows)

    @cached_property
    def newest(self) -> str:
        """When the newest article was first read; "" if that is not known."""
        [newest] = self._connection.execute("SELECT max(at) FROM first_read").fetchone()
        return newest or ""

    def close(self) -> None:
        self._connection.close()
