"""One spelling for what is written in several: codes, initials, numbers, units, dates.

`with_spellings` puts the common spelling after what it finds, for words only: E-1042 becomes
"E-1042 E1042", €750m "€750m euro 750000000", 6 Jan. 2022 "6 Jan. 2022 january6 january2022". Texts
and questions get the same, so that either spelling finds the other.
"""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from index.types import Span

MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in MONTHS).replace("sep(", "sept?(")
A_YEAR = r"(?:1[5-9]|20)\d\d"
# As a number of its own: not 2,019, €2019, 2019% or the 1990s.
YEAR = re.compile(rf"(?<![\d.,€$£-]){A_YEAR}(?![\d%]|[.,]\d)(?!s\b)")
_INITIAL = r"(?-i:[ADFJMNOSadfjmnos])"  # of a month
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
# What a date can begin with is looked at first, so that no more is tried at every other word.
DATE = re.compile(
    rf"\b(?:(?=\d)(?:(?P<year>{A_YEAR})-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b"
    rf"|(?P<day_first>{_DAY})(?: of)? (?P<month>{_MONTH})\b\.?(?:,? (?P<year_last>{A_YEAR})\b)?)"
    rf"|(?={_INITIAL})(?:(?P<month_first>{_MONTH})\b\.? (?P<day_next>{_DAY})\b(?!\d|[.,:]\d)"
    rf"(?:,? (?P<year_next>{A_YEAR})\b)?"
    rf"|(?P<month_alone>{_MONTH})\b\.?,? (?P<year_alone>{A_YEAR})\b))",
    re.IGNORECASE,
)

