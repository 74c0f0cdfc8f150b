"""What repeats at the edges of a document's pages: running headers and footers, page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import attrgetter

from index.reading.documents.pdf_lines import Line

_MOST_ROWS = 3
_SAME_PLACE = 3
_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|seite|стр\.)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von|de)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_Places = dict[tuple[str, int], set[int]]


def without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without their outermost lines that are a page number, or that another page has
    at the same place; numbers in such lines may differ."""
    places: _Places = defaultdict(set)
    for page in pages:
        for line in chain.from_iterable(chain(_from_top(page), _from_foot(page))):
            places[_shape(line), round(line.y)].add(line.page)
    return [_without(page, places) for page in pages]


def _without(page: Sequence[Line], places: _Places) -> list[Line]:
    left_out = {*_margin(_from_top(page), places), *_margin(_from_foot(page), places)}
    return [line for line in page if line not in left_out]


def _margin(rows: Iterable[list[Line]], places: _Places) -> Iterator[Line]:
    """The lines of the rows up to the first row that is the text's."""
    for row in rows:
        if not all(_is_margin(line, places) for line in row):
            return
        yield from row


def _is_margin(line: Line, places: _Places) -> bool:
    if _NUMBER.fullmatch(line.text):
        return True
    shape, place = _shape(line), round(line.y)
    heights = range(place - _SAME_PLACE, place + _SAME_PLACE + 1)
    near = (places.get((shape, y), set()) for y in heights)
    return any(len(pages) > 1 or bool(pages - {line.page}) for pages in near)


def _from_top(page: Sequence[Line]) -> Iterator[list[Line]]:
    return _outer_rows(sorted(page, key=attrgetter("y"), reverse=True))


def _from_foot(page: Sequence[Line]) -> Iterator[list[Line]]:
    return _outer_rows(sorted(page, key=attrgetter("y")))


def _outer_rows(lines: Iterable[Line]) -> Iterator[list[Line]]:
    return (list(row) for _, row in islice(groupby(lines, key=attrgetter("y")), _MOST_ROWS))


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)
