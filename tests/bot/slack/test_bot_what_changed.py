"""The button “What changed” of a quote: of new and old messages, and for who may not see it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.fake_slack import FakeSlack, Message
from bot.slack.messages import names
from config.settings import Group
from tests.bot.slack.bot_at_work import (
    FAST,
    UNLIMITED,
    eventually,
    installed_app,
    serving,
    words_in,
)
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import HARBOUR, write

QUESTION = "what will the repairs cost?"
HEAD = {"title": "Harbour shut", "publisher": "Example Wire"}
NEW = tuple(text.replace("12 million", "14 million") for text in HARBOUR)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(installed_app(), retries=FAST, limits=UNLIMITED) as fake_slack:
        yield fake_slack


@pytest.fixture
def paper(tmp_path: Path, data: Path) -> Path:
    """Read once, as it was first."""
    folder = tmp_path / "paper"
    write(folder, "harbour.md", *HARBOUR, **HEAD)
    rebuild_from([folder], data)
    return folder


def changed(paper: Path, data: Path) -> None:
    write(paper, "harbour.md", *NEW, **HEAD)
    rebuild_from([paper], data)


def answered(slack: FakeSlack, user: str, channel: str) -> Message:
    ts = slack.say(user, channel, f"{slack.mention} {QUESTION}")
    return slack.wait_for_reply(channel, ts)


def modal(slack: FakeSlack, user: str, where: Any, button: str, title: str) -> dict[str, Any]:
    """What a button opens, on top of what is open."""
    slack.click(user, where, button)

    def shown() -> Any:
        view = slack.screen(user)
        return view and title in words_in(view["title"]) and view

    found: dict[str, Any] = eventually(shown)
    return found


def has_button(view: dict[str, Any]) -> bool:
    return names.WHAT_CHANGED in str(view["blocks"])


def test_the_modal_of_a_changed_article_leads_to_its_sentences(
    slack: FakeSlack, paper: Path, data: Path, anna: str, general: str
) -> None:
    changed(paper, data)
    with serving(slack, data):
        answer = answered(slack, anna, general)
        assert "1 figure" in words_in(answer)
        context = modal(slack, anna, answer, names.IN_CONTEXT, "In context")
        assert "Changed since it was first read" in words_in(context)
        shown = words_in(modal(slack, anna, context, names.WHAT_CHANGED, "What changed"))
        assert HARBOUR[1] in shown
        assert NEW[1] in shown
        assert HARBOUR[0] not in shown


def test_an_unchanged_article_has_no_such_button(
    slack: FakeSlack, paper: Path, data: Path, anna: str, general: str
) -> None:
    with serving(slack, data):
        answer = answered(slack, anna, general)
        assert not has_button(modal(slack, anna, answer, names.IN_CONTEXT, "In context"))


def test_an_old_message_shows_what_was_changed_since(
    slack: FakeSlack, paper: Path, data: Path, anna: str, general: str
) -> None:
    with serving(slack, data) as bot:
        answer = answered(slack, anna, general)
        assert "Changed" not in words_in(answer)
        before = bot.assembly.current_index.snapshot_id
        changed(paper, data)
        eventually(lambda: bot.assembly.current_index.snapshot_id != before)
        context = modal(slack, anna, answer, names.IN_CONTEXT, "In context")
        assert "no longer in the article" in words_in(context)
        shown = words_in(modal(slack, anna, context, names.WHAT_CHANGED, "What changed"))
        assert NEW[1] in shown


def test_a_message_whose_index_is_gone_asks_to_ask_again(
    slack: FakeSlack, paper: Path, data: Path, anna: str, general: str
) -> None:
    changed(paper, data)
    with serving(slack, data) as bot:
        answer = answered(slack, anna, general)
        context = modal(slack, anna, answer, names.IN_CONTEXT, "In context")
        for number in range(3):
            write(paper, f"{number}.md", f"The {number} boats are painted.")
            rebuild_from([paper], data)
            (paper / "harbour.md").unlink(missing_ok=True)
        newest = (data / "CURRENT").read_text().strip()
        eventually(lambda: bot.assembly.current_index.snapshot_id == newest)
        gone = modal(slack, anna, context, names.WHAT_CHANGED, "No longer there")
        assert QUESTION in words_in(gone)


def test_who_may_not_see_everything_is_shown_no_earlier_text(
    slack: FakeSlack, paper: Path, data: Path, anna: str, general: str
) -> None:
    """In which source an earlier text stood is not known."""
    changed(paper, data)
    everybody = frozenset({"*"})
    open_to_all = Group(name="all", sources=(str(paper),), channels=everybody, people=everybody)
    of_others = Group(name="others", sources=(str(paper),), people=frozenset({"U0OTHER"}))
    with serving(slack, data):
        answer = answered(slack, anna, general)
        context = modal(slack, anna, answer, names.IN_CONTEXT, "In context")
        assert has_button(context)
    with serving(slack, data, groups=[of_others]):
        refused = modal(slack, anna, context, names.WHAT_CHANGED, "Not for you to see")
        assert HARBOUR[1] not in words_in(refused)
        slack.close_view(anna, refused)
    with serving(slack, data, groups=[open_to_all]):
        refused = modal(slack, anna, context, names.WHAT_CHANGED, "What changed")
        assert "who may see all that I have read" in words_in(refused)
        assert HARBOUR[1] not in words_in(refused)
        slack.close_view(anna, refused, whole_stack=True)
        limited = answered(slack, anna, general)
        assert NEW[1] in words_in(limited)
        assert "Changed" not in words_in(limited)
        assert not has_button(modal(slack, anna, limited, names.IN_CONTEXT, "In context"))
