"""The quantities of a sentence: counts with what they count, money, shares, explicit dates.

English only. A quantity is an interval: "at least 40" is open above, "about 40" allows a tenth.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from index.text.spellings import CURRENCIES, DATE, MONTHS, SCALES
from index.text.words import FUNCTION_WORDS, words_as_spelled
from index.types import Span

Kind = Literal["count", "money", "share", "date", "year", "bare", "other"]

SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORD_VALUES = (
    {word: 1 + i for i, word in enumerate(SMALL)}
    | {word: 20 + 10 * i for i, word in enumerate(TENS)}
    | {"a": 1, "an": 1}
)
MULTIPLES: dict[str, int] = {"hundred": 100, "dozen": 12} | {
    name: 10**power for name, power in SCALES.items()
}
_MULTIPLE = "hundred|dozen|thousand|million|billion|trillion"
_WORD = "|".join([*SMALL, *TENS])
NUMBER = re.compile(
    r"(?<![\w.,/:–—-])(?P<currency>US\$|A\$|C\$|[€$£¥]|\b(?:USD|EUR|GBP) )?"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    rf"(?:(?:[ -]?(?P<short>k|mn|mln|m|bn|tn)|[ -](?P<scale>{_MULTIPLE}))(?![\w’']))?"
    r"(?P<suffix>[^\W\d_]+)?(?![\d:/]|[.,]\d|[–—-]\d)"
    rf"|\b(?:(?:an?|{_WORD})(?:[ -](?:and )?(?:{_WORD}|{_MULTIPLE}))+|{_WORD})\b",
    re.IGNORECASE,
)
SHARE_AFTER = re.compile(r" ?%|[ -]?per ?cent\b", re.IGNORECASE)
CURRENCY_AFTER = re.compile(
    r"[ -](?:US |U\.S\. )?(?P<name>dollar|euro|pound|yen|yuan|rouble|ruble|rupee|franc)s?\b",
    re.IGNORECASE,
)
# After what is no count: times, ages, scores, distances, units.
UNIT_AFTER = re.compile(
    r"(?:[ -](?:years? old|year-olds?|[ap]\.?m\b|o[’']clock|GMT|degrees|km|miles?|metres?|meters?|"
    r"kilomet\w+|kg|kilograms?|tons?|tonnes?|feet|inches|hours?|minutes?|seconds?|days?|weeks?|"
    r"months?|years?|decades?|centur\w+|points?|percentage|knots|acres|hectares|barrels|times)\b"
    r"|-year|-day|-hour|-mile|[°’'])",
    re.IGNORECASE,
)
AT_LEAST = re.compile(
    r"\b(?:at least|more than|over|no (?:fewer|less) than|upwards of|above|exceed(?:s|ed|ing)?)"
    r"(?: an?)? ?$",
    re.IGNORECASE,
)
AT_MOST = re.compile(
    r"\b(?:at most|up to|fewer than|less than|under|no more than|as many as|as much as|below) ?$",
    re.IGNORECASE,
)
NEARLY = re.compile(r"\b(?:nearly|almost|close to|just under|just shy of|just over) ?$", re.I)
ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|an? estimated|estimated at|circa) ?$", re.I
)
DOZEN = re.compile(r"dozen", re.IGNORECASE)
OR_SO = re.compile(r" or so\b|-odd\b", re.IGNORECASE)
OR_MORE = re.compile(r" or more\b|\+|-plus\b|-strong\b", re.IGNORECASE)
TO = re.compile(r" ?(?:to|–|—) ?|-")
AND = re.compile(r" and ")
BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
RANGE_BEFORE = re.compile(r"\d(?: ?[–—-] ?| (?:to|and|or) )$")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# Where a number counts people without saying so: "45 dead", "killing 12", "the toll rose to 45".
PEOPLE_AFTER = re.compile(
    r" (?:were |was |are |is |have been )?(?:reported |confirmed |feared )?"
    r"(?:dead|killed|injured|wounded|hurt|missing|arrested|detained|hospitali[sz]ed)\b",
    re.IGNORECASE,
)
PEOPLE_BEFORE = re.compile(
    r"(?:\b(?:killing|killed|kills|injuring|injured|wounding|wounded|arresting|arrested|detaining|detained)"
    r"|\btoll\b[^.;,]{0,30}?\b(?:to|at|of|is|was|reached|hit|(?:stands|stood) at))"
    r" (?:at least |more than |over |about |around |nearly |almost |some |up to |"
    r"as many as |an estimated )?$",
    re.IGNORECASE,
)
NOUN_RUN = re.compile(r"[ -][^\W\d_]+(?:[’'-][^\W\d_]+)*|[ ][A-Z]\.(?:[A-Z]\.)+")
MOST_NOUNS = 5
NOUN_ENDS = FUNCTION_WORDS | frozenset(
    "were was are is had have has who that which when after before as died killed arrived others "
    "more so including into over under than while if but not will would could may might can since "
    "during across near around dead injured wounded missing".split()
)
IRREGULAR_PLURALS = frozenset(
    "people men women children police personnel staff aircraft crew fish cattle sheep".split()
)
PEOPLE = frozenset("people person men women others".split())
ABOUT_REACHES = 0.1


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text, `text[slice(*span)]`; its value lies from `low` to `high`.

    `of` is the stem of what is counted, or the currency; a `bare` number counts what is not known.
    A date's value is year · 10,000 + month · 100 + day, with 0 for what is not said.
    """

    span: Span
    kind: Kind
    value: float
    low: float
    high: float
    of: str | None = None


