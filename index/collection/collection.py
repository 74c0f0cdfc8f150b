"""The collection: the list of sources, and what each of their items gave when it was last read.

Kept in `<data>/collection.sqlite`, apart from the snapshots, so that a rebuild reads only what has
changed, and a source that fails keeps the articles it gave before. A reading is one transaction: it
counts as a whole or not at all.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from index.collection.facts import SCHEMA as FACTS_SCHEMA
from index.collection.facts import Facts
from index.collection.kept import (
    KeptArticle,
    KeptSource,
    article_digest,
    article_from_json,
    article_to_json,
)
from index.collection.versions import SCHEMA as VERSIONS_SCHEMA
from index.collection.versions import Versions
from index.errors import CollectionCorrupt, SourceError, UnknownSource
from index.reading.readings import Failed, Known, Read, Reading
from index.types import Article, Skipped

# Raised whenever a parser would make other articles of the same bytes, or other facts be found of
# an article: all is then read and worked out anew.
READERS = 3

DATABASE = "collection.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
  id INTEGER PRIMARY KEY, location TEXT NOT NULL UNIQUE, listed INTEGER NOT NULL,
  last_read TEXT, error TEXT
);
CREATE TABLE IF NOT EXISTS items (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
  path TEXT NOT NULL, stamp TEXT NOT NULL, error TEXT, UNIQUE (source_id, path)
);
CREATE TABLE IF NOT EXISTS articles (
  item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE, number INTEGER NOT NULL,
  digest BLOB NOT NULL, article TEXT NOT NULL, PRIMARY KEY (item_id, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_digest ON articles (digest);
CREATE TABLE IF NOT EXISTS skipped (
  item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE, path TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS skipped_by_item ON skipped (item_id);
"""

Reader = Callable[[str, Known], Iterable[Reading]]
"""Reads a source; `Known` has the stamps of its items. May raise `SourceError` before the first."""


