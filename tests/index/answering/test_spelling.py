"""Which words of a question are taken for typos."""

import pytest

from index.answering.spelling import corrected

KNOWN = {"tokayev": 9, "troops": 7, "alliance": 5, "müller": 2, "kazakhstan": 8, "tropes": 1}


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
        ("who sent troops to Kazakstan?", "who sent troops to Kazakhstan?"),
        ("who sent trops?", "who sent troops?"),
    ],
)
def test_a_word_one_letter_off_becomes_the_known_one(typed: str, meant: str) -> None:
    assert correct(typed) == meant


@pytest.mark.parametrize("question", ["who sent troops?", "who is Bob?", "xylophones are fun", ""])
def test_known_short_and_far_off_words_stay(question: str) -> None:
    assert correct(question) is None
