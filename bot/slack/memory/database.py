"""The bot's own SQLite file: what must survive a restart. Knows SQL and nothing of Slack.

One connection, shared by threads, one transaction at a time. `synchronous=FULL` makes what is
committed survive a power cut too; what is acknowledged to Slack is committed first. A disk that is
full or read-only, or a file that something else has locked, is a `MemoryUnavailable`.
"""

import secrets
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import StorageError

FILE = "bot.sqlite"
LEAST_ROOM_BYTES = 100_000
LOCKED_S = 2.0
"""How long a lock of another program is waited for: Slack wants its acknowledgement within 3 s."""

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
ENDINGS = """
CREATE TABLE endings (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL, ts TEXT NOT NULL, asked_by TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('edit', 'reaction', 'reply', 'direct')),
  message TEXT,                                   -- JSON; NULL while the job is under way
  thread_ts TEXT
);
INSERT INTO endings (key, channel, ts, asked_by, way)
  SELECT hex(randomblob(16)), channel, ts, asked_by, 'edit' FROM rebuild_posts;
DROP TABLE rebuild_posts;
ALTER TABLE additions RENAME COLUMN told TO reported;
"""
AS_WRITTEN = """
ALTER TABLE questions ADD COLUMN written TEXT NOT NULL DEFAULT '';
ALTER TABLE channel_settings ADD COLUMN every_question INTEGER NOT NULL DEFAULT 0;
"""
FOLLOWS = """
CREATE TABLE follows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL, question TEXT NOT NULL, same TEXT NOT NULL, followed_by TEXT NOT NULL,
  at REAL NOT NULL,
  read_up_to TEXT NOT NULL,                       -- what was first read by then is not new
  posts INTEGER NOT NULL DEFAULT 0, posted_on TEXT NOT NULL DEFAULT '',
  posting TEXT,                                   -- JSON of a post that was begun; NULL without one
  UNIQUE (channel, same)
);
CREATE INDEX follows_by_person ON follows (followed_by);
CREATE TABLE followed_articles (
  follow INTEGER NOT NULL, path TEXT NOT NULL, PRIMARY KEY (follow, path)
) WITHOUT ROWID;
CREATE TRIGGER unfollowed AFTER DELETE ON follows
  BEGIN DELETE FROM followed_articles WHERE follow = OLD.id; END;
"""
STEPS = (QUESTIONS_AND_SETTINGS, REBUILD_POSTS, ADDITIONS, ENDINGS, AS_WRITTEN, FOLLOWS)
"""Each makes the next format of what the one before made; a format is how many were taken."""


class MemoryUnavailable(StorageError):
    """The bot's memory cannot be used now: the disk or another program is in the way."""

    def __init__(self, path: Path, error: sqlite3.Error) -> None:
        self.reason = str(error)
        super().__init__(f"the bot's memory {str(path)!r} cannot be used now: {error}")


_PASSING = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    )
)
"""What the disk or another program is to blame for; every other error is a fault of ours."""


class Database:
    """Opened, and made when it is not there. Raises `StorageError`."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE
        self.trouble = ""
        """Why the last transaction failed; "" once one has written again."""
        self._lock = threading.RLock()
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self.path, isolation_level=None, check_same_thread=False, timeout=LOCKED_S
            )
        except (OSError, sqlite3.Error) as error:
            raise self._cannot_open(error) from error
        try:
            self._prepare()
        except BaseException as error:
            self._connection.close()
            if isinstance(error, sqlite3.Error | MemoryUnavailable):
                raise self._cannot_open(error) from error
            raise

    def _cannot_open(self, error: Exception) -> StorageError:
        reason = error.reason if isinstance(error, MemoryUnavailable) else str(error)
        with suppress(OSError):
            if shutil.disk_usage(self.path.parent).free < LEAST_ROOM_BYTES:
                reason = "the disk is full, make room on it"
        return StorageError(f"the bot's memory {str(self.path)!r} cannot be opened: {reason}")

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
        """Committed at the end, undone by an exception. May be nested: the outermost counts.

        Raises `MemoryUnavailable`; nothing is kept then.
        """
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            written = self._connection.total_changes
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException as error:
                self._roll_back()
                if isinstance(error, sqlite3.Error) and _is_passing(error):
                    self.trouble = str(error)
                    raise MemoryUnavailable(self.path, error) from error
                raise
            if self._connection.total_changes != written:
                self.trouble = ""

    def _roll_back(self) -> None:
        """SQLite may have done so by itself; on a failing disk this may fail too."""
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def probe(self) -> None:
        """Write something, so that `trouble` is known before a question meets it."""
        with suppress(MemoryUnavailable), self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO seen VALUES ('probe', 0)")

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


def open_to_read(data_dir: Path) -> sqlite3.Connection | None:
    """For another process than the bot, which may be running: makes and changes no file.

    None if no bot has run on this folder yet. Raises `StorageError`.
    """
    path = data_dir / FILE
    if not path.exists():
        return None
    # While no bot runs there is no log beside it, and reading must not make one.
    is_in_use = path.with_name(f"{FILE}-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro{'' if is_in_use else '&immutable=1'}"
    connection = None
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise StorageError(f"the bot's memory {str(path)!r} cannot be read: {error}") from error
    return connection


def _is_passing(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _PASSING
