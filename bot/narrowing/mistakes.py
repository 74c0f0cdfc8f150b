"""Filters that cannot be followed, and how that is said to whoever wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from bot.wording.plain import clip, one_line

KNOWN = "from:, by:, before:, after:, on:, during:, asof: and in:"
DATES = "2022-01-10, 2022-01, 2022, january or yesterday"
EXAMPLES = {
    "from": 'from:"Example Wire"',
    "by": 'by:"Ann Sample"',
    "in": 'in:"title words"',
    "asof": "asof:2026-03-01",
}
A_DAY = "{}:2022-01-10"
IN_QUESTION = "If that is part of the question, put a space after the colon."

# Other words for a filter.
MEANT = {
    "author": "by",
    "between": "after",
    "date": "on",
    "day": "on",
    "headline": "in",
    "month": "during",
    "newspaper": "from",
    "outlet": "from",
    "publisher": "from",
    "since": "after",
    "source": "from",
    "site": "from",
    "speaker": "by",
    "till": "before",
    "title": "in",
    "until": "before",
    "website": "from",
    "year": "during",
}
LONG_NAMES = ("from", "before", "after", "during", "asof")
LIKE = 0.8
"""What a typo has in common with a name, as `difflib` counts it: "frm" so much, "firm" less."""
WORDS = {"fro", "rom"}

Fault = Literal["unknown", "negated", "no date", "empty", "misspelled"]
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """A filter as written, what is wrong with it, and, of one that is misspelled or empty, the name
    that is meant."""

    written: str
    fault: Fault
    meant: str = ""


def meant_by(name: str) -> str | None:
    """The filter that is probably meant by another word, in lower case; None if none is."""
    plain = name.replace("_", "").replace("-", "")
    if plain in LONG_NAMES:
        return plain
    if plain in WORDS:
        return None
    turned = [name for name in LONG_NAMES if sorted(plain) == sorted(name)]
    close = turned or get_close_matches(plain, LONG_NAMES, n=1, cutoff=LIKE)
    return MEANT.get(plain) or (close[0] if close else None)


def said_of(mistakes: Sequence[Mistake]) -> str:
    """Sentences that say what is wrong with the first of the filters, and what to write."""
    said = [_sentence(each) for each in mistakes[:SHOWN]]
    if any(each.fault in ("unknown", "misspelled") for each in mistakes[:SHOWN]):
        said.append(IN_QUESTION)
    return " ".join(said)


def _sentence(mistake: Mistake) -> str:
    written = repr(clip(one_line(mistake.written), 60))
    if mistake.fault == "no date":
        return f"{written} has no date that can be read: write {DATES}."
    if mistake.fault == "empty":
        example = EXAMPLES.get(mistake.meant) or A_DAY.format(mistake.meant)
        return f"{written} has nothing right after the colon: write it as {example}."
    if mistake.fault == "misspelled":
        value = clip(one_line(mistake.written.partition(":")[2]), 60)
        return f"{written} is no filter: did you mean {mistake.meant}:{value}?"
    if mistake.fault == "negated":
        return f"{written} cannot be followed: a filter says what to keep, not what to leave out."
    return f"{written} is no filter that is known ({KNOWN})."
