"""Dates as articles write them, to ISO 8601. What is ambiguous, relative or impossible is None."""

import re
from datetime import date, datetime

from index.reading.lines.month_names import months, plain

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
_NUMERIC = (
    r"(?P<first>\d{1,2})(?P<mark>\. |[./-]|\s[|/]\s)(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_PATTERNS = [
    re.compile(rf"(?<!\d){pattern}(?!\d(?!\d?:\d\d))", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",
        rf"\b{_MONTH}\s*{_DAY},?\s*{_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"{_DAY}-{_MONTH}-{_YEAR}",
        rf"\b{_MONTH}\s+{_DAY}\s+{_CLOCK}\s+(?:[a-z]{{1,4}}\s+)?{_YEAR}",
        _NUMERIC,
    )
]
_NAME = r"(?P<name>[^\W\d_][^\s\d.,;:|/()\[\]\"]{1,20})\.?"
_OF = r"(?:(?:de|di|del|da|of|año|a)\s+|d[’']|m\.\s*|gada\s+|năm\s+)?"
_DAY_ABROAD = r"(?P<day>\d{1,2})(?:\s?[ºª°]|\.[ºª]?|er|e|-?го|-?е)?"
# In other languages; `name` is a month's if it is known as one.
_PATTERNS_ABROAD = [
    re.compile(rf"(?<![\d.,/-]){pattern}(?!\d)", re.IGNORECASE)
    for pattern in (
        rf"{_DAY_ABROAD}\s*{_OF}{_NAME},?\s+{_OF}{_YEAR}",
        rf"{_YEAR}\.?\s+{_OF}(?:(?P<before>\d{{1,2}})\.\s*{_NAME}"
        rf"|{_NAME.replace('name', 'later')}\s+(?P<day>\d{{1,2}}))",
        rf"{_NAME}\s+(?P<day>\d{{1,2}}),?\s+{_YEAR}",
        r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일號号]",
        rf"(?P<day>\d{{1,2}})\s+tháng\s+(?P<month>\d{{1,2}}),?\s+{_OF}{_YEAR}",
    )
]
_FOUR_DIGITS = re.compile(r"\d{4}")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T\d+Z?)?")
_LONGEST = 80


def iso_date(value: object) -> str | None:
    """`YYYY-MM-DD` of a date, a datetime or a string in any usual spelling, in its own time zone.

    `7/1/2022` may be July or January, so it is None; `13/1/2022` is not ambiguous, and neither is
    `7.1.2022`: where full stops are written, the day comes first.
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
    return find_date(text)


def find_date(text: str) -> str | None:
    """The first date written out in a line, in English or another language, or in digits."""
    return next(filter(None, (day for day, _, _ in _dates(text))), None)


def without_dates(text: str) -> str:
    """The line with its dates cut out, those too that no calendar has."""
    if _FOUR_DIGITS.search(text) is None:
        return text
    for pattern in _PATTERNS:
        text = pattern.sub(" ", text)
    for _, start, end in reversed(_dates(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def _dates(text: str) -> list[tuple[str | None, int, int]]:
    """Each with where it begins and ends, in order; None for a day that no calendar has."""
    if _FOUR_DIGITS.search(text) is None:
        return []
    found = [match for pattern in _PATTERNS for match in pattern.finditer(text)]
    if not found:
        abroad = [match for pattern in _PATTERNS_ABROAD for match in pattern.finditer(text)]
        found = [match for match in abroad if _month_abroad(match)]
    return [(_of_match(match), *match.span()) for match in sorted(found, key=re.Match.start)]


def _month_abroad(match: re.Match[str]) -> str | int | None:
    parts = match.groupdict()
    if "name" not in parts:
        return parts["month"]
    name = plain(parts["name"] or parts["later"])
    if name in _MONTHS and _PATTERNS_ABROAD.index(match.re):
        return None  # "in 2020 may 12 people"
    return months().get(name)


def _of_match(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if parts["mark"].strip() == "." and second <= 12:
            return _checked(parts["year"], second, first)
        if min(first, second) > 12 or (max(first, second) <= 12 and first != second):
            return None
        return _checked(parts["year"], min(first, second), max(first, second))
    if match.re in _PATTERNS_ABROAD:
        month = _month_abroad(match) or 0
    else:
        month = _MONTHS.get(parts["month"].lower(), parts["month"])
    return _checked(parts["year"], month, parts.get("before") or parts["day"])


def _checked(year: str, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if 1500 <= found.year <= 2199 else None
