"""What the bot says when it does not answer."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.narrowing.mistakes import Fault, Mistake
from bot.slack.messages.notices import (
    error_message,
    help_message,
    not_allowed_message,
    rate_limited_message,
    sources_message,
    status_message,
    wrong_filters_message,
)
from index.manifest import FileRecord, Manifest
from index.types import Skipped
from tests.bot.slack.slack_values import HOSTILE, article, expect_good, shown, words

NOW = datetime(2026, 1, 31, 14, tzinfo=UTC)


def manifest(*sources: str, skipped: tuple[Skipped, ...] = ()) -> Manifest:
    return Manifest(
        id="20260131T120000000000-1f3a9c20",
        created="2026-01-31T12:00:00+00:00",
        encoder="all-MiniLM-L6-v2",
        encoder_fingerprint="53aa51172d14",
        corpus="1f3a9c20",
        articles=15,
        copies=0,
        passages=1581,
        scripts=("LATIN",),
        languages=(),
        recall=1.0,
        by_words={},
        sources=sources,
        skipped=skipped,
        files={"passages.sqlite": FileRecord(1_500_000, "0" * 64)},
    )


def test_the_status_says_what_is_indexed() -> None:
    message = status_message(manifest("articles"), NOW)
    expect_good(message)
    text = shown(message.blocks)
    assert "15 from articles" in text
    assert "1,581" in text
    assert "1,581 passages" in message.text


def test_the_status_names_some_of_what_was_skipped() -> None:
    skipped = tuple(Skipped(f"a{n}.html", "<!channel> is broken") for n in range(50))
    message = status_message(manifest("articles", skipped=skipped), NOW)
    expect_good(message)
    assert "a0.html: <!channel> is broken" in shown(message.blocks)
    assert "a9.html" not in shown(message.blocks)


def test_sources_are_publishers_by_their_articles_and_dates() -> None:
    articles = [
        article(["x"], publisher="Wire", published="2022-01-08"),
        article(["x"], publisher="Wire", published="2022-08-02"),
        article(["x"], publisher=None, published=None),
        article(["x"], publisher="Post", published="2022-03-01"),
    ]
    message = sources_message(articles)
    expect_good(message)
    text = shown(message.blocks).replace("\n", "")
    assert "Wire: 2 articles, 8 Jan 2022 to 2 Aug 2022" in text
    assert "Post: 1 article, 1 Mar 2022" in text
    assert "(no publisher): 1 article" in text
    assert message.text == "4 articles from 3 publishers"


def test_hundreds_of_publishers_are_cut_short() -> None:
    message = sources_message(article(["x"], publisher=f"Publisher {n}") for n in range(300))
    expect_good(message)
    assert "… and 270 more" in shown(message.blocks)


def test_no_source_is_said() -> None:
    expect_good(sources_message([]))


def test_the_help_shows_the_command_and_every_filter() -> None:
    message = help_message("/pullquote")
    expect_good(message)
    text = shown(message.blocks)
    for needed in ("/pullquote ask", "/pullquote status", "stop", "from:", "before:", "in:"):
        assert needed in text


def test_wrong_filters_are_named_with_the_known_ones() -> None:
    message = wrong_filters_message(
        [Mistake("has:link", "unknown"), Mistake("in:<!here>", "empty")]
    )
    expect_good(message)
    assert "has:link" in shown(message.blocks)
    assert "in:<!here>" in shown(message.blocks)
    assert "before:" in message.text


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 second."), (20.4, "20 seconds."), (600, "10 minutes.")]
)
def test_who_asks_too_much_is_told_when_to_ask_again(seconds: float, said: str) -> None:
    message = rate_limited_message(seconds)
    expect_good(message)
    assert message.text.endswith(f"again in {said}")


def test_who_may_not_ask_is_told_so() -> None:
    expect_good(not_allowed_message())


@pytest.mark.parametrize("reason", HOSTILE)
def test_an_error_is_one_sentence_whatever_it_says(reason: str) -> None:
    message = error_message(reason)
    expect_good(message)
    assert message.text[-1] in ".!?…"


def test_a_command_in_an_error_is_shown_as_code() -> None:
    (section,) = error_message("no index yet: run `pullquote rebuild`").blocks
    assert {"type": "text", "text": "pullquote rebuild", "style": {"code": True}} in section[
        "elements"
    ][0]["elements"]


FAULTS = get_args(Fault)


@settings(max_examples=40, deadline=None)
@given(words, st.lists(words, max_size=8))
def test_every_notice_is_one_that_slack_takes(word: str, several: list[str]) -> None:
    skipped = tuple(Skipped(word, reason) for reason in several)
    for message in (
        error_message(word),
        wrong_filters_message([Mistake(word, fault, "by") for fault in FAULTS]),
        status_message(manifest(word, *several, skipped=skipped), NOW),
        sources_message(article(["x"], publisher=name) for name in several),
    ):
        expect_good(message)
