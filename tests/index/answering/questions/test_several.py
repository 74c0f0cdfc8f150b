"""Which questions a message asks, on a table of messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.questions.several import question_in, questions_in


def asked(message: str) -> list[str]:
    return [each.text for each in questions_in(message)]


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        (
            "who mended the weir & when did it open?",
            ["who mended the weir?", "when did it open?"],
        ),
        (
            "who mended the weir; also how many came to see it",
            ["who mended the weir", "how many came to see it"],
        ),
        (
            "who mended the weir and when did it open?",
            ["who mended the weir?", "when did it open?"],
        ),
        ("Who mended it? Also, what was the cost?", ["Who mended it?", "what was the cost?"]),
        ("Who mended the weir, and when?", ["Who mended the weir?", "when?"]),
        (
            "who mended the weir and by whom was it paid",
            ["who mended the weir", "by whom was it paid"],
        ),
        (
            "1. who mended the weir\n2) when did it open\nThanks!",
            ["who mended the weir", "when did it open"],
        ),
        ("\uf0b7 Who mended it?\n\uf0b7 Is it open?", ["Who mended it?", "Is it open?"]),
        ("• Who mended it?\n• Is it open?", ["Who mended it?", "Is it open?"]),
        (
            "Hi all! Can you tell me who mended the weir and when it opened? Cheers, Ada",
            ["who mended the weir?", "when it opened?"],
        ),
        (
            "In which year did it open and in which year was it sold?",
            ["In which year did it open?", "in which year was it sold?"],
        ),
        (
            "Where is the weir, what is behind it, and who pays?",
            ["Where is the weir?", "what is behind it?", "who pays?"],
        ),
        ("How many fled and how many were hurt?", ["How many fled?", "how many were hurt?"]),
        ("What's a weir and what's it for?", ["What's a weir?", "what's it for?"]),
        ("Who mended the weir of Lund? And Ost?", ["Who mended the weir of Lund?", "And Ost?"]),
        ("Tell me about the weir. Who mended it?", ["Tell me about the weir.", "Who mended it?"]),
        ("Is it open and can it be crossed?", ["Is it open?", "can it be crossed?"]),
        (
            "a) who mended the weir b) when did it open",
            ["who mended the weir", "when did it open"],
        ),
        (
            "Question 1: who mended the weir? Question 2: when did it open?",
            ["who mended the weir?", "when did it open?"],
        ),
        (
            "Could you tell me: (i) who mended the weir; (ii) when it opened?",
            ["who mended the weir", "when it opened?"],
        ),
        (
            "First, who mended the weir? Second, when did it open?",
            ["who mended the weir?", "when did it open?"],
        ),
        (
            "I have two questions. Who mended the weir / when did it open?",
            ["Who mended the weir?", "when did it open?"],
        ),
        (
            "Who mended the weir? Also curious when it opened.",
            ["Who mended the weir?", "when it opened."],
        ),
        (
            "I'd like to know who mended the weir. When did it open?",
            ["who mended the weir.", "When did it open?"],
        ),
        ("Who mended the weir and with what?", ["Who mended the weir?", "with what?"]),
        (
            "Who mended the weir, who paid and when did it open?",
            ["Who mended the weir?", "who paid?", "when did it open?"],
        ),
        ("Who mended the weir, when, and why?", ["Who mended the weir?", "when?", "why?"]),
        ("When did Lund mend its weir, and Ost?", ["When did Lund mend its weir?", "and Ost?"]),
        ("Was the weir mended and who paid?", ["Was the weir mended?", "who paid?"]),
        ("Who mended it? ... and in Ost?", ["Who mended it?", "and in Ost?"]),
        ("WHO MENDED IT AND WHY DID IT BREAK", ["WHO MENDED IT", "WHY DID IT BREAK"]),
    ],
)
def test_several_questions_are_parted(message: str, questions: list[str]) -> None:
    assert asked(message) == questions


@pytest.mark.parametrize(
    "message",
    [
        "who and what broke the weir?",
        "When and where was it sold?",
        "Who, when and why mended the weir?",
        "the price of salt and pepper",
        "what is the population of Lund and Ost?",
        "which towns and which firms paid for it?",
        "who said when it began and how it ended?",
        "Who is the man who led the crew and who was later sacked?",
        "what is the difference between who pays and who decides?",
        "What does the law say about who may vote and what they must show?",
        "How does one decide whether to mend it and how to pay?",
        "what did she say, and I quote, about the weir?",
        'who wrote "where is it and when did it open"?',
        "to whom and for how much was it sold?",
        "what did he answer: yes or no?",
        "What happened in Lund? The flood?",
        "Really? Who mended the weir?",
        "Can you help me? Who mended the weir?",
        "When I was in Lund I saw the weir. Who mended it?",
        "I read that the weir broke. The mayor knew why and when it was mended.",
        "who mended\nthe weir of Lund",
        "Who mended the weir? Does anyone know?",
        "Is it the mayor who pays and who signs?",
        "Did he say who paid and who signed?",
        "Who mended the weir, who led the crew and who was later sacked?",
        "Which towns mended their weirs, Lund and Ost?",
        "What did plan a. and plan b. cost?",
    ],
)
def test_one_question_stays_one(message: str) -> None:
    assert len(questions_in(message)) == 1


def test_each_is_searched_with_what_else_the_message_says() -> None:
    message = "I write about the weir of Lund. Who mended it? When did it open?"
    assert [each.queries for each in questions_in(message)] == [
        ("Who mended it? Lund", "I write about the weir of Lund. Who mended it?", "Who mended it?"),
        (
            "When did it open? Lund",
            "I write about the weir of Lund. When did it open?",
            "When did it open?",
        ),
    ]


@pytest.mark.parametrize(
    "message",
    [
        "how many fled, when did it break and how high was the water in Lund?",
        "how many fled in Lund, when did it break and how high was the water?",
    ],
)
def test_the_place_of_one_question_is_that_of_others_that_name_none(message: str) -> None:
    for each in questions_in(message):
        assert each.queries[0].rstrip("?").endswith("in Lund")
        assert each.queries[-1] == each.text


def test_a_place_is_not_shared_with_questions_that_have_names() -> None:
    one, other = questions_in("how many fled from Ost and how high was the water in Lund?")
    assert one.queries == (one.text,)
    assert other.queries == (other.text,)


def test_courtesies_ask_nothing_and_a_text_is_searched_as_one() -> None:
    assert questions_in("Hello, thanks!") == []
    assert question_in("Hello, thanks!") is None
    whole = question_in("Who mended it and when did it open?")
    assert whole is not None
    assert whole.queries[-1] == "Who mended it and when did it open?"


@given(st.text(max_size=200))
def test_any_message_is_parted_into_questions_with_words(message: str) -> None:
    for each in questions_in(message):
        assert each.queries[-1].strip()


@pytest.mark.parametrize(
    "piece", ["and who is ", "who is it, ", "; when ", "and ", '"', "1. ", "? "]
)
def test_questions_without_end_are_parted_in_a_moment(piece: str) -> None:
    for count in (100, 1000):
        assert len(questions_in(piece * count)) <= count + 1
