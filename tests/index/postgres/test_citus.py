"""Tables that are spread over the nodes of a cluster of Citus: the same answers, none missing."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from pgvector import HalfVector
from psycopg import conninfo, errors

from index.building.embedded import EmbeddedEngine
from index.engine.found import Sought
from index.errors import EngineUnavailable
from index.postgres import cluster as citus
from index.postgres import database, schema
from index.postgres.engine import PostgresEngine
from index.postgres.textsearch import stemmed
from index.postgres.views import candidates
from index.postgres.views.views import PostgresViews
from tests.citus_cluster import CitusCluster
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder
from tests.index.postgres.conftest import Rebuild
from tests.index.postgres.test_answers import QUESTIONS, answerer, plain, sources
from tests.postgres_server import PASSWORD, PostgresServer

NOWHERE = 1
"""A port on which nothing listens."""


@pytest.mark.parametrize(
    ("kind", "message", "said"),
    [
        (
            errors.ConnectionFailure,
            "connection to the remote node me@10.0.0.7:5432 failed with the following error: "
            "Connection refused\n\tIs the server running?",
            "does not reach 10.0.0.7:5432, a node",
        ),
        (
            errors.ConnectionFailure,
            "could not establish any connections to the node worker-1:5432 after 30000 ms",
            "does not reach worker-1:5432, a node",
        ),
        (
            errors.InternalError_,
            "failure on connection marked as essential: worker-1:5432",
            "does not reach worker-1:5432, a node",
        ),
        (
            errors.InternalError_,
            "failed to COPY to shard 102009 on worker-1:5432",
            "does not reach worker-1:5432, a node",
        ),
        (errors.InternalError_, "postmaster was shut down, exiting", "was lost"),
        (errors.InternalError_, "server closed the connection unexpectedly\n\tThis", "was lost"),
        (errors.CannotConnectNow, "the database system is starting up", "was lost"),
    ],
)
def test_what_citus_says_of_a_node_that_is_gone_is_waited_for(
    kind: type[psycopg.Error], message: str, said: str
) -> None:
    failure = database.Database("postgresql://me@db:5432/paper").failure(kind(message))
    assert said in str(failure)
    assert "\n" not in str(failure)
    assert failure.may_pass


@pytest.fixture
def clustered_url(cluster: CitusCluster) -> str:
    return cluster.url()


@pytest.fixture
def clustered(clustered_url: str, data: Path) -> PostgresEngine:
    return PostgresEngine(clustered_url, data)


def opened(engine: PostgresEngine) -> Any:
    return closing(engine.open())


def ferries(articles: Path, count: int) -> None:
    for number in range(count):
        (articles / f"ferry{number}.txt").write_text(
            f"Ferry {number}\n\nThe ferry number {number} to island {number % 7} was taken out of "
            "service.\n"
        )


def test_every_table_is_distributed_by_a_column_of_all_its_keys(
    rebuild: Rebuild, postgres: PostgresServer, url: str
) -> None:
    """What Citus asks of tables, on a server without it."""
    rebuild()
    statements = citus.distributing(8)
    told = "\n".join(statements)
    split = dict(re.findall(r"create_distributed_table\('(\S+)', '(\w+)'", told))
    copied = re.findall(r"create_reference_table\('(\S+)'\)", told)
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = ANY(%s)",
            ([schema.NOW, schema.EARLIER],),
        ).fetchall()
        assert sorted([*split, *copied]) == sorted(row[0] for row in tables)
        for table, column in split.items():
            keys = connection.execute(
                "SELECT array_agg(a.attname) FROM pg_index i JOIN pg_attribute a "
                "ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
                "WHERE i.indrelid = %s::regclass AND i.indisunique GROUP BY i.indexrelid",
                (table,),
            ).fetchall()
            assert keys
            assert all(column in names for [names] in keys), table


def test_without_the_extension_nothing_is_distributed(rebuild: Rebuild, url: str) -> None:
    rebuild()
    with psycopg.connect(url) as connection:
        assert not schema.is_distributed(connection)


def test_what_belongs_to_an_article_lies_with_it(
    articles: Path, data: Path, clustered: PostgresEngine, clustered_url: str
) -> None:
    rebuild_from([articles], data, engine=clustered)
    with psycopg.connect(clustered_url) as connection:
        assert schema.is_distributed(connection)
        rows = connection.execute(
            "SELECT table_name::text, citus_table_type, colocation_id, shard_count "
            "FROM citus_tables"
        ).fetchall()
        nodes = connection.execute(
            "SELECT count(DISTINCT nodeport) FROM citus_shards WHERE table_name = "
            "'pullquote.passages'::regclass"
        ).fetchone()
    kinds = {name: (kind, colocated, shards) for name, kind, colocated, shards in rows}
    parts = schema.NOW, schema.EARLIER
    of_articles = {kinds[f"{part}.{name}"] for part in parts for name in citus.BY_ARTICLE}
    assert len(of_articles) == 1
    [[kind, _, shards]] = of_articles
    assert (kind, shards) == ("distributed", citus.SHARDS_A_WORKER * nodes[0])  # type: ignore[index]
    assert nodes[0] > 1  # type: ignore[index]
    assert kinds["pullquote.state"][0] == "reference"
    assert clustered.kept()[0].bytes > 100_000


def ask_all(found: PostgresViews) -> None:
    """Every statement that answering asks."""
    within = found.within(range(0, 50, 2), ["Berg"])
    encoding = SmallEncoder().encode_query("ferry to island 3")
    sought = Sought(encoding.vector, ["ferri", "island"], [["ferri"]], ["Berg"])
    for inside in (None, within):
        found.candidates(sought, 10, inside)
    ids = np.array([passage.id for passage in found.all_passages()][:9], dtype=np.int64)
    found.maxsim(encoding.tokens, ids)
    found.headings_maxsim(encoding.tokens, ids)
    found.meanings(ids)
    found.articles_of(ids)
    found.speech(ids.tolist())
    found.sentences_said_by(["Berg"], ids.tolist())
    found.word_frequencies(["ferry", "island"])
    found.references()
    found.first_read_after("2000-01-01")
    found.in_force(date(2026, 1, 1))
    found.changed()
    found.id_at("ferry1.txt", None)
    for passage in found.passages(ids.tolist()):
        found.article(passage.article_id)
        found.heading(passage)
        found.copies_with(passage)
        found.spells(passage.article_id)
        found.changes(passage.article_id)
    assert found.newest_read
    found.limited_to([0])


def explained(connection: psycopg.Connection[Any], statement: str, parameters: Any) -> str:
    readable = {
        name: value.to_text() if isinstance(value, HalfVector) else value
        for name, value in (parameters or {}).items()
    }
    rows = connection.execute(f"EXPLAIN (COSTS OFF) {statement}", readable)
    return "\n".join(row[0] for row in rows)


def test_the_workers_do_the_whole_of_each_statement_and_send_no_more_than_is_asked_for(
    articles: Path,
    data: Path,
    clustered: PostgresEngine,
    clustered_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ferries(articles, 60)
    rebuild_from([articles], data, engine=clustered)
    asked: list[tuple[str, Any]] = []
    ask = database.Database.rows

    def heard(self: database.Database, statement: str, parameters: Any = None, *more: Any) -> Any:
        if f" FROM {schema.NOW}." in statement:  # not of catalogues
            asked.append((statement, parameters))
        return ask(self, statement, parameters, *more)

    monkeypatch.setattr(database.Database, "rows", heard)
    for exact in (20_000, 5):
        monkeypatch.setattr(candidates, "EXACT_UP_TO", exact)
        monkeypatch.setattr(candidates, "COMPARED_WITHIN", exact)
        with opened(clustered) as found:
            ask_all(found)
    assert len(asked) > 40
    limited = 0
    with psycopg.connect(clustered_url, cursor_factory=psycopg.ClientCursor) as connection:
        for statement, parameters in asked:
            plan = explained(connection, statement, parameters)
            assert "Custom Scan (Citus Adaptive)" in plan
            assert "Subplan" not in plan, statement
            if "LIMIT" in statement:
                limited += 1
                assert plan.count("Limit") == 2, plan  # here, and on a worker
    assert limited


def test_the_workers_search_as_far_as_they_are_asked_to(
    articles: Path, data: Path, clustered: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pgvector gives no more than ef_search of one index by itself, 40."""
    for module in (schema, candidates):
        monkeypatch.setattr(module, "EXACT_UP_TO", 5)
    monkeypatch.setattr(citus, "SHARDS_A_WORKER", 1)
    ferries(articles, 200)
    rebuild_from([articles], data, engine=clustered)
    vector = SmallEncoder().encode_query("ferry to island 3").vector
    with opened(clustered) as found:
        ids, _ = found.nearest(vector, 180)
        assert len(ids) == 180
        assert len(np.intersect1d(ids, found.compared(vector, 180))) >= 170


