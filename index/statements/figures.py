"""Whether two sentences give different figures for what a question asks: how many, how much, when.

English only. Said only if every gate holds: the question asks for such a value; each sentence has
exactly one that fits, of the same kind and of the same things; both have the question's verb; they
speak of the same names, and of no other days, months or years; and the values differ by more than
rounding.
"""

import re
from dataclasses import dataclass

from index.statements.details import FUTURE, NOT, names_in
from index.statements.quantities import (
    Quantity,
    counted,
    parts_of,
    quantities,
    stem,
)
from index.text.words import FUNCTION_WORDS
from index.types import Span

ALIKE = 0.6
"""The cosine of two sentences' vectors from which they may give figures for the same."""
ANSWERS = 0.55
"""The cosine of a sentence's vector with the question's from which it may answer."""
HOW_MANY = re.compile(r"\bhow many(?! of\b)(?P<rest> .*)", re.IGNORECASE | re.DOTALL)
HOW_MUCH = re.compile(
    r"\b(?:how much(?! of\b)(?P<rest>.*)|(?:at )?what(?: is| was| were)?(?: the)? "
    r"(?:price|cost|value|amount)(?P<noun_rest>.*))",
    re.IGNORECASE | re.DOTALL,
)
WHEN = re.compile(
    r"(?:^|[,.] |\b(?:and|so) )(?:since )?(?:when|on (?:what|which) (?:day|date)|what (?:day|date)|"
    r"in (?:what|which) year|what year)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
NO_MONEY = re.compile(r"\b(?:percent|per cent|share|longer|time|water|rain|snow|weigh)", re.I)
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
AUXILIARIES = frozenset(
    "did do does was were is are will would can could has have had been be being got get "
    "may might should there it".split()
)
PREPOSITIONS = frozenset(
    "in on at to for from by with of into during after before since until over under near across "
    "through against about between around when while because as than last this that".split()
)
DETERMINERS = frozenset("the a an its his her their our your my these those all".split())
SAME_VERB = (
    "send sent",
    "leave leaves left",
    "lose lost",
    "win won",
    "take took taken",
    "give gave given",
    "go went gone",
    "come came",
    "pay paid",
    "sell sold",
    "buy bought",
    "build built",
    "begin began begun",
    "hold held",
    "find found",
    "meet met",
    "fall fell fallen",
    "rise rose risen",
    "spend spent",
    "bring brought",
    "catch caught",
    "get got",
    "make made",
    "say said",
    "see saw seen",
    "sink sank sunk",
    "steal stole stolen",
    "strike struck",
    "shoot shot",
    "break broke broken",
    "drive drove driven",
    "fly flew flown",
    "grow grew grown",
    "keep kept",
    "lead led",
    "flee fled",
    "die dies died dying dead death deaths fatalities kill kills killed killing",
    "injure injured injuries hurt wound wounds wounded",
    "arrest arrests arrested detain detains detained detention",
    "close closed shut",
    "free freed release released",
)
"""What counts as one verb: its irregular forms, and what says the same of people."""
COMMON_FORMS = {form: forms.split()[0] for forms in SAME_VERB for form in forms.split()}
VAGUE = re.compile(
    r"\b(?:dozens|scores|hundreds|thousands|millions|billions|several|many|few|handful)\b", re.I
)
CLAUSE_ENDS = re.compile(
    r";|:|\b(?:and|but|while|after|before|when|which|who|because|although|though|compared|than|including|"
    r"as|if)\b|[—–]| - ",
    re.IGNORECASE,
)
TIMES = (
    re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
    re.compile(
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|"
        r"December)\b"
    ),
    re.compile(r"\b(?:1[5-9]|20)\d\d\b"),
    re.compile(r"\b(?:yesterday|today|last (?:week|month|year)|this (?:week|month|year))\b", re.I),
)
SMALL = 20
"""Below this nobody rounds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The value that a question asks for: its kind, what is counted, the verb as a common form."""

    kind: str
    of: str | None
    verb: str


def value_asked_for(question: str) -> Asked | None:
    """What value a question asks for; None if it asks for none of those compared here."""
    if found := HOW_MANY.search(question):
        of, end = counted(found["rest"]) or (None, 0)
        verb = _verb(WORD.findall(found["rest"][end:]))
        return Asked("count", of, verb) if verb else None
    if (found := HOW_MUCH.search(question)) and not NO_MONEY.search(question):
        verb = _verb(WORD.findall(found["rest"] or found["noun_rest"] or ""))
        return Asked("money", None, verb) if verb else None
    if found := WHEN.search(question):
        verb = _verb(WORD.findall(found["rest"]))
        return Asked("date", None, verb) if verb else None
    return None


def differ(asked: Asked, one: str, other: str) -> bool:
    """Whether two sentences that answer a question give different values; see the module."""
    values = [_fitting(asked, sentence) for sentence in (one, other)]
    if values[0] is None or values[1] is None:
        return False
    return (
        all(
            _has_verb(asked.verb, s, v.span) for s, v in zip((one, other), values, strict=True) if v
        )
        and all(bool(rule.search(one)) == bool(rule.search(other)) for rule in (NOT, FUTURE))
        and _same_names(one, other)
        and (values[0].kind in ("date", "year") or not _at_other_times(one, other))
        and _are_of_the_same(values[0], values[1])
        and values_differ(values[0], values[1])
    )


def _at_other_times(one: str, other: str) -> bool:
    """Whether both name days, months or years, and not the same: 12 drowned in May, 15 in June."""
    named = ((set(map(str.lower, when.findall(s))) for s in (one, other)) for when in TIMES)
    return any(first and second and not first & second for first, second in named)


def values_differ(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one kind differ by more than "about" and rounding."""
    if one.kind == "date":
        pairs = zip(parts_of(one), parts_of(other), strict=True)
        return any(a and b and a != b for a, b in pairs)
    if one.kind == "year":
        return one.value != other.value
    if one.low <= other.high and other.low <= one.high:
        return False
    exact = one.low == one.high and other.low == other.high
    return not exact or not _is_rounded(*sorted((one.value, other.value)))


def common_form(word: str) -> str:
    """One form for all of a verb's, and of those that say the same of people: killed, died."""
    word = word.lower()
    return COMMON_FORMS.get(word) or COMMON_FORMS.get(stem(word)) or stem(word)


def _verb(words: list[str]) -> str | None:
    """The verb of a question, as a common form, from the words after what it asks for.

    "were killed in the fire", "did the alliance send to", "died in the fire".
    """
    if not words or words[0].lower() in PREPOSITIONS:
        return None  # "of the crew died": where the verb is, is not known
    first = words[0].lower()
    if first not in AUXILIARIES:
        i = next((i for i, w in enumerate(words) if w.lower() in AUXILIARIES), None)
        if i is None or any(w.lower() in PREPOSITIONS for w in words[:i]):
            return common_form(first) if not words[0][0].isupper() else None
        words = words[i:]
    rest = words
    while rest and rest[0].lower() in AUXILIARIES:
        rest = rest[1:]
    clause: list[str] = []
    for word in rest:
        if word.lower() in PREPOSITIONS and word != "of" and clause:
            break
        clause.append(word)
    lower = [w for w in clause if w.lower() not in (*DETERMINERS, *FUNCTION_WORDS) and w.islower()]
    return common_form(lower[-1]) if lower else None


def _fitting(asked: Asked, sentence: str) -> Quantity | None:
    """The one value of a sentence that is of the kind asked for; None if there are more or none."""
    found = quantities(sentence)
    if asked.kind == "date":
        dates = [each for each in found if each.kind == "date" and parts_of(each)[1]]
        years = [each for each in found if each.kind == "year"]
        fitting = dates or years
        return fitting[0] if len(dates) + len(years) == 1 else None
    if asked.kind == "count" and any(each.kind == "bare" for each in found):
        return None  # it may count the same: "31 were hurt, 4 of them badly"
    fitting = [each for each in found if each.kind == asked.kind]
    if VAGUE.search(sentence):
        return None
    if asked.of is not None:
        fitting = [each for each in fitting if each.of == asked.of]
    return fitting[0] if len(fitting) == 1 and fitting[0].value > 0 else None


def _has_verb(verb: str, sentence: str, value: Span) -> bool:
    """Whether the verb is in the value's own clause."""
    return any(
        common_form(word[0]) == verb
        and not CLAUSE_ENDS.search(sentence, *sorted((*word.span(), *value))[1:3])
        for word in WORD.finditer(sentence)
    )


def _same_names(one: str, other: str) -> bool:
    """Whether one sentence's names are all in the other: nobody in each is missing in the other."""
    mine, theirs = names_in(one), names_in(other)
    return mine <= _words(other) or theirs <= _words(one)


def _words(sentence: str) -> frozenset[str]:
    return frozenset(
        word.lower().removesuffix("’s").removesuffix("'s") for word in WORD.findall(sentence)
    )


def _are_of_the_same(one: Quantity, other: Quantity) -> bool:
    if one.kind != other.kind or one.of != other.of:
        return False
    return one.kind != "date" or bool(parts_of(one)[2]) == bool(parts_of(other)[2])


def _is_rounded(lower: float, higher: float) -> bool:
    """Whether either is the other to fewer digits: 2,500 of 2,487, 40 of 42."""
    if higher < SMALL or lower <= 0:
        return False
    return any(
        abs(one - other) <= _unit(one) / 2 for one, other in ((lower, higher), (higher, lower))
    )


def _unit(value: float) -> float:
    """What the last digit of a number that is not 0 counts."""
    unit = 1.0 if value == int(value) else 10.0 ** -len(str(value).partition(".")[2])
    while value % (unit * 10) == 0 and unit < value:
        unit *= 10
    return unit
