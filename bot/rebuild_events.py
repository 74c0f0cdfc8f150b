"""What happens during a rebuild, as JSON lines: `--progress json` writes, the bot reads."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.wording.as_json import report_json
from index.building.rebuild import Added, RebuildReport
from index.errors import NothingAdded, PullquoteError, RebuildRunning
from index.types import Skipped

Stage = Literal["reading", "loading", "encoding"]


@dataclass(frozen=True, slots=True)
class Working:
    """`done` and `total` count passages, and while reading files and pages; `total` is 0 if that is
    not known."""

    stage: Stage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """How it ended; `published` is False if nothing had changed, `added` is what was asked for."""

    published: bool
    articles: int
    passages: int
    seconds: float
    skipped: tuple[Skipped, ...]
    added: tuple[Added, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no new index: a sentence for people.

    `busy` says that another rebuild is running; `refused` are the sources that were not added.
    """

    reason: str
    busy: bool = False
    refused: tuple[Skipped, ...] = ()


def working_line(event: Working) -> str:
    return json.dumps({"event": event.stage, "done": event.done, "total": event.total})


def built_line(report: RebuildReport) -> str:
    return json.dumps({"event": "report", **report_json(report)})


def failed_line(failed: Failed) -> str:
    return json.dumps({"event": "error", **asdict(failed)})


def failure(error: PullquoteError) -> Failed:
    reason = " ".join(str(error).split())
    refused = error.refused if isinstance(error, NothingAdded) else ()
    return Failed(reason, isinstance(error, RebuildRunning), refused)


def read_line(line: str) -> Working | Built | Failed | None:
    """The event in a line; None for any other line, such as a library's own."""
    try:
        fields = json.loads(line)
        return _event(fields)
    except (ValueError, TypeError, KeyError):
        return None


def _event(fields: dict[str, Any]) -> Working | Built | Failed | None:
    kind = fields["event"]
    if kind == "error":
        return Failed(fields["reason"], fields["busy"], _skipped(fields["refused"]))
    if kind == "report":
        return Built(
            fields["published"],
            fields["articles"],
            fields["passages"],
            fields["seconds"],
            _skipped(fields["skipped"]),
            tuple(
                Added(each["source"], each["articles"], tuple(each["titles"]))
                for each in fields.get("added", ())
            ),
        )
    if kind in ("reading", "loading", "encoding"):
        return Working(kind, fields["done"], fields["total"])
    return None


def _skipped(listed: list[dict[str, str]]) -> tuple[Skipped, ...]:
    return tuple(Skipped(**each) for each in listed)
