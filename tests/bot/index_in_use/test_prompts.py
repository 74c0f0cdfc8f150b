"""Suggested prompts."""

import pytest

from bot.index_in_use.prompts import Prompt, questions_about, suggested_prompts
from tests.bot.slack.slack_values import HOSTILE, article


@pytest.mark.parametrize(
    ("title", "questions"),
    [
        ("Finland joins NATO, ending decades of staying outside", ["When did Finland join NATO?"]),
        ("Notre-Dame reopens five years after the fire", ["When did Notre-Dame reopen?"]),
        ("Croatia adopts the euro and opens its borders", ["When did Croatia adopt the euro?"]),
        (
            "First grain ship leaves Odesa under the deal",
            ["When did the first grain ship leave Odesa?"],
        ),
        (
            "How the Ever Given blocked the Suez Canal for six days",
            ["How did the Ever Given block the Suez Canal?"],
        ),
        (
            "Fifteen years under the ice: what the Svalbard seed vault holds",
            [
                "What is known about Fifteen years under the ice?",
                "What does the Svalbard seed vault hold?",
            ],
        ),
        (
            "Kenyan police in Haiti: a small mission",
            ["What is known about Kenyan police in Haiti?"],
        ),
        ("Russian-led troops leave Kazakhstan", ["When did Russian-led troops leave Kazakhstan?"]),
        (
            "Tax plans of the new state",
            ["What is known about Tax plans of the new state?"],
        ),
        ("Who sent the troops?", ["Who sent the troops?"]),
        ("Untitled", []),
        ("", []),
        ("…", []),
    ],
)
def test_titles_make_questions_as_people_ask_them(title: str, questions: list[str]) -> None:
    assert questions_about(title) == questions


ARTICLES = [
    article(["x"], title=f"Country {n} joins NATO", published=f"202{n}-01-01") for n in range(8)
]


def test_only_questions_that_are_answered_are_suggested_the_newest_first() -> None:
    prompts = suggested_prompts(ARTICLES, lambda question: "Country 6" not in question)
    first = "When did Country 7 join NATO?"
    assert prompts[0] == Prompt(first, first)
    assert [prompt.message[17] for prompt in prompts] == ["7", "5", "4", "3"]


def test_an_index_that_answers_nothing_suggests_nothing_and_is_not_asked_for_ever() -> None:
    asked: list[str] = []

    def answers(question: str) -> bool:
        asked.append(question)
        return False

    assert suggested_prompts(ARTICLES * 50, answers) == []
    assert len(asked) == 40


def test_the_same_title_is_suggested_once() -> None:
    twice = [article(["x"], title="Finland joins NATO")] * 2
    assert len(suggested_prompts(twice, lambda _: True)) == 1


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_make_short_prompts_or_none(title: str) -> None:
    for prompt in suggested_prompts([article(["x"], title=title)], lambda _: True):
        assert len(prompt.title) <= 60
        assert len(prompt.message) <= 200
        assert "\n" not in prompt.message
