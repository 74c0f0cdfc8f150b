"""What can be asked, and what is refused with a reason."""

import pytest

from index.answering.questions.follow_up import stands_alone
from index.answering.questions.question import clean
from index.errors import BadQuestion


def ask(question: str) -> str:
    return clean(question, max_chars=1000, indexed_scripts=("LATIN",))


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("the", "no word to search for in 'the'"),
        ("Who?", "no word to search for"),
        ("what is it", "no word to search for"),
        ("?!", "no word to search for"),
        ("why? " * 2_000, "9,999 characters long, at most 1,000"),
        ("кто отправил войска?", "written in Cyrillic, the articles in Latin"),
        ("谁派兵了？", "written in Cjk, the articles in Latin"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(question: str, message: str) -> None:
    with pytest.raises(BadQuestion, match=message):
        ask(question)


def test_a_question_becomes_one_line_without_control_characters() -> None:
    assert ask("who\nsent\x00\x1b troops?") == "who sent troops?"


def test_an_undecodable_byte_is_left_out_and_accents_are_composed() -> None:
    assert ask("who sent \udcff troops?") == "who sent troops?"
    assert ask("Mu\u0308ller?") == "Müller?"


def test_letters_in_another_form_are_plain_ones() -> None:
    assert (
        ask("ｗｈｏ built the ＭＩＬＬ of Ha\ufb02m in １９１１？")
        == "who built the MILL of Haflm in 1911?"
    )
    assert ask("who built the \U0001d426\U0001d422\U0001d425\U0001d425, 40 m² of it?") == (
        "who built the mill, 40 m² of it?"
    )


def test_a_question_in_two_scripts_may_be_asked() -> None:
    assert ask("what does Қазақстан mean?")


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("who sent troops?", True),
        ("is the strike over?", True),
        ("what did he say about the fares?", True),
        ("harbour repairs", True),
        ("and what about China?", False),
        ("how about the fares", False),
        ("and when?", False),
        ("why?", False),
    ],
)
def test_a_question_stands_alone_unless_it_needs_the_one_before_it(text: str, alone: bool) -> None:
    assert stands_alone(text) == alone
