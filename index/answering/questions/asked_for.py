"""What kind of thing a question asks for, a number, a time or a name, and whether a text has one.

English only. A question whose kind is not recognised asks for anything.
"""

import re
from collections.abc import Callable

from index.text.spellings import MONTHS, PIECE
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
NUMBER = re.compile(rf"\d|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
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
    ),
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
    return None


# What is asked for, and the words of which a passage that answers has one. In new_wiki 41 of the 42
# passages that answer such a question do.
_AMOUNT = rf"(?:\d[\d.,]*|{'|'.join(NUMBER_WORDS)}|an?|one|few|several)"
NEEDED = [
    (re.compile(asked, re.IGNORECASE), re.compile(needed, re.IGNORECASE))
    for asked, needed in (
        (
            r"\bhow old\b|\b(?:at )?what age\b|\bage (?:of|is|was)\b",
            r"\b(?:age[ds]?|born|birthday|teen\w*|centur\w+|(?:1\d|20)\d\d|\d+ years)\b|, \d{1,3},|"
            r"\b[\w-]+[- ](?:years?|months?|weeks?)[- ](?:old|of age)\b",
        ),
        (r"\bborn\b|\bbirth(?:day|place|date)?\b", r"\b(?:born|birth\w*|native|n[ée]e?)\b|\(\d{4}"),
        (
            r"\b(?:husband|wife|spouse)\b|\bmarried to\b",
            r"\b(?:husband|wife|wives|spouses?|wed\w*|marr\w+|partner|widow\w*|divorc\w+|couple|"
            r"fianc\w+|bride\w*|consort|queen|king)\b",
        ),
        (
            r"\bhow (?:tall|deep|wide)\b",
            rf"{_AMOUNT}[- ]?(?:[mcknµ]?m|ft|in|mi|\w*met(?:re|er)s?|feet|foot|inch(?:es)?|miles?|"
            r"yards?|store?ys?|fathoms?|floors?|lanes?)\b|\d[\"”″′']",
        ),
    )
]


def lacks_needed(question: str, passage: str) -> bool:
    """Whether a passage lacks what no answer is without: of an age, a birth, a marriage, a size."""
    return any(asked.search(question) and not needed.search(passage) for asked, needed in NEEDED)
