"""The bot and the commands on an index in PostgreSQL."""

import json
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.groups import View
from bot.index_in_use.current_index import CurrentIndex, NotSeen, SnapshotGone
from bot.slack.installation.doctor import examine
from config.environment import Secrets
from config.settings import Group, Settings
from index.building.embedded import EmbeddedEngine
from index.collection.database import DATABASE
from index.errors import EngineUnavailable
from index.postgres.engine import PostgresEngine
from index.scope import Scope
from tests.bot.ferries import Asking, write_ferries
from tests.bot.slack.bot_at_work import settings_for
from tests.citus_cluster import VARIABLE, CitusCluster
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import HARBOUR, write
from tests.index.encoder.small_encoder import SmallEncoder
from tests.postgres_server import PASSWORD, PostgresServer

SWAPS = 3


@pytest.fixture
def url(servers: PostgresServer | CitusCluster) -> str:
    return servers.url()


@pytest.fixture
def settings(data: Path, url: str) -> Settings:
    return settings_for(data, "http://127.0.0.1:1", data__engine="postgres", data__url=url)


@pytest.fixture
def engine(data: Path, url: str) -> PostgresEngine:
    return PostgresEngine(url, data)


@pytest.fixture
def current_index(settings: Settings) -> Iterator[CurrentIndex]:
    opened = CurrentIndex(settings, SmallEncoder())
    yield opened
    opened.close()


def test_no_question_fails_or_is_answered_from_two_generations_while_they_change(
    articles: Path, data: Path, current_index: CurrentIndex, engine: PostgresEngine
) -> None:
    write_ferries(articles, 2000)
    rebuild_from([articles], data, engine=engine)
    assert current_index.follow()
    published = []
    with Asking(current_index) as asking:
        for edition in range(2001, 2001 + SWAPS):
            write_ferries(articles, edition)
            published.append(rebuild_from([articles], data, engine=engine, keep=1).snapshot)
            assert current_index.follow()
            while published[-1] not in asking.seen and not asking.failures:
                signal.sigtimedwait([], 0.01)
    assert asking.failures == []
    assert asking.seen >= set(published)


def test_a_server_that_ends_is_said_once_and_answered_from_again(
    articles: Path,
    data: Path,
    current_index: CurrentIndex,
    engine: PostgresEngine,
    postgres: PostgresServer,
) -> None:
    if str(postgres.port) not in engine.place:
        pytest.skip("nothing but a server that the tests have started is ended")
    rebuild_from([articles], data, engine=engine)
    current_index.follow()
    postgres.stop(signal.SIGQUIT)
    try:
        with pytest.raises(EngineUnavailable) as raised:
            current_index.follow()
        assert PASSWORD not in str(raised.value)
        assert not current_index.is_reachable
        assert not current_index.follow()  # said once
    finally:
        postgres.start()
    assert not current_index.follow()
    assert current_index.is_reachable
    assert current_index.answer("who shut the old bridge?", 1).quotes[0].title == "The old bridge"


def test_a_passage_is_found_by_a_reference_of_any_generation_that_is_kept(
    articles: Path, data: Path, current_index: CurrentIndex, engine: PostgresEngine
) -> None:
    first = rebuild_from([articles], data, engine=engine).snapshot
    current_index.follow()
    quote = current_index.answer("who shut the old bridge?", 1).quotes[0]
    (articles / "new.txt").write_text("News\n\nA new article came in about the harbour.\n")
    rebuild_from([articles], data, engine=engine)
    current_index.follow()
    for snapshot in (first, current_index.snapshot_id):
        article, passage = current_index.passage(snapshot, quote.passage_id)
        assert (article.title, passage.text) == (quote.title, quote.text)
    for snapshot, id_ in ((first, 10_000), ("../x", 0), ("", 0)):
        with pytest.raises(SnapshotGone):
            current_index.passage(snapshot, id_)


