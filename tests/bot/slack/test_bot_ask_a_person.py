"""A question handed to people, by the button below an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.fake_slack import FakeSlack
from bot.fake_slack.state.workspace import Message
from bot.slack.serve import Running
from tests.bot.slack.bot_at_work import (
    UNLIMITED,
    build_index,
    eventually,
    installed_app,
    serving,
    settled,
    words_in,
)

TROOPS = "An alliance of six countries sent 2,500 troops"


@pytest.fixture
def indexed(articles: Path, data: Path) -> Path:
    build_index(articles, data)
    return data


@pytest.fixture
def own() -> Iterator[FakeSlack]:
    with FakeSlack(installed_app(), limits=UNLIMITED) as slack:
        yield slack


def posted(slack: FakeSlack, channel: str) -> list[Message]:
    return [m for m in slack.messages(channel) if m.user == slack.app.bot_user_id]


def asked(slack: FakeSlack, user: str, channel: str, text: str) -> Message:
    ts = slack.say(user, channel, f"{slack.mention} {text}")
    return slack.wait_for_reply(channel, ts)


def test_an_answer_is_handed_to_a_channel_once_with_question_and_quotes(
    own: FakeSlack, indexed: Path
) -> None:
    anna, eva = own.add_user("anna"), own.add_user("eva")
    general, desk = own.add_channel("general", anna, eva), own.add_channel("desk", eva)
    with serving(own, indexed, bot__ask_a_person=desk) as bot:
        answer = asked(own, anna, general, "Hi! who sent troops to the capital?")
        own.click(anna, answer, "ask_a_person")
        done = own.wait_for_ephemeral(anna, general)
        assert f"<#{desk}>" in done.text
        assert done.thread_ts == answer.thread_ts
        [handed] = eventually(lambda: posted(own, desk), timeout_s=60)
        said = words_in(handed)
        assert "who sent troops to the capital?" in said
        assert TROOPS in said
        assert "Go to the question" in said
        assert handed.addressed == {anna}
        assert f"/archives/{general}/p{answer.ts.replace('.', '')}" in str(handed.blocks)
        own.click(eva, answer, "ask_a_person")
        assert "already been passed on" in own.wait_for_ephemeral(eva, general).text
        settled(own, bot)
        assert len(posted(own, desk)) == 1


def test_a_refusal_is_handed_to_a_user_group_in_its_thread(own: FakeSlack, indexed: Path) -> None:
    anna, eva = own.add_user("anna"), own.add_user("eva")
    general = own.add_channel("general", anna, eva)
    group = own.add_usergroup("researchers", eva)
    with serving(own, indexed, bot__ask_a_person=group, answer__threshold=1):
        answer = asked(own, anna, general, "who sent troops to the capital?")
        assert "The articles don't say" in answer.text
        own.click(anna, answer, "ask_a_person")
        handed = own.wait_for_reply(general, str(answer.thread_ts), count=2)
        assert handed.addressed == {anna, group}
        assert "The articles don't say." in words_in(handed)
        assert "who sent troops to the capital?" in words_in(handed)


def test_a_private_answer_can_be_handed_on_too(own: FakeSlack, indexed: Path) -> None:
    anna, eva = own.add_user("anna"), own.add_user("eva")
    general, desk = own.add_channel("general", anna), own.add_channel("desk", eva)
    with serving(own, indexed, bot__ask_a_person=desk):
        own.slash(anna, general, "/pullquote", "ask who sent troops?")
        own.click(anna, own.wait_for_ephemeral(anna, general), "ask_a_person")
        [handed] = eventually(lambda: posted(own, desk), timeout_s=60)
        assert "who sent troops?" in words_in(handed)
        assert not posted(own, general)


def test_where_the_bot_may_not_post_the_question_can_be_handed_on_later(
    own: FakeSlack, indexed: Path
) -> None:
    anna, eva = own.add_user("anna"), own.add_user("eva")
    general = own.add_channel("general", anna)
    desk = own.add_channel("desk", eva, with_app=False)
    with serving(own, indexed, bot__ask_a_person=desk):
        answer = asked(own, anna, general, "who sent troops?")
        own.click(anna, answer, "ask_a_person")
        assert "invite me" in own.wait_for_ephemeral(anna, general).text
        own.join(own.app.bot_user_id, desk)
        own.click(anna, answer, "ask_a_person")
        eventually(lambda: posted(own, desk), timeout_s=60)


def test_without_the_setting_there_is_no_such_button(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    assert "Ask a person" not in words_in(asked(slack, anna, general, "who sent troops?"))
