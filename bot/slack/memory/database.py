"""The bot's own SQLite file: what must survive a restart. Knows SQL and nothing of Slack.

One connection, shared by threads, one transaction at a time. `synchronous=FULL` makes what is
committed survive a power cut too; what is acknowledged to Slack is committed first.
"""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageError

FILE = "bot.sqlite"

QUESTIONS_AND_SETTINGS = """
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL, ts TEXT NOT NULL, user TEXT NOT NULL,
  question TEXT,                                  -- JSON; NULL once it is finished
  state TEXT NOT NULL CHECK (state IN ('accepted', 'answering', 'posting', 'posted', 'closed')),
  accepted_at REAL NOT NULL, not_before REAL NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  unsure INTEGER NOT NULL DEFAULT 0,              -- a post was begun, its outcome is not known
  posted_ts TEXT, reason TEXT, finished_at REAL,
  UNIQUE (channel, ts)
);
CREATE INDEX inbox_unfinished ON inbox (channel, id)
  WHERE state IN ('accepted', 'answering', 'posting');
CREATE TABLE seen (key TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE threads (
  channel TEXT NOT NULL, ts TEXT NOT NULL, stopped INTEGER NOT NULL DEFAULT 0, at REAL NOT NULL,
  PRIMARY KEY (channel, ts)
) WITHOUT ROWID;
CREATE TABLE channel_settings (
  channel TEXT PRIMARY KEY, sources TEXT NOT NULL, quotes INTEGER, follow_ups INTEGER NOT NULL,
  set_by TEXT NOT NULL, at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE questions (
  id INTEGER PRIMARY KEY, user TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT NOT NULL,
  text TEXT NOT NULL, answered INTEGER NOT NULL, at REAL NOT NULL
);
CREATE INDEX questions_by_user ON questions (user, at);
CREATE INDEX questions_by_thread ON questions (channel, thread, at);
CREATE TABLE feedback (
  user TEXT NOT NULL, snapshot TEXT NOT NULL, passage INTEGER NOT NULL, question TEXT NOT NULL,
  answered INTEGER NOT NULL, helpful INTEGER NOT NULL, reason TEXT NOT NULL DEFAULT '',
  comment TEXT NOT NULL DEFAULT '', at REAL NOT NULL,
  PRIMARY KEY (user, snapshot, passage, question)
) WITHOUT ROWID;
CREATE TABLE keys (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""
REBUILD_POSTS = """
CREATE TABLE rebuild_posts (
  channel TEXT NOT NULL, ts TEXT NOT NULL, asked_by TEXT NOT NULL,
  PRIMARY KEY (channel, ts)
) WITHOUT ROWID;
"""
ADDITIONS = """
CREATE TABLE additions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  links TEXT NOT NULL,                            -- JSON
  asked_by TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL,
  told TEXT NOT NULL CHECK (told IN ('by edit', 'by reaction')),
  thread_ts TEXT, not_before REAL NOT NULL
);
"""
STEPS = (QUESTIONS_AND_SETTINGS, REBUILD_POSTS, ADDITIONS)
"""Each makes the next format of what the one before made; a format is how many were taken."""


class Database:
    """Opened, and made when it is not there. Raises `StorageError`."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE
        self._lock = threading.RLock()
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self.path, isolation_level=None, check_same_thread=False, timeout=10
            )
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"the bot's memory {str(self.path)!r} cannot be opened: {error}"
            ) from error

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA secure_delete=ON")
        with self.transaction() as connection:
            [version] = connection.execute("PRAGMA user_version").fetchone()
            if version > len(STEPS):
                raise StorageError(
                    f"the bot's memory {str(self.path)!r} has format {version}, this version reads "
                    f"up to {len(STEPS)}: use the version that wrote it, or move the file away"
                )
            for step in STEPS[version:]:
                for statement in step.split(";\n"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version={len(STEPS)}")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Committed at the end, undone by an exception. May be nested: the outermost counts."""
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def key(self, name: str) -> bytes:
        """Random bytes, the same for a name at every start."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO keys VALUES (?, ?)", (name, secrets.token_bytes(32))
            )
            found = connection.execute("SELECT value FROM keys WHERE name = ?", (name,)).fetchone()
        return bytes(found[0])

    def close(self) -> None:
        with self._lock:
            self._connection.close()
