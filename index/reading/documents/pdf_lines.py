"""The lines of a PDF page, in reading order, from the runs of text that pypdf finds.

A PDF says where each run of text stands and in which font, not which runs make a line. Lines come
in the order in which they were drawn, which is the reading order in nearly all files; only if
columns were drawn row by row are they put one after the other. The cells of a
table's row are parted by ` | `.
"""

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from index.reading.lines.superscripts import as_power
from index.reading.visible_text import visible

# The names or numbers of glyphs, or code points without a meaning, where letters should stand.
_UNDECODED = re.compile(r"/[A-Za-z]{0,3}\d{1,5}|\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_MOST_UNDECODED = 0.3
_VISIBLE = re.compile(r"\S")
_KNOWN_CODES = re.compile(r"/(?:GB|ETen|90ms-RKSJ|Uni(?:CNS|GB|JIS|KS)\w*-U)")
_NOTE_MARK = re.compile(r"[\d*†‡§,\s]{1,8}")
_TAKES_NOTE_MARK = re.compile(r"[^\W\d_]{3}[.,;:!?”’\"')]*$")
# The size of a note's mark over that of the line, at most.
_RAISED = 0.8
# How far a power stands above the line, over the font's size, at least.
_LEAST_RISE = 0.1
# White space between two runs, over the font's size, from which they are of two columns.
_GUTTER = 2.0
# The rows with two pieces, from which a page has two columns: so many, and so much of the page.
_FEWEST_ROWS, _SHARE_OF_ROWS = 4, 0.3
_FEWEST_CHARS_OF_COLUMN = 12
_SAME_PLACE = 3.0
# How far the heights of two pieces of a line may differ, over the font's size.
_SAME_LINE = 0.2
# Between what was drawn for itself, over the font's size, from which it is a cell of its own.
_GAP_OF_CELLS = 0.3
# Rows of a table: of three cells or more, and of two.
_FEWEST_TABLE_ROWS, _FEWEST_PAIRS = 2, 3
CELLS = " | "

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


_Pieces = list[list[_Run]]
"""A line's runs, parted where there is room for a column between them."""


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
        if _is_of_glyphs(font):
            text = _VISIBLE.sub("\N{REPLACEMENT CHARACTER}", text)
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
        rows = [_with_powers(row) for row in self._rows if row]
        found = (self._line(*line) for line in _in_reading_order(_on_one_line(rows)))
        return [line for line in found if line.text]

    def _line(self, pieces: _Pieces, separator: str) -> Line:
        runs = [run for piece in pieces for run in piece]
        main = max(runs, key=lambda run: len(run.text.strip()))
        texts = ("".join(run.text for run in piece) for piece in pieces)
        shown = (visible(text.replace("\N{SOFT HYPHEN}", "-")) for text in texts)
        text = separator.join(filter(None, shown))
        is_bold = all(run.bold for run in runs)
        return Line(text, runs[0].x, main.y, main.size, is_bold, self.page)


def is_undecoded(text: str) -> bool:
    """Much of it is not letters: the font does not say which they are."""
    return undecoded(text) > _MOST_UNDECODED * len(text)


def undecoded(text: str) -> int:
    """How many of its characters are no letters."""
    lost = sum(len(match[0]) for match in _UNDECODED.finditer(text))
    if not text.isascii():
        lost += sum(unicodedata.category(character) == "Cn" for character in text)
    return lost


def _is_of_glyphs(font: Any) -> bool:
    """Its codes are the numbers of glyphs, or in a code page that pypdf does not know, and nothing
    says which letters they are; it takes them for UTF-16."""
    if not font or font.get("/Subtype") != "/Type0" or "/ToUnicode" in font:
        return False
    encoding = str(font.get("/Encoding"))
    if not encoding.startswith("/Identity"):
        return not _KNOWN_CODES.match(encoding)
    descendants = font.get("/DescendantFonts") or [{}]
    glyph_of_code = descendants[0].get_object().get("/CIDToGIDMap")
    # With a map of its own, the codes are code points in all files known.
    return not hasattr(glyph_of_code, "get_data")


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


def _with_powers(row: list[_Run]) -> list[_Run]:
    """Small raised numbers as powers, and without those after words, which point to notes."""
    main = max(row, key=lambda run: len(run.text.strip()))
    kept: list[_Run] = []
    for run in row:
        before = kept[-1].text.rstrip() if kept else ""
        is_small = run.size <= _RAISED * main.size and bool(before)
        if is_small and _NOTE_MARK.fullmatch(run.text) and _TAKES_NOTE_MARK.search(before):
            continue
        text = run.text
        if is_small and run.y - kept[-1].y > _LEAST_RISE * main.size:
            power = as_power(text.strip(), kept[-1].text)
            text = text if power is None else text.replace(text.strip(), power)
        kept.append(run._replace(text=text))
    return kept


def _on_one_line(rows: Iterable[list[_Run]]) -> list[_Pieces]:
    """The pieces of each row; rows drawn one by one beside each other, as cells are, are one."""
    lines: list[_Pieces] = []
    for row in rows:
        last = lines[-1][-1][-1] if lines else None
        is_beside = last and abs(row[0].y - last.y) <= _SAME_LINE * last.size
        if last and is_beside and row[0].x - last.end > _GAP_OF_CELLS * last.size:
            lines[-1] += _pieces(row)
        else:
            lines.append(list(_pieces(row)))
    return lines


def _in_reading_order(rows: Sequence[_Pieces]) -> Iterator[tuple[_Pieces, str]]:
    """Lines and what parts their pieces; column by column if the page has any."""
    gutters = _gutters(rows)
    if not gutters:
        yield from _with_table_rows(rows)
        return
    columns: list[list[list[_Run]]] = [[] for _ in gutters]
    for row in rows:
        is_across = len(row) == 1 and row[0][0].x < gutters[0] - _SAME_PLACE
        if is_across and row[0][-1].end > gutters[0]:
            yield from (([piece], " ") for column in columns for piece in column)
            columns = [[] for _ in gutters]
            yield row, " "
            continue
        for piece in row:
            column = bisect_right(gutters, piece[0].x + _SAME_PLACE)
            if column:
                columns[column - 1].append(piece)
            else:
                yield [piece], " "
    yield from (([piece], " ") for column in columns for piece in column)


def _with_table_rows(rows: Sequence[_Pieces]) -> Iterator[tuple[_Pieces, str]]:
    """Several lines in pieces, one under the other, are a table; two pieces each must align."""
    for in_pieces, group in itertools.groupby(rows, key=lambda row: len(row) > 1):
        several = list(group)
        is_wide = max(map(len, several)) > 2
        is_table = in_pieces and len(several) >= (_FEWEST_TABLE_ROWS if is_wide else _FEWEST_PAIRS)
        separator = CELLS if is_table and (is_wide or _are_aligned(several)) else " "
        yield from ((row, separator) for row in several)


def _are_aligned(rows: Sequence[_Pieces]) -> bool:
    starts = [row[1][0].x for row in rows]
    ends = [row[1][-1].end for row in rows]
    return min(max(starts) - min(starts), max(ends) - min(ends)) <= 2 * _SAME_PLACE


def _pieces(row: list[_Run]) -> Iterator[list[_Run]]:
    """The runs of a row, parted at the ends of columns."""
    piece = row[:1]
    for before, run in itertools.pairwise(row):
        if run.x - before.end > _GUTTER * run.size:
            yield piece
            piece = []
        piece.append(run)
    yield piece


def _gutters(rows: Sequence[_Pieces]) -> list[float]:
    """Where the columns after the first begin, if many rows of several pieces agree on it."""
    starts = Counter(
        round(piece[0].x)
        for row in rows
        if len(row) > 1
        and min(len("".join(run.text for run in piece)) for piece in row) >= _FEWEST_CHARS_OF_COLUMN
        for piece in row[1:]
    )
    found: list[float] = []
    for place, _ in starts.most_common():
        agreeing = sum(count for at, count in starts.items() if abs(at - place) <= _SAME_PLACE)
        is_new = all(abs(place - other) > 2 * _SAME_PLACE for other in found)
        if is_new and agreeing >= max(_FEWEST_ROWS, _SHARE_OF_ROWS * len(rows)):
            found.append(float(place))
    return sorted(found)
