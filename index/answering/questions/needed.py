"""What no answer to a question is without: of a price money, of a death a word for dying.

A name that the question has makes a passage look like an answer to anything that is asked of it.
English only.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from index.answering.questions.asked_for import NUMBER_WORDS, kind_asked_for
from index.answering.questions.needed_words import NEEDED
from index.text.spellings import A_YEAR, MONTHS, days_in, spellings

# On the articles of new_wiki that the reader did not learn from, 2 to 8 mark .920 right, 0 and 12
# .919, for the kind of thing that is asked for.
LACKS = 3.0
IS_ASKED = 10.0
ASKS = re.compile(r"\?[\s\"'”’»)\]*_]*(?:\(\w+\))?$")
ASKED_WHAT_WAS_ASKED = re.compile(
    r"\b(?:ask\w*|questions?|wonder\w*|quer(?:y|ies))\b", re.IGNORECASE
)
AGE_ASKED = re.compile(r"\bhow old\b|\bage\b", re.IGNORECASE)
AGE_OF_SOMEBODY = re.compile(
    rf"\b(?:an?|another|one|{'|'.join(NUMBER_WORDS)}) (?:\w+ ){{0,2}}"
    r"[\w-]+-(?:year|month|week)s?-olds?\b",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?<=\w )[^\W\d_a-zß-ÿ][\w’'-]+")
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*|[.!?\n]+")
DAY = re.compile(rf"(?:{'|'.join(MONTHS)})\d\d?")
YEAR = re.compile(rf"(?<![\d.,€$£-]){A_YEAR}(?![\d%]|[.,]\d)(?!s\b)")


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


def lacks_needed(question: str, passage: str) -> bool:
    """Whether a passage lacks what no answer to the question is without."""
    own = without_ages_of_others(question, passage)
    return any(asked.search(question) and not needed.search(own) for asked, needed in NEEDED)


def without_ages_of_others(question: str, passage: str) -> str:
    """The passage without "a 12-year-old girl" in sentences that name nobody of the question, if
    that asks how old somebody is who has a name: it is the age of somebody else."""
    if not AGE_ASKED.search(question):
        return passage
    names = [name.removesuffix("'s").removesuffix("’s") for name in NAMED.findall(question)]
    if not names:
        return passage
    return "".join(
        sentence if any(name in sentence for name in names) else AGE_OF_SOMEBODY.sub(" ", sentence)
        for sentence in SENTENCE.findall(passage)
    )


def unfitness(question: str) -> Callable[[str], float]:
    """Says how unlikely a sentence is to answer, as the log-odds that it loses: without the kind of
    thing that is asked for or what no answer is without, or as a question itself."""
    has_kind = kind_asked_for(question)
    needed = [needed for asked, needed in NEEDED if asked.search(question)]
    may_ask = ASKED_WHAT_WAS_ASKED.search(question) is not None

    def unfit(sentence: str) -> float:
        own = without_ages_of_others(question, sentence)
        lacks = (has_kind is not None and not has_kind(sentence)) or not all(
            each.search(own) for each in needed
        )
        asks = not may_ask and ASKS.search(sentence) is not None
        return LACKS * lacks + IS_ASKED * asks

    return unfit