SCALES = {
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "mln": 6,
    "million": 6,
    "bn": 9,
    "billion": 9,
    "tn": 12,
    "trillion": 12,
}
CURRENCIES = {"€": "euro", "$": "dollar", "£": "pound", "¥": "yen"}
# Units by their sign and by their American spelling.
UNITS = {
    "km": "kilometres",
    "kilometers": "kilometres",
    "kilometer": "kilometre",
    "cm": "centimetres",
    "mm": "millimetres",
    "meters": "metres",
    "meter": "metre",
    "kg": "kilograms",
    "kilos": "kilograms",
    "liters": "litres",
    "liter": "litre",
    "tons": "tonnes",
    "ha": "hectares",
    "mph": "miles per hour",
    "°c": "degrees celsius",
    "°f": "degrees fahrenheit",
    "%": "percent",
    "per cent": "percent",
}
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
NUMBER = re.compile(
    r"(?<![\w.,])(?P<currency>[€$£¥])?(?P<digits>\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+)"
    r"(?P<decimals>\.\d+)?"
    rf"(?:[ -]?(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})(?!\w))?"
    rf"(?:[ -]?(?P<unit>{_UNIT})(?!\w))?(?!\w)",
    re.IGNORECASE,
)
CODE = re.compile(r"\b(?:\d[^\W_]{0,5}|[^\W_]{1,6}(?=-\d))(?:-[^\W_]{1,6}){1,3}\b")
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W\d_]")
PIECE = re.compile(r"[^\W_]+")
DOTTED = re.compile(r"\.[^\W\d_]\.")
INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A part of a text, as a span of it, and the words that it is commonly spelled by."""

    span: Span
    words: str


def with_spellings(text: str) -> str:
    """The text, in compatible forms of letters, with the common spellings that it lacks."""
    text = unicodedata.normalize("NFKC", text)
    parts, position = [], 0
    for spelling in spellings(text):
        parts += [text[position : spelling.span[1]], f" {spelling.words}"]
        position = spelling.span[1]
    return "".join([*parts, text[position:]])


def spellings(text: str) -> list[Spelling]:
    """What is commonly spelled in another way, in the order of the text."""
    found = []
    if DOTTED.search(text):
        found += [(m, m[0].replace(".", "")) for m in INITIALS.finditer(text)]
    if DIGIT.search(text):
        found += [(m, _date(m)) for m in DATE.finditer(text)]
        found += [(m, _number(m)) for m in NUMBER.finditer(text)]
        found += [(m, m[0].replace("-", "")) for m in CODE.finditer(text) if LETTER.search(m[0])]
    return sorted(
        (Spelling(match.span(), spelled) for match, spelled in found if spelled),
        key=lambda spelling: spelling.span[1],
    )


def as_spelled_in(text: str, question: str) -> str:
    """The question, with what a text spells in another way spelled as it is there.

    "1340 km" becomes "1,340 kilometres" for a text that has "1,340 kilometres".
    """
    there = spellings(text)
    for spelling in reversed(spellings(question)):
        start, end = spelling.span
        spelled = _spelled_in(text, there, spelling.words.split()) or question[start:end]
        question = question[:start] + spelled + question[end:]
    for other in there:
        own = text[slice(*other.span)].rstrip(".")
        if own.lower() not in question.lower():
            found = re.search(rf"\b{re.escape(other.words)}\b", question)
            if found:
                question = question[: found.start()] + own + question[found.end() :]
    return question


def _spelled_in(text: str, there: Sequence[Spelling], wanted: Sequence[str]) -> str | None:
    """What has the same number, day or letters in a text, with the words of it that it lacks."""
    key = _key(wanted)
    for other in there:
        has = other.words.split()
        units, own = _rest(wanted), _rest(has)
        if _key(has) == key and (not units or not own or set(units) & set(own)):
            lacking = [unit for unit in units if unit.isalpha() and unit not in own]
            return " ".join([text[slice(*other.span)].rstrip("."), *lacking])
    common = " ".join(wanted)
    return common if re.search(rf"\b{re.escape(common)}\b", text) else None


def _key(spelled: Sequence[str]) -> str:
    return next((word for word in spelled if any(map(str.isdigit, word))), spelled[0])


def _rest(spelled: Sequence[str]) -> list[str]:
    """The unit or currency; of a day, the month with its year."""
    return [word for word in spelled if word != _key(spelled) and not word.isdigit()]


def joined(question: str) -> list[Spelling]:
    """What neighbouring words of a question make if written together: X 200 B is X200B too."""
    pieces = list(PIECE.finditer(question))
    found = []
    for many in (2, 3):
        for first in range(len(pieces) - many + 1):
            some = pieces[first : first + many]
            word = "".join(piece[0] for piece in some)
            if many == 2 or any(c.isdigit() for c in word):
                found.append(Spelling((some[0].start(), some[-1].end()), word))
    return found


def days_in(text: str) -> set[date]:
    """The days in a text whose year it has too: 22 July 2022, 2022-07-22."""
    days = set()
    for found in DATE.finditer(text):
        month, day, year = _parts(found)
        if month and day and year:
            with suppress(ValueError):
                days.add(date(year, month, day))
    return days


def _parts(found: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """The month, the day and the year of a `DATE`, as far as it has them."""
    name = (found["month"] or found["month_first"] or found["month_alone"] or "").lower()
    months = [n for n, each in enumerate(MONTHS, start=1) if name and each.startswith(name[:3])]
    number = int(found["number"] or 0)
    month = months[0] if months else number if 1 <= number <= len(MONTHS) else None
    day = re.match(r"\d+", found["day"] or found["day_first"] or found["day_next"] or "")
    year = found["year"] or found["year_last"] or found["year_next"] or found["year_alone"]
    return month, int(day[0]) if day else None, int(year) if year else None


def _date(found: re.Match[str]) -> str:
    month, day, year = _parts(found)
    name = MONTHS[month - 1] if month else ""
    spelled = [f"{name}{day}"] if day is not None and name else []
    spelled += [f"{name}{year}"] if year and name else []
    spelled += [str(year)] if found["number"] and year else []
    return " ".join(spelled)


def _number(found: re.Match[str]) -> str:
    number = digits = re.sub(r"\D", "", found["digits"])
    if found["scale"]:
        value = Decimal(digits + (found["decimals"] or "")) * 10 ** SCALES[found["scale"].lower()]
        number = str(int(value))
    unit = UNITS[found["unit"].lower()] if found["unit"] else ""
    spelled = " ".join(filter(None, (CURRENCIES.get(found["currency"]), number, unit)))
    return spelled if spelled != found["digits"] else ""
