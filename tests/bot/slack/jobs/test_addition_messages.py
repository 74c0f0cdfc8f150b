"""How an addition to the collection is shown."""

import pytest

from bot.fake_slack.blocks.block_rules import block_faults
from bot.rebuild_events import Built, Failed, Working
from bot.slack.jobs.addition_messages import (
    AdditionResult,
    RefusedLink,
    adding_message,
    closing_message,
    refusal_message,
    result_of,
    unseen_message,
    waiting_message,
)
from bot.slack.messages.message import Message
from index.building.rebuild import Added
from index.types import Skipped
from tests.bot.slack.bot_at_work import words_in

PAGE, FEED, GONE = (f"https://news.example/{name}" for name in ("page", "feed", "gone"))
ADDED = (Added(PAGE, 1, ("Rain",)), Added(FEED, 12, ("Snow", "Hail", "Fog")))


def built(*skipped: Skipped) -> Built:
    return Built(True, 13, 40, 2.0, skipped, ADDED)


def test_each_addition_is_reported_of_its_own_links() -> None:
    ending = built(Skipped(GONE, "was not added: no"), Skipped("old.pdf", "is empty"))
    assert result_of([PAGE], ending) == AdditionResult(ADDED[:1], ())
    assert result_of([GONE, FEED], ending) == AdditionResult(
        ADDED[1:], (RefusedLink(GONE, "was not added: no"),)
    )


def test_a_source_that_was_added_though_a_part_of_it_failed_is_not_refused() -> None:
    assert result_of([FEED], built(Skipped(FEED, "is cut"))) == AdditionResult(ADDED[1:], ())


def test_where_all_failed_each_has_its_own_reason_or_the_one_of_all() -> None:
    own = Failed("a; b", refused=(Skipped(PAGE, "was not added: a"), Skipped(GONE, "b")))
    assert result_of([PAGE], own).refused == (RefusedLink(PAGE, "was not added: a"),)
    full = Failed("the disk is full")
    assert result_of([PAGE], full).refused == (
        RefusedLink(PAGE, "was not added: the disk is full"),
    )


def test_the_end_names_titles_numbers_and_reasons() -> None:
    told = closing_message(AdditionResult(ADDED, (RefusedLink(GONE, "was not added: no"),)), "U1")
    for words in ("Rain", "12 articles: Snow; Hail; Fog; …", f"{GONE}  was not added: no"):
        assert words in words_in(told.blocks)
    assert "I'll answer from them within a minute." in words_in(told.blocks)
    assert "I answer" not in words_in(
        closing_message(AdditionResult((), (RefusedLink(GONE, "x"),)), "U1")
    )


def test_it_is_said_of_which_sources_no_group_may_see() -> None:
    none = words_in(closing_message(AdditionResult(ADDED, (), (PAGE, FEED)), "U1").blocks)
    assert f"No group may see {PAGE}, {FEED} yet" in none
    assert "I'll answer" not in none
    one = words_in(closing_message(AdditionResult(ADDED, (), (PAGE,)), "U1").blocks)
    assert f"No group may see {PAGE} yet" in one
    assert "I'll answer from the others within a minute." in one
    assert f"No group may see {PAGE} yet" in unseen_message([PAGE]).text


HOSTILE = "<!channel> *is* \u202e full\n" * 500
LINKS = [f"https://news.example/{'x' * 1900}{n}" for n in range(10)]
ANY = AdditionResult(
    tuple(Added(link, 9, (HOSTILE,) * 3) for link in LINKS[:5]),
    tuple(RefusedLink(link, HOSTILE) for link in LINKS[5:]),
)


@pytest.mark.parametrize(
    "message",
    [
        waiting_message(LINKS, "U1", "a rebuild"),
        adding_message(LINKS, "U1", Working("encoding", 1, 9), 60.0),
        closing_message(ANY, "U1"),
        refusal_message(ANY.refused),
        unseen_message(LINKS),
    ],
)
def test_whatever_a_page_says_slack_takes_it_and_finds_no_mention(message: Message) -> None:
    assert block_faults(message.blocks, "message") == []
    assert "<!" not in message.text
    assert len(message.text) <= 4000


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (Working("reading"), "Reading …"),
        (Working("reading", 1, 2), "Reading …"),
        (Working("reading", 12, 300), "12 of 300 read · less than a minute left"),
    ],
)
def test_of_a_feed_it_is_shown_how_many_of_its_pages_have_been_read(
    now: Working, text: str
) -> None:
    assert text in words_in(adding_message([PAGE, FEED], "U1", now, 20.0).blocks)
