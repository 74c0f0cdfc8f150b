"""What happens during a rebuild, as JSON lines: `--progress json` writes them, the bot reads."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from bot.terminal import report_json
from index.rebuild import RebuildReport
from index.types import Skipped

Stage = Literal["reading", "loading", "encoding"]


@dataclass(frozen=True, slots=True)
class Working:
    """`done` and `total` are passages; both are 0 before the encoding."""

    stage: Stage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """How it ended; `published` is False where nothing had changed."""

    published: bool
    articles: int
    passages: int
    seconds: float
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no new index: a sentence for people."""

    reason: str


def working_line(event: Working) -> str:
    return json.dumps({"event": event.stage, "done": event.done, "total": event.total})


def built_line(report: RebuildReport) -> str:
    return json.dumps({"event": "report", **report_json(report)})


def failed_line(reason: str) -> str:
    return json.dumps({"event": "error", "reason": reason})


def read_line(line: str) -> Working | Built | Failed | None:
    """The event that a line tells; None for a line that is none, such as a library's own."""
    try:
        fields = json.loads(line)
        return _event(fields)
    except (ValueError, TypeError, KeyError):
        return None


def _event(fields: dict[str, Any]) -> Working | Built | Failed | None:
    kind = fields["event"]
    if kind == "error":
        return Failed(fields["reason"])
    if kind == "report":
        return Built(
            fields["published"],
            fields["articles"],
            fields["passages"],
            fields["seconds"],
            tuple(Skipped(**skipped) for skipped in fields["skipped"]),
        )
    if kind in ("reading", "loading", "encoding"):
        return Working(kind, fields["done"], fields["total"])
    return None
