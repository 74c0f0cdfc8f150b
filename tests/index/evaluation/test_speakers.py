"""Speakers on articles of which they are known."""

from pathlib import Path
from typing import Any

import pytest

from index.evaluation.datasets import DatasetError
from index.evaluation.known_files import Judged, Line, kind_of, lines_of
from index.evaluation.speakers import KEYS, evaluate_said, read_said

KNOWN = Path(__file__).parents[3] / "bench" / "known" / "said.jsonl"
TEXT = "The crane is safe, Ann Sample said.\n\n“I built it,” she added.\n\nIt stands on the quay."
REPORTED = {"sentence": "The crane is safe, Ann Sample said.", "speaker": "Ann Sample"}
DIRECT = {"sentence": "“I built it,” she added.", "speaker": "she", "mode": "direct"}
SILENT = {"sentence": "It stands on the quay.", "speaker": "Ann Sample"}


def measured(*said: dict[str, Any]) -> Judged:
    return evaluate_said(read_said([Line({"text": TEXT, "said": list(said)}, "here")]))


def test_the_invented_articles_are_known_by_their_keys_and_no_speaker_is_wrong() -> None:
    assert kind_of(KNOWN, {"said": KEYS}) == "said"
    figures = evaluate_said(read_said(lines_of([KNOWN]))).figures
    assert figures["precision"] == 1
    assert figures["recall"] >= 0.9
    assert figures["modes_right"] == 1


def test_precision_recall_modes_and_names_of_speakers() -> None:
    named = DIRECT | {"name": "Ann Sample"}
    all_right = measured(REPORTED, named)
    assert all_right.wrong == ()
    assert all_right.figures == {
        "sentences": 3,
        "given": 2,
        "precision": 1.0,
        "recall": 1.0,
        "modes_right": 1.0,
        "names_right": 1.0,
    }
    one_too_many = measured(REPORTED)
    assert (one_too_many.figures["precision"], one_too_many.figures["recall"]) == (0.5, 1.0)
    assert "is said by nobody, found she" in one_too_many.wrong[0]
    one_missed = measured(REPORTED, DIRECT, SILENT)
    assert one_missed.figures["recall"] == pytest.approx(2 / 3)
    assert "is said by Ann Sample, found nobody" in one_missed.wrong[0]
    other_mode = measured(REPORTED, named | {"mode": "reported", "name": "Ben Sample"})
    assert (other_mode.figures["modes_right"], other_mode.figures["names_right"]) == (0, 0)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"text": TEXT}, "'said' is missing"),
        ({"text": TEXT, "said": [{"speaker": "she"}]}, "'sentence' is missing"),
        ({"text": TEXT, "said": [REPORTED | {"sentence": "No."}]}, "'No.' is no sentence"),
        ({"text": TEXT, "said": [REPORTED | {"speaker": "Ben"}]}, "the speaker 'Ben' is not in"),
        ({"text": TEXT, "said": [REPORTED | {"speaker": ""}]}, "the speaker '' is not in"),
        ({"text": TEXT, "said": [REPORTED | {"mode": "sung"}]}, "'sung' is not one of direct"),
        ({"text": TEXT, "said": 3}, "not iterable"),
    ],
)
def test_a_mistake_is_named_with_its_place(values: dict[str, Any], why: str) -> None:
    with pytest.raises(DatasetError, match=f"here: .*{why}"):
        read_said([Line(values, "here")])
