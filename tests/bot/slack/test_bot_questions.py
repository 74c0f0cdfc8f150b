"""Questions in channels, in direct messages and in threads, through the real Bolt app."""

from pathlib import Path

import pytest

from bot.fake_slack import FakeSlack
from bot.slack.serve import Running
from tests.articles import ARTICLES
from tests.bot.slack.bot_at_work import (
    UNLIMITED,
    build_index,
    installed_app,
    serving,
    settled,
    words_in,
)

TROOPS = "An alliance of six countries sent 2,500 troops"


def test_a_mention_is_answered_in_its_thread_and_not_in_the_channel(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops to the capital?")
    reply = slack.wait_for_reply(general, ts)
    settled(slack, bot)
    assert TROOPS in words_in(reply)
    assert "Troops leave" in words_in(reply)
    assert reply.text
    assert [m.ts for m in slack.messages(general) if not m.is_reply] == [ts]
    assert len(slack.replies(general, ts)) == 1


def test_a_mention_in_a_thread_is_answered_there(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    root = slack.say(anna, general, "look at this")
    slack.say(anna, general, f"{slack.mention} who shut the old bridge?", thread_ts=root)
    assert "Engineers shut the old bridge" in words_in(slack.wait_for_reply(general, root))


@pytest.mark.parametrize("kind", ["group", "mpim"])
def test_private_channels_and_group_messages_are_answered_too(
    slack: FakeSlack, bot: Running, anna: str, kind: str
) -> None:
    place = slack.add_channel("secret", anna, kind=kind)  # type: ignore[arg-type]
    ts = slack.say(anna, place, f"{slack.mention} who sent troops?")
    assert TROOPS in words_in(slack.wait_for_reply(place, ts))


def test_a_direct_message_needs_no_mention_and_shows_a_status(
    slack: FakeSlack, bot: Running, anna: str
) -> None:
    direct = slack.direct_message(anna)
    ts = slack.say(anna, direct, "who sent troops to the capital?")
    assert TROOPS in words_in(slack.wait_for_reply(direct, ts))
    settled(slack, bot)
    statuses = [
        call
        for call in slack.calls("assistant.threads.setStatus")
        if call.arguments["channel_id"] == direct
    ]
    assert [call.ok for call in statuses] == [True]
    assert slack.status(direct, ts) == ""


def test_the_messages_tab_suggests_questions_that_the_index_answers(
    slack: FakeSlack, bot: Running, anna: str
) -> None:
    direct = slack.direct_message(anna)
    slack.open_home(anna, tab="messages")
    slack.wait_for_calls("assistant.threads.setSuggestedPrompts")
    settled(slack, bot)
    prompts = slack.prompts(direct)
    assert 1 <= len(prompts) <= 4
    ts = slack.say(anna, direct, prompts[0]["message"])
    assert "The articles don't say" not in words_in(slack.wait_for_reply(direct, ts))


def test_a_follow_up_needs_no_mention_and_is_understood_with_its_question(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops to the capital?")
    slack.wait_for_reply(general, ts)
    slack.say(anna, general, "how many?", thread_ts=ts)
    assert TROOPS in words_in(slack.wait_for_reply(general, ts, count=2))
    settled(slack, bot)
    asked = bot.assembly.history.of_thread(general, ts)
    assert len(asked) == 2
    assert "troops" in asked[1]


@pytest.mark.parametrize("text", ["anything else?", "tell me more", "more"])
def test_more_is_more_quotes_for_the_question_before(
    slack: FakeSlack, bot: Running, anna: str, general: str, text: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops to the capital?")
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    slack.say(anna, general, text, thread_ts=ts)
    more = words_in(slack.wait_for_reply(general, ts, count=2))
    assert TROOPS not in more
    assert "The articles don't say" not in more


def test_a_correction_is_answered_in_place_of_the_question_before(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops to the capital?")
    slack.wait_for_reply(general, ts)
    slack.say(anna, general, "no, I meant who shut the old bridge", thread_ts=ts)
    reply = words_in(slack.wait_for_reply(general, ts, count=2))
    assert "Engineers shut the old bridge" in reply
    assert "Understood as: who shut the old bridge" in reply


def test_chatter_and_questions_to_others_get_no_answer(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    bob = slack.add_user("bob")
    slack.join(bob, general)
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    slack.wait_for_reply(general, ts)
    slack.say(bob, general, "thanks, that is what I was looking for", thread_ts=ts)
    slack.say(anna, general, f"<@{bob}> who sent troops?", thread_ts=ts)
    slack.say(anna, general, "who sent troops to the capital?")
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 1
    assert [m.user for m in slack.messages(general)].count(slack.app.bot_user_id) == 1


def test_stop_ends_it_and_a_mention_begins_it_again(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    slack.wait_for_reply(general, ts)
    slack.say(anna, general, "stop", thread_ts=ts)
    assert "stay out of this thread" in slack.wait_for_reply(general, ts, count=2).text
    slack.say(anna, general, "who shut the old bridge?", thread_ts=ts)
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 2
    slack.say(anna, general, f"{slack.mention} who shut the old bridge?", thread_ts=ts)
    assert "Engineers" in words_in(slack.wait_for_reply(general, ts, count=3))
    slack.say(anna, general, "where is the golden mirror?", thread_ts=ts)
    slack.wait_for_reply(general, ts, count=4)


def test_the_stop_button_ends_it_for_all(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    reply = slack.wait_for_reply(general, ts)
    slack.click(anna, reply, "stop_answering_here")
    assert "stay out of this thread" in slack.wait_for_reply(general, ts, count=2).text
    slack.click(anna, reply, "stop_answering_here")
    slack.say(anna, general, "who shut the old bridge?", thread_ts=ts)
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 2


def test_filters_narrow_what_is_quoted(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who shut the bridge? from:wire")
    said = words_in(slack.wait_for_reply(general, ts))
    assert "Troops leave" in said
    assert "Engineers" not in said
    ts = slack.say(anna, general, f"{slack.mention} who sent troops? before:2001")
    assert "No article matches before:2001" in slack.wait_for_reply(general, ts).text
    for filters, said in {
        "from:gazette": "No article is from “gazette”. There are articles from Example Wire.",
        "from:wyre,gazete": 'Did you mean from:"Example Wire"?',
        "from:gazette,wire before:2001": "No article",
    }.items():
        ts = slack.say(anna, general, f"{slack.mention} who sent troops? {filters}")
        assert said in slack.wait_for_reply(general, ts).text
    ts = slack.say(anna, general, f"{slack.mention} from:wire")
    assert "Which question?" in slack.wait_for_reply(general, ts).text
    ts = slack.say(anna, general, f"{slack.mention} who sent troops? has:link")
    assert "has:link" in slack.wait_for_reply(general, ts).text


def test_an_answer_that_is_not_there_is_said_with_the_score_that_fell_short(
    tmp_path: Path,
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.md").write_text(ARTICLES["bridge.md"])
    build_index(tmp_path / "articles", tmp_path / "data")
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as other,
        serving(other, tmp_path / "data", answer__threshold=1),
    ):
        anna = other.add_user("anna")
        general = other.add_channel("general", anna)
        ts = other.say(anna, general, f"{other.mention} who shut the old bridge?")
        reply = other.wait_for_reply(general, ts)
        assert "The articles don't say" in words_in(reply)
        assert "1.00 needed" in words_in(reply)


def test_two_questions_in_a_message_get_one_answer_to_each(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(
        anna, general, f"{slack.mention} who sent troops to the capital and who shut the bridge?"
    )
    said = words_in(slack.wait_for_reply(general, ts))
    settled(slack, bot)
    assert said.index(TROOPS) < said.index("who shut the bridge?") < said.index("Engineers shut")
    assert len(slack.replies(general, ts)) == 1