@contextmanager
def without_a_worker(cluster: CitusCluster, url: str) -> Iterator[Callable[[], None]]:
    """One of the workers is where nothing listens, until what is given is called."""
    host, port = cluster.workers[0]

    def say(is_at: int, was_at: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT citus_update_node(nodeid, %s, %s) FROM pg_dist_node WHERE nodeport = %s",
                (host, is_at, was_at),
            )

    say(NOWHERE, port)
    come_back = [lambda: say(port, NOWHERE)]
    try:
        yield lambda: come_back.pop()()
    finally:
        if come_back:
            come_back.pop()()


def test_a_question_waits_for_a_worker_that_is_gone(
    articles: Path, data: Path, cluster: CitusCluster, clustered: PostgresEngine, clustered_url: str
) -> None:
    rebuild_from([articles], data, engine=clustered)
    with opened(clustered) as found:
        expected = found.references()
        answers: list[object] = []
        with without_a_worker(cluster, clustered_url) as back:
            with pytest.raises(EngineUnavailable) as raised:
                clustered.current_id()  # who only looks for a newer one does not wait
            assert raised.value.may_pass
            assert "\n" not in str(raised.value)
            assert f"does not reach {cluster.workers[0][0]}:1, a node of its cluster" in str(
                raised.value
            )
            asking = threading.Thread(target=lambda: answers.append(found.references()))
            asking.start()
            back()
            asking.join()
    assert answers == [expected]
    assert clustered.current_id()


