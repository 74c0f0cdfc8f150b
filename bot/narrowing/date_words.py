"""Dates as people write them after a search word: a day, a month, a year, or `yesterday`."""

import re
from calendar import monthrange
from datetime import date, timedelta

MONTHS = "january february march april may june july august september october november december"
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
YEAR = re.compile(r"\d{4}")
YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
YEAR_MONTH_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
PARTS = re.compile(r"[a-z]+|\d+")
ORDINAL = re.compile(r"(\d)(st|nd|rd|th)\b")


def date_range(value: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of what is named, or None if it isn't a date.

    A day or month without its year is the latest one that has begun. 03/04/2022 is 4 March,
    and 28/03/2022 can only be in March too.
    """
    words = ORDINAL.sub(r"\1", value.lower().strip())
    try:
        return _numeric(words) or _relative(words, today) or _named(words, today)
    except (ValueError, OverflowError):  # as of a year 0, or of the day before the first
        return None


def _numeric(words: str) -> tuple[date, date] | None:
    if YEAR.fullmatch(words):
        return date(int(words), 1, 1), date(int(words), 12, 31)
    if match := YEAR_MONTH.fullmatch(words):
        return _month(int(match[1]), int(match[2]))
    if match := YEAR_MONTH_DAY.fullmatch(words):
        return _day(date(int(match[1]), int(match[2]), int(match[3])))
    if match := NUMBERS.fullmatch(words):
        month, day = int(match[1]), int(match[2])
        if month > 12:
            month, day = day, month
        return _day(date(int(match[3]), month, day))
    return None


def _relative(words: str, today: date) -> tuple[date, date] | None:
    """Slack's `today`, `yesterday`, `week`, `month`, `year`, and the days of the week."""
    if words == "today":
        return _day(today)
    if words == "yesterday":
        return _day(today - timedelta(days=1))
    if words == "week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    if words == "month":
        return _month(today.year, today.month)
    if words == "year":
        return date(today.year, 1, 1), date(today.year, 12, 31)
    if words in WEEKDAYS.split():
        back = (today.weekday() - WEEKDAYS.split().index(words)) % 7
        return _day(today - timedelta(days=back))
    return None


def _named(words: str, today: date) -> tuple[date, date] | None:
    """`january`, `jan 2022`, `10 january 2022`, `january 10`, in any order."""
    parts = PARTS.findall(words)
    months = [_month_number(part) for part in parts if part.isalpha()]
    if len(months) != 1 or months[0] is None or re.sub(r"[a-z0-9\s,.\-/_]", "", words):
        return None
    month = months[0]
    years = [int(part) for part in parts if part.isdigit() and len(part) == 4]
    days = [int(part) for part in parts if part.isdigit() and len(part) <= 2]
    if len(years) > 1 or len(days) > 1 or 1 + len(years) + len(days) != len(parts):
        return None
    if not days:
        year = years[0] if years else today.year - (month > today.month)
        return _month(year, month)
    if years:
        return _day(date(years[0], month, days[0]))
    this_year = date(today.year, month, days[0])
    return _day(this_year if this_year <= today else this_year.replace(year=today.year - 1))


def _month_number(name: str) -> int | None:
    for number, month in enumerate(MONTHS.split(), start=1):
        if name == month or (len(name) >= 3 and month.startswith(name)):
            return number
    return None


def _month(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, first.replace(day=monthrange(year, month)[1])


def _day(day: date) -> tuple[date, date]:
    return day, day
