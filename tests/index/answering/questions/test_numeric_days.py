"""Days in figures, spelled out as articles have them."""

from datetime import date

import pytest

from index.answering.questions.numeric_days import with_days_in_words

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who left on 12/02/2020?", ["12 February 2020", "2 December 2020"]),
        ("who left on 24/02/2020", ["24 February 2020"]),
        ("who left on 02/24/2020", ["24 February 2020"]),
        ("who left on 5/5/2020", ["5 May 2020"]),
        ("who left on 12.02.2020", ["12 February 2020"]),
        ("who left on 12.02.2020.", ["12 February 2020"]),
        ("who left on 24-12-1999", ["24 December 1999"]),
        ("who left on 24.12.99", ["24 December 1999"]),
        ("who left on 24.12.25", ["24 December 2025"]),
        ("who left on 24.12.26", ["24 December 2026"]),
        ("who left on 24.12.27", ["24 December 1927"]),
        ("who left on 2020/02/12?", ["12 February 2020"]),
        ("who left on 2020.2.12", ["12 February 2020"]),
    ],
)
def test_a_day_in_figures_is_spelled_out(question: str, expected: list[str]) -> None:
    spelled = with_days_in_words(question, TODAY)
    assert [text.removeprefix("who left on ").rstrip("?.") for text in spelled] == expected


@pytest.mark.parametrize(
    "question",
    [
        "who left on 30/02/2020",
        "who left on 2020/13/02",
        "what is in chapter 2020/21/3a",
        "who left on 2020-02-12",  # read as it stands
        "is 2/3 of it gone",
        "what is new in version 1.2.30.4",
        "call 12-34-5678901",
        "who lives at 12/3/45b",
        "",
    ],
)
def test_what_is_no_day_stays(question: str) -> None:
    assert with_days_in_words(question, TODAY) == []
