"""Which quantities a sentence has, and of what."""

import math

import pytest

from index.statements.quantities import parts_of, quantities, values


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("About 2,500 Russian troops arrived.", [("count", 2250, 2750, "troop")]),
        ("Twelve county police officers came.", [("count", 12, 12, "offic")]),
        ("Two hundred and five homes burned.", [("count", 205, 205, "home")]),
        ("Between 5 and 10 people fell.", [("count", 5, 10, "people")]),
        ("At least 40 men were there.", [("count", 40, math.inf, "people")]),
        ("The storm left 45 dead.", [("count", 45, 45, "people")]),
        ("The toll rose to at least 61.", [("count", 61, math.inf, "people")]),
        ("It cost €3.5m in all.", [("money", 3.5e6, 3.5e6, "euro")]),
        ("It cost up to 3 million dollars.", [("money", -math.inf, 3e6, "dollar")]),
        ("Sales rose by 5 per cent.", [("share", 5, 5, None)]),
        ("The quay was built in 1998.", [("year", 1998, 1998, None)]),
        ("The 15-year-old left at 5.30pm.", [("other", 15, 15, None), ("other", 5.3, 5.3, None)]),
        ("Three of them were late.", [("bare", 3, 3, None)]),
        ("It was a 5-4 vote on 9/11.", []),
        ("One of the boats sank.", []),
    ],
)
def test_a_quantity_has_its_kind_its_bounds_and_what_it_counts(
    sentence: str, expected: list[tuple[str, float, float, str | None]]
) -> None:
    found = [(q.kind, q.low, q.high, q.of) for q in quantities(sentence)]
    assert [(k, of) for k, _, _, of in found] == [(k, of) for k, _, _, of in expected]
    bounds = [bound for _, low, high, _ in found for bound in (low, high)]
    assert bounds == pytest.approx([bound for _, low, high, _ in expected for bound in (low, high)])


def test_a_date_has_the_parts_that_are_said() -> None:
    for text, parts in {
        "It opened on 6 January 2022.": (2022, 1, 6),
        "It opened on Sept. 3.": (0, 9, 3),
        "It opened in May 2021.": (2021, 5, 0),
        "It opened on 2021-05-04.": (2021, 5, 4),
    }.items():
        assert [(q.kind, parts_of(q)) for q in quantities(text)] == [("date", parts)]


def test_a_run_of_days_is_no_date_and_a_modal_verb_no_month() -> None:
    assert "date" not in {q.kind for q in quantities("It lasted from 5 to 7 January.")}
    assert "date" not in {q.kind for q in quantities("They may 5 times out of ten.")}


def test_the_same_numbers_are_equal_however_they_are_spelled() -> None:
    assert values("Two dozen ships paid 1,500 euros on 6 January.") == values(
        "On January 6 some two dozen ships paid €1,500."
    )
    assert values("31 ships came in 2019.") != values("31 ships came in 2020.")
