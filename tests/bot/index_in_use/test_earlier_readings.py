"""`pullquote changes`: which articles have changed since they were first read, or since a day."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.engine.answerers import answerer_of
from bot.index_in_use.earlier_readings import changed_articles
from bot.narrowing.terminal_answers import answer_narrowed
from bot.wording.as_json import quote_json
from bot.wording.phrases import cite
from config.settings import load
from index.collection.database import DATABASE
from index.errors import BadQuestion, NothingSaidBy
from index.types import Quote
from tests.bot.agents.test_agents import called, server_for
from tests.either_engine import environment_at, open_views
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import HARBOUR, write
from tests.index.encoder.small_encoder import SmallEncoder

pytestmark = pytest.mark.usefixtures("either_engine")

HEAD = {"title": "Harbour shut", "publisher": "Example Wire"}
NEW = tuple(text.replace("12 million", "14 million") for text in HARBOUR)
NEWER = tuple(text.replace("two winters", "three winters") for text in NEW)


@pytest.fixture
def changed(tmp_path: Path, data: Path) -> Path:
    """Read on 1 March, on 5 March with another figure, and today with another one."""
    paper = tmp_path / "paper"
    write(paper, "road.md", "A road was laid by soldiers.", title="A road")
    for day, text in (("2026-03-01", HARBOUR), ("2026-03-05", NEW), (None, NEWER)):
        write(paper, "harbour.md", *text, **HEAD)
        rebuild_from([paper], data)
        if day is None:
            return data
        with closing(sqlite3.connect(data / DATABASE)) as collection, collection:
            for table, column in (("versions", "read"), ("spells", "start")):
                collection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE {column} > '2026-03-09'",  # noqa: S608
                    (day,),
                )
    raise AssertionError


def run(data: Path, *arguments: str) -> Result:
    environment = environment_at(data)
    return CliRunner().invoke(main, ["changes", *arguments, "--data", str(data)], env=environment)


def test_the_articles_that_have_changed_are_listed(changed: Path) -> None:
    printed = run(changed).stdout
    assert "Harbour shut, Example Wire" in printed
    assert "Changed since it was first read (1 Mar 2026): 2 figures" in printed
    assert "A road" not in printed
    assert HARBOUR[1] not in printed


@pytest.mark.parametrize("name", ["harbour.md", "harbour shut"])
def test_the_sentences_of_one_article_are_shown(changed: Path, name: str) -> None:
    printed = run(changed, name).stdout
    assert f"- {HARBOUR[1]}\n  + {NEW[1]}" in printed


@pytest.mark.parametrize(
    ("since", "figures"),
    [("2026-02-01", 2), ("2026-03-01", 2), ("2026-03-04", 2), ("2026-03-05", 1), ("2026-04-01", 1)],
)
def test_since_a_day_compares_with_what_had_been_read_by_then(
    changed: Path, since: str, figures: int
) -> None:
    [row] = json.loads(run(changed, "--since", since, "--json").stdout)
    assert [edit["kinds"] for edit in row["edits"]] == [["figure"]] * figures


def test_what_has_not_changed_is_said_so(changed: Path) -> None:
    assert run(changed, "road.md").stdout == "no such article has changed since it was first read\n"
    with closing(open_views(changed)) as snapshot:
        assert changed_articles(snapshot, since=date(2099, 1, 1)) == []


def test_an_article_that_is_not_there_is_an_error_in_one_line(changed: Path) -> None:
    failed = run(changed, "bridge.md")
    assert failed.exit_code == 1
    assert failed.stderr.startswith("pullquote: no article is called 'bridge.md'")
    assert run(changed, "--since", "yesterday").exit_code == 2


def asked(data: Path, text: str) -> Quote:
    """The first quote of a question at the terminal."""
    answerer = answerer_of(load({}, flags={"reader.model": ""}), open_views(data), SmallEncoder())
    return answer_narrowed(answerer, text).quotes[0]


@pytest.mark.parametrize(
    ("day", "figure", "read"),
    [
        ("2026-03-01", "12 million", "as read on 1 Mar 2026"),
        ("2026-03-04", "12 million", "as read on 1 Mar 2026"),
        ("march", "14 million", "as read on 5 Mar 2026"),
    ],
)
def test_a_question_at_the_terminal_is_answered_as_of_a_day(
    changed: Path, day: str, figure: str, read: str
) -> None:
    found = asked(changed, f"what will the repairs cost? asof:{day}")
    assert figure in found.text
    assert read in cite(found)
    assert quote_json(found)["as_read"] is True


def test_as_of_a_day_narrows_with_the_other_filters(changed: Path) -> None:
    by = 'what will the repairs cost? by:"Ilse Brandt"'
    assert "12 million" in asked(changed, f"{by} asof:2026-03-01").text
    with pytest.raises(NothingSaidBy):
        asked(changed, "what will the repairs cost? by:Nobody asof:2026-03-01")
    for text in ("what cost? asof:2026-02-01", "what cost? asof:2026-03-01 from:gazette"):
        with pytest.raises(BadQuestion, match="had been read by then"):
            asked(changed, text)


def test_agents_ask_as_of_a_day(changed: Path) -> None:
    def figures(**more: str) -> str:
        found = called(server_for(changed), "ask", question="what will the repairs cost?", **more)
        quote = found.structured_content["quotes"][0]
        return f"{quote['citation']}: {quote['text']}"

    assert "14 million" in figures()
    first = figures(as_of="2026-03-02")
    assert "12 million" in first
    assert "as read on 1 Mar 2026" in first
