"""Feedback as questions with known answers: JSON lines that `pullquote eval` reads."""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.slack.memory.database import Database
from bot.slack.memory.feedback import FeedbackStore
from index.errors import SnapshotError
from index.snapshot.manifest import PASSAGES
from index.snapshot.passage_store import PassageStore


def exported(data_dir: Path) -> Iterator[str]:
    """A line for each answer that somebody found helpful and whose snapshot is still kept.

    The context and the answer are both the passage that was quoted first: people say that it
    answers, not which of its words do. So `highlight_hit` says nothing for such a file.
    """
    stores: dict[str, PassageStore | None] = {}
    for reference in FeedbackStore(Database(data_dir)).helpful():
        snapshot = reference.snapshot_id
        if snapshot not in stores:
            stores[snapshot] = _store(data_dir / "snapshots" / snapshot / PASSAGES)
        store = stores[snapshot]
        if store is None:
            continue
        [passage] = store.passages([reference.passage_id])
        row = {
            "question": reference.question,
            "context": passage.text,
            "answers": [passage.text],
            "title": store.title(passage.article_id),
        }
        yield json.dumps(row, ensure_ascii=False)


def _store(path: Path) -> PassageStore | None:
    try:
        return PassageStore(path) if path.is_file() else None
    except SnapshotError:
        return None
