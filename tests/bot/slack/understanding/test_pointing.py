"""Messages that ask for an answer to another one."""

import pytest

from bot.slack.understanding.pointing import points_at, points_up


@pytest.mark.parametrize(
    "text",
    [
        "any idea?",
        "over to you",
        "can you take this one?",
        "see question above",
        "please answer Anna's question",
        "Tell us!",
        "what's the answer?",
        "who's right?",
        "same question",
        "does anyone know?",
        "do you happen to know",
        "could you help Bob?",
        "Anna asks",
    ],
)
def test_a_message_that_points_at_another_is_known(text: str) -> None:
    assert points_at(text)


@pytest.mark.parametrize(
    "text",
    [
        "who is right about the dead?",
        "tell us who won",
        "take it to court",
        "what is the question?",
        "who asked?",
        "from Norway?",
        "help wanted in Haiti",
    ],
)
def test_one_that_asks_something_itself_does_not(text: str) -> None:
    assert not points_at(text)


@pytest.mark.parametrize(
    "text", ["^", "☝🏽", "👆🏿👀", "pls!", "PING", ":point_up::skin-tone-3:", ":eyes: please"]
)
def test_what_points_upwards_points_at_the_message_above(text: str) -> None:
    assert points_up(text)


@pytest.mark.parametrize("text", ["", "👍", "thanks", "please help Haiti", "hello"])
def test_what_does_not_point_is_left_alone(text: str) -> None:
    assert not points_up(text)
