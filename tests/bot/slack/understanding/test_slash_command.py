"""What stands after the slash command, and what is made of it."""

import pytest

from bot.slack.understanding.slash_command import Known, Unknown, read_command

NAMES = tuple("ask follow following help status sources settings rebuild add erase".split())


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("", Known("help", "")),
        ("  ", Known("help", "")),
        ("Status ", Known("status", "")),
        ("ask  who paid? ", Known("ask", "who paid?")),
        ("ask\twho paid?", Known("ask", "who paid?")),
        ("Follow who paid?", Known("follow", "who paid?")),
        ("following", Known("following", "")),
        ("add <https://news.example/a> b", Known("add", "<https://news.example/a> b")),
    ],
)
def test_a_command_is_known_in_any_case_and_spacing(text: str, known: Known) -> None:
    assert read_command(text, NAMES) == known


@pytest.mark.parametrize(
    "text",
    [
        "who paid for the harbour wall?",
        "and what about the harbour wall",
        "has the wall been paid for",
        "the harbour wall: paid by the town?",
        "tell me about the harbour wall",
        "are there plans?",
        "hello",
        "🙂",
    ],
)
def test_a_question_is_asked_without_ask(text: str) -> None:
    assert read_command(text, NAMES) == Known("ask", text)


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("askk", "askk", "ask"),
        ("aks who paid?", "aks", "ask"),
        ("asks who paid?", "asks", "ask"),
        ("hlep", "hlep", "help"),
        ("Statsu", "Statsu", "status"),
        ("source", "source", "sources"),
        ("rebiuld now", "rebiuld", "rebuild"),
        ("addd https://news.example", "addd", "add"),
        ("ereas", "ereas", "erase"),
    ],
)
def test_a_slip_of_the_finger_is_no_question(text: str, word: str, meant: str) -> None:
    unknown = read_command(text, NAMES)
    assert isinstance(unknown, Unknown)
    assert (unknown.word, unknown.meant) == (word, meant)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/ask who left?", "ask", "who left?"),
        ("--help", "help", ""),
        ("ask: who left?", "ask", "who left?"),
        ("from:wire troops", "ask", "from:wire troops"),
        ("after:2022", "ask", "after:2022"),
    ],
)
def test_a_command_with_marks_and_a_question_with_filters_are_known(
    text: str, name: str, rest: str
) -> None:
    assert read_command(text, NAMES) == Known(name, rest)


@pytest.mark.parametrize("text", ["harbour", "delete everything", "version", "--help me"])
def test_what_is_neither_command_nor_question_is_not_searched(text: str) -> None:
    unknown = read_command(text, NAMES)
    assert isinstance(unknown, Unknown)
    assert unknown.meant == ""