def quantities(sentence: str) -> list[Quantity]:
    """Every quantity of a sentence, in its order; a range is one."""
    dates = list(_dates(sentence))
    numbers = [n for n in _numbers(sentence) if not _overlaps(n.span, dates)]
    return sorted([*dates, *_with_ranges(sentence, numbers)], key=lambda each: each.span)


def values(sentence: str) -> frozenset[float]:
    """The values of all the numbers of a sentence; of a date its day, month and year each."""
    found: set[float] = set()
    for quantity in quantities(sentence):
        if quantity.kind == "date":
            year, month, day = parts_of(quantity)
            found |= {float(part) for part in (year, day) if part} | {-float(month)}
        else:
            found |= {quantity.value, quantity.low, quantity.high} - {math.inf, -math.inf}
    return frozenset(found)


def parts_of(date: Quantity) -> tuple[int, int, int]:
    """Year, month and day of a date, 0 for what is not said."""
    value = int(date.value)
    return value // 10_000, value // 100 % 100, value % 100


def _overlaps(span: Span, others: Sequence[Quantity]) -> bool:
    return any(span[0] < other.span[1] and other.span[0] < span[1] for other in others)


def _dates(sentence: str) -> Iterator[Quantity]:
    for found in DATE.finditer(sentence):
        month = found["month"] or found["month_first"] or found["month_alone"]
        if month and not month[0].isupper():  # they may 5
            continue
        number = int(found["number"] or 0) or _number_of(month or "")
        day = re.match(r"\d+", found["day"] or found["day_first"] or found["day_next"] or "")
        year = found["year"] or found["year_last"] or found["year_next"] or found["year_alone"]
        value = int(year or 0) * 10_000 + number * 100 + int(day[0] if day else 0)
        ranged = RANGE_BEFORE.search(sentence[max(0, found.start() - 8) : found.start()])
        yield Quantity(found.span(), "other" if ranged else "date", value, value, value)


def _number_of(month: str) -> int:
    return 1 + next(i for i, name in enumerate(MONTHS) if name.startswith(month[:3].lower()))


def _numbers(sentence: str) -> Iterator[Quantity]:
    for found in NUMBER.finditer(sentence):
        value = _value(found)
        start, end = found.span()
        before, after = sentence[max(0, start - 30) : start], sentence[end : end + 80]
        if found["digits"] is None and value <= 1:  # "one of them", "a"
            continue
        kind, of, length = _kind(found, value, before, after)
        low, high = _bounds(value, before, after[length:])
        if DOZEN.search(found[0]):
            low, high = value * (1 - ABOUT_REACHES), value * (1 + ABOUT_REACHES)
        yield Quantity((start, end + length), kind, value, low, high, of)


