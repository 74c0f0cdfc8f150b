"""How much one article may hold: what holds more is no article, and reading it would take time and
memory out of all proportion to its size."""

from index.errors import SourceError

MAX_LINES = 100_000
"""Of text; the longest novels have 70,000."""
MAX_MARKS = 100_000
"""Of characters that may open or close something in Markdown."""
MAX_TAGS = 100_000
"""Of HTML; long live pages have 30,000."""
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


def _check(found: int, most: int, what: str) -> None:
    if found > most:
        raise SourceError(f"has {found:,} {what}, {most:,} at most are read: divide it")
