"""How much one article may hold: a file that holds more would take time and memory out of all
proportion to its size."""

import re

from index.errors import SourceError

MAX_LINES = 100_000
"""Of text; the longest novels have 70,000."""
MAX_MARKS = 100_000
"""Of characters that may open or close something in Markdown."""
MAX_TAGS = 100_000
"""Of HTML; long live pages have 30,000."""
MAX_FIELDS = 10_000
"""Of headers in a saved page: about three for each of its parts, of which there are hundreds."""
_FIELD = re.compile(rb"^[\w-]+:", re.MULTILINE)
_MARKS = "[]*_`<~!&|\\"


def check_lines(text: str) -> None:
    """Raises SourceError above MAX_LINES."""
    _check(text.count("\n"), MAX_LINES, "lines")


def check_marks(text: str) -> None:
    """Raises SourceError above MAX_MARKS."""
    _check(sum(map(text.count, _MARKS)), MAX_MARKS, "marks of Markdown")


def check_tags(source: str) -> None:
    """Raises SourceError above MAX_TAGS."""
    _check(source.count("<"), MAX_TAGS, "tags")


def check_fields(message: bytes) -> None:
    """Raises SourceError above MAX_FIELDS."""
    _check(sum(1 for _ in _FIELD.finditer(message)), MAX_FIELDS, "headers")


def _check(found: int, most: int, what: str) -> None:
    if found > most:
        raise SourceError(f"has {found:,} {what}, {most:,} at most are read: divide it")
