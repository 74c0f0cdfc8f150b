"""Rebuilds: what is new is encoded, what is gone is not found, an older generation comes back."""

import multiprocessing
import os
import random
import signal
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import psycopg
import pytest

from index.building.embedded import EmbeddedEngine
from index.building.moving import move
from index.building.rebuild import RebuildReport
from index.engine.engine import Engine
from index.errors import (
    NoSnapshot,
    RebuildRunning,
    SnapshotCorrupt,
    SnapshotTooOld,
    SourceChanged,
    UnknownSnapshot,
)
from index.postgres import pruning, schema
from index.postgres.engine import PostgresEngine
from index.postgres.storing import loading
from index.postgres.views import candidates
from tests.citus_cluster import CitusCluster
from tests.either_engine import until_free
from tests.index.building.small_index import rebuild_from
from tests.index.building.test_killed_rebuild import Steps
from tests.index.encoder.small_encoder import SmallEncoder
from tests.index.postgres.conftest import Rebuild
from tests.postgres_server import PostgresServer

KILLS = int(os.environ.get("PULLQUOTE_KILLS", "6"))


@pytest.fixture
def url(servers: PostgresServer | CitusCluster) -> str:
    return servers.url()


def texts(engine: Engine) -> list[str]:
    with closing(engine.open()) as views:
        return sorted(passage.text for passage in views.all_passages())


def ferry(articles: Path, number: int, word: str = "island") -> None:
    (articles / f"ferry{number}.txt").write_text(
        f"Ferry {number}\n\nThe ferry number {number} to the {word} was taken out of service.\n"
    )


def statistics(engine: Engine) -> list[object]:
    """What a question is weighed by."""
    with closing(engine.open()) as views:
        words = ["ferri", "bridg", "servic", "troop", "mirror"]
        asked = ["ferry", "bridge", "troops", "mirror"]
        tokens = np.arange(30_000, dtype=np.int32)
        return [
            views.info.articles,
            views.info.passages,
            [views.idf(word) for word in words],
            views.word_frequencies(asked),
            views.document_frequency(tokens).tolist(),
        ]


@pytest.mark.parametrize("has_tables", [False, True])
def test_nothing_is_there_before_the_first_rebuild(
    servers: PostgresServer | CitusCluster, data: Path, has_tables: bool
) -> None:
    engine = PostgresEngine(servers.url() if has_tables else servers.empty_url(), data)
    for ask in (engine.current_id, engine.open, engine.verify, engine.roll_back):
        with pytest.raises(NoSnapshot):
            ask()
    assert engine.kept() == []
    with pytest.raises(UnknownSnapshot):
        engine.texts("x")


def test_only_what_is_new_is_encoded_and_ids_stay(
    rebuild: Rebuild, articles: Path, engine: PostgresEngine
) -> None:
    rebuild()
    assert not rebuild().published
    with closing(engine.open()) as views:
        before = {passage.text: passage.id for passage in views.all_passages()}
    ferry(articles, 1)
    (articles / "mirror.txt").unlink()
    encoder = SmallEncoder()
    report = rebuild(encoder)
    assert (report.published, report.encoded) == (True, 1)
    assert len(encoder.encoded) == 2  # its title too
    with closing(engine.open()) as views:
        after = {passage.text: passage.id for passage in views.all_passages()}
        assert not views.has_word("telescop")
    for text in before.keys() & after.keys():
        assert before[text] == after[text]
    assert len(after) == len(before)
    engine.verify()


def test_after_many_changes_all_that_is_weighed_is_as_if_built_at_once(
    rebuild: Rebuild,
    articles: Path,
    engine: PostgresEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pruning, "GRACE_S", 0)
    monkeypatch.setattr(pruning, "REWRITTEN_FROM", 0.0)
    monkeypatch.setattr(pruning, "WORDS_AT_ONCE", 7)
    rebuild()
    for round_ in range(4):
        for number in range(3):
            ferry(articles, number, f"place{round_}")
        if round_ == 2:
            (articles / "bridge.md").unlink()
        rebuild(keep=1)
    at_once = EmbeddedEngine(tmp_path / "once")
    rebuild_from([articles], tmp_path / "once")
    assert texts(engine) == texts(at_once)
    found, expected = statistics(engine), statistics(at_once)
    assert found == expected
    assert len(engine.kept()) == 1
    engine.verify()


