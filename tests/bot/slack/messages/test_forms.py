"""Forms: what they ask, and what is read from them when they are filled in."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.fake_slack.blocks.block_rules import checked_view
from bot.fake_slack.state.form_state import Filled, form_state, unfinished
from bot.slack.messages import names
from bot.slack.messages.feedback_form import REASONS, feedback_view, read_feedback
from bot.slack.messages.settings_form import read_settings, settings_view
from bot.slack.references import ChannelRef, FeedbackRef
from bot.slack.values import ChannelSettings
from tests.bot.slack.slack_values import HOSTILE, KEY, expect_good_view, words

VERDICT = FeedbackRef("s", 7, "who?", True, False)


def submitted(view: dict[str, Any], filled: Filled) -> dict[str, Any]:
    """`state.values` as Slack sends it when a person fills the view in so."""
    blocks = checked_view(view, "modal")["blocks"]
    state = form_state(blocks, filled)
    assert not unfinished(blocks, state)
    values: dict[str, Any] = state["values"]
    return values


@pytest.mark.parametrize("reason", REASONS)
def test_feedback_comes_back_as_it_was_given(reason: str) -> None:
    view = feedback_view(VERDICT, key=KEY)
    expect_good_view(view)
    values = submitted(
        view,
        {
            names.REASON_BLOCK: {names.FEEDBACK_REASON: reason},
            names.COMMENT_BLOCK: {names.FEEDBACK_COMMENT: "It was <2>."},
        },
    )
    feedback = read_feedback(values)
    assert (feedback.reason, feedback.comment) == (reason, "It was <2>.")
    assert FeedbackRef.decode(view["private_metadata"], KEY) == VERDICT


def test_feedback_needs_a_reason_but_no_comment() -> None:
    view = feedback_view(VERDICT, key=KEY)
    blocks = checked_view(view, "modal")["blocks"]
    assert list(unfinished(blocks, form_state(blocks, {}))) == [names.REASON_BLOCK]


def test_where_the_articles_were_said_to_be_silent_that_is_taken_to_be_wrong() -> None:
    view = feedback_view(FeedbackRef("s", -1, "who?", False, False), key=KEY)
    assert read_feedback(submitted(view, {})).reason == "articles_do_say"


def test_feedback_that_was_tampered_with_is_of_another_kind() -> None:
    feedback = read_feedback({names.REASON_BLOCK: {names.FEEDBACK_REASON: {}}})
    assert (feedback.reason, feedback.comment) == ("other", "")


PUBLISHERS = ["Wire", "Post", "A very " + "long " * 40 + "name", "<!channel>"]


def settings_form(now: ChannelSettings, publishers: list[str]) -> dict[str, Any]:
    return settings_view(now, publishers, channel_id="C1", default_quotes=3, key=KEY)


@pytest.mark.parametrize(
    "now",
    [
        ChannelSettings(),
        ChannelSettings(("<!channel>", "Wire"), 2, follow_ups=False),
        ChannelSettings(every_question=True),
        ChannelSettings((PUBLISHERS[2],), 5),
    ],
)
def test_settings_come_back_as_they_are_shown(now: ChannelSettings) -> None:
    view = settings_form(now, PUBLISHERS)
    expect_good_view(view)
    assert read_settings(submitted(view, {}), PUBLISHERS) == now
    assert ChannelRef.decode(view["private_metadata"], KEY).channel_id == "C1"


def test_settings_can_be_changed() -> None:
    values = submitted(
        settings_form(ChannelSettings(), PUBLISHERS),
        {
            names.QUOTES_BLOCK: {names.SETTINGS_QUOTES: "4"},
            names.FOLLOW_UPS_BLOCK: {names.SETTINGS_FOLLOW_UPS: "off"},
        },
    )
    assert read_settings(values, PUBLISHERS) == ChannelSettings((), 4, follow_ups=False)


def test_a_publisher_that_is_gone_is_no_longer_set() -> None:
    now = ChannelSettings(("Wire", "Gone"))
    values = submitted(settings_form(now, PUBLISHERS), {})
    assert read_settings(values, PUBLISHERS).sources == ("Wire",)
    assert read_settings(values, ["Post"]).sources == ()


@pytest.mark.parametrize("count", [0, 1, 100, 101, 2000])
def test_any_number_of_publishers_can_be_offered(count: int) -> None:
    expect_good_view(settings_form(ChannelSettings(), [f"Publisher {n}" for n in range(count)]))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_do_not_break_a_form(text: str) -> None:
    expect_good_view(settings_form(ChannelSettings((text,)), [text, "Wire"]))
    expect_good_view(feedback_view(FeedbackRef("s", 1, text, True, False), key=KEY))


@settings(max_examples=30, deadline=None)
@given(st.lists(words, max_size=8), st.integers(1, 5), st.booleans())
def test_any_publishers_come_back(publishers: list[str], count: int, follow: bool) -> None:
    now = ChannelSettings(quotes=count, follow_ups=follow)
    view = settings_form(now, publishers)
    expect_good_view(view)
    assert read_settings(submitted(view, {}), publishers) == now
