"""Days in figures: "12/02/2020" as articles spell it out, which is 12 February or 2 December."""

import re
from collections.abc import Iterator
from datetime import date

from index.text.spellings import MONTHS

DAY = re.compile(
    r"(?<![\w./-])(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)"
    r"(?P<year>(?:1[5-9]|20)\d\d|\d\d)(?![\w/-]|\.\d)"
)
# Two figures of a year are of the last hundred years.
CENTURY = 100


def with_days_in_words(question: str, today: date) -> list[str]:
    """The question with its day spelled out, once for each that may be meant; none if it has none.

    Full stops are put between day and month; of strokes and hyphens the month may come first.
    """
    found = DAY.search(question)
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
    if found["mark"] != ".":
        orders.append((found["second"], found["first"]))
    for day, month in orders:
        try:
            yield date(year, int(month), int(day))
        except ValueError:
            continue
