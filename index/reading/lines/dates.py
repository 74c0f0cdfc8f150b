"""Dates as articles write them, to ISO 8601. What is ambiguous, relative or impossible is None."""

import re
from datetime import date, datetime
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>\d{4})"
_NUMERIC = r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})"
_PATTERNS = [
    re.compile(rf"(?<!\d){pattern}(?!\d(?!\d?:\d\d))", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",
        rf"\b{_MONTH}\s*{_DAY},?\s*{_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"{_DAY}-{_MONTH}-{_YEAR}",
        _NUMERIC,
    )
]
_FOUR_DIGITS = re.compile(r"\d{4}")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T\d+Z?)?")
_YEAR_ALONE = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST = 80


def iso_date(value: object) -> str | None:
    """`YYYY-MM-DD` of a date, a datetime or a string in any usual spelling, in its own time zone.

    `7/1/2022` may be July or January, so it is None; `13/1/2022` is not ambiguous.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str | int):
        return None
    text = str(value).strip()
    if not 6 <= len(text) <= _LONGEST:
        return None
    if match := _COMPACT.fullmatch(text):
        return _checked(match["year"], match["month"], match["day"])
    return find_date(text) or _other_language(text)


def find_date(text: str) -> str | None:
    """The first date written out in a line of English or in digits."""
    if _FOUR_DIGITS.search(text) is None:
        return None
    found = [match for pattern in _PATTERNS for match in pattern.finditer(text)]
    return next(filter(None, map(_of_match, sorted(found, key=re.Match.start))), None)


def without_dates(text: str) -> str:
    """The line with its dates cut out."""
    for pattern in _PATTERNS:
        text = pattern.sub(" ", text)
    return text


def _of_match(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if min(first, second) > 12 or (max(first, second) <= 12 and first != second):
            return None
        return _checked(parts["year"], min(first, second), max(first, second))
    return _checked(
        parts["year"], _MONTHS.get(parts["month"].lower(), parts["month"]), parts["day"]
    )


def _checked(year: str, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if 1500 <= found.year <= 2199 else None


@lru_cache(maxsize=1024)
def _other_language(text: str) -> str | None:
    if not _YEAR_ALONE.search(text) or not _LETTERS.search(text):
        return None
    if any(re.search(rf"\b{month}\b", text, re.IGNORECASE) for month in _MONTHS):
        return None
    from index.reading.lines.month_names import parser_of

    parser = parser_of(text)
    if parser is None:
        return None
    try:
        found = parser.get_date_data(text).date_obj
    except (ValueError, OverflowError, TypeError):
        return None
    return _checked(str(found.year), found.month, found.day) if found else None
