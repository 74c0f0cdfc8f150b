"""The lines of a PDF's pages to paragraphs: across lines, hyphens, columns and pages.

A paragraph ends at a wider gap, a change of the font's size or weight, an indented line, or a line
with room left for the next one's first word. At the end of a column or a page it goes on where its
sentence does. Footnotes, which are below the text in a smaller font, follow the paragraph that
they stand under.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from index.reading.blocks import Block
from index.reading.documents.hyphenation import Hyphenation
from index.reading.documents.pdf_lines import CELLS, Line
from index.reading.documents.pdf_margins import without_margins
from index.reading.lines.captions import is_caption
from index.reading.lines.layout import closes, is_list_item
from index.types import ParagraphKind

# Sizes of fonts over that of the text.
_SAME_SIZE = 0.06
_NOTE_SIZE, _HEADING_SIZE = 0.93, 1.12
# Gaps between lines over the font's size: of text, and from which that size says nothing, as some
# programs scale their letters elsewhere.
_WIDEST_LEADING, _SENSELESS_LEADING = 3.0, 8.0
# Gaps between lines over the usual one, from which a paragraph ends.
_WIDE_GAP = 1.3
# Indents of first lines, over the font's size.
_INDENT = (0.7, 4.0)
# How much of the widest line's characters a full line may lack: letters differ in width.
_FULL_LINE = 0.88
_HEADING_WORDS = 16
_NUMBERED_CAPTION = re.compile(
    r"(?:figure|fig\.|table|chart|map|photo|box|abbildung|tabelle)\s+\d[\w.]*\s*[.:–—-]\s*\S",
    re.IGNORECASE,
)
_FEWEST_WIDTHS = 5


@dataclass(frozen=True, slots=True)
class _Measures:
    """Of the whole document: its text's size and, over it, leading; characters of full lines."""

    size: float
    leading: float
    width: int


@dataclass(slots=True)
class _Open:
    """A paragraph that may go on; `last` is its latest line."""

    text: str
    first: Line
    last: Line

    def add(self, line: Line, hyphenation: Hyphenation) -> None:
        self.text = hyphenation.joined(self.text, line.text)
        self.last = line


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """Blocks with the page on which each starts; headers, footers and page numbers are left out."""
    kept = without_margins(pages)
    lines = [line for page in kept for line in page]
    if not lines:
        return []
    measures = _measures(lines)
    hyphenation = Hyphenation(line.text for line in lines)
    body, notes = _parted(kept, measures)
    found = [*_joined(body, measures, hyphenation), *_joined(notes, measures, hyphenation)]
    # Stable: the notes of a page come after the paragraphs that start on it.
    found.sort(key=lambda paragraph: paragraph.first.page)
    return [
        Block(_kind(paragraph, measures), paragraph.text, paragraph.first.page)
        for paragraph in found
    ]


def title_on_first_page(pages: Sequence[Sequence[Line]]) -> str | None:
    """The lines in the largest font of the first page, if it is larger than the text's."""
    first = next((page for page in pages if page), [])
    if not first:
        return None
    size = _measures([line for page in pages for line in page]).size
    largest = max(line.size for line in first)
    if largest < _HEADING_SIZE * size:
        return None
    lines = [line for line in first if abs(line.size - largest) <= _SAME_SIZE * largest]
    text = " ".join(line.text for line in lines)
    return text if len(text.split()) <= 2 * _HEADING_WORDS else None


def _measures(lines: Iterable[Line]) -> _Measures:
    lines = list(lines)
    size = _commonest_size(lines)
    text = [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size]
    gaps = [
        above.y - below.y
        for above, below in itertools.pairwise(text)
        if above.page == below.page and above.y - below.y > 0.8 * size
    ]
    usual = [gap for gap in gaps if gap < _WIDEST_LEADING * size]
    if not usual and gaps and min(gaps) > _SENSELESS_LEADING * size:
        usual = gaps
    widths = sorted(len(line.text) for line in text)
    width = widths[-1 - len(widths) // 10] if len(widths) >= _FEWEST_WIDTHS else widths[-1]
    return _Measures(size, median(usual) / size if usual else 1.2, width)


def _commonest_size(lines: Iterable[Line]) -> float:
    """Of the tenths of a point that have the most text, the size that has the most."""
    tenths: dict[float, Counter[float]] = defaultdict(Counter)
    for line in lines:
        tenths[round(line.size, 1)][line.size] += len(line.text)
    return max(tenths.values(), key=Counter.total).most_common(1)[0][0]


def _parted(pages: Iterable[Sequence[Line]], measures: _Measures) -> tuple[list[Line], list[Line]]:
    """The lines of the text, and the footnotes: smaller, and below all of the text's lines."""
    body: list[Line] = []
    notes: list[Line] = []
    for page in pages:
        heights = [line.y for line in page if line.size > _NOTE_SIZE * measures.size]
        lowest = min(heights, default=0.0)
        for line in page:
            is_note = bool(heights) and line.y < lowest and not _is_numbered_caption(line)
            (notes if is_note else body).append(line)
    return body, notes


def _is_numbered_caption(line: Line) -> bool:
    return _NUMBERED_CAPTION.match(line.text) is not None


def _joined(
    lines: Sequence[Line], measures: _Measures, hyphenation: Hyphenation
) -> Iterator[_Open]:
    paragraph: _Open | None = None
    for line in lines:
        if paragraph and _goes_on(paragraph, line, measures):
            paragraph.add(line, hyphenation)
            continue
        if paragraph:
            yield paragraph
        paragraph = _Open(line.text, line, line)
    if paragraph:
        yield paragraph


def _goes_on(paragraph: _Open, line: Line, measures: _Measures) -> bool:
    last = paragraph.last
    if CELLS in line.text or CELLS in last.text:
        return False
    if abs(line.size - last.size) > _SAME_SIZE * last.size or is_list_item(line.text):
        return False
    if line.bold != last.bold and (closes(paragraph.text) or line.text[:1].isupper()):
        return False
    gap = last.y - line.y
    if line.page != last.page or gap <= -line.size:
        return not closes(paragraph.text) and not (
            _has_room(last, line, measures) and line.text[:1].isupper()
        )
    if gap > _WIDE_GAP * measures.leading * line.size:
        return False
    if not closes(paragraph.text):
        return not (_is_heading(paragraph, measures) and _has_room(last, line, measures))
    lowest, highest = _INDENT
    is_indented = lowest * line.size <= line.x - last.x <= highest * line.size
    return not is_indented and not _has_room(last, line, measures)


def _has_room(line: Line, after: Line, measures: _Measures) -> bool:
    """The next line's first word would have stood on this one, had the paragraph gone on."""
    scale = measures.size / line.size if line.size else 1.0
    first_word = after.text.split(maxsplit=1)[0]
    return len(line.text) + 1 + len(first_word) < _FULL_LINE * measures.width * scale


def _is_heading(paragraph: _Open, measures: _Measures) -> bool:
    stands_out = paragraph.first.size >= _HEADING_SIZE * measures.size or paragraph.last.bold
    is_short = len(paragraph.text.split()) <= _HEADING_WORDS
    return stands_out and is_short and not paragraph.text.endswith((".", ",", ";", ":"))


def _kind(paragraph: _Open, measures: _Measures) -> ParagraphKind:
    if _is_heading(paragraph, measures):
        return "heading"
    if is_caption(paragraph.text) or _is_numbered_caption(paragraph.first):
        return "caption"
    return "body"
