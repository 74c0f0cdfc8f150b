"""Words found by pg_textsearch: the same answers as by the arrays, whatever came before.

They need a server that has it, version 1.3 or newer: PULLQUOTE_TEST_TEXTSEARCH_URL is the address
of one, with a user who may create databases.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import numpy as np
import psycopg
import pytest

from index.building.embedded import EmbeddedEngine
from index.engine.engine import Engine
from index.engine.found import Sought
from index.engine.views import Views
from index.postgres import pruning
from index.postgres.engine import PostgresEngine
from index.postgres.textsearch import stemmed
from index.postgres.textsearch.stemmed import token
from index.postgres.views.views import PostgresViews
from index.text.words import words, words_of_each
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder
from tests.index.postgres.test_answers import QUESTIONS, answerer, named, plain, sources
from tests.index.postgres.test_generations import ferry, statistics

ADDRESS = "PULLQUOTE_TEST_TEXTSEARCH_URL"


@contextmanager
def new_database() -> Iterator[str]:
    if ADDRESS not in os.environ:
        pytest.skip(f"{ADDRESS} names no server that has pg_textsearch")
    name = f"pullquote_test_{uuid4().hex}"
    with psycopg.connect(os.environ[ADDRESS], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield psycopg.conninfo.make_conninfo(os.environ[ADDRESS], dbname=name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as url:
        yield url


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few passages there are."""
    monkeypatch.setattr(stemmed, "FROM_PASSAGES", 0)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, PostgresEngine]]:
    folder = tmp_path_factory.mktemp("textsearch")
    read = sources(folder / "sources")
    with new_database() as url, pytest.MonkeyPatch.context() as patch:
        patch.setattr(stemmed, "FROM_PASSAGES", 0)
        both = EmbeddedEngine(folder / "data"), PostgresEngine(url, folder / "data")
        for engine in both:
            rebuild_from(read, folder / "data", engine=engine, languages=("en",))
        yield both


@pytest.fixture
def both(engines: tuple[Engine, PostgresEngine]) -> Iterator[tuple[Views, PostgresViews]]:
    with closing(engines[0].open()) as embedded, closing(engines[1].open()) as postgres:
        assert postgres.finds_words_by_index
        yield embedded, postgres


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_equal(both: tuple[Views, PostgresViews], question: str) -> None:
    embedded, postgres = (plain(answerer(each).answer(question, near=True)) for each in both)
    assert embedded == postgres


@pytest.mark.parametrize("question", QUESTIONS[:5])
def test_answers_within_what_may_be_seen_are_equal(
    both: tuple[Views, PostgresViews], question: str
) -> None:
    embedded, postgres = (
        plain(answerer(each, named(each, "open")).answer(question, near=True)) for each in both
    )
    assert embedded == postgres


def test_every_word_counts_as_by_the_arrays(both: tuple[Views, PostgresViews]) -> None:
    embedded, postgres = both
    passages = list(embedded.all_passages())
    ids = np.array([passage.id for passage in passages], dtype=np.int64)
    found = {stem for each in words([passage.text for passage in passages]) for stem in each}
    for word in (*found, "石桥", "no such word", "a\0b", "\ud800"):
        assert embedded.has_word(word) == postgres.has_word(word)
        assert embedded.idf(word) == postgres.idf(word)
        assert np.array_equal(embedded.occurs_in(word, ids), postgres.occurs_in(word, ids))
        assert np.array_equal(
            embedded.occurs_in_heading(word, ids), postgres.occurs_in_heading(word, ids)
        )
    vector = SmallEncoder().encode_query("harbour").vector
    for sought in (["harbour", "ferri"], ["ferri", "ferri", "no such word"], []):
        # So many that none is left out that is as good as another.
        first, second = (each.candidates(Sought(vector, sought), 60) for each in both)
        assert first.ids.tolist() == second.ids.tolist()
        assert first.bm25.tolist() == second.bm25.tolist()
        best = postgres.best_by_words(sought, 200).tolist()
        ids, scores = postgres.scored_by_words(sought)
        assert best == ids[np.lexsort((ids, -scores))].tolist()
        assert best == embedded.best_by_words(sought, 200).tolist()


