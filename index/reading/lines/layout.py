"""Plain text to lines that are each one paragraph, whichever way the file was laid out.

Three layouts are recognised by themselves: paragraphs hard-wrapped at a column, one line for
each paragraph with blank lines between, and one line for each paragraph without.
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from index.reading.article_size import check_lines
from index.reading.lines.bylines import is_byline
from index.reading.visible_text import visible

WIDEST_WRAP = 120
NARROWEST_WRAP = 40
_CLOSING = "\"'”’»)]」』"
_STOPS = ".!?…。！？؟।։"
_NOTE_NUMBERS = re.compile(r"(?:\[\d+\])+$")
_LIST_MARK = re.compile(r"(?:[-*•‣◦▪–—]|\d{1,3}[.)])\s+\S")
_AFTER_HANGING_HYPHEN = ("and", "or", "to", "und", "oder", "et", "y")


class Line(NamedTuple):
    """Lines with no blank line between them have the same `group`; `alone` has none beside it."""

    text: str
    group: int
    alone: bool


def closes(text: str) -> bool:
    """It ends as sentences end: with a stop, then maybe quotes, brackets or note numbers."""
    end = (_NOTE_NUMBERS.sub("", text) if text.endswith("]") else text).rstrip(_CLOSING + " ")
    return end.endswith(tuple(_STOPS))


def is_list_item(text: str) -> bool:
    return _LIST_MARK.match(text) is not None


def paragraph_lines(text: str) -> list[Line]:
    """Raises SourceError if there are more lines than an article has."""
    check_lines(text)
    groups = [list(group) for group in _groups(text)]
    width = _wrap_width(groups)
    lines: list[Line] = []
    for number, group in enumerate(groups):
        joined = _joined(group, width)
        lines += [Line(visible(line), number, len(joined) == 1) for line in joined]
    return [line for line in lines if line.text]


def _groups(text: str) -> Iterator[list[str]]:
    """Runs of lines between blank ones; form feeds and Unicode's own separators end lines too."""
    group: list[str] = []
    for line in text.splitlines():
        if visible(line):
            group.append(line.expandtabs(4).rstrip())
        elif group:
            yield group
            group = []
    if group:
        yield group


def _wrap_width(groups: list[list[str]]) -> int | None:
    """The column at which the file is wrapped, or None if each line is a paragraph.

    A wrapped file has hardly a line beyond 120 columns, and most of its line ends fall inside a
    sentence; if each line is a paragraph, most of them follow a stop.
    """
    prose = [len(line) for group in groups for line in group if " " in line.strip()]
    if not prose or sum(length > WIDEST_WRAP for length in prose) > len(prose) // 20:
        return None
    breaks = [
        (line, after)
        for group in groups
        for line, after in itertools.pairwise(group)
        if len(line) >= NARROWEST_WRAP
    ]
    inside = sum(_runs_on(line, after) for line, after in breaks)
    if not breaks or 2 * inside < len(breaks):
        return None
    return max(length for length in prose if length <= WIDEST_WRAP)


def _runs_on(line: str, after: str) -> bool:
    return not closes(line) or after.lstrip()[:1].islower()


def _joined(group: list[str], file_width: int | None) -> list[str]:
    """A line that had room for the next line's first word ended its paragraph; others go on."""
    if file_width is None:
        width = None
    elif len(group) >= 3:
        width = min(file_width, max(map(len, group)))
    else:
        width = file_width
    paragraphs = [group[0]]
    for line, after in itertools.pairwise(group):
        if _goes_on(line, after, width):
            paragraphs[-1] = _join(paragraphs[-1], after.strip())
        else:
            paragraphs.append(after)
    return paragraphs


def _goes_on(line: str, after: str, width: int | None) -> bool:
    if is_list_item(after.strip()) or is_byline(after.strip()):
        return False
    if width is not None and len(line) >= NARROWEST_WRAP // 2:
        first_word = after.split(maxsplit=1)[0]
        if len(line) + 1 + len(first_word) > width:
            return True
    return len(line) >= NARROWEST_WRAP and not closes(line) and after.lstrip()[:1].islower()


def _join(line: str, after: str) -> str:
    """A hyphen at a line's end joins the halves of a compound: `Russian-` + `led`."""
    first_word = after.split(maxsplit=1)[0]
    is_compound = re.search(r"\w-$", line) and first_word not in _AFTER_HANGING_HYPHEN
    return line + after if is_compound else f"{line} {after}"
