"""Feedback as questions with known answers: JSON lines that `pullquote eval` reads."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from bot.slack.memory.database import open_to_read
from bot.slack.memory.feedback import helpful
from bot.slack.references import FeedbackRef
from index.engine.engine import Engine
from index.engine.views import Texts
from index.errors import SnapshotError, StorageError


def exported(data_dir: Path, engine: Engine) -> Iterator[str]:
    """A line for each answer that somebody found helpful and whose snapshot is still kept.

    The context and the answer are both the passage that was quoted first: people say that it
    answers, not which of its words do. So `highlight_hit` says nothing for such a file.
    """
    with ExitStack() as opened:
        stores: dict[str, Texts | None] = {}
        for reference in _helpful(data_dir):
            snapshot = reference.snapshot_id
            if snapshot not in stores:
                stores[snapshot] = _texts(engine, snapshot, opened)
            texts = stores[snapshot]
            if texts is None:
                continue
            [passage] = texts.passages([reference.passage_id])
            row = {
                "question": reference.question,
                "context": passage.text,
                "answers": [passage.text],
                "title": texts.title(passage.article_id),
            }
            yield json.dumps(row, ensure_ascii=False)


def _helpful(data_dir: Path) -> list[FeedbackRef]:
    connection = open_to_read(data_dir)
    if connection is None:
        return []
    with closing(connection):
        try:
            return helpful(connection)
        except sqlite3.Error as error:
            raise StorageError(f"the bot's memory of feedback cannot be read: {error}") from error


def _texts(engine: Engine, snapshot: str, opened: ExitStack) -> Texts | None:
    try:
        return opened.enter_context(closing(engine.texts(snapshot)))
    except SnapshotError:
        return None
