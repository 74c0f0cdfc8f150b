"""Lists of links as screen readers announce them: `list of 4 items`, …, `end of list`.

A reader view saved as text holds them between paragraphs: they are headlines of other articles.
"""

import re

_BEGIN = re.compile(r"\W*list of (?P<items>\d{1,2}) items?\W*", re.IGNORECASE)
_END = re.compile(r"\W*end of list\W*", re.IGNORECASE)
_MOST_LINES_AN_ITEM = 3


def without_link_lists(text: str) -> tuple[str, bool]:
    """The text without them, and whether there were any.

    A list without an end, or with more lines than its items can have, stays.
    """
    lines = text.splitlines(keepends=True)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = _end_of_list(lines, at)
        kept += ["\n"] if end else [lines[at]]
        at = end or at + 1
    return "".join(kept), len(kept) < len(lines)


def _end_of_list(lines: list[str], begin: int) -> int | None:
    """The line after the list that begins here."""
    match = _BEGIN.fullmatch(lines[begin].strip())
    if match is None:
        return None
    left = _MOST_LINES_AN_ITEM * int(match["items"])
    for at in range(begin + 1, len(lines)):
        line = lines[at].strip()
        if _END.fullmatch(line):
            return at + 1
        left -= bool(line)
        if left < 0:
            return None
    return None
