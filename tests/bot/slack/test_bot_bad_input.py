"""What bad input gets: a sentence, or nothing, and never a crash."""

from pathlib import Path
from typing import Any

import pytest

from bot.fake_slack import FakeSlack
from bot.slack.serve import Running
from tests.bot.slack.bot_at_work import (
    UNLIMITED,
    build_index,
    installed_app,
    serving,
    settled,
    words_in,
)

TROOPS = "An alliance of six countries sent 2,500 troops"


def posts(slack: FakeSlack, channel: str) -> int:
    return [m.user for m in slack.messages(channel)].count(slack.app.bot_user_id)


@pytest.mark.parametrize("text", ["", "   ", "?!", "\u200b"])
def test_an_empty_mention_gets_a_hint(
    slack: FakeSlack, bot: Running, anna: str, general: str, text: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention}{text}")
    assert "who sent troops?" in slack.wait_for_reply(general, ts).text
    settled(slack, bot)
    assert posts(slack, general) == 1


def test_a_message_of_40_000_characters_is_said_to_be_too_long(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} " + "why " * 10_000)
    assert "characters long" in slack.wait_for_reply(general, ts).text


def test_a_long_text_that_is_no_question_is_said_to_be_too_long(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} " + "why " * 500)
    assert "at most 1,000 are read" in slack.wait_for_reply(general, ts).text


def test_words_that_are_only_in_blocks_are_read(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    elements: list[dict[str, Any]] = [
        {"type": "user", "user_id": slack.app.bot_user_id},
        {"type": "text", "text": " who shut the "},
        {"type": "text", "text": "old bridge?", "style": {"bold": True}},
    ]
    section = {"type": "rich_text_section", "elements": elements}
    blocks = [{"type": "rich_text", "elements": [section]}]
    ts = slack.say(anna, general, "", blocks=blocks)
    assert "Engineers shut the old bridge" in words_in(slack.wait_for_reply(general, ts))


def test_remarks_deletions_joins_and_other_subtypes_are_ignored(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "a plain remark")
    slack.edit_message(general, ts, "another remark")
    slack.delete_message(general, ts)
    bob = slack.add_user("bob")
    slack.join(bob, general)
    slack.leave(bob, general)
    slack.say(anna, general, f"{slack.mention} who sent troops?", subtype="channel_topic")
    slack.say(anna, general, f"{slack.mention} who sent troops?", subtype="bot_message")
    direct = slack.direct_message(anna)
    slack.say(anna, direct, "who sent troops?", subtype="reminder_add")
    settled(slack, bot)
    assert posts(slack, general) == posts(slack, direct) == 0


def test_its_own_messages_and_those_of_other_bots_are_ignored(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    slack.wait_for_reply(general, ts)
    mention = slack.sent("app_mention")[-1]
    mention.payload["event"] |= {"bot_id": "B0OTHER", "ts": "1.000001"}
    mention.payload["event_id"] = "EvOther"
    slack.redeliver(mention)
    settled(slack, bot)
    assert posts(slack, general) == 1


def test_a_mention_of_several_bots_is_answered_once(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    text = f"<@U0OTHERBOT> {slack.mention} who sent troops? {slack.mention}"
    ts = slack.say(anna, general, text)
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    settled(slack, bot)
    assert posts(slack, general) == 1


@pytest.mark.parametrize(
    "text", ["```\nwho sent troops?\n```", "`who sent troops?`", "> who sent troops?"]
)
def test_code_and_quoted_blocks_are_read_as_words(
    slack: FakeSlack, bot: Running, anna: str, general: str, text: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} {text}")
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))


def test_nothing_a_person_writes_can_call_the_channel(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    text = f"{slack.mention} is:&lt;!channel&gt; &lt;@U1&gt; who sent troops?"
    ts = slack.say(anna, general, text)
    assert slack.wait_for_reply(general, ts).addressed == frozenset()


def test_a_stranger_to_the_list_is_told_and_those_on_it_are_answered(
    articles: Path, data: Path
) -> None:
    build_index(articles, data)
    with FakeSlack(installed_app(), limits=UNLIMITED) as slack:
        anna, bob = slack.add_user("anna"), slack.add_user("bob")
        general = slack.add_channel("general", anna, bob)
        with serving(slack, data, bot__may_ask=[anna]) as bot:
            ts = slack.say(bob, general, f"{slack.mention} who sent troops?")
            assert "decides who may ask" in slack.wait_for_ephemeral(bob, general).text
            assert slack.replies(general, ts) == []
            slack.slash(bob, general, "/pullquote", "ask who sent troops?")
            assert "decides who may ask" in slack.wait_for_ephemeral(bob, general).text
            mine = slack.say(anna, general, f"{slack.mention} who sent troops?")
            assert TROOPS in words_in(slack.wait_for_reply(general, mine))
            slack.say(bob, general, "who shut the old bridge?", thread_ts=mine)
            settled(slack, bot)
            assert len(slack.replies(general, mine)) == 1


def test_who_floods_a_channel_gets_one_word_alone(articles: Path, data: Path) -> None:
    build_index(articles, data)
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as slack,
        serving(slack, data, bot__questions_per_minute=3) as bot,
    ):
        anna, bob = slack.add_user("anna"), slack.add_user("bob")
        general = slack.add_channel("general", anna, bob)
        asked = [slack.say(anna, general, f"{slack.mention} who sent troops?") for _ in range(40)]
        settled(slack, bot)
        assert sum(len(slack.replies(general, ts)) for ts in asked) == 3
        [word] = slack.ephemerals(anna, general)
        assert "Please ask again in" in word.text
        mine = slack.say(bob, general, f"{slack.mention} who sent troops?")
        assert TROOPS in words_in(slack.wait_for_reply(general, mine))
        direct = slack.direct_message(anna)
        slack.say(anna, direct, "who sent troops?")
        settled(slack, bot)
        assert len(slack.ephemerals(anna, general)) == 1


def test_a_question_before_there_is_an_index_is_told_so(data: Path, articles: Path) -> None:
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as slack,
        serving(slack, data),
    ):
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
        assert "I have read no articles yet" in slack.wait_for_reply(general, ts).text
        slack.open_home(anna)
        assert "I have read no articles yet" in words_in(slack.wait_for_home(anna))
        for text in ("status", "sources"):
            slack.slash(anna, general, "/pullquote", text)
        slack.wait_for_ephemeral(anna, general, count=2)


def test_questions_are_in_no_log_above_debug(
    slack: FakeSlack,
    bot: Running,
    anna: str,
    general: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    private = "xylophone troops"
    with caplog.at_level("INFO"):
        ts = slack.say(anna, general, f"{slack.mention} {private}?")
        slack.wait_for_reply(general, ts)
        slack.slash(anna, general, "/pullquote", f"ask {private}?")
        slack.wait_for_ephemeral(anna, general)
    assert private not in caplog.text
