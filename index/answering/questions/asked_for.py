"""What kind of thing a question asks for, a number, a time or a name, and whether a text has one.

English; of other languages only a number and a time. A question whose kind is not recognised asks
for anything.
"""

import re
from collections.abc import Callable

from index.answering.questions.in_other_languages import kind_asked_for_elsewhere
from index.text.spellings import A_YEAR, DATE, MONTHS, PIECE, YEAR
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
# Money with a letter before it, as rand, ringgit, rupees and maloti have: R4bn, RM1.6m, M50 000.
LETTERED = (
    r"(?-i:\b(?:R[Ms]?|Rs\.|[KUT]?Sh)) ?\d|"
    r"(?-i:\b[KLMNP] ?\d)(?:\d{0,2}(?:[ ,]\d{3})+|[\d.]* ?(?:mn?|bn|tn|[mbtr]+illion))\b"
)
NUMBER = re.compile(rf"(?<!\w)\d|\b(?:{'|'.join(NUMBER_WORDS)})\b|{LETTERED}", re.IGNORECASE)
TIME = re.compile(
    rf"\b(?:{'|'.join([*TIME_WORDS, *MONTHS, *SHORT_MONTHS])}|1\d{{3}}s?|20\d\ds?)\b"
    r"|\b\d{1,2}(?::\d\d| ?[ap]\.?m\b)|\bin the \d\ds\b",
    re.IGNORECASE,
)
# Of words with a capital, those that name nobody.
NO_NAMES = (
    FUNCTION_WORDS | {*MONTHS, *SHORT_MONTHS, "sept"} | {w for w in TIME_WORDS if w.endswith("day")}
)
_MONTHS = "|".join([*MONTHS, *SHORT_MONTHS, "sept"])
# What a question for a certain kind of time asks for: a year (685 of the 685 passages that answer
# such a question have one of these), a month (42 of 42), a day (35 of 35).
TIMES = [
    (re.compile(asked, re.IGNORECASE), re.compile(has, re.IGNORECASE))
    for asked, has in (
        (
            r"\b(?:what|which) year\b(?! of)",
            r"\b\d{3,4}s?\b|\byears? (?:ago|later|earlier|before|after)\b|\bcentury\b|"
            r"\b(?:last|this|next|that|same|following|previous|\w+th|final|first) (?:\w+ )?years?\b"
            r"|\b(?:BC|AD|BCE)\b",
        ),
        (r"\b(?:what|which) months?\b", rf"\b(?:{_MONTHS}|months?)\b"),
        (
            r"\b(?:what|which|best|cheapest|worst) days?\b(?! of the (?:month|year))",
            rf"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekend\w*|{_MONTHS}|today|"
            r"yesterday|tomorrow|tonight|eve|(?:next|same|following) day|\d+ days)\b|"
            r"\bday (?:of|after|before)\b",
        ),
    )
]
CAPITALIZED = re.compile(r"\b[^\W\d_a-zß-ÿ][\w’'-]*")

_STARTS = r"(?:^|\b(?:and|but|so|by|in|at|within|for|to|after|from|of|with|on) )(?:{})\b"
ASKS_FOR_TIME = re.compile(
    _STARTS.format(
        r"(?:since |until )?when|(?:in |on |since |until |by )?(?:what|which) "
        r"(?:year|month|day|date|time|century|decade)|how long ago"
    )
    + r"|^(?!.*\b(?:who|what|which|where|why|how)\b)\W*\w+ \w.* when\W*$",
    re.IGNORECASE,
)
# What is to come, and times that are over: "when is the vote?" is not "last month".
ASKS_FOR_COMING = re.compile(r"^\W*(?:until |by )?when(?:['’]s| is| are| does| do| will)\b", re.I)
_UNITS = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?)"
OVER = re.compile(
    rf"\b(?:last|previous|past) (?:{_UNITS}|{'|'.join(TIME_WORDS)}|{'|'.join(MONTHS)})\b(?:['’]s)?|"
    rf"\b[\w-]+ {_UNITS} (?:ago|earlier)\b|\byesterday(?:['’]s)?\b",
    re.IGNORECASE,
)
ASKS_FOR_NUMBER = re.compile(
    _STARTS.format(
        r"how (?:many|much|old|tall|high|long|far|big|large|deep|wide|heavy|fast|hot|cold|warm)|"
        r"(?:at )?what (?:is the )?(?:number|share|percentage|proportion|price|age|height|length|"
        r"population)"
    ),
    re.IGNORECASE,
)
# Numbers that count no things: money, and years. Without them 982 of 986 sentences that answer "how
# many" still have a number, and of 2,163 others beside these 1,864.
_MONEY = "dollars|euros|pounds|kroner|yen|francs"
ASKS_HOW_MANY = re.compile(rf"\bhow many\b(?! (?:\w+ )?(?:{_MONEY}|cents|years?)\b)", re.IGNORECASE)
COUNTS_NOTHING = re.compile(
    r"[$€£¥]\s?\d[\d,.]*(?:[- ]?(?:million|billion|trillion|bn|m|k)\b)?"
    rf"|\b\d[\d,.]*\s?(?:million |billion )?(?:{_MONEY})\b|{YEAR.pattern}",
    re.IGNORECASE,
)
# What mostly has a name: so do 1,249 of 1,277 sentences that answer such a question.
_NAMED = (
    r"countr(?:y|ies)|nations?|cit(?:y|ies)|towns?|villages?|states?|provinces?|islands?|rivers?|"
    r"lakes?|streets?|newspapers?|papers?|magazines?|broadcasters?|channels?|films?|movies?|books?|"
    r"novels?|songs?|albums?|bands?|compan(?:y|ies)|firms?|banks?|airlines?|part(?:y|ies)|teams?|"
    r"clubs?|universit(?:y|ies)|colleges?|schools?|hospitals?|hotels?|hostels?|airports?|stations?|"
    r"senators?|players?|ministers?|presidents?|actors?|actress(?:es)?|singers?|celebrit(?:y|ies)|"
    r"judges?|justices?|agenc(?:y|ies)|organi[sz]ations?|ships?|vessels?|politicians?|languages?|"
    r"authors?|artists?|designers?|directors?"
)
# Without a word that asks: "inflation rate of mexico", "minister of mines namibia".
_PHRASE = (
    r"^(?!.*\b(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|"
    r"had|can|could|will|would|should|says?|said)\b)(?:\W*\b[\w'’.-]+){{0,6}}?\W*\b(?:{})\b"
    r"(?:\W*\b[\w'’.-]+){{0,6}}\W*$"
)
PHRASE_FOR_NUMBER = re.compile(
    _PHRASE.format(
        r"number|price|cost|rate|population|age|height|length|weight|size|score|salary|temperature|"
        r"distance|share|percentage|budget|toll|value|revenue|turnover|depth|width|fee|fare"
    ),
    re.IGNORECASE,
)
PHRASE_FOR_NAME = re.compile(
    _PHRASE.format(
        r"ceo|chief executive|mayor|minister|president|secretary|chair(?:man|woman|person)?|boss|"
        r"head|coach|lawyer|spokes(?:man|woman|person)|founder|owner|author|director|captain|name|"
        r"winner|architect|wife|husband|title"
    ),
    re.IGNORECASE,
)
ASKS_FOR_NAME = re.compile(
    _STARTS.format(rf"who|whom|whose|(?:which|what) (?:other )?(?:\w+ )??(?:{_NAMED})"),
    re.IGNORECASE,
)

