"""The collection: the list of sources, and what each of their items gave when it was last read.

Kept in `<data>/collection.sqlite`, apart from the snapshots, so that a rebuild reads only what has
changed, and a source that fails keeps the articles it gave before. A reading is one transaction: it
counts as a whole or not at all.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from index.collection.database import DATABASE, open_to_change, open_to_read
from index.collection.facts import Facts
from index.collection.kept_articles import (
    KeptArticle,
    KeptSource,
    article_digest,
    article_from_json,
    article_to_json,
    fault_of,
    with_sound_date,
)
from index.collection.places import read_in
from index.collection.source_list import SourceList
from index.collection.versions import Versions
from index.errors import SourceError
from index.reading.readings import Failed, Known, Read, Reader, Reading
from index.types import Article, Skipped

log = logging.getLogger(__name__)

# Raised whenever a parser would make other articles of the same bytes, or other facts be found of
# an article: all is then read and worked out again.
READERS = 4


Results = tuple[Article | Skipped, ...]


class Collection:
    """As a with statement's subject: what was changed counts when the block ends without an error.

    For one process at a time; reading it alone is safe at any time.
    """

    def __init__(self, data_dir: Path, folder: Path | None = None) -> None:
        """`folder` is what relative locations count from, the current one by default.

        Raises `CollectionCorrupt`.
        """
        self.path = data_dir / DATABASE
        self._connection = open_to_change(data_dir, READERS)
        self.sources = SourceList(self._connection, data_dir, folder or Path.cwd())
        self.versions = Versions(self._connection, self.article, READERS)
        self.facts = Facts(self._connection)

    def __enter__(self) -> "Collection":
        self._connection.execute("BEGIN IMMEDIATE")
        self.sources.settle()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._connection.execute("COMMIT")
            elif self._connection.in_transaction:  # a full disk has rolled it back already
                self._connection.execute("ROLLBACK")
        finally:
            self.close()

    def close(self) -> None:
        self._connection.close()

    # Reading

    def read(self, location: str, reader: Reader, *, must_be_there: bool = False) -> None:
        """Read a source of the list; what fails keeps the articles it gave before.

        Raises the reader's `SourceError` if the source `must_be_there` and nothing of it can be
        read; otherwise that is noted with it.
        """
        [source_id] = self._connection.execute(
            "SELECT id FROM sources WHERE location = ?", (location,)
        ).fetchone()
        known = {path: stamp for path, stamp in self._stamps(source_id) if stamp}
        error = None
        seen: set[str] = set()
        try:
            for reading in self._readings(location, reader, known):
                path = _encodable(reading.path)
                seen.add(path)
                self._take(source_id, path, reading)
        except SourceError as failure:
            if must_be_there and not seen:
                raise
            error = _encodable(str(failure))
        if error is None:
            gone = [(source_id, path) for path, _ in self._stamps(source_id) if path not in seen]
            self._connection.executemany("DELETE FROM items WHERE source_id = ? AND path = ?", gone)
        self._connection.execute(
            "UPDATE sources SET last_read = ?, error = ? WHERE id = ?",
            (datetime.now(UTC).isoformat(timespec="seconds"), error, source_id),
        )

    def _readings(self, location: str, reader: Reader, known: Known) -> Iterator[Reading]:
        """What the reader gives; whatever else it raises is a failure of this source alone."""
        try:
            yield from read_in(self.sources.folder(location), reader, location, known)
        except SourceError:
            raise
        except Exception as error:
            log.exception("Reading %r failed", location)
            raise SourceError(f"{location!r} cannot be read: {_said(error)}") from error

    def _stamps(self, source_id: int) -> list[tuple[str, str]]:
        return self._connection.execute(
            "SELECT path, stamp FROM items WHERE source_id = ?", (source_id,)
        ).fetchall()

    def _take(self, source_id: int, path: str, reading: Reading) -> None:
        results = _checked(reading.results) if isinstance(reading, Read) else ()
        if isinstance(reading, Read) and not self._is_broken_now(source_id, path, results):
            self._replace(source_id, path, reading.stamp, results)
        else:
            error = reading.reason if isinstance(reading, Failed) else _first_reason(results)
            self._connection.execute(
                "INSERT INTO items (source_id, path, stamp, error) VALUES (?, ?, '', ?) "
                "ON CONFLICT (source_id, path) DO UPDATE SET error = excluded.error",
                (source_id, path, error and _encodable(error)),
            )

    def _is_broken_now(self, source_id: int, path: str, results: Results) -> bool:
        """Whether an item that gave articles now gives none, as a file half written does."""
        if any(isinstance(result, Article) for result in results) or not results:
            return False
        found = self._connection.execute(
            "SELECT 1 FROM articles a JOIN items i ON i.id = a.item_id "
            "WHERE i.source_id = ? AND i.path = ? LIMIT 1",
            (source_id, path),
        )
        return found.fetchone() is not None

    def _replace(self, source_id: int, path: str, stamp: str, results: Results) -> None:
        self._connection.execute(
            "INSERT INTO items (source_id, path, stamp) VALUES (?, ?, ?) "
            "ON CONFLICT (source_id, path) DO UPDATE SET stamp = excluded.stamp, error = NULL",
            (source_id, path, stamp),
        )
        [item_id] = self._connection.execute(
            "SELECT id FROM items WHERE source_id = ? AND path = ?", (source_id, path)
        ).fetchone()
        replaced = [
            article_from_json(text)
            for (text,) in self._connection.execute(
                "SELECT article FROM articles WHERE item_id = ?", (item_id,)
            )
        ]
        for table in ("articles", "skipped"):
            self._connection.execute(f"DELETE FROM {table} WHERE item_id = ?", (item_id,))  # noqa: S608
        for number, result in enumerate(results):
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
        """Every article with its source, source by source, in the order of their paths."""
        rows = self._connection.execute(
            "SELECT a.article, a.digest, i.source_id FROM articles a "
            "JOIN items i ON i.id = a.item_id ORDER BY i.source_id, i.path, a.number"
        )
        found_in = {
            source_id: (location,)
            for source_id, location in self._connection.execute("SELECT id, location FROM sources")
        }
        return (
            KeptArticle(article_from_json(text), digest, sources=found_in[source_id])
            for text, digest, source_id in rows
        )

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
        """Raises `KeyError` if no article has this digest."""
        row = self._connection.execute(
            "SELECT article FROM articles WHERE digest = ? LIMIT 1", (digest,)
        ).fetchone()
        if row is None:
            raise KeyError(digest)
        return article_from_json(row[0])

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def digest(self) -> str:
        """Changes with any article and its source, and with what cannot be read."""
        digest = hashlib.sha256()
        last = None
        for one, location in self._connection.execute(
            "SELECT a.digest, s.location FROM articles a JOIN items i ON i.id = a.item_id "
            "JOIN sources s ON s.id = i.source_id ORDER BY i.source_id, i.path, a.number"
        ):
            if location != last:
                digest.update(f"\n{location}\n".encode())
                last = location
            digest.update(one)
        for (path,) in self._connection.execute("SELECT path FROM skipped ORDER BY path"):
            digest.update(path.encode())
        return digest.hexdigest()


def _checked(results: Results) -> Results:
    """The results; in place of an article that cannot be kept, what is wrong with it."""
    return tuple(map(_one_checked, results))


def _one_checked(result: Article | Skipped) -> Article | Skipped:
    if isinstance(result, Skipped):
        return Skipped(_encodable(result.path), _encodable(result.reason))
    if fault := fault_of(result):
        return Skipped(_encodable(result.path), f"cannot be used: {fault}")
    return with_sound_date(result)


def _first_reason(results: Results) -> str | None:
    return next((each.reason for each in results if isinstance(each, Skipped)), None)


def _encodable(text: str) -> str:
    """With a mark in place of what no file can hold: half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def _said(error: Exception) -> str:
    """What an unexpected error says, in one line."""
    reason = error.strerror if isinstance(error, OSError) else None
    return " ".join((reason or str(error) or type(error).__name__).split())


def kept_sources(data_dir: Path) -> list[KeptSource]:
    """The sources, without making or changing anything.

    Raises `CollectionCorrupt` or `CollectionUnreadable`.
    """
    connection = open_to_read(data_dir)
    if connection is None:
        return []
    with closing(connection):
        return SourceList(connection, data_dir, Path.cwd()).all()
