"""Days in figures: "12/02/2020" as articles spell it out, which is 12 February or 2 December."""

import re
from collections.abc import Iterator
from datetime import date

from index.text.spellings import A_YEAR, MONTHS

DAY = re.compile(
    r"(?<![\w./-])(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)"
    rf"(?P<year>{A_YEAR}|\d\d)(?![\w/-]|\.\d)"
)
# As in 2022/01/19; 2022-01-19 is read as it stands.
YEAR_FIRST = re.compile(
    rf"(?<![\w./-])(?P<year>{A_YEAR})(?P<mark>[./])(?P<second>\d{{1,2}})(?P=mark)"
    r"(?P<first>\d{1,2})(?![\w/-]|\.\d)"
)
# Two figures of a year are of the last hundred years.
CENTURY = 100


def with_days_in_words(question: str, today: date) -> list[str]:
    """The question with its day spelled out, once for each that may be meant; none if it has none.

    Full stops are put between day and month; of strokes and hyphens the month may come first. After
    the year the month does.
    """
    found = DAY.search(question) or YEAR_FIRST.search(question)
    if found is None:
        return []
    return [
        f"{question[: found.start()]}{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"
        f"{question[found.end() :]}"
        for day in dict.fromkeys(_meant(found, today))
    ]


def _meant(found: re.Match[str], today: date) -> Iterator[date]:
    year = int(found["year"])
    if year < CENTURY:
        year += today.year - today.year % CENTURY
        year -= CENTURY * (year > today.year)
    orders = [(found["first"], found["second"])]
    if found["mark"] != "." and found.re is DAY:
        orders.append((found["second"], found["first"]))
    for day, month in orders:
        try:
            yield date(year, int(month), int(day))
        except ValueError:
            continue
