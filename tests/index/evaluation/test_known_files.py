"""Files of examples whose outcome is known: told by their keys, and measured."""

import json
from pathlib import Path

import pytest

from index.evaluation.datasets import DatasetError
from index.evaluation.edits import KEYS, evaluate_edits, read_edits
from index.evaluation.known_files import Judged, kind_of, lines_of

PAIR = {
    "before": "Three boats sank.\n\nNobody was hurt.",
    "now": "Four boats sank.\n\nNobody was hurt.",
    "changes": ["figure"],
}
KNOWN = Path(__file__).parents[3] / "bench" / "known"


def file_of(folder: Path, *rows: object, name: str = "edits.jsonl") -> Path:
    file = folder / name
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return file


def measured(*files: Path) -> Judged:
    return evaluate_edits(read_edits(lines_of(files)))


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([PAIR], "edits"),
        (["", PAIR], "edits"),
        ([{"question": "who?", "context": "Anna.", "answers": ["Anna"]}], None),
        (["[1, 2]"], None),
        (["{broken"], None),
        ([], None),
    ],
)
def test_a_file_is_told_by_its_keys(tmp_path: Path, rows: list[object], kind: str | None) -> None:
    assert kind_of(file_of(tmp_path, *rows), {"edits": KEYS}) == kind
    assert kind_of(file_of(tmp_path, *rows, name="edits.json"), {"edits": KEYS}) is None


def test_precision_recall_and_alarms_of_edits(tmp_path: Path) -> None:
    unexpected = PAIR | {"changes": []}
    unfound = PAIR | {"now": PAIR["before"], "changes": ["name"]}
    figures = measured(file_of(tmp_path, PAIR, unexpected, unfound))
    assert figures.figures == {
        "pairs": 3,
        "precision": 0.5,
        "recall": 0.5,
        "quiet": 1,
        "alarms": 1,
    }
    assert [wrong.rpartition(": ")[2] for wrong in figures.wrong] == [
        "nothing, found figure",
        "name, found nothing",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nonsense", "line 2: is not JSON"),
        ("[]", "line 2: should be an object"),
        ({"before": "A.", "now": "B."}, "line 2: 'changes' is missing"),
        (PAIR | {"changes": ["typo"]}, "line 2: 'typo' is not one of figure, "),
        (PAIR | {"before": 5}, "line 2: "),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(DatasetError, match=r"edits\.jsonl") as raised:
        measured(file_of(tmp_path, PAIR, row))
    assert said in str(raised.value)


def test_the_invented_pairs_are_all_right() -> None:
    assert measured(KNOWN / "edits.jsonl").wrong == ()
