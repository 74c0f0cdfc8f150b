"""A database that cannot be used is one clear line, and a server that restarts is waited for."""

import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from index.errors import EngineUnavailable
from index.postgres import database, setup
from index.postgres.database import Database
from index.postgres.engine import PostgresEngine
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder
from tests.index.postgres.conftest import Rebuild
from tests.postgres_server import PASSWORD, UNPRIVILEGED, PostgresServer


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.empty_url()


def message(url: str, data: Path) -> str:
    """What is said, which has one line and no password."""
    with pytest.raises(EngineUnavailable) as raised:
        PostgresEngine(url, data).current_id()
    said = str(raised.value)
    assert "\n" not in said
    assert PASSWORD not in said
    assert "wrong-one" not in said
    return said


def test_what_is_wrong_is_said_without_the_password(
    postgres: PostgresServer, url: str, data: Path
) -> None:
    assert "check user and password" in message(url.replace(PASSWORD, "wrong-one"), data)
    assert "no such database" in message(postgres.address("nowhere"), data)
    assert "cannot be reached" in message("postgresql://u:wrong-one@127.0.0.1:1/x", data)
    assert "no address of PostgreSQL" in message("postgresql://u:wrong-one%zz@h/x", data)
    assert "no address of PostgreSQL" in message("mysql://u:wrong-one@h/x", data)
    assert "data.url is empty" in message(" ", data)


def test_tables_of_another_version_are_left_alone(rebuild: Rebuild, url: str, data: Path) -> None:
    rebuild()
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE pullquote.state SET version = 99")
    assert "version 99" in message(url, data)
    with pytest.raises(EngineUnavailable, match="version 99"):
        rebuild()


def test_an_encoder_of_another_dimension_is_refused(rebuild: Rebuild) -> None:
    rebuild()
    wider = SmallEncoder(fingerprint="wider@1")
    wider.dimension = 32
    with pytest.raises(EngineUnavailable, match="vectors of 64 numbers"):
        rebuild(wider)


def test_a_user_who_may_not_make_tables_is_told_so(
    postgres: PostgresServer, url: str, articles: Path, data: Path
) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE USER reader PASSWORD '{PASSWORD}'")
    engine = PostgresEngine(url.replace("//postgres:", "//reader:"), data)
    with pytest.raises(EngineUnavailable, match="superuser run CREATE EXTENSION vector"):
        rebuild_from([articles], data, engine=engine)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION vector")
    with pytest.raises(EngineUnavailable, match="does not let this user"):
        rebuild_from([articles], data, engine=engine)


def test_a_user_who_may_only_read_is_answered(
    rebuild: Rebuild, engine: PostgresEngine, url: str, data: Path
) -> None:
    rebuild()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE USER onlyreads PASSWORD '{PASSWORD}'")
        both = "pullquote, pullquote_earlier"
        connection.execute(f"GRANT USAGE ON SCHEMA {both} TO onlyreads")
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {both} TO onlyreads")
    reading = PostgresEngine(url.replace("//postgres:", "//onlyreads:"), data)
    assert reading.verify().id == engine.current_id()
    with pytest.raises(EngineUnavailable, match="does not let this user"):
        reading.roll_back(engine.current_id())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OLDEST_SERVER", 990_000, "99 or newer is needed"),
        ("OLDEST_VECTOR", (99,), "install pgvector, 0.8 or newer"),
    ],
)
def test_a_server_that_is_too_old_is_told_so(
    rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch, name: str, value: object, said: str
) -> None:
    monkeypatch.setattr(setup, name, value)
    with pytest.raises(EngineUnavailable, match=said):
        rebuild()


