"""Slack events to questions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fake_slack.state.mrkdwn import composed
from bot.slack.questions.question import MAX_CHARS, Ignored, Question, question_of
from bot.slack.understanding.markup import plain, text_of
from tests.bot.slack.slack_values import HOSTILE

BOT = "U0BOT"


def event(text: str = "<@U0BOT> who sent troops?", **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type": "app_mention",
        "user": "U0ALICE",
        "channel": "C0NEWS",
        "ts": "1700000000.000100",
        "text": text,
        "channel_type": "channel",
    }
    return fields | more


def asked(text: str = "<@U0BOT> who sent troops?", **more: Any) -> Question:
    found = question_of(event(text, **more), BOT)
    assert isinstance(found, Question), found
    return found


def ignored(text: str = "<@U0BOT> who sent troops?", **more: Any) -> Ignored:
    found = question_of(event(text, **more), BOT)
    assert isinstance(found, Ignored), found
    return found


def test_a_mention_is_a_question_for_the_thread_it_opens() -> None:
    assert asked() == Question(
        text="who sent troops?",
        user="U0ALICE",
        channel="C0NEWS",
        ts="1700000000.000100",
        thread_ts="1700000000.000100",
        in_thread=False,
        mentions_bot=True,
        mentions_others=False,
        direct=False,
    )


def test_a_reply_belongs_in_its_thread() -> None:
    found = asked("how many?", type="message", thread_ts="1699999999.000000")
    assert found.in_thread
    assert found.thread_ts == "1699999999.000000"
    assert not found.mentions_bot


def test_a_direct_message_needs_no_mention() -> None:
    found = asked("who sent troops?", type="message", channel="D0ALICE", channel_type="im")
    assert found.direct
    assert found.text == "who sent troops?"


def test_a_message_that_names_us_mentions_us_too() -> None:
    assert asked(type="message").mentions_bot


def test_a_mention_of_several_bots_loses_them_all() -> None:
    found = asked("<@U0BOT> <@U0OTHER|other> who sent <@W0MORE> troops?")
    assert found.text == "who sent troops?"
    assert found.mentions_others


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@U0BOT>: who sent troops?", "who sent troops?"),
        ("what does <https://a.example/x|the page> say", "what does the page say"),
        ("what does <https://a.example/x> say", "what does https://a.example/x say"),
        ("ask <mailto:a@b.example>", "ask a@b.example"),
        ("who in <#C0NEWS|news> and <#C1>", "who in #news and"),
        ("<!channel> <!here|here> <!subteam^S1|@team> who?", "who?"),
        ("<!date^1700000000^{date}|14 Nov 2023> what?", "14 Nov 2023 what?"),
        ("what is R&amp;D &lt;x&gt; &quot;y&quot;?", 'what is R&D <x> "y"?'),
        ("what is &amp;lt;?", "what is &lt;?"),
        ("*who* _sent_ ~help~ troops?", "who sent troops?"),
        ("~who sent troops?~", "who sent troops?"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("explain ```rate = 3``` and `x`", "explain rate = 3 and x"),
        ("who\n\n  sent\ttroops?  ", "who\nsent troops?"),
    ],
)
def test_markup_is_read_out(text: str, read: str) -> None:
    assert plain(text) == read


def test_words_that_are_only_in_blocks_are_read() -> None:
    blocks = composed("<@U0BOT> who sent <https://a.example|troops> &amp; when?")
    found = asked("", blocks=blocks)
    assert found.text == "who sent troops & when?"
    assert asked("", type="message", blocks=blocks).mentions_bot


def test_blocks_of_other_kinds_are_read_too() -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "A header"}},
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "*who* sent &lt;troops&gt;"},
            "fields": [{"type": "mrkdwn", "text": "a field"}],
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "text", "text": "an item"},
                                {"type": "emoji", "name": "smile"},
                                {"type": "link", "url": "https://a.example"},
                            ],
                        }
                    ],
                },
                {
                    "type": "rich_text_preformatted",
                    "elements": [{"type": "text", "text": "code_here"}],
                },
            ],
        },
        {"type": "context", "elements": [{"type": "plain_text", "text": "small"}]},
    ]
    assert text_of({"text": "", "blocks": blocks}).splitlines() == [
        "A header",
        "who sent <troops>",
        "a field",
        "an item https://a.example",
        "code_here",
        "small",
    ]


def test_words_that_are_only_in_attachments_are_read() -> None:
    attachments = [{"fallback": "no", "text": "who sent *troops*"}]
    assert text_of({"text": "", "attachments": attachments}) == "who sent troops"


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_question_with_a_file_or_to_the_channel_is_one(subtype: str) -> None:
    assert asked(subtype=subtype).text == "who sent troops?"


@pytest.mark.parametrize(
    "subtype",
    ["message_changed", "message_deleted", "bot_message", "channel_join", "me_message", "unheard"],
)
def test_other_subtypes_get_no_answer(subtype: str) -> None:
    assert ignored(subtype=subtype).reply is None


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"user": BOT},
        {"user": None},
        {"channel": 5},
        {"ts": None},
        {"edited": {"user": "U0ALICE", "ts": "1700000200.000000"}, "type": "message"},
        {"edited": {"user": "U0ALICE", "ts": "1700604800.000000"}},
        {"edited": {"user": "U0ALICE", "ts": None}},
    ],
)
def test_bots_edits_and_broken_events_get_no_answer(more: dict[str, Any]) -> None:
    assert ignored(**more).reply is None


@pytest.mark.parametrize("text", ["", "<@U0BOT>", "<@U0BOT> ?!", " \n ", "<@U0BOT> <@U0OTHER>"])
def test_an_empty_mention_is_told_what_to_write(text: str) -> None:
    reply = ignored(text).reply
    assert reply
    assert "who sent troops?" in reply
    assert ignored(text.replace(BOT, "U0X"), type="message").reply is None


def test_a_message_of_40_000_characters_is_told_the_limit() -> None:
    found = ignored("<@U0BOT> " + "who " * 10_000)
    assert found.reason == "too long"
    assert found.reply
    assert f"{MAX_CHARS:,}" in found.reply


@pytest.mark.parametrize(
    "more",
    [
        {"text": None},
        {"text": 5, "blocks": "no"},
        {"text": "", "blocks": [None, 5, {"type": "rich_text", "elements": [None, {"type": 3}]}]},
        {"text": "", "blocks": [{"type": "section", "text": None}], "attachments": [5]},
        {"text": "", "blocks": [{"type": "rich_text", "elements": 5}]},
    ],
)
def test_malformed_messages_are_empty(more: dict[str, Any]) -> None:
    assert ignored(**more).reason == "empty"


def test_blocks_nested_without_end_are_not_followed() -> None:
    block: dict[str, Any] = {"type": "rich_text", "elements": []}
    for _ in range(5000):
        block = {"type": "rich_text", "elements": [block]}
    assert text_of({"text": "", "blocks": [block]}) == ""
    ignored("", blocks=[block])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_never_breaks_the_reading(text: str) -> None:
    question_of(event(text), BOT)
    question_of(event("", blocks=composed(text)), BOT)


@given(st.text(alphabet="<>@#!|*_~`&;ampU0B lt", max_size=200))
def test_any_text_is_read_in_one_pass_without_user_mentions(text: str) -> None:
    assert "<@U0BOT>" not in plain(text.replace("&", ""))
