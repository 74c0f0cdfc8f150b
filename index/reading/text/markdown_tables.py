"""The tables of Markdown, row by row.

A Markdown reader fills rows up to the width of the table's head, so that a megabyte can stand for
gigabytes of empty cells. Here a row has the cells that are written.
"""

import re
from typing import NamedTuple

_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_BORDER = re.compile(r"(?<!\\)\|")


class Table(NamedTuple):
    """`above` is the text of the paragraph that the table interrupts, if any."""

    above: str
    head: list[str]
    rows: list[list[str]]


def table_in(paragraph: str) -> Table | None:
    """The table in a paragraph: from the line above a row like `|---|:-:|`, to its end."""
    lines = paragraph.split("\n")
    for at, line in enumerate(lines[1:], start=1):
        if "|" in line and _DELIMITER.fullmatch(line.strip()):
            head = _cells(lines[at - 1])
            if len(head) == len(_cells(line)):
                return Table("\n".join(lines[: at - 1]), head, list(map(_cells, lines[at + 1 :])))
    return None


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _BORDER.split(inner)]
