"""The bot's memory: a transaction is kept whole or not at all, whatever the disk does."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.slack.memory.database import STEPS, Database, MemoryUnavailable
from bot.slack.memory.ending_store import EndingStore
from bot.slack.memory.seen_keys import SeenKeys
from index.errors import StorageError


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path)
    yield made
    made.close()


def fill_disk(database: Database) -> None:
    """From now on SQLite finds no room for another page."""
    with database.transaction() as connection:
        [pages] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")


def make_room(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("PRAGMA max_page_count=1000000")


def fill(seen: SeenKeys) -> None:
    for number in range(1000):
        seen.first_time(f"{number}:" + "x" * 2000)


def small_and_large(database: Database, seen: SeenKeys) -> None:
    with database.transaction():
        seen.first_time("small")
        seen.first_time("large" + "x" * 50_000)


def on_disk(database: Database) -> list[str]:
    with closing(sqlite3.connect(database.path)) as other:
        return [key for (key,) in other.execute("SELECT key FROM seen ORDER BY key")]


def test_a_full_disk_is_told_apart_keeps_nothing_half_and_is_over_when_there_is_room(
    database: Database,
) -> None:
    seen = SeenKeys(database)
    assert seen.first_time("before")
    assert database.trouble == ""
    fill_disk(database)
    with pytest.raises(MemoryUnavailable, match="database or disk is full"):
        fill(seen)
    assert "full" in database.trouble
    before = on_disk(database)
    with pytest.raises(MemoryUnavailable):
        small_and_large(database, seen)
    assert on_disk(database) == before
    make_room(database)
    assert seen.first_time("after")
    assert "after" in on_disk(database)
    assert database.trouble == ""


class FailsToCommit:
    """A connection whose next COMMIT fails and leaves the transaction open, as a network disk's."""

    def __init__(self, real: sqlite3.Connection) -> None:
        self.real = real
        self.fails = True

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        if sql == "COMMIT" and self.fails:
            self.fails = False
            raise sqlite3.OperationalError("disk I/O error")
        return self.real.execute(sql, *arguments)


def test_a_commit_that_fails_leaves_no_transaction_open(database: Database) -> None:
    seen = SeenKeys(database)
    database._connection = FailsToCommit(database._connection)  # type: ignore[assignment]
    with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
        seen.first_time("lost")
    assert seen.first_time("kept")
    assert on_disk(database) == ["kept"]


def test_a_lock_of_another_program_is_reported_until_it_is_gone(database: Database) -> None:
    seen = SeenKeys(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with database._lock:
            database._connection.execute("PRAGMA busy_timeout=50")
        with pytest.raises(MemoryUnavailable, match="locked"):
            seen.first_time("waits")
        assert "locked" in database.trouble
        other.execute("ROLLBACK")
    database.probe()
    assert database.trouble == ""
    assert seen.first_time("waits")


def test_an_error_of_ours_stays_what_it_is(database: Database) -> None:
    with (
        pytest.raises(sqlite3.OperationalError, match="no such table"),
        database.transaction() as connection,
    ):
        connection.execute("INSERT INTO nowhere VALUES (1)")
    assert database.trouble == ""
    assert SeenKeys(database).first_time("goes on")


def test_a_memory_that_cannot_be_opened_leaves_no_connection_open(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.sqlite")) as first:
        first.execute("PRAGMA user_version=99")
    with pytest.raises(StorageError, match="has format 99"):
        Database(tmp_path)


def test_a_memory_of_the_first_format_is_brought_up_to_this_one(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.sqlite")) as first:
        first.executescript(f"{STEPS[0]} PRAGMA user_version=1;")
        first.execute("INSERT INTO keys VALUES ('references', x'00ff')")
        first.commit()
    for _ in range(2):
        database = Database(tmp_path)
        assert database.key("references") == b"\x00\xff"
        assert EndingStore(database).kept() == []
        database.close()


def test_a_memory_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite").write_text("no database, but long enough to be taken for one" * 50)
    with pytest.raises(StorageError, match="cannot be opened"):
        Database(tmp_path)
