"""What kind of thing a question asks for, a number, a time or a name, and whether a text has one.

English; of other languages only a number and a time. A question whose kind is not recognised asks
for anything.
"""

import re
from collections.abc import Callable

from index.answering.questions.in_other_languages import kind_asked_for_elsewhere
from index.text.spellings import DATE, MONTHS, PIECE
from index.text.words import FUNCTION_WORDS

NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion dozen half quarter twice double"
).split()
TIME_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight "
    "morning afternoon evening night noon midnight week weeks month months year years day days "
    "decade century hour hours minutes spring summer autumn winter later earlier ago"
).split()
SHORT_MONTHS = [month[:3] for month in MONTHS]
NUMBER = re.compile(rf"(?<!\w)\d|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
TIME = re.compile(
    rf"\b(?:{'|'.join([*TIME_WORDS, *MONTHS, *SHORT_MONTHS])}|1\d{{3}}s?|20\d\ds?)\b"
    r"|\b\d{1,2}(?::\d\d| ?[ap]\.?m\b)|\bin the \d\ds\b",
    re.IGNORECASE,
)
CAPITALIZED = re.compile(r"\b[^\W\d_a-zß-ÿ][\w’'-]*")

_STARTS = r"(?:^|\b(?:and|but|so) )(?:{})\b"
ASKS_FOR_TIME = re.compile(
    _STARTS.format(
        r"(?:since |until )?when|(?:in |on |since |until |by )?(?:what|which) "
        r"(?:year|month|day|date|time|century|decade)|how long ago"
    )
    + r"|^(?!.*\b(?:who|what|which|where|why|how)\b)\W*\w+ \w.* when\W*$",
    re.IGNORECASE,
)
ASKS_FOR_NUMBER = re.compile(
    _STARTS.format(
        r"how (?:many|much|old|tall|high|long|far|big|large|deep|wide|heavy|fast|hot|cold)|"
        r"(?:at )?what (?:is the )?(?:number|share|percentage|proportion|price|age|height|length|"
        r"population)"
    ),
    re.IGNORECASE,
)
ASKS_FOR_NAME = re.compile(_STARTS.format(r"who|whom|whose"), re.IGNORECASE)


ASKS_FOR_SEVERAL = re.compile(
    r"\b(?:list|name|all|every|everyone|everything)\b|\bwho (?:all|else)\b|"
    r"\b(?:which|what) (?!(?:is|was|does|has|this|its|his)\b)(?:\w+[^s\W]s|people|men|women)\b",
    re.IGNORECASE,
)


_WHEN = rf"(?:on |in |around |during )?(?:the )?(?:{DATE.pattern}|(?:year )?(?:1[5-9]|20)\d\d)"
A_DAY = re.compile(rf"(?:on )?(?:the )?(?:{DATE.pattern})[ ,]*", re.IGNORECASE)
HAPPENED = re.compile(
    r"\W*(?:what (?:all |else )?(?:happened|took place|occurred|went on|was going on|was the news)|"
    rf"(?:the )?(?:events?|news))(?: of)? (?P<when>{_WHEN})\W*",
    re.IGNORECASE,
)


def day_asked_for(question: str) -> str | None:
    """ "on 24 January" of "what happened on 24 January?": a question for no more than a time."""
    found = HAPPENED.fullmatch(question)
    return found["when"] if found else None


def without_its_year(when: str) -> str:
    """ "on 24 January" of "on 24 January 2022", and any other text as it is.

    A text has the day, and mostly its year only above it or nowhere.
    """
    found = A_DAY.fullmatch(when)
    year = found and (found["year_last"] or found["year_next"])
    return when.rstrip(" ,")[: -len(year)].rstrip(" ,") if year else when


def asks_for_several(question: str) -> bool:
    """Whether more than one thing may answer: "list all …", "which ships …"."""
    return ASKS_FOR_SEVERAL.search(question) is not None


def kind_asked_for(question: str) -> Callable[[str], bool] | None:
    """Says whether a text has what the question asks for; None if its kind is not recognised."""
    if ASKS_FOR_TIME.search(question):
        return lambda text: TIME.search(text) is not None
    if ASKS_FOR_NUMBER.search(question):
        return lambda text: NUMBER.search(text) is not None
    if ASKS_FOR_NAME.search(question):
        asked = {piece.lower() for piece in PIECE.findall(question)} | FUNCTION_WORDS
        return lambda text: any(
            piece.lower() not in asked
            for name in CAPITALIZED.findall(text)
            for piece in PIECE.findall(name)[:1]
        )
    return kind_asked_for_elsewhere(question)
