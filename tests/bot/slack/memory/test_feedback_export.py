"""Feedback as a dataset, read beside a bot that runs and without changing a file."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.slack.memory.database import Database
from bot.slack.memory.feedback import FeedbackStore
from bot.slack.memory.feedback_export import exported
from bot.slack.references import FeedbackRef
from index.building.embedded import EmbeddedEngine
from index.building.rebuild import RebuildReport
from index.errors import StorageError
from index.evaluation.datasets import read_datasets
from index.snapshot.opening import open_current


def test_what_was_helpful_is_a_dataset_that_eval_reads(
    build: Callable[..., RebuildReport], data: Path, tmp_path: Path
) -> None:
    snapshot = build().snapshot
    passages = {p.id: p for p in open_current(data).store.all_passages()}
    feedback = FeedbackStore(Database(data))

    def said(user: str, passage: int, *, helpful: bool, of: str = snapshot) -> None:
        reference = FeedbackRef(of, passage, "Who sent troops?", True, helpful)
        feedback.record(user, reference)

    said("U1", 2, helpful=True)
    said("U2", 2, helpful=True)
    said("U1", 1, helpful=False)
    said("U1", 0, helpful=True, of="20200101T000000-gone")
    file = tmp_path / "feedback.jsonl"
    file.write_text("\n".join(exported(data, EmbeddedEngine(data))), encoding="utf-8")
    dataset = read_datasets([file])
    assert [example.question for example in dataset.examples] == ["Who sent troops?"]
    assert dataset.articles[0].text == " ".join(passages[2].text.split())


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


def test_reading_feedback_makes_and_changes_nothing(
    build: Callable[..., RebuildReport], data: Path, tmp_path: Path
) -> None:
    assert list(exported(tmp_path / "nowhere", EmbeddedEngine(tmp_path / "nowhere"))) == []
    assert not (tmp_path / "nowhere").exists()
    snapshot = build().snapshot
    before = contents(data)
    assert list(exported(data, EmbeddedEngine(data))) == []
    assert contents(data) == before
    with closing(Database(data)) as database:
        FeedbackStore(database).record("U1", FeedbackRef(snapshot, 2, "Who paid?", True, True))
        assert len(list(exported(data, EmbeddedEngine(data)))) == 1
    before = contents(data)
    assert len(list(exported(data, EmbeddedEngine(data)))) == 1
    assert contents(data) == before


def test_a_memory_that_is_no_database_is_one_error(data: Path) -> None:
    data.mkdir()
    (data / "bot.sqlite").write_text("this is no database" * 300)
    with pytest.raises(StorageError, match="cannot be read"):
        list(exported(data, EmbeddedEngine(data)))