def test_a_rebuild_without_a_worker_leaves_the_old_generation(
    articles: Path, data: Path, cluster: CitusCluster, clustered: PostgresEngine, clustered_url: str
) -> None:
    first = rebuild_from([articles], data, engine=clustered).snapshot
    ferries(articles, 9)
    with (
        without_a_worker(cluster, clustered_url),
        pytest.raises(EngineUnavailable, match="a node of its cluster"),
    ):
        rebuild_from([articles], data, engine=clustered)
    assert clustered.current_id() == first
    assert rebuild_from([articles], data, engine=clustered).articles == 12
    clustered.verify()


def test_questions_go_on_when_a_workers_processes_end(
    articles: Path, data: Path, cluster: CitusCluster, clustered: PostgresEngine, clustered_url: str
) -> None:
    rebuild_from([articles], data, engine=clustered)
    name = str(conninfo.conninfo_to_dict(clustered_url)["dbname"])
    with opened(clustered) as found:
        expected = found.references()
        for node in cluster.nodes:
            cluster.run(
                node,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                "current_database() AND backend_type = 'client backend' "
                "AND pid <> pg_backend_pid()",
                name,
            )
            assert found.references() == expected


def test_a_rebuild_wants_the_coordinator(
    articles: Path, data: Path, cluster: CitusCluster, clustered: PostgresEngine, clustered_url: str
) -> None:
    """Two that ask different nodes would not exclude each other."""
    rebuild_from([articles], data, engine=clustered)
    name = str(conninfo.conninfo_to_dict(clustered_url)["dbname"])
    worker = PostgresEngine(cluster.address(cluster.workers[0], name), data)
    assert worker.verify().id == clustered.current_id()  # any node answers
    ferries(articles, 1)
    with pytest.raises(EngineUnavailable, match="needs the coordinator's address"):
        rebuild_from([articles], data, engine=worker)


