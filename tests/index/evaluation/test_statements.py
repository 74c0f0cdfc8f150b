"""Facts, origins and figures on sentences of which it is known."""

from pathlib import Path
from typing import Any

import pytest

from index.evaluation.datasets import DatasetError
from index.evaluation.known_files import Line, kind_of, lines_of
from index.evaluation.statements import (
    FIGURES,
    ORIGIN,
    SAMEFACT,
    evaluate_figures,
    evaluate_origins,
    evaluate_same_facts,
)
from tests.index.encoder.small_encoder import SmallEncoder

KNOWN = Path(__file__).parents[3] / "bench" / "known"
KINDS = {"samefact": SAMEFACT, "figures": FIGURES, "origin": ORIGIN}
FACT = "Mayor Ann Sample opened the new harbour bridge in Exampleton."
OTHER = "The new harbour bridge in Exampleton was opened by Mayor Ann Sample."


def line(**values: Any) -> Line:
    return Line(values, "here")


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_invented_files_are_known_by_their_keys(name: str) -> None:
    assert kind_of(KNOWN / f"{name}.jsonl", KINDS) == name


def test_the_invented_origins_and_credits_are_all_found() -> None:
    found = evaluate_origins(lines_of([KNOWN / "origin.jsonl"]))
    assert found.wrong == ()
    assert found.figures["credit_precision"] == found.figures["precision"] == 1


def test_no_invented_pair_that_agrees_raises_an_alarm() -> None:
    found = evaluate_figures(lines_of([KNOWN / "figures.jsonl"]), SmallEncoder())
    assert found.figures["alarms"] == 0
    assert found.figures["recall"] > 0


def test_pairs_are_counted_as_right_missed_or_wrong() -> None:
    found = evaluate_same_facts(
        [
            line(sentence=FACT, other=OTHER, same=True),
            line(sentence=FACT, other=OTHER, same=False),
            line(sentence=FACT, other="Boats hooted.", same=True),
            line(sentence=FACT, other="Boats hooted.", same=False),
        ],
        SmallEncoder(),
    )
    assert found.figures == {"pairs": 4, "precision": 0.5, "recall": 0.5, "alarms": 1}
    assert len(found.wrong) == 2


def test_accounts_that_are_joined_or_credited_wrongly_are_named() -> None:
    accounts = [{"sentence": FACT, "publisher": "A"}, {"sentence": FACT, "publisher": "B"}]
    found = evaluate_origins([line(accounts=accounts, origins=[[0], [1]])])
    assert (found.figures["precision"], found.figures["recall"]) == (0, 1)
    accounts = [{"sentence": FACT, "publisher": "A", "agency": "AP"}]
    found = evaluate_origins([line(accounts=accounts, origins=[[0]])])
    assert found.figures["credit_recall"] == 0
    assert found.wrong == ("here: credited to AP, found None",)


@pytest.mark.parametrize(
    "values",
    [
        {"sentence": FACT, "other": OTHER, "same": "yes"},
        {"sentence": FACT, "other": 7, "same": True},
        {"sentence": FACT, "other": " ", "same": True},
    ],
)
def test_a_mistake_is_named_with_its_place(values: dict[str, Any]) -> None:
    with pytest.raises(DatasetError, match=r"^here: "):
        evaluate_same_facts([line(**values)], SmallEncoder())


def test_other_mistakes_are_named_with_their_place() -> None:
    with pytest.raises(DatasetError, match=r"^here: "):
        evaluate_figures([line(question="who?", sentences=["One."], differ=True)], SmallEncoder())
    with pytest.raises(DatasetError, match=r"^here: origins should have the number"):
        evaluate_origins([line(accounts=[{"sentence": "One."}], origins=[[0, 1]])])
