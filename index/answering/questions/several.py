"""The questions in a message that asks more than one: sentence by sentence, and joined by "and".

English only. "Who sent troops and when did they arrive?" asks two; "who and what caused it?", "the
price of salt and pepper" and "who said when it began and how it ended?" ask one each.
"""

import re
from dataclasses import dataclass

from index.answering.questions.follow_up import own_words
from index.text.courtesies import parted
from index.text.question_words import ASKING, BE_AND_DO, WORD, words_of

MAX_WORDS = 120
"""A longer sentence is no question that somebody typed, and is not looked into."""
_ASKING = "|".join(sorted(ASKING, key=len, reverse=True))
_DOING = "|".join(sorted((word for word in BE_AND_DO if "'" not in word), key=len, reverse=True))
_SUBJECT = r"(?:he|she|it|they|we|you|i|there|this|that|these|those|anyone|anybody|someone)"
_PLACE = r"(?:in|on|at|by|to|from|for|with|since|until|under|against|of|about|into|over|through)"
# Where another question may begin: "and when …", "; who …", ", and in which …", "and did they …".
JOINT = re.compile(
    rf"(?P<joint>\s*[,;]?\s+(?:and|but|or|plus|&|\+)\s+(?:also\s+|then\s+|if so,?\s+|,\s*)*|"
    rf"\s*;\s*(?:and\s+|also\s+|then\s+)*"
    rf"|\s*,\s*(?:also\s+|then\s+)?|\s+/+\s+)"
    rf"(?=(?:{_PLACE}\s+)?(?P<asking>{_ASKING})\b|(?P<doing>{_DOING})\s+{_SUBJECT}\b)",
    re.IGNORECASE,
)
INVERTED = re.compile(
    rf"(?:{_PLACE}\s+)?(?:{_ASKING})(?:['’]s\b|\s+(?:(?!{_SUBJECT}\b)[\w'’-]+\s+){{0,4}}?"
    rf"(?:{_DOING})\b)",
    re.IGNORECASE,
)
SPOKEN_OF = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|\([^)]*\)")
# Alone at the end of a question: "who sent troops and why?".
LONE = re.compile(
    rf"(?:(?:{_PLACE}\s+)?(?:when|where|why|how|how many|how much|how long|how often|"
    rf"whom|which (?:day|year)|what (?:day|year))|{_PLACE}\s+(?:what|(?:which|what|whose) \w+))"
    r"(?:\s+(?:exactly|not))?",
    re.IGNORECASE,
)
WITH_NOUN = re.compile(r"(?:which|what|whose|how (?:many|much))\b")
HAPPENED = re.compile(
    r"\w{2,}ed|came|won|left|fell|went|ran|met|sank|sailed|fled|drowned|lost|stayed"
)
# All that is in "can you help me?" or "I have a question?" of its own.
POINTING = frozenset("help question questions idea ideas clue favour favor ask answer".split())
# "who won, who scored and how many watched?" asks three; "who won, who led and who was shot" one.
NOT_OF_A_NOUN = frozenset("when where why how what".split())
# With one of these, what follows "and" may be a part of what is said or known.
SAYING = frozenset(
    "say said says tell know knew known ask asked clear explain explained sure show shown "
    "decide decided understand understood see remember discuss matter".split()
)
# "and Sweden?" at the end of "when did Finland join, and Sweden?".
ANOTHER = re.compile(
    r"(?P<first>[^,;:]+\w),\s+(?P<other>and\s+(?:(?:in|at|for|of|by|from|with)\s+)?(?:the\s+)?"
    r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*\s*\?)\s*"
)
# "in Tonga" at the end of one of several questions.
OF_ALL = re.compile(
    r"\s(?P<where>(?:in|at|on|of|near|during)\s+(?:the\s+)?[A-Z][\w'’.-]*"
    r"(?:\s+(?:(?:of|the|in|at|on|during)\s+)*[A-Z\d][\w'’.-]*)*)\s*[?.!]*$"
)
OPENING = re.compile(
    r"\W*(?:(?:and|but|so|also|then|next|plus|secondly|thirdly|finally|lastly)\b[,:]?\s*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a message, and what to search for it, in this order, the last one as it
    stands. `text` is the whole message if that asks no other."""

    text: str
    queries: tuple[str, ...]


def question_in(message: str) -> Asked | None:
    """All that a message asks or says, as one question; None if it is only courtesies."""
    parts = parted(message)
    return Asked(message, tuple(parts.queries(parts.question))) if parts.question else None


def questions_in(message: str) -> list[Asked]:
    """The questions of a message in their order; none if it is only courtesies."""
    parts, whole = parted(message), question_in(message)
    if whole is None:
        return []
    asked = [each for sentence in _sentences(parts.asked) for each in _with_shared_place(sentence)]
    if len(asked) < 2:
        return [whole]
    return [
        Asked(text, tuple(dict.fromkeys((*shared, *parts.queries(text)))))
        for text, *shared in asked
    ]


def _with_shared_place(sentence: str) -> list[list[str]]:
    """Each question of a sentence, and, if it names nothing itself, with the place or name that
    ends the only one of them that has one: "how many died, and how high was the wave in Tonga?"."""
    clauses = _clauses(sentence)
    places = [found["where"] for clause in clauses if (found := OF_ALL.search(clause))]
    if len(places) != 1:
        return [[clause] for clause in clauses]
    return [
        [clause] if _names(clause) else [clause, _in_place(clause, *places)] for clause in clauses
    ]


def _names(clause: str) -> bool:
    return any(word[0].isupper() or word[0].isdigit() for word in WORD.findall(clause)[1:])


def _in_place(clause: str, where: str) -> str:
    return f"{clause.rstrip(' ?')} {where}{'?' * clause.endswith('?')}"


def _sentences(asked: tuple[str, ...]) -> list[str]:
    """Without those that ask nothing of their own ("Really?"), and with a fragment ("The troops?")
    put to the sentence before it."""
    found: list[str] = []
    for sentence in (each.lstrip(".… ") for each in asked):
        opened = OPENING.match(sentence)
        said = words_of(sentence[opened.end() if opened else 0 :])
        own = own_words(WORD.findall(sentence))
        if not (own or (found and set(said) & ASKING)) or (
            own and {*map(str.lower, own)} <= POINTING
        ):
            continue
        begins = said[:1] and said[0] in ASKING | BE_AND_DO
        if found and not opened and not begins and len(said) < 4:
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return found


def _clauses(sentence: str) -> list[str]:
    """The questions that one sentence joins; the sentence itself if it asks one."""
    if len(sentence.split()) > MAX_WORDS:
        return [sentence]
    hidden = SPOKEN_OF.sub(lambda match: "\0" * len(match[0]), sentence)
    clauses: list[str] = []
    begin = 0
    for joint in JOINT.finditer(hidden):
        first, second = hidden[begin : joint.start()], hidden[joint.end() :]
        series = bool(clauses)
        if _asks(first, series=series) and _asks_too(first, second, joint, series=series):
            clauses.append(sentence[begin : joint.start()])
            begin = joint.end()
    another = ANOTHER.fullmatch(sentence, begin)
    if another and _asks(another["first"], series=bool(clauses)):
        clauses += [another["first"], another["other"]]
    else:
        clauses.append(sentence[begin:])
    ending = "?" if sentence.rstrip().endswith("?") else ""
    return [f"{clause.strip(' ,;?')}{ending}" for clause in map(_opened, clauses)]


def _opened(clause: str) -> str:
    """Without "and" or "also" before it; "and China?" keeps it, which makes it a question."""
    opening = OPENING.match(clause)
    rest = clause[opening.end() :] if opening else clause
    begins = _said(rest)[:2]
    asks = begins and (begins[0] in ASKING | BE_AND_DO or begins[-1] in ASKING)
    return rest if asks else clause


def _asks(first: str, *, series: bool) -> bool:
    """Whether what stands before a joint is a question by itself: not "which countries"."""
    said = _said(_opened(first))
    if series and LONE.fullmatch(_opened(first).strip()):
        return True
    stands = own_words(said) or series or INVERTED.match(_opened(first))
    if not (set(said[:1]) & BE_AND_DO or set(said[:2]) & ASKING) or not stands:
        return False
    noun = WITH_NOUN.match(" ".join(said))
    rest = " ".join(said)[noun.end() :].split() if noun else []
    return noun is None or len(rest) > 1 or bool(rest and HAPPENED.fullmatch(rest[0]))


def _asks_too(first: str, rest: str, joint: re.Match[str], *, series: bool) -> bool:
    """Whether what follows a joint is another question, not a part of the first.

    Within a question that has a clause of its own ("who said when it began and how it ended?"),
    only if its verb comes first, as in "how did it end".
    """
    following = JOINT.search(rest)
    clause = rest[: following.start()] if following else rest.rstrip(" ?!.")
    said, before = _said(clause), _said(_opened(first))
    by_comma = joint["joint"].strip() == ","
    if joint["doing"]:
        return len(said) > 2
    if LONE.fullmatch(clause):
        return (not by_comma or following is not None) and (series or len(before) > 1)
    if said[1:2] == ["to"] or (said[0] in ("which", "whose") and len(said) < 3):
        return False
    inverted = INVERTED.match(clause) is not None
    embedded = set(before[2 if before[0] == "how" else 1 :]) & ASKING
    if said[0] in ("who", "whom", "whose", "which"):
        if embedded or (by_comma and not _in_a_row(following, inverted=inverted)):
            return False  # it says more of what was named: "the man who led it and who was shot"
        if by_comma:
            return len(said) > 1
    if before[0] in BE_AND_DO and not set(before) & (SAYING | ASKING):
        return not by_comma and len(said) > 1
    if embedded or by_comma or before[0] not in ASKING:
        return inverted and len(said) > 2
    if len(own_words(before)) < 2 and not series:
        return inverted or (len(said) > 2 and before[0] not in ("who", "what"))
    return len(said) > 1


def _in_a_row(following: re.Match[str] | None, *, inverted: bool) -> bool:
    """Whether a question after a comma is one of three or more, and says no more of a noun."""
    if following is None or not following["asking"]:
        return False
    return inverted or following["asking"].lower() in NOT_OF_A_NOUN


def _said(text: str) -> list[str]:
    """The words, without a preposition before them or a verb at the first: "which year did …" of
    "in which year did …"."""
    said = words_of(text)
    said = said[1:] if re.fullmatch(_PLACE, said[0] if said else "") else said
    return [said[0].removesuffix("'s"), *said[1:]] if said else said