ASKS_FOR_SEVERAL = re.compile(
    r"\b(?:list|name|all|every|everyone|everything)\b|\bwho (?:all|else)\b|"
    r"\b(?:which|what) (?!(?:is|was|does|has|this|its|his)\b)(?:\w+[^s\W]s|people|men|women)\b",
    re.IGNORECASE,
)


_WHEN = rf"(?:on |in |around |during )?(?:the )?(?:{DATE.pattern}|(?:year )?{A_YEAR})"
A_DAY = re.compile(rf"(?:on )?(?:the )?(?:{DATE.pattern})[ ,]*", re.IGNORECASE)
HAPPENED = re.compile(
    r"\W*(?:what (?:all |else )?(?:happened|took place|occurred|went on|was going on|was the news)|"
    rf"(?:the )?(?:events?|news))(?: of)? (?P<when>{_WHEN})\W*",
    re.IGNORECASE,
)


TO_LIST = re.compile(
    r"\W*(?:please )?(?:(?:can|could) you )?(?:(?:please )?(?:give|show|send|tell|get) (?:me|us) )?"
    r"(?:(?:(?:an? |the )?(?:full |complete |short )?list(?: of)?|(?:the )?names?(?: of)?)"
    r"(?: me| us)?(?: all| every| each)?|all|every)(?: of)?(?: the)? (?P<what>\w.*?)\W*",
    re.IGNORECASE,
)
WHO_DID = re.compile(
    r"(?:everyone|everybody|anyone|people|persons?|those|men|women) (?:who|that)"
    r"(?:'ve| have| has)? (?P<did>\w.*)",
    re.IGNORECASE,
)
WHAT_DID = re.compile(
    r"(?P<what>[\w'’-]+(?: [\w'’-]+){0,2}) (?:who|that|which) (?P<did>\w.*)", re.IGNORECASE
)


def question_in_list(text: str) -> str | None:
    """ "which towns sent help?" of "list all towns that sent help", and "who left?" of "name
    everyone who left"; None for another text."""
    listed = TO_LIST.fullmatch(text)
    what = listed["what"] if listed else text.strip(" ?.!")
    if found := WHO_DID.fullmatch(what):
        return f"who {found['did']}?" if listed or what[0].lower() == "e" else None
    found = WHAT_DID.fullmatch(what) if listed else None
    return f"which {found['what']} {found['did']}?" if found else None


def day_asked_for(question: str) -> str | None:
    """ "on 24 January" of "what happened on the 24th of January?": a question for no more than a
    time, written as most articles write it."""
    found = HAPPENED.fullmatch(question)
    return DATE.sub(_as_written, found["when"]).replace("the ", "") if found else None


def _as_written(found: re.Match[str]) -> str:
    day = re.match(r"\d+", found["day_first"] or found["day_next"] or "")
    month = found["month"] or found["month_first"]
    year = found["year_last"] or found["year_next"]
    return " ".join(filter(None, (day[0], month, year))) if day else found[0]


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
    if has_time := next((has for asks, has in TIMES if asks.search(question)), None):
        return lambda text: has_time.search(text) is not None
    if ASKS_FOR_COMING.search(question):
        return lambda text: TIME.search(OVER.sub(" ", text)) is not None
    if ASKS_FOR_TIME.search(question):
        return lambda text: TIME.search(text) is not None
    if ASKS_HOW_MANY.search(question):
        return lambda text: NUMBER.search(COUNTS_NOTHING.sub(" ", text)) is not None
    if ASKS_FOR_NUMBER.search(question) or PHRASE_FOR_NUMBER.search(question):
        return lambda text: NUMBER.search(text) is not None
    if ASKS_FOR_NAME.search(question) or PHRASE_FOR_NAME.search(question):
        asked = {piece.lower() for piece in PIECE.findall(question)} | NO_NAMES
        return lambda text: any(
            piece.lower() not in asked
            for name in CAPITALIZED.findall(text)
            for piece in PIECE.findall(name)[:1]
        )
    return kind_asked_for_elsewhere(question)
