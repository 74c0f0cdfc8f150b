"""Names that differ by a number: Windows 98 is not Windows 95, nor the first council the third.

Such a name makes what is said of the others look like an answer. English only.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from index.answering.questions.asked_for import NUMBER_WORDS, SHORT_MONTHS
from index.text.spellings import A_YEAR, MONTHS

TERM = re.compile(r"\d+(?:\.\d+)+|\d[\d,]*(?:st|nd|rd|th)?(?!\w)|\w[\w’'-]*")
NUMBER = re.compile(r"\d+(?:\.\d+)*")
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE)
CODE = re.compile(r"([a-z]+)-?(\d+)", re.IGNORECASE)
YEAR = re.compile(A_YEAR)
CARDINALS = ["one", *NUMBER_WORDS[: NUMBER_WORDS.index("twenty") + 1]]
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
# What stands before a number, or after an ordinal, and is no name.
NO_NAME = frozenset(
    """a an the of in on at to by for from with and or nor than since until before after about
    over under around between during within near nearly almost some least most more up as is was
    are were be been has have had do does did will would could should this that these those which
    what who how many much no any every each another only just first last next past time times one
    ones year years day days week weeks month months hour hours minute minutes number not it he
    she they we you i then so if when where why but there here can may sept""".split()
).union(MONTHS, SHORT_MONTHS)

Named = tuple[str, str]
"""The word, with "nth" if an ordinal comes before it, and the number in digits."""


def numbered_names(text: str) -> set[Named]:
    """The names of a text that have a number, but for years and dates."""
    terms = [term.removesuffix("'s").removesuffix("’s") for term in TERM.findall(text)]
    found = {
        (code[1].casefold(), code[2])
        for term in terms
        if (code := CODE.fullmatch(term)) is not None
    }
    for first, second in pairwise(terms):
        if (number := _number(second)) and _may_be_named(first) and not YEAR.fullmatch(number):
            found.add((_singular(first), number))
        if (number := _ordinal(first)) and _may_be_named(second):
            found.add((f"nth {_singular(second)}", number))
    return found


def names_another(asked: Collection[Named], around: str, title: str) -> bool:
    """Whether what stands `around` an answer has one of the names that are asked for with another
    number only, in an article whose title does not have it either."""
    there = numbered_names(around)
    others = {word for word, _ in there}
    found = there | numbered_names(title)
    return any(word in others and (word, number) not in found for word, number in asked)


def _number(term: str) -> str | None:
    """The digits of a cardinal number, also of a word or a Roman numeral."""
    if NUMBER.fullmatch(plain := term.replace(",", "")):
        return plain
    if term in ROMAN:
        return str(ROMAN.index(term) + 1)
    word = term.casefold()
    return str(CARDINALS.index(word) + 1) if word in CARDINALS else None


def _ordinal(term: str) -> str | None:
    if found := ORDINAL.fullmatch(term.replace(",", "")):
        return found[1]
    word = term.casefold()
    return str(ORDINALS.index(word) + 1) if word in ORDINALS else None


def _may_be_named(term: str) -> bool:
    word = term.casefold()
    return word not in NO_NAME and not _number(term) and not _ordinal(term) and word[0].isalpha()


def _singular(term: str) -> str:
    return term.casefold().removesuffix("s")
