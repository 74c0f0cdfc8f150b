"""The lines of a PDF page, in reading order, from the runs of text that pypdf finds.

A PDF says where each run of text stands and in which font, not which runs make a line. Lines come
in the order in which they were drawn, which is the reading order in nearly all files; only if
two columns were drawn row by row are they put one after the other.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from index.reading.visible_text import visible

_NOTE_MARK = re.compile(r"[\d*†‡§,\s]{1,8}")
_TAKES_NOTE_MARK = re.compile(r"[^\W\d_]{3}[.,;:!?”’\"')]*$")
# The size of a note's mark over that of the line, at most.
_RAISED = 0.8
# White space between two runs, over the font's size, from which they are of two columns.
_GUTTER = 2.0
# The rows with two pieces, from which a page has two columns: so many, and so much of the page.
_FEWEST_ROWS, _SHARE_OF_ROWS = 4, 0.3
_FEWEST_CHARS_OF_COLUMN = 12
_SAME_PLACE = 3.0

Matrix = list[float]


class Line(NamedTuple):
    """`x` and `y` are of its first character, in points from the page's lower left corner."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    page: int


class _Run(NamedTuple):
    text: str
    x: float
    y: float
    size: float
    bold: bool

    @property
    def end(self) -> float:
        return self.x + self.size * sum(map(_ems, self.text.strip()))


@dataclass(slots=True)
class PageText:
    """Takes the runs of one page; `add` has the signature of pypdf's `visitor_text`."""

    page: int
    _rows: list[list[_Run]] = field(default_factory=lambda: [[]])

    def add(self, text: str, cm: Matrix, tm: Matrix, font: Any, size: float) -> None:
        placed = _placed(cm, tm)
        if placed is None:
            return
        x, y, scale = placed
        name = str((font or {}).get("/BaseFont", "")).lower()
        size = abs(size) * scale * _glyph_scale(font)
        for number, part in enumerate(text.split("\n")):
            if number:
                self._rows.append([])
            if part.strip():
                is_bold = "bold" in name or "black" in name
                self._rows[-1].append(_Run(part, x, y, size, is_bold))
            elif part and self._rows[-1]:
                last = self._rows[-1][-1]
                self._rows[-1][-1] = last._replace(text=last.text + part)

    def lines(self) -> list[Line]:
        rows = [_without_note_marks(row) for row in self._rows if row]
        found = (self._line(runs) for runs in _in_reading_order(rows))
        return [line for line in found if line.text]

    def _line(self, runs: list[_Run]) -> Line:
        main = max(runs, key=lambda run: len(run.text.strip()))
        text = visible("".join(run.text for run in runs).replace("\N{SOFT HYPHEN}", "-"))
        is_bold = all(run.bold for run in runs)
        return Line(text, runs[0].x, main.y, main.size, is_bold, self.page)


def _placed(cm: Matrix, tm: Matrix) -> tuple[float, float, float] | None:
    """Where text stands as its reader turns the page, and the scale; None for slanted text."""
    a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    if min(abs(a), abs(b)) > 0.1 * max(abs(a), abs(b)):
        return None
    if abs(a) >= abs(b):
        return (x, y, abs(a)) if a >= 0 else (-x, -y, abs(a))
    return (y, -x, abs(b)) if b > 0 else (-y, x, abs(b))


def _glyph_scale(font: Any) -> float:
    """Over the usual thousandth of an em; only Type 3 fonts have a matrix of their own."""
    matrix: Any = (font or {}).get("/FontMatrix") or ()
    return 1000 * abs(float(matrix[0])) if len(matrix) == 6 and matrix[0] else 1.0


def _ems(character: str) -> float:
    """About how wide a character is, over the font's size."""
    if character.isupper():
        return 0.7
    return 0.3 if character in " .,;:!'’ijlt()" else 0.5


def _without_note_marks(row: list[_Run]) -> list[_Run]:
    """Without the small raised numbers after words that point to notes."""
    main = max(row, key=lambda run: len(run.text.strip()))
    kept: list[_Run] = []
    for run in row:
        is_mark = run.size <= _RAISED * main.size and _NOTE_MARK.fullmatch(run.text)
        if not (is_mark and kept and _TAKES_NOTE_MARK.search(kept[-1].text.rstrip())):
            kept.append(run)
    return kept


def _in_reading_order(rows: list[list[_Run]]) -> Iterator[list[_Run]]:
    pieces = [list(_pieces(row)) for row in rows]
    gutter = _gutter(pieces)
    if gutter is None:
        yield from rows
        return
    right: list[list[_Run]] = []
    for row, parts in zip(rows, pieces, strict=True):
        is_across = len(parts) == 1 and row[0].x < gutter - _SAME_PLACE and row[-1].end > gutter
        if is_across:
            yield from right
            right = []
            yield row
            continue
        for part in parts:
            if part[0].x >= gutter - _SAME_PLACE:
                right.append(part)
            else:
                yield part
    yield from right


def _pieces(row: list[_Run]) -> Iterator[list[_Run]]:
    """The runs of a row, parted at the ends of columns."""
    piece = row[:1]
    for before, run in itertools.pairwise(row):
        if run.x - before.end > _GUTTER * run.size:
            yield piece
            piece = []
        piece.append(run)
    yield piece


def _gutter(rows: list[list[list[_Run]]]) -> float | None:
    """Where the right one of two columns begins, if most rows with two pieces agree on it."""
    starts = Counter(
        round(row[1][0].x)
        for row in rows
        if len(row) == 2
        and min(len("".join(run.text for run in piece)) for piece in row) >= _FEWEST_CHARS_OF_COLUMN
    )
    if not starts:
        return None
    place, _ = starts.most_common(1)[0]
    agreeing = sum(count for at, count in starts.items() if abs(at - place) <= _SAME_PLACE)
    if agreeing < max(_FEWEST_ROWS, _SHARE_OF_ROWS * len(rows)):
        return None
    return float(place)
