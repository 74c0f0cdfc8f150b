"""Confidence by its formula, and what lowers it."""

from typing import Any

import pytest

from index.answering.confidence import confidence as confidence_of
from index.answering.confidence import evidence_of, missing_names, names_and_numbers
from index.types import Hit, Passage


def hits(*scores: float, cosine: float = 0.5) -> list[Hit]:
    return [
        Hit(Passage(i, i, 0, 4, 1, 1, "body", "text"), score, cosine, 0.5)
        for i, score in enumerate(scores)
    ]


def confidence(found: list[Hit], **evidence: Any) -> float:
    return confidence_of(evidence_of(found, **evidence))


def test_confidence_is_the_logistic_function_of_its_docstring() -> None:
    from math import exp

    x = 0.9 + 0.1 * 0.5 - 0.6 * (0.4 + 0.2) / 2 - 0.2 * 0.25 - 0.01 * 3 - 0.06
    expected = 1 / (1 + exp(-(26 * x - 7.8)))
    found = confidence(hits(0.9, 0.4, 0.2), missing=0.25, searched=1000, lacks_kind=True)
    assert found == pytest.approx(expected)


def test_with_the_reader_it_is_the_other_function_of_its_docstring() -> None:
    from math import exp

    x = 0.9 + 0.1 * 0.5 - 0.6 * (0.4 + 0.2) / 2 - 0.01 * 3 - 0.25
    found = [
        confidence(hits(0.9, 0.4, 0.2), searched=1000, lacks_needed=True, odds=odds)
        for odds in (-3.0, 2.0, 12.0, 90.0)
    ]
    expected = [1 / (1 + exp(-(18.5 * x + 0.19 * odds - 5.35))) for odds in (-3, 2, 12, 12)]
    assert found == pytest.approx(expected)


def test_what_stands_out_is_surer_than_what_does_not() -> None:
    alone, among_equals = hits(0.6, 0.2, 0.2), hits(0.6, 0.6, 0.6)
    assert confidence(alone) > confidence(among_equals)


def test_the_same_hits_are_less_sure_among_more_passages() -> None:
    found = hits(0.6, 0.4)
    sure = [confidence(found, searched=10**n) for n in range(7)]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] - sure[-1] < 0.4


def test_a_single_passage_has_unrelated_ones_for_rivals() -> None:
    assert confidence(hits(0.8)) == confidence(hits(0.8, 0.25, 0.25))


def test_a_missing_name_lowers_confidence() -> None:
    assert confidence(hits(0.6, 0.3), missing=0.5) < confidence(hits(0.6, 0.3))


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Who sent troops to Kazakhstan in 2022?", ["Kazakhstan", "2022"]),
        ("who sent 2,500 troops?", ["2,500"]),
        ("WHO SENT TROOPS TO KAZAKHSTAN?", []),
        ("What did J. K. Rowling write?", ["J", "K", "Rowling"]),
        ("why?", []),
    ],
)
def test_names_and_numbers_are_what_has_a_capital_or_a_digit(
    question: str, terms: list[str]
) -> None:
    assert names_and_numbers(question) == terms


def test_the_share_of_missing_names_is_weighed_by_rarity() -> None:
    idf = {"sent": 1.0, "troop": 1.0, "kazakhstan": 2.0, "mali": 4.0}
    asked, passages = "Who sent troops to Mali?", ["Troops came.", "Mali sent none."]
    shares = missing_names(asked, passages, lambda word: idf.get(word, 0.0))
    assert shares == pytest.approx([4 / 6, 0])
    assert missing_names(asked, [], lambda word: 1.0) == []
    assert missing_names("why?", passages, lambda word: 1.0) == [0, 0]
