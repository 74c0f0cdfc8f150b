"""The log on stderr: lines of text or of JSON, each with the question that it is about.

Never a question's words, an article's or a token: libraries that write bodies do so at DEBUG, and
are kept from it.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

_question: ContextVar[str] = ContextVar("question", default="")

TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s%(about)s"
# At DEBUG some write bodies with questions in them, and at INFO every reconnect or request.
WORDY = (
    "aiohttp",
    "asyncio",
    "faiss",
    "filelock",
    "httpcore2",
    "httpx2",
    "mcp",
    "sentence_transformers",
    "slack_bolt",
    "slack_sdk",
    "urllib3",
    "waitress",
)


@contextmanager
def about(question: str) -> Iterator[None]:
    """What this thread logs within is about a question, which `question` identifies."""
    before = _question.set(question)
    try:
        yield
    finally:
        _question.reset(before)


def log_to_stderr(*, verbose: bool, as_json: bool) -> None:
    """From INFO on, or from DEBUG if `verbose`; with `as_json` warnings and crashes too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter(TEXT))
    handler.addFilter(_add_question)
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler])
    for name in WORDY:
        logging.getLogger(name).setLevel(logging.INFO if verbose else logging.WARNING)
    if as_json:
        logging.captureWarnings(True)
        sys.excepthook = _log_crash


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC, ISO 8601), level, logger, message, and where there is one
    the question and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if question := getattr(record, "question", ""):
            fields["question"] = question
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


def _add_question(record: logging.LogRecord) -> bool:
    record.question = question = _question.get()
    record.about = f" (question {question})" if question else ""
    return True


def _log_crash(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    logging.getLogger("bot").critical("it crashed", exc_info=(kind, error, traceback))