def test_a_statement_is_bounded_in_time(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(database.SETTINGS, "statement_timeout", "1s")
    with pytest.raises(EngineUnavailable, match="took longer"):
        Database(url).rows("SELECT pg_sleep(60)")


def test_a_connection_that_is_lost_in_the_middle_is_said_once(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    def ask(connection: psycopg.Connection) -> None:
        with connection.pipeline():
            connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            connection.execute("SELECT 1").fetchall()

    with closing(Database(url).connect()) as connection, pytest.raises(psycopg.OperationalError):
        ask(connection)
    assert not caplog.records


def test_it_is_said_once_what_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer, url: str
) -> None:
    """Of a server that refuses, and of one that takes a connection and is silent."""
    monkeypatch.setattr(database, "SAID_AFTER_S", 0.05)
    monkeypatch.setattr(database, "PATIENCE_S", 0.6)
    monkeypatch.setitem(database.NETWORK, "connect_timeout", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        for port in (1, silent.getsockname()[1]):
            said: list[str] = []
            waiting = Database(f"postgresql://u:{PASSWORD}@127.0.0.1:{port}/x", said.append)
            with pytest.raises(EngineUnavailable, match="cannot be reached"):
                waiting.rows("SELECT 1")
            [line] = said
            assert line.startswith(f"waiting for PostgreSQL at 127.0.0.1:{port}/x, which does not")
            assert PASSWORD not in line
    quick: list[str] = []
    monkeypatch.setattr(database, "SAID_AFTER_S", 60.0)
    assert Database(url, quick.append).rows("SELECT 1") == [(1,)]
    assert quick == []


def test_a_question_waits_for_a_server_that_restarts(
    rebuild: Rebuild, engine: PostgresEngine, postgres: PostgresServer
) -> None:
    rebuild()
    with closing(engine.open()) as views:
        ids = [passage.id for passage in views.all_passages()]
        postgres.stop()
        found: list[int] = []
        asking = threading.Thread(
            target=lambda: found.append(len(views.speech(ids)))  # asked of the server each time
        )
        asking.start()
        with pytest.raises(EngineUnavailable):
            engine.current_id()  # who only looks for a newer one does not wait
        postgres.start()
        asking.join()
    assert found == [len(ids)]
    assert engine.current_id()


class Disk:
    """Where the rows of one database lie, which has room until it is `filled`."""

    def __init__(self, url: str, folder: Path | None) -> None:
        self._url, self._folder = url, folder

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def fill(self) -> None:
        if self._folder is None:
            self._run(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
                "'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$",
                "CREATE TRIGGER full_disk BEFORE INSERT ON pullquote.passages "
                "EXECUTE FUNCTION no_room()",
            )
            return
        free = shutil.disk_usage(self._folder).free
        (self._folder / "filler").write_bytes(b"x" * free)

    def make_room(self) -> None:
        if self._folder is None:
            self._run("DROP TRIGGER full_disk ON pullquote.passages", "DROP FUNCTION no_room")
            return
        (self._folder / "filler").unlink()


@pytest.fixture
def disk(postgres: PostgresServer, tmp_path: Path) -> Iterator[tuple[str, Disk]]:
    """The address of a database on a small disk, where one may be mounted; else the server says
    that its disk is full."""
    with tempfile.TemporaryDirectory(prefix="pullquote-disk-") as made:
        folder = Path(made)
        mount = ["mount", "-t", "tmpfs", "-o", "size=32m,mode=755", "tmpfs", made]
        if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
            url = postgres.empty_url()
            yield url, Disk(url, None)
            return
        try:
            (folder / "rows").mkdir()
            shutil.chown(folder / "rows", UNPRIVILEGED)
            with psycopg.connect(postgres.address("postgres"), autocommit=True) as connection:
                connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}/rows'")
                connection.execute("CREATE DATABASE small TABLESPACE small STRATEGY file_copy")
                yield postgres.address("small"), Disk(postgres.address("small"), folder)
                connection.execute("DROP DATABASE small WITH (FORCE)")
                connection.execute("DROP TABLESPACE small")
        finally:
            subprocess.run(["umount", "--lazy", made], check=True)


def test_a_full_disk_is_one_line_and_the_next_rebuild_goes_on(
    disk: tuple[str, Disk], articles: Path, data: Path
) -> None:
    url, rows = disk
    engine = PostgresEngine(url, data)
    old = rebuild_from([articles], data, engine=engine).snapshot
    for number in range(12):
        paragraphs = (f"Ferry {number} was {late} minutes late." for late in range(30))
        (articles / f"{number}.txt").write_text("\n\n".join([f"Ferry {number}", *paragraphs]))
    rows.fill()
    with pytest.raises(
        EngineUnavailable, match=r"^the disk of PostgreSQL at \S+ is full: make room"
    ):
        rebuild_from([articles], data, engine=engine)
    assert engine.current_id() == old
    assert engine.verify().articles == 3
    rows.make_room()
    assert rebuild_from([articles], data, engine=engine).articles == 15
    engine.verify()
