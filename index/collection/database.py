"""The collection's database, `<data>/collection.sqlite`: its tables, and opening it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from index.collection.kept_articles import article_to_json
from index.durable import is_of_the_disk
from index.errors import CollectionCorrupt, CollectionUnreadable
from index.reading.article import joined
from index.reading.blocks import Block
from index.types import Article

DATABASE = "collection.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
  id INTEGER PRIMARY KEY, location TEXT NOT NULL UNIQUE, listed INTEGER NOT NULL,
  last_read TEXT, error TEXT, folder TEXT
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
CREATE TABLE IF NOT EXISTS versions (
  identity TEXT NOT NULL, version INTEGER NOT NULL, read TEXT NOT NULL, readers INTEGER NOT NULL,
  text_digest BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (identity, version)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (
  identity TEXT NOT NULL, version INTEGER NOT NULL, readers INTEGER NOT NULL,
  article TEXT NOT NULL, PRIMARY KEY (identity, version, readers)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spells (
  identity TEXT NOT NULL, start TEXT NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY (identity, start)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS compared (key BLOB PRIMARY KEY, edits TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (
  digest BLOB PRIMARY KEY, language TEXT, weight INTEGER NOT NULL, signature BLOB NOT NULL
) WITHOUT ROWID;
"""


def open_to_change(data_dir: Path, readers: int) -> sqlite3.Connection:
    """Make the database if it is missing, and bring an older one up to date.

    What other `readers` than these parsed is to be read again. Raises `CollectionCorrupt`, and
    `sqlite3.OperationalError` if the disk does not take it.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / DATABASE
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        if connection.execute("PRAGMA user_version").fetchone()[0] != readers:
            connection.executescript(SCHEMA)
            connection.execute("UPDATE items SET stamp = ''")
            connection.execute("DELETE FROM facts")
            connection.execute("DELETE FROM compared")
            connection.execute(f"PRAGMA user_version = {readers}")
        if not columns_of(connection, "texts"):
            connection.executescript(SCHEMA)
        if "text" in columns_of(connection, "versions"):
            _keep_texts_whole(connection)
        if "folder" not in columns_of(connection, "sources"):
            connection.execute("ALTER TABLE sources ADD COLUMN folder TEXT")
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.DatabaseError) and not is_of_the_disk(error):
            raise CollectionCorrupt(path, str(error)) from error
        raise
    return connection


def _keep_texts_whole(connection: sqlite3.Connection) -> None:
    """Of earlier versions once only the text was kept; and it was not noted when they were in
    force, for which the days count on which they were first read."""
    connection.execute("BEGIN IMMEDIATE")
    for name, number, readers, text in connection.execute(
        "SELECT identity, version, readers, text FROM versions WHERE text IS NOT NULL"
    ).fetchall():
        whole, paragraphs = joined(Block("body", part) for part in text.split("\n\n"))
        article = article_to_json(Article("", "", whole, paragraphs))
        connection.execute(
            "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?)", (name, number, readers, article)
        )
    connection.execute(
        "INSERT OR REPLACE INTO spells SELECT identity, read, version FROM versions "
        "ORDER BY identity, version"
    )
    connection.execute("ALTER TABLE versions DROP COLUMN text")
    connection.execute("COMMIT")


def open_to_read(data_dir: Path) -> sqlite3.Connection | None:
    """Open the database without making or changing any file; None if nothing was collected yet.

    Raises `CollectionCorrupt` or `CollectionUnreadable`.
    """
    path = data_dir / DATABASE
    if not path.exists():
        return None
    # While nobody writes there is no log beside it, and opening it must not make one: the folder
    # may be read-only.
    is_written_to = path.with_name(f"{DATABASE}-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro{'' if is_written_to else '&immutable=1'}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        try:
            if columns_of(connection, "sources"):
                return connection
        except BaseException:
            connection.close()
            raise
    except sqlite3.DatabaseError as error:
        if is_of_the_disk(error):
            raise CollectionUnreadable(path, str(error)) from error
        raise CollectionCorrupt(path, str(error)) from error
    connection.close()
    return None


def columns_of(connection: sqlite3.Connection, table: str) -> set[str]:
    with closing(connection.execute(f"PRAGMA table_info({table})")) as rows:
        return {name for _, name, *_ in rows}
