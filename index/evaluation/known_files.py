"""Files of examples whose outcome is known, but for questions: JSON lines, known by their keys."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from index.evaluation.datasets import DatasetError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One line's values, and its place in its file."""

    values: dict[str, Any]
    place: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What was measured on one kind of file: shares are 0 to 1; `wrong` names what went wrong."""

    name: str
    figures: Mapping[str, float | int]
    wrong: tuple[str, ...] = ()


def kind_of(file: Path, kinds: Mapping[str, frozenset[str]]) -> str | None:
    """Of which kind a file is, by the keys of its first line; None for another file."""
    if file.suffix != ".jsonl":
        return None
    try:
        with file.open(encoding="utf-8-sig") as lines:
            first = json.loads(next((line for line in lines if line.strip()), "null"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(first, dict):
        return None
    return next((name for name, keys in kinds.items() if keys <= first.keys()), None)


def lines_of(files: Sequence[Path]) -> Iterator[Line]:
    """Every line. Raises `DatasetError` for one that is no JSON object."""
    for file in files:
        for number, text in enumerate(_text(file).split("\n"), start=1):
            if not text.strip():
                continue
            place = f"{file}: line {number}"
            try:
                values = json.loads(text)
            except (ValueError, RecursionError) as error:
                raise DatasetError(f"{place}: is not JSON: {error}") from error
            if not isinstance(values, dict):
                raise DatasetError(f"{place}: should be an object")
            yield Line(values, place)


def judged(line: Line, read: Callable[[dict[str, Any], str], T]) -> T:
    """What `read` makes of a line. Raises `DatasetError` where that cannot be read."""
    try:
        return read(line.values, line.place)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        what = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise DatasetError(f"{line.place}: {what}") from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{file}: is not UTF-8 text") from error