def test_after_many_changes_all_that_is_weighed_is_as_if_built_at_once(
    searched: None,
    url: str,
    articles: Path,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pruning, "REWRITTEN_FROM", 0.0)
    monkeypatch.setattr(stemmed, "AT_ONCE", 3)
    engine = PostgresEngine(url, data)
    for round_ in range(4):
        for number in range(3):
            ferry(articles, number, f"place{round_}")
        if round_ == 2:
            (articles / "bridge.md").unlink()
        rebuild_from([articles], data, engine=engine, keep=1)
        with closing(engine.open()) as found:
            assert found.finds_words_by_index
    rebuild_from([articles], tmp_path / "once")
    assert statistics(engine) == statistics(EmbeddedEngine(tmp_path / "once"))
    engine.verify()


def test_it_is_brought_up_to_date_wherever_the_index_comes_from(
    url: str, articles: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made without it, with it, without it again, and with it once more; and rolled back."""
    engine = PostgresEngine(url, data)
    for number, (least, is_searched) in enumerate([(99, False), (0, True), (99, False), (0, True)]):
        monkeypatch.setattr(stemmed, "FROM_PASSAGES", least)
        ferry(articles, number)
        rebuild_from([articles], data, engine=engine, keep=4)
        with closing(engine.open()) as found:
            assert found.finds_words_by_index == is_searched
            assert found.idf("ferri") == found.limited_to([0]).idf("ferri")
            assert all(found.has_word(word) for word in ("ferri", "servic", "troop"))
    engine.roll_back()
    with closing(engine.open()) as found:
        assert not found.finds_words_by_index
        assert found.has_word("troop")


@pytest.mark.parametrize("after", [1, 3])
def test_a_killed_load_is_gone_on_with(
    searched: None,
    url: str,
    articles: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    monkeypatch.setattr(stemmed, "AT_ONCE", 1)
    engine = PostgresEngine(url, data)
    calls = 0

    def failing(texts: Sequence[tuple[str, str | None]]) -> list[list[str]]:
        nonlocal calls
        calls += 1
        if calls > after:
            raise KeyboardInterrupt
        return words_of_each(texts)

    with monkeypatch.context() as patch:
        patch.setattr(stemmed, "words_of_each", failing)
        with pytest.raises(KeyboardInterrupt):
            rebuild_from([articles], data, engine=engine)
    rebuild_from([articles], data, engine=engine)
    rebuild_from([articles], data.parent / "embedded")
    assert statistics(engine) == statistics(EmbeddedEngine(data.parent / "embedded"))
    with closing(engine.open()) as found:
        assert found.finds_words_by_index


def test_a_version_too_old_is_named_once_and_the_arrays_are_used(
    searched: None,
    url: str,
    articles: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(stemmed, "OLDEST", (99, 0))
    engine = PostgresEngine(url, data)
    rebuild_from([articles], data, engine=engine)
    [line] = [record.getMessage() for record in caplog.records]
    assert "99.0 or newer is needed" in line
    assert "pg_textsearch 1." in line
    with closing(engine.open()) as found:
        assert not found.finds_words_by_index
        assert found.has_word("troop")


def test_a_stem_is_one_word_to_postgres_and_no_other_is_the_same(url: str) -> None:
    stems = ["harbour", "x9", "x93139", "19", "1e5", "2022-01-06", "é", "石桥", "don't", "HARBOUR"]
    stems += ["a b", "a_b", "\ud800", "\0", "e" * 2000, "é" * 2000, "é" * 2001, "x8", "ſ", "ı"]
    tokens = [token(stem) for stem in stems]
    assert len(set(tokens)) == len(stems)
    with psycopg.connect(url) as connection:
        [[parsed]] = connection.execute(
            "SELECT array_agg(lexeme) FROM unnest(to_tsvector('simple', %s))", (" ".join(tokens),)
        ).fetchall()
    assert sorted(parsed) == sorted(tokens)