def test_many_vectors_are_found_by_a_graph(
    rebuild: Rebuild,
    articles: Path,
    engine: PostgresEngine,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What comes later is in it too, and what is gone is not found."""
    monkeypatch.setattr(schema, "EXACT_UP_TO", 5)
    monkeypatch.setattr(candidates, "EXACT_UP_TO", 5)
    for number in range(60):
        ferry(articles, number, f"place{number}")
    rebuild()
    assert engine.kept()[0].recall >= 0.98
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('pullquote.passages_by_vector')").fetchone()
    for number in range(30):
        ferry(articles, number, f"other{number}")
    rebuild()
    with closing(engine.open()) as found:
        for number, place in ((7, "other7"), (45, "place45")):
            text = f"The ferry number {number} to the {place} was taken out of service."
            vector = SmallEncoder().encode_query(text).vector
            ids, cosines = found.nearest(vector, 20)
            named = [passage.text for passage in found.passages(ids.tolist())]
            assert named[0] == text
            assert len(ids) == 20
            assert not any("place7 " in text for text in named)
            exact = found.compared(vector, 20)
            assert len(set(exact.tolist()) & set(ids.tolist())) >= 19
            assert (np.diff(cosines) <= 0).all()


@pytest.mark.parametrize(
    ("of_server", "passages", "wanted"),
    [("64MB", 100, 512 << 10), ("64MB", 1_000_000, 1_269_531), ("3GB", 1_000_000, 3 << 20)],
)
def test_an_index_of_vectors_is_made_with_room_for_all_of_it(
    rebuild: Rebuild,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    of_server: str,
    passages: int,
    wanted: int,
) -> None:
    """Or with as much as the server gives by itself, if that is more."""
    rebuild()
    set_to: dict[str, str] = {}
    monkeypatch.setattr(schema, "set_on_workers", lambda _, settings: set_to.update(settings))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"SET maintenance_work_mem = '{of_server}'")
        schema.index_vectors(connection, schema.NOW, passages)
    assert set_to == {"maintenance_work_mem": f"{wanted}kB"}


def test_what_is_read_while_others_are_put_to_use_is_there_until_a_while_later(
    rebuild: Rebuild,
    articles: Path,
    engine: PostgresEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also what was rolled back to, whose successor is an old one."""
    ferry(articles, 0, "harbour")
    first = rebuild().snapshot
    ferry(articles, 0, "island")
    rebuild()
    assert engine.roll_back().id == first
    with closing(engine.open()) as views:
        [id_] = [p.id for p in views.all_passages() if "harbour" in p.text]
        for number in range(3):
            ferry(articles, 0, f"place{number}")
            rebuild(keep=1)
            assert "harbour" in engine.texts(first).passages([id_])[0].text
            assert len([*views.all_passages()]) == 5
            assert views.has_word("harbour")
        monkeypatch.setattr(pruning, "GRACE_S", 0)
        ferry(articles, 0, "end")
        last = rebuild(keep=1).snapshot
        with pytest.raises(KeyError):
            views.passages([id_])
    assert [manifest.id for manifest in engine.kept()] == [last]


def test_what_no_kept_generation_shows_is_deleted(
    rebuild: Rebuild,
    articles: Path,
    engine: PostgresEngine,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """But for what the one before shows, which questions may still be answered from."""
    monkeypatch.setattr(pruning, "GRACE_S", 0)
    rebuild()
    for number in range(4):
        ferry(articles, 0, f"place{number}")
        rebuild(keep=1)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT text FROM pullquote.passages").fetchall()
    kept = {bytes(row[0]).decode() for row in rows}
    assert "The ferry number 0 to the place3 was taken out of service." in kept
    assert "The ferry number 0 to the place2 was taken out of service." in kept
    assert "The ferry number 0 to the place1 was taken out of service." not in kept


def test_an_older_generation_comes_back_and_the_next_is_built_on_the_newest(
    rebuild: Rebuild, articles: Path, engine: PostgresEngine
) -> None:
    first = rebuild().snapshot
    old = texts(engine), statistics(engine)
    ferry(articles, 1)
    second = rebuild().snapshot
    new = texts(engine), statistics(engine)
    assert engine.roll_back().id == first == engine.current_id()
    assert (texts(engine), statistics(engine)) == old
    with pytest.raises(UnknownSnapshot):
        engine.roll_back()
    with pytest.raises(UnknownSnapshot):
        engine.roll_back("20200101")
    assert engine.roll_back(second).id == second
    assert (texts(engine), statistics(engine)) == new
    engine.roll_back()
    report = rebuild()  # of the same articles: what was rolled back is put to use again
    assert (report.snapshot, report.encoded) == (second, 0)
    engine.roll_back()
    ferry(articles, 2)
    encoder = SmallEncoder()
    rebuild(encoder)
    assert len(encoder.encoded) == 2
    assert any("number 2" in text for text in texts(engine))
    assert any("number 1" in text for text in texts(engine))


def killed_at(step: int, articles: Path, data: Path, url: str) -> None:
    def run() -> None:
        sys.setprofile(Steps(step))
        rebuild_from([articles], data, engine=PostgresEngine(url, data))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode in (-signal.SIGKILL, 0)


def test_a_rebuild_killed_at_any_step_leaves_the_old_one_and_is_gone_on_with(
    rebuild: Rebuild,
    articles: Path,
    data: Path,
    engine: PostgresEngine,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(loading, "ARTICLES_AT_ONCE", 2)
    monkeypatch.setattr(loading, "PASSAGES_AT_ONCE", 2)
    rebuild()
    for rehearsal in ("first", "second"):  # what has changed takes more steps than what is new
        for number in range(4):
            ferry(articles, number, rehearsal)
        counting = Steps()
        sys.setprofile(counting)
        rebuild()
        sys.setprofile(None)
    chance, resumed = random.Random(0), 0  # noqa: S311 - no secret
    for trial in range(KILLS):
        old, old_id = texts(engine), engine.current_id()
        for number in range(4):
            ferry(articles, number, f"place{trial}")
        killed_at(chance.randrange(counting.count), articles, data, url)
        now = texts(engine)
        published = engine.current_id() != old_id
        assert published or now == old
        encoder = SmallEncoder()
        until_free(engine)
        rebuild(encoder)
        resumed += not published and len(encoder.encoded) < 4
        assert {text for text in texts(engine) if "ferry" in text} == {
            f"The ferry number {number} to the place{trial} was taken out of service."
            for number in range(4)
        }
        engine.verify()
    at_once = EmbeddedEngine(tmp_path / "once")
    rebuild_from([articles], tmp_path / "once")
    assert statistics(engine) == statistics(at_once)
    if KILLS >= 50:
        assert resumed


def test_a_generation_of_an_older_format_is_built_again(
    rebuild: Rebuild, engine: PostgresEngine, url: str
) -> None:
    rebuild()
    with psycopg.connect(url) as connection:
        [kept] = connection.execute("SELECT manifest FROM pullquote.generations").fetchone() or ()
        older = bytes(kept).replace(b'"format": ', b'"format": 1')
        connection.execute("UPDATE pullquote.generations SET manifest = %s", (older,))
    with pytest.raises(SnapshotTooOld, match="build it again"):
        engine.open()
    assert engine.kept() == []
    report = rebuild()
    assert (report.published, report.encoded) == (True, 0)
    engine.verify()


def test_one_rebuild_at_a_time_whichever_machine_it_runs_on(
    rebuild: Rebuild, url: str, tmp_path: Path
) -> None:
    rebuild()
    elsewhere = PostgresEngine(url, tmp_path / "another")
    with (
        elsewhere.only_rebuild(),
        pytest.raises(RebuildRunning, match="on another machine"),
    ):
        rebuild()


def test_one_rebuild_may_follow_another_at_once(engine: PostgresEngine, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        held = (
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE locktype = 'advisory' AND datname = current_database()"
        )
        for _ in range(30):
            with engine.only_rebuild():
                assert connection.execute(held).fetchone() == (1,)
            assert connection.execute(held).fetchone() == (0,)
        with pytest.raises(ZeroDivisionError), engine.only_rebuild():
            raise ZeroDivisionError
        assert connection.execute(held).fetchone() == (0,)


def test_a_changed_row_is_found(rebuild: Rebuild, engine: PostgresEngine, url: str) -> None:
    rebuild()
    engine.verify()
    with psycopg.connect(url) as connection:
        connection.execute(
            "UPDATE pullquote.passages SET text = 'The bridge was open.' WHERE id = 0"
        )
    with pytest.raises(SnapshotCorrupt, match="made of the passages"):
        engine.verify()
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM pullquote.passages WHERE id = 1")
    with pytest.raises(SnapshotCorrupt, match="4 passages"):
        engine.verify()


def moved(source: Engine, target: Engine, data: Path, encoder: SmallEncoder) -> object:
    return move(source, target, data, lambda: encoder, keep=2)


def test_an_index_is_moved_there_and_back_without_encoding(
    articles: Path, data: Path, engine: PostgresEngine
) -> None:
    embedded = EmbeddedEngine(data)
    rebuild_from([articles], data)
    expected = texts(embedded), statistics(embedded)
    encoder = SmallEncoder()
    moved(embedded, engine, data, encoder)
    assert encoder.encoded == []
    assert (texts(engine), statistics(engine)) == expected
    ferry(articles, 1)
    rebuild_from([articles], data, engine=engine)
    expected = texts(engine), statistics(engine)
    moved(engine, embedded, data, encoder)
    assert encoder.encoded == []
    assert (texts(embedded), statistics(embedded)) == expected


def test_what_is_not_as_it_was_built_is_not_moved(
    articles: Path, data: Path, engine: PostgresEngine
) -> None:
    embedded = EmbeddedEngine(data)
    with pytest.raises(NoSnapshot):
        moved(embedded, engine, data, SmallEncoder())
    rebuild_from([articles], data)
    ferry(articles, 1)
    rebuild_from([articles], data, engine=engine)
    with pytest.raises(SourceChanged):
        moved(embedded, engine, data, SmallEncoder())


def test_a_load_that_fails_leaves_the_old_generation(
    rebuild: Rebuild, articles: Path, engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild()
    old = texts(engine)
    ferry(articles, 1)

    def corrupt(*_: object) -> None:
        raise SnapshotCorrupt(Path("PostgreSQL"), "right", "wrong")

    with monkeypatch.context() as patched:
        patched.setattr("index.postgres.generation_build.verify_articles", corrupt)
        with pytest.raises(SnapshotCorrupt):
            rebuild()
    assert texts(engine) == old
    report: RebuildReport = rebuild()
    assert report.encoded == 1
    engine.verify()


def test_the_server_may_end_at_any_moment_of_a_rebuild(
    rebuild: Rebuild,
    articles: Path,
    engine: PostgresEngine,
    postgres: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if str(postgres.port) not in engine.place:
        pytest.skip("nothing but a server that the tests have started is ended")
    monkeypatch.setattr(loading, "ARTICLES_AT_ONCE", 2)
    monkeypatch.setattr(loading, "PASSAGES_AT_ONCE", 2)
    rebuild()
    old = texts(engine)
    for number in range(6):
        ferry(articles, number)

    class Ending(SmallEncoder):
        def encode_passages(self, texts: object) -> object:  # type: ignore[override]
            if len(self.encoded) >= 4 and not self.ended:
                self.ended = True
                postgres.stop(signal.SIGQUIT)
                postgres.start()
            return super().encode_passages(texts)  # type: ignore[arg-type]

        ended = False

    with pytest.raises(Exception, match="the connection to PostgreSQL"):
        rebuild(Ending())
    assert texts(engine) == old
    encoder = SmallEncoder()
    rebuild(encoder)
    assert len(encoder.encoded) < 12
    engine.verify()
