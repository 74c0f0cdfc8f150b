"""Whether what was found is of another day or year than the one that is asked about."""

import re
from datetime import date, timedelta

from index.text.spellings import MONTHS, YEAR, days_in, spellings

DAY = re.compile(rf"(?:{'|'.join(MONTHS)})\d\d?")
# A time that stands for a year which is not written: "two seasons ago".
RELATIVE = re.compile(
    r"\b(?:last|this|next|previous|following|past|same|that) (?:\w+ )?"
    r"(?:years?|seasons?|decades?|century|months?|summer|autumn|fall|winter|spring)\b"
    r"|\b(?:year|season|decade|months?) (?:\w+ )?(?:ago|later|earlier|before|after)\b"
    r"|\b(?:since|anniversary|years|seasons|decades|centuries)\b",
    re.IGNORECASE,
)
# The same of a day: "on 9 May last year".
OTHER_YEAR = re.compile(
    r"\b(?:last|previous|next|following|same|that) (?:\w+ )?"
    r"(?:year|spring|summer|autumn|fall|winter)\b|\b(?:ago|earlier)\b",
    re.IGNORECASE,
)
HALF_A_YEAR = timedelta(days=183)
NAMED_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)


def is_of_another_year(question: str, around: str, article: str, published: str | None) -> bool:
    """Whether an article, of a day that is known, has the question's year nowhere, and what stands
    `around` an answer may not be of it either: "in December" of January may be of the year before,
    and a day without its year is the one that is nearest.
    """
    asked = {int(year) for year in _years(question)}
    if not asked or published is None:
        return False
    day = date.fromisoformat(published)
    days = days_in(question)
    if days and all(abs(other - day) > HALF_A_YEAR for other in days):
        stated = days & days_in(article) or asked & {int(other) for other in _years(around)}
        return not stated and not OTHER_YEAR.search(around)
    if RELATIVE.search(around):
        return False
    year = day.year
    near = {year, year - 1, year + 1} if NAMED_MONTH.search(around) else {year}
    return not asked & near and not asked & {int(other) for other in _years(article)}


def is_of_another_time(question: str, around: str, passage: str) -> bool:
    """Whether what stands `around` an answer has a year, and the passage none of the question's.

    Or the same of a day. `passage` is with what stands over it. In new_wiki the passage that
    answers lacks a year of the question in 5 of 498 cases, and has another in 4 of these.
    """
    return any(
        (asked := times(question)) and not asked & times(passage) and times(around)
        for times in (_years, _days)
    )


def _years(text: str) -> set[str]:
    return set(YEAR.findall(text))


def _days(text: str) -> set[str]:
    found = (word for spelling in spellings(text) for word in spelling.words.split())
    return {word for word in found if DAY.fullmatch(word)}