def test_whoever_may_not_see_an_article_sees_nothing_of_it(
    data: Path, url: str, engine: PostgresEngine, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    write(papers / "open", "a.md", *HARBOUR[:3], title="Harbour shut")
    write(papers / "closed", "b.md", *HARBOUR[3:], title="Cracks")
    rebuild_from([papers / "open", papers / "closed"], data, engine=engine)
    group = Group(name="all", sources=(str(papers / "open"),), people=frozenset({"*"}))
    base = settings_for(data, "http://127.0.0.1:1", data__engine="postgres", data__url=url)
    limited = base.model_copy(update={"groups": (group,)})
    current_index = CurrentIndex(limited, SmallEncoder())
    current_index.follow()
    view = View((frozenset({"all"}),))
    answer = current_index.answer("who found the first cracks?", 5, view=view, near=True)
    assert {quote.title for quote in answer.quotes} == {"Harbour shut"}
    seen = current_index.seen(view)
    assert seen is not None
    assert [article.title for article in seen.articles] == ["Harbour shut"]
    assert seen.manifest.articles == 1
    with closing(engine.open()) as views:
        [closed] = [p.id for p in views.all_passages() if p.text == HARBOUR[3]]
    with pytest.raises(NotSeen):
        current_index.passage(current_index.snapshot_id, closed, view)
    current_index.close()


def test_what_had_been_read_by_a_day_is_quoted_as_it_was(
    data: Path, url: str, settings: Settings, engine: PostgresEngine, tmp_path: Path
) -> None:
    """As the embedded engine does, of the same readings."""
    paper = tmp_path / "paper"
    changed = tuple(text.replace("12 million", "14 million") for text in HARBOUR)
    for day, text in (("2026-03-01", HARBOUR), (None, changed)):
        write(paper, "harbour.md", *text, title="Harbour shut")
        rebuild_from([paper], data, engine=engine)
        if day:
            with closing(sqlite3.connect(data / DATABASE)) as collection, collection:
                collection.execute("UPDATE versions SET read = ?", (day,))
                collection.execute("UPDATE spells SET start = ?", (day,))
    rebuild_from([paper], data)
    found = []
    for each in (settings, settings_for(data, "http://127.0.0.1:1")):
        index = CurrentIndex(each, SmallEncoder())
        index.follow()
        for scope in (Scope(as_of=date(2026, 3, 2)), Scope()):
            answer = index.answer("what will the repairs cost?", 1, scope)
            [quote] = answer.quotes
            found.append((quote.text, quote.read, quote.changes, answer.confidence))
            article, passage = index.passage(index.snapshot_id, quote.passage_id)
            assert article.text[passage.start : passage.end] == quote.text
        index.close()
    assert found[:2] == found[2:]
    assert "12 million" in found[0][0]
    assert "14 million" in found[1][0]


def run(*arguments: str, data: Path, url: str, engine: str = "postgres") -> Result:
    environment = {"PULLQUOTE_DATA_ENGINE": engine, "PULLQUOTE_DATA_URL": url, VARIABLE: None}
    return CliRunner().invoke(main, [*arguments, "--data", str(data)], env=environment)


def test_the_commands_speak_of_it_too(
    articles: Path, data: Path, url: str, engine: PostgresEngine, settings: Settings
) -> None:
    nothing = run("status", data=data, url=url)
    assert nothing.exit_code == 1
    assert nothing.stderr.startswith("pullquote: there is no index in '127.0.0.1:")
    first = rebuild_from([articles], data, engine=engine).snapshot
    (articles / "new.txt").write_text("News\n\nA new article came in about the old bridge.\n")
    second = rebuild_from([articles], data, engine=engine).snapshot
    status = json.loads(run("status", "--json", data=data, url=url).stdout)
    assert (status["snapshot"], status["articles"]) == (second, 4)
    assert status["bytes"] > 0
    lines = run("snapshots", data=data, url=url).stdout.splitlines()
    assert lines[0].startswith(f"* {second}  4 articles, 5 passages, ")
    assert lines[1].startswith(f"  {first}  3 articles, 4 passages, ")
    assert run("verify", data=data, url=url).stdout.startswith("sound: ")
    rolled = run("rollback", data=data, url=url)
    assert rolled.stdout == f"now in use: {first}, 3 articles, 4 passages\n"
    assert engine.current_id() == first
    found = {finding.what: finding.found for finding in examine(settings, Secrets())}
    assert found["index"] == "3 articles, 4 passages"
    assert run("changes", data=data, url=url).exit_code == 0


def test_doctor_says_what_is_wrong_with_the_database(data: Path, url: str) -> None:
    if PASSWORD not in url:
        pytest.skip("the cluster asks for another password, or none")
    wrong = settings_for(
        data,
        "http://127.0.0.1:1",
        data__engine="postgres",
        data__url=url.replace(PASSWORD, "wrong-one"),
    )
    [index] = [each for each in examine(wrong, Secrets()) if each.what == "index"]
    assert "check user and password" in index.found
    assert "wrong-one" not in f"{index}"
    assert not index.is_well
    assert "rebuild" not in index.fix
    failed = run("status", data=data, url=url.replace(PASSWORD, "wrong-one"))
    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1)
    assert "wrong-one" not in failed.stderr


def test_the_address_is_in_no_message_about_settings(data: Path, url: str) -> None:
    failed = CliRunner().invoke(
        main,
        ["status", "--data", str(data)],
        env={"PULLQUOTE_DATA_ENGINE": "oracle", "PULLQUOTE_DATA_URL": url},
    )
    assert failed.exit_code == 1
    assert PASSWORD not in failed.output + failed.stderr


def test_move_says_what_it_needs(articles: Path, data: Path, url: str) -> None:
    for address in (url, ""):
        failed = run("move", "postgres", data=data, url=address, engine="embedded")
        assert failed.exit_code == 1
        assert failed.stderr.startswith("pullquote: there is no index")
    rebuild_from([articles], data)
    unset = run("move", "postgres", data=data, url="", engine="embedded")
    assert "data.url is empty" in unset.stderr


def test_an_embedded_index_beside_it_is_left_alone(
    articles: Path, data: Path, engine: PostgresEngine
) -> None:
    embedded = rebuild_from([articles], data).snapshot
    assert rebuild_from([articles], data, engine=engine).published
    assert EmbeddedEngine(data).current_id() == embedded