class Collection:
    """As a with statement's subject: what was changed counts when the block ends without an error.

    For one process at a time; reading it alone is safe at any time.
    """

    def __init__(self, data_dir: Path) -> None:
        """Raises `CollectionCorrupt`."""
        self.path = data_dir / DATABASE
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = sqlite3.connect(self.path, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            if self._version() != READERS:
                self._connection.executescript(SCHEMA + VERSIONS_SCHEMA + FACTS_SCHEMA)
                self._connection.execute("UPDATE items SET stamp = ''")
                self._connection.execute("DELETE FROM facts")
                self._connection.execute(f"PRAGMA user_version = {READERS}")
            self.versions = Versions(self._connection, self.article, READERS)
            self.facts = Facts(self._connection)
        except sqlite3.OperationalError:
            raise  # of the disk, not of the file
        except sqlite3.DatabaseError as error:
            raise CollectionCorrupt(self.path, str(error)) from error

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def __enter__(self) -> "Collection":
        self._connection.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._connection.execute("ROLLBACK" if kind else "COMMIT")
        finally:
            self.close()

    def close(self) -> None:
        self._connection.close()

    # The list of sources

    def use(self, locations: Sequence[str], *, listed: bool) -> None:
        """Make these the sources; those that were so before keep what they gave.

        `listed` says that somebody chose them; else they come from the settings, and give way to
        the first that are chosen.
        """
        marks = ",".join("?" * len(locations))
        self._connection.execute(
            f"DELETE FROM sources WHERE location NOT IN ({marks})",  # noqa: S608
            list(locations),
        )
        self._put(locations, listed=listed)

    def change(self, added: Iterable[str], removed: Iterable[str]) -> None:
        """Put some behind the sources and forget others; all now count as chosen.

        Raises `UnknownSource`.
        """
        for location in removed:
            cursor = self._connection.execute("DELETE FROM sources WHERE location = ?", (location,))
            if not cursor.rowcount:
                raise UnknownSource(location, self.locations())
        self._connection.execute("UPDATE sources SET listed = 1")
        self._put(added, listed=True)

    def _put(self, locations: Iterable[str], *, listed: bool) -> None:
        self._connection.executemany(
            "INSERT INTO sources (location, listed) VALUES (?, ?) "
            "ON CONFLICT (location) DO UPDATE SET listed = excluded.listed",
            ((location, listed) for location in locations),
        )

    def locations(self) -> list[str]:
        rows = self._connection.execute("SELECT location FROM sources ORDER BY id")
        return [row[0] for row in rows]

    def are_listed(self) -> bool:
        """Whether somebody chose the sources."""
        row = self._connection.execute("SELECT 1 FROM sources WHERE listed LIMIT 1").fetchone()
        return row is not None

    def sources(self) -> list[KeptSource]:
        rows = self._connection.execute(
            "SELECT id, location, listed, last_read, error, (SELECT count(*) FROM articles a "
            "JOIN items i ON i.id = a.item_id WHERE i.source_id = s.id) FROM sources s ORDER BY id"
        ).fetchall()
        return [
            KeptSource(
                location, bool(listed), articles, last_read, error, tuple(self._skipped(source_id))
            )
            for source_id, location, listed, last_read, error, articles in rows
        ]

    # Reading

    def read(self, location: str, reader: Reader, *, must_be_there: bool = False) -> None:
        """Read a source anew; what fails keeps the articles it gave before.

        Raises the reader's `SourceError` if the source `must_be_there` and cannot be read as a
        whole; else that is noted with it.
        """
        [source_id] = self._connection.execute(
            "SELECT id FROM sources WHERE location = ?", (location,)
        ).fetchone()
        known = {path: stamp for path, stamp in self._stamps(source_id) if stamp}
        error = None
        seen: set[str] = set()
        try:
            for reading in reader(location, known):
                seen.add(reading.path)
                self._take(source_id, reading)
        except SourceError as failure:
            if must_be_there:
                raise
            error = str(failure)
        if error is None:
            gone = [(source_id, path) for path, _ in self._stamps(source_id) if path not in seen]
            self._connection.executemany("DELETE FROM items WHERE source_id = ? AND path = ?", gone)
        self._connection.execute(
            "UPDATE sources SET last_read = ?, error = ? WHERE id = ?",
            (datetime.now(UTC).isoformat(timespec="seconds"), error, source_id),
        )

    def _stamps(self, source_id: int) -> list[tuple[str, str]]:
        return self._connection.execute(
            "SELECT path, stamp FROM items WHERE source_id = ?", (source_id,)
        ).fetchall()

    def _take(self, source_id: int, reading: Reading) -> None:
        if isinstance(reading, Read) and not self._is_broken_now(source_id, reading):
            self._replace(source_id, reading)
        else:
            error = _why_it_failed(reading)
            self._connection.execute(
                "INSERT INTO items (source_id, path, stamp, error) VALUES (?, ?, '', ?) "
                "ON CONFLICT (source_id, path) DO UPDATE SET error = excluded.error",
                (source_id, reading.path, error),
            )

    def _is_broken_now(self, source_id: int, read: Read) -> bool:
        """Whether an item that gave articles gives none any more, as a file half written does."""
        if any(isinstance(result, Article) for result in read.results) or not read.results:
            return False
        found = self._connection.execute(
            "SELECT 1 FROM articles a JOIN items i ON i.id = a.item_id "
            "WHERE i.source_id = ? AND i.path = ? LIMIT 1",
            (source_id, read.path),
        )
        return found.fetchone() is not None

    def _replace(self, source_id: int, read: Read) -> None:
        self._connection.execute(
            "INSERT INTO items (source_id, path, stamp) VALUES (?, ?, ?) "
            "ON CONFLICT (source_id, path) DO UPDATE SET stamp = excluded.stamp, error = NULL",
            (source_id, read.path, read.stamp),
        )
        [item_id] = self._connection.execute(
            "SELECT id FROM items WHERE source_id = ? AND path = ?", (source_id, read.path)
        ).fetchone()
        replaced = [
            article_from_json(text)
            for (text,) in self._connection.execute(
                "SELECT article FROM articles WHERE item_id = ?", (item_id,)
            )
        ]
        for table in ("articles", "skipped"):
            self._connection.execute(f"DELETE FROM {table} WHERE item_id = ?", (item_id,))  # noqa: S608
        for number, result in enumerate(read.results):
            if isinstance(result, Skipped):
                self._connection.execute(
                    "INSERT INTO skipped VALUES (?, ?, ?)", (item_id, result.path, result.reason)
                )
            else:
                text = article_to_json(result)
                digest = article_digest(text)
                self._connection.execute(
                    "INSERT INTO articles VALUES (?, ?, ?, ?)", (item_id, number, digest, text)
                )
                self.versions.note(result, digest, replaced)

    # What it holds

    def articles(self) -> Iterator[KeptArticle]:
        """Every article, source by source, in the order of their paths."""
        rows = self._connection.execute(
            "SELECT a.article, a.digest FROM articles a JOIN items i ON i.id = a.item_id "
            "ORDER BY i.source_id, i.path, a.number"
        )
        return (KeptArticle(article_from_json(text), digest) for text, digest in rows)

    def titles(self, location: str, most: int) -> list[str]:
        """The titles of the first articles of a source."""
        rows = self._connection.execute(
            "SELECT a.article FROM articles a JOIN items i ON i.id = a.item_id "
            "JOIN sources s ON s.id = i.source_id WHERE s.location = ? "
            "ORDER BY i.path, a.number LIMIT ?",
            (location, most),
        )
        return [article_from_json(text).title for (text,) in rows]

    def article(self, digest: bytes) -> Article:
        """Raises `KeyError` where none has this digest."""
        row = self._connection.execute(
            "SELECT article FROM articles WHERE digest = ? LIMIT 1", (digest,)
        ).fetchone()
        if row is None:
            raise KeyError(digest)
        return article_from_json(row[0])

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def skipped(self) -> list[Skipped]:
        """What could not be read: sources as a whole, and items of sources."""
        found = []
        for source in self.sources():
            if source.error:
                found.append(Skipped(source.location, _kept(source.error, source.articles)))
            found += source.skipped
        return found

    def _skipped(self, source_id: int) -> Iterator[Skipped]:
        failed = self._connection.execute(
            "SELECT i.path, i.error, (SELECT count(*) FROM articles a "
            "JOIN items j ON j.id = a.item_id "
            "WHERE j.id = i.id OR i.path = s.location AND j.source_id = s.id) "
            "FROM items i JOIN sources s ON s.id = i.source_id "
            "WHERE s.id = ? AND i.error IS NOT NULL ORDER BY i.path",
            (source_id,),
        )
        for path, error, articles in failed:
            yield Skipped(path, _kept(error, articles))
        rows = self._connection.execute(
            "SELECT s.path, s.reason FROM skipped s JOIN items i ON i.id = s.item_id "
            "WHERE i.source_id = ? ORDER BY i.path, s.rowid",
            (source_id,),
        )
        yield from (Skipped(path, reason) for path, reason in rows)

    def digest(self) -> str:
        """Changes with any article, and with what cannot be read."""
        digest = hashlib.sha256()
        for (one,) in self._connection.execute(
            "SELECT a.digest FROM articles a JOIN items i ON i.id = a.item_id "
            "ORDER BY i.source_id, i.path, a.number"
        ):
            digest.update(one)
        for (path,) in self._connection.execute("SELECT path FROM skipped ORDER BY path"):
            digest.update(path.encode())
        return digest.hexdigest()


def _kept(error: str, articles: int) -> str:
    return f"{error}; what it gave before is kept" if articles else error


def _why_it_failed(reading: Reading) -> str | None:
    if isinstance(reading, Failed):
        return reading.reason
    if isinstance(reading, Read):
        return next(each.reason for each in reading.results if isinstance(each, Skipped))
    return None


def kept_sources(data_dir: Path) -> list[KeptSource]:
    """The sources, without making or changing anything. Raises `CollectionCorrupt`."""
    if not (data_dir / DATABASE).exists():
        return []
    collection = Collection(data_dir)
    try:
        return collection.sources()
    finally:
        collection.close()