def _value(found: re.Match[str]) -> float:
    if found["digits"] is not None:
        scale: int = MULTIPLES.get((found["scale"] or found["short"] or "").lower(), 1)
        return float(found["digits"].replace(",", "")) * scale
    total, last = 0, 0
    for word in re.split(r"[ -]", found[0].lower()):
        if word in MULTIPLES and word != "hundred":
            total, last = total + max(last, 1) * MULTIPLES[word], 0
        elif word in MULTIPLES:
            last = max(last, 1) * MULTIPLES[word]
        else:
            last += WORD_VALUES.get(word, 0)
    return float(total + last)


def _kind(
    found: re.Match[str], value: float, before: str, after: str
) -> tuple[Kind, str | None, int]:
    """The kind, what it is of, and how many characters after the number belong to it."""
    if share := SHARE_AFTER.match(after):
        return "share", None, share.end()
    if found["currency"]:
        sign = found["currency"].strip()
        return "money", CURRENCIES.get(sign[-1], sign.lower()) if sign[:1] not in "AC" else sign, 0
    if currency := CURRENCY_AFTER.match(after):
        name = currency["name"].lower().replace("rouble", "ruble")
        return "money", name, currency.end()
    if found["suffix"] or UNIT_AFTER.match(after):
        return "other", None, 0
    if YEAR.fullmatch(found[0]) and not OR_MORE.match(after):
        return "year", None, 0
    if noun := counted(after):
        return "count", noun[0], 0
    people = PEOPLE_AFTER.match(after) or PEOPLE_BEFORE.search(before)
    return ("count", "people", 0) if people else ("bare", None, 0)


def counted(after: str) -> tuple[str, int] | None:
    """What a number counts, from the text after it: the stem of the first plural, and its end."""
    run: list[re.Match[str]] = []
    while len(run) < MOST_NOUNS and (word := NOUN_RUN.match(after, run[-1].end() if run else 0)):
        if word[0][1:].lower() in NOUN_ENDS:
            break
        run.append(word)
    plural = [is_plural(word[0][1:].lower()) for word in run]
    if True not in plural:
        return None
    # "12 police officers": a plural that another one follows only says of which kind.
    last = plural.index(True)
    while plural[last + 1 : last + 2] == [True]:
        last += 1
    return stem(run[last][0][1:].lower()), run[last].end()


def is_plural(word: str) -> bool:
    return word in IRREGULAR_PLURALS or (
        word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s"))
    )


def stem(word: str) -> str:
    """As BM25 stems it; those who are only called people are people."""
    if word in PEOPLE:
        return "people"
    stems = words_as_spelled([word])[0]
    return stems[0] if stems else word


def _bounds(value: float, before: str, after: str) -> tuple[float, float]:
    if AT_LEAST.search(before) or OR_MORE.match(after):
        return value, math.inf
    if AT_MOST.search(before):
        return -math.inf, value
    if NEARLY.search(before) or ABOUT.search(before) or OR_SO.match(after):
        return value * (1 - ABOUT_REACHES), value * (1 + ABOUT_REACHES)
    return value, value


def _with_ranges(sentence: str, numbers: Sequence[Quantity]) -> list[Quantity]:
    """The numbers, with "5 to 10" and "between 5 and 10" as one."""
    joined = list(numbers)
    for first, second in pairwise(numbers):
        between = sentence[first.span[1] : second.span[0]]
        is_range = TO.fullmatch(between) or (
            AND.fullmatch(between) and BETWEEN.search(sentence[: first.span[0]])
        )
        if is_range and first in joined and first.value < second.value:
            joined.remove(first)
            joined[joined.index(second)] = replace(
                second, span=(first.span[0], second.span[1]), low=first.value, high=second.value
            )
    return joined
