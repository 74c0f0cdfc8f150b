"""The Home tab."""

import pytest

from bot.slack.messages import names
from bot.slack.messages.home import home_view
from bot.slack.messages.message import View
from index.manifest import Manifest
from tests.bot.slack.messages.test_notices import manifest
from tests.bot.slack.slack_values import HOSTILE, buttons, expect_good_view, of_type, shown


def home(
    indexed: Manifest | None,
    newest: str | None = "2024-12-09",
    asked: tuple[str, ...] = (),
    may_set: bool = False,
) -> View:
    view = home_view(
        indexed,
        newest,
        asked,
        command="/pullquote",
        bot_user_id="U0BOT",
        retention_days=30,
        may_set=may_set,
    )
    expect_good_view(view)
    return view


def test_home_says_what_is_indexed_and_how_to_ask() -> None:
    text = shown(home(manifest("articles", "https://feed.example"))["blocks"]).replace("\n", "")
    assert "Articles: 15" in text
    assert "Passages: 1,581" in text
    assert "Newest article: 9 Dec 2024" in text
    assert "Index built: 31 Jan 2026, 12:00 UTC" in text
    assert "Sources: articles, https://feed.example" in text
    assert "/pullquote ask" in text


def test_home_without_an_index_says_how_to_make_one() -> None:
    assert "pullquote rebuild" in shown(home(None, None)["blocks"])


def test_recent_questions_can_be_erased() -> None:
    view = home(manifest("a"), asked=tuple(f"question {n}?" for n in range(30)))
    text = shown(view["blocks"])
    assert "question 0?" in text
    assert "question 29?" not in text
    assert "Kept for 30 days" in text
    assert names.ERASE_MINE in buttons(view["blocks"])
    assert names.ERASE_MINE not in buttons(home(manifest("a"))["blocks"])


def test_settings_are_offered_to_those_who_may_set_them() -> None:
    assert not of_type(home(manifest("a"))["blocks"], "conversations_select")
    assert of_type(home(manifest("a"), may_set=True)["blocks"], "conversations_select")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_and_sources_do_not_break_the_home_tab(text: str) -> None:
    home(manifest(*[text] * 20), asked=(text,) * 20, may_set=True)
