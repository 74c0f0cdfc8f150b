"""TODO."""

from collections.abc import Callable
from pathlib import Path

from bot.slack.memory.database import Database
from bot.slack.memory.feedback import FeedbackStore
from bot.slack.memory.feedback_export import exported
from bot.slack.references import FeedbackRef
from index.building.rebuild import RebuildReport
from index.evaluation.datasets import read_datasets
from index.snapshot.snapshot import open_current


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
    file.write_text("\n".join(exported(data)), encoding="utf-8")
    dataset = read_datasets([file])
    assert [example.question for example in dataset.examples] == ["Who sent troops?"]
    assert dataset.articles[0].text == " ".join(passages[2].text.split())
