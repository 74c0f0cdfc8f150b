"""The capitals of names in a question typed without any."""

import pytest

from index.answering.questions.casing import with_capitals

TEXTS = (
    "The harbour of Lower Quay was sold to Venn Lines in May. The quay itself was not.",
    "On Monday, a spokeswoman for Venn said that Halm's mayor had agreed. Mayors often do.",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who owns venn lines", "who owns Venn Lines"),
        ("what did halm's mayor do", "what did Halm's mayor do"),
        ("what did halm’s mayor do", "what did Halm’s mayor do"),
        ("who bought the quay", "who bought the quay"),  # it is written both ways
        ("where do mayors live", "where do mayors live"),  # at a start only
        ("who owns it", "who owns it"),
        ("what did Halm sell to venn", "what did Halm sell to venn"),  # it shows its names
        ("", ""),
    ],
)
def test_names_get_the_capitals_that_they_have_in_the_texts(question: str, expected: str) -> None:
    assert with_capitals(question, TEXTS) == expected


def test_without_texts_a_question_stays_as_it_is() -> None:
    assert with_capitals("who owns venn lines", []) == "who owns venn lines"
