"""What is said of followed questions is what Slack takes, whatever is in the question."""

from dataclasses import replace

import pytest

from bot.slack.following.follow_messages import (
    already_followed_message,
    follow_begun_message,
    following_message,
    news_post,
    not_yours_message,
    unfollowed_message,
)
from bot.slack.memory.follow_store import Follow
from bot.slack.messages.message import Message
from bot.slack.values import Narrowing
from tests.bot.slack.bot_at_work import words_in
from tests.bot.slack.slack_values import HOSTILE, KEY, answer, expect_good, quote


def follow(question: str = "who sent troops?", channel: str = "C1", number: int = 1) -> Follow:
    return Follow(number, channel, question, "U1", "2026-03-05T10:00:00.000000+00:00")


def accepted(message: Message) -> str:
    """All that it shows; it names nobody but who follows."""
    named = message.text.replace("<@U1>", "U1")
    expect_good(replace(message, text=named))
    return words_in(message.blocks)


@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_them_whatever_is_asked_and_quoted(text: str) -> None:
    followed = follow(text or "?")
    shown = answer(quote(text=text or "–", highlights=((0, 1),)))
    both = replace(shown, further=(shown,))
    for message in (
        follow_begun_message(followed, KEY),
        already_followed_message(followed, "U2"),
        not_yours_message(followed),
        unfollowed_message(followed),
        following_message([followed], [followed], KEY),
        news_post(followed, shown, Narrowing(), KEY),
        news_post(followed, both, Narrowing(text, (text,)), KEY),
    ):
        accepted(message)
        assert "<!channel>" not in message.text


def test_a_long_list_says_how_many_more_there_are() -> None:
    many = [follow(f"who sent troops {n}?", number=n) for n in range(1, 31)]
    said = accepted(following_message(many, many, KEY))
    assert said.count("… and 10 more") == 2


def test_the_news_say_since_when_and_where_they_were_looked_for() -> None:
    said = accepted(news_post(follow(), answer(quote()), Narrowing("from:wire"), KEY))
    assert "that I first read since 5 Mar 2026 (from:wire) · at most one post a day" in said
    assert "More quotes" not in said
    message = news_post(follow(), answer(quote()), Narrowing(), KEY)
    assert message.text.startswith("<@U1>: New on “who sent troops?”: “")