def test_a_citus_that_is_too_old_is_told_so(
    articles: Path, data: Path, clustered: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citus, "OLDEST_CITUS", (99, 1))
    with pytest.raises(EngineUnavailable, match=r"citus \d+\.\d+: install 99\.1 or newer"):
        rebuild_from([articles], data, engine=clustered)


def test_what_one_server_had_is_distributed_by_the_next_rebuild(
    articles: Path, data: Path, cluster: CitusCluster
) -> None:
    url = cluster.url(joined=False)
    name = str(conninfo.conninfo_to_dict(url)["dbname"])
    engine = PostgresEngine(url, data)
    first = rebuild_from([articles], data, engine=engine).snapshot
    with opened(engine) as found:
        before = {passage.text: passage.id for passage in found.all_passages()}
    cluster.join(name)
    assert engine.verify().id == first
    ferries(articles, 2)
    encoder = SmallEncoder()
    report = rebuild_from([articles], data, encoder, engine=engine)
    assert report.encoded == 2
    with opened(engine) as found:
        after = {passage.text: passage.id for passage in found.all_passages()}
    assert {text: after[text] for text in before} == before
    engine.verify()
    with psycopg.connect(url) as connection:
        assert schema.is_distributed(connection)
        left = connection.execute(
            "SELECT pg_relation_size('pullquote.passages'), citus_total_relation_size("
            "'pullquote.passages')"
        ).fetchone()
    assert left is not None
    assert left[0] == 0 < left[1]
    assert engine.roll_back().id == first
    engine.verify()


def test_a_user_who_may_make_schemas_builds_and_one_who_may_only_read_is_answered(
    articles: Path, data: Path, cluster: CitusCluster, clustered_url: str
) -> None:
    name = str(conninfo.conninfo_to_dict(clustered_url)["dbname"])
    builder, reader = f"{name}_builder", f"{name}_reader"
    both = f"{schema.NOW}, {schema.EARLIER}"

    def run(*statements: str) -> None:
        for statement in statements:
            cluster.run(cluster.coordinator, statement, name)

    def engine_of(user: str) -> PostgresEngine:
        url = conninfo.make_conninfo(clustered_url, user=user, password=PASSWORD)
        return PostgresEngine(url, data)

    run(
        "CREATE EXTENSION vector",
        *(f"CREATE USER {user} PASSWORD '{PASSWORD}'" for user in (builder, reader)),
        f"GRANT CREATE ON DATABASE {name} TO {builder}",
    )
    try:
        first = rebuild_from([articles], data, engine=engine_of(builder)).snapshot
        ferries(articles, 3)
        second = rebuild_from([articles], data, engine=engine_of(builder), keep=1).snapshot
        run(
            f"GRANT USAGE ON SCHEMA {both} TO {reader}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {both} TO {reader}",
        )
        assert engine_of(reader).verify().id == second != first
        with pytest.raises(EngineUnavailable, match="does not let this user"):
            engine_of(reader).roll_back(second)
    finally:
        run(
            f"DROP SCHEMA {both} CASCADE",
            *(f"DROP OWNED BY {user}" for user in (builder, reader)),
            *(f"DROP USER {user}" for user in (builder, reader)),
        )


def test_words_are_found_by_pg_textsearch_on_every_shard(
    data: Path,
    cluster: CitusCluster,
    clustered: PostgresEngine,
    clustered_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with psycopg.connect(clustered_url) as connection:
        if not connection.execute(
            "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_textsearch' "
            "AND current_setting('pg_textsearch.default_limit', true) IS NOT NULL"
        ).fetchone():
            pytest.skip("the cluster does not load pg_textsearch")
    monkeypatch.setattr(stemmed, "FROM_PASSAGES", 0)
    read = sources(tmp_path / "sources")
    embedded = EmbeddedEngine(tmp_path / "embedded")
    for engine, folder in ((embedded, tmp_path / "embedded"), (clustered, data)):
        rebuild_from(read, folder, engine=engine, languages=("en",))
    with closing(embedded.open()) as first, opened(clustered) as second:
        assert second.finds_words_by_index
        for question in QUESTIONS:
            asked = [plain(answerer(each).answer(question, near=True)) for each in (first, second)]
            assert asked[0] == asked[1]
    clustered.verify()
