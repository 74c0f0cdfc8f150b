"""Which words of a question are taken for typos."""

from collections.abc import Sequence

import pytest

from index.answering.questions.spelling import corrected

KNOWN = {
    "tokayev": 9,
    "troops": 7,
    "alliance": 5,
    "müller": 2,
    "kazakhstan": 8,
    "tropes": 1,
    "were": 90,
    "waiting": 12,
    "sent": 3,
    "set": 30,
    "net": 20,
}


def correct(question: str) -> str | None:
    return corrected(
        question,
        KNOWN.__contains__,
        lambda words: {word: KNOWN[word] for word in words if word in KNOWN},
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("did Tokayef resign?", "did Tokayev resign?"),  # changed
        ("did Tokaev resign?", "did Tokayev resign?"),  # left out
        ("did Tokkayev resign?", "did Tokayev resign?"),  # put in
        ("did Tokaeyv resign?", "did Tokayev resign?"),  # swapped
        ("who is Muller?", "who is Müller?"),
        ("who is Mueller?", "who is Müller?"),
        ("the waitingtroops", "the waiting-troops"),  # joined
        ("who sent troops to Kazakstan?", "who sent troops to Kazakhstan?"),
        ("who sent trops?", "who sent troops?"),
        ("who snet trops to kazakstan", "who sent troops to kazakhstan"),  # four letters, swapped
    ],
)
def test_a_word_one_letter_off_becomes_the_known_one(typed: str, meant: str) -> None:
    assert correct(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "who sent troops?",
        "who is Bob?",
        "xylophones are fun",
        "",
        "Where did they go?",
        "I'm writing about tropics",
    ],
)
def test_known_short_and_far_off_words_stay(question: str) -> None:
    assert correct(question) is None


def test_a_question_of_unknown_words_costs_no_more_than_a_few_look_ups() -> None:
    asked: list[int] = []

    def frequencies(words: Sequence[str]) -> dict[str, int]:
        asked.append(len(words))
        return {}

    def nothing_is_known(word: str) -> bool:
        return False

    assert corrected("q" * 900, nothing_is_known, frequencies) is None
    assert asked == []
    many = " ".join("qx" + letter * 5 for letter in "abcdefghijklmnopqrstuvwxyz")
    assert corrected(many, nothing_is_known, frequencies) is None
    assert asked == []
    assert corrected("qxqxqxq zzyzx", nothing_is_known, frequencies) is None
    assert len(asked) == 2
