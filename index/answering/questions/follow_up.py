"""A question understood with those before it, if it leans on them.

English only, by its function words: what is not known to lean is taken to stand alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.corrections import meant_instead
from index.text.question_words import (
    ASKING,
    BE_AND_DO,
    OPENINGS,
    WORD,
    without_openings,
    words_of,
)

POSSESSIVES = frozenset("his her its their theirs".split())
PRONOUNS = POSSESSIVES | frozenset("he him she hers it they them these those this that".split())
POINTERS = frozenset("one ones same former latter more else other others another".split())
POINTING = re.compile(r"\b(?:the|that|those|these|this)\s+\w", re.IGNORECASE)
CLAUSE = re.compile(
    r"\b(?:and|but|because|when|while|after|before|since|until|if|although|though|as|that)\b|[,;:]"
)
TIME = "year month week century decade day morning summer autumn winter spring".split()
NOT_POINTING = re.compile(
    rf"\b(?:this (?:{'|'.join(TIME)})|(?:so|now) that|those who|it take(?! (?:place|part)\b))\b"
)
FILLERS = (
    ASKING
    | BE_AND_DO
    | PRONOUNS
    | POINTERS
    | OPENINGS
    | frozenset(
        "a an the of in on at by to for from with about into over after before during since until "
        "as not too very much many long far often big old soon exactly happen happened happens be "
        "been being i you we me my your our us tell know say said says anything something really "
        "just there here any some all if than because while though these ago happening anyone "
        "anybody someone somebody".split()
    )
)
OPENED = re.compile(
    rf"\W*(?:(?:and|but|so|then|also|ok|okay|well)\b[\s,]+)+(?=(?:{'|'.join(ASKING)}|"
    rf"{'|'.join(BE_AND_DO)})\b(?! about\b))",
    re.IGNORECASE,
)
THE = re.compile(r"\bthe $", re.IGNORECASE)
MAX_EARLIER = 4
# Of a question that leans on an earlier one, as it stands: its confidence counts so much in the
# choice. In 121 of MTRAG-UN's turns that lean, .5 and .7 put the right passage first in .669, 1 in
# .645, and of 32 without an answer .281 are answered instead of .312.
AS_IT_STANDS = 0.6
TELLING = 3  # words of content
# One of these is in a question that has no word of its own: "why?", "and then?", "more".
LEANING = (
    ASKING
    | BE_AND_DO
    | PRONOUNS
    | POINTERS
    | OPENINGS
    | frozenset(
        "and but or more there then here about happened long far often old soon really".split()
    )
)
ABOUT = (["what", "about"], ["how", "about"])
# Asked of the answer before, whatever was asked.
OF_THE_ANSWER = re.compile(
    r"(?:(?:and|but|so|ok) )*(?:who (?:exactly |actually )?(?:said|says|claims?|claimed|reported|"
    r"wrote) (?:that|this|it|so)|(?:and )?says who|according to whom?|"
    r"what(?:'s| is) (?:the|your) source(?: for (?:that|this|it))?|sources?|"
    r"where(?:'s| is) (?:that|this|it) from|where does (?:that|this|it) come from)"
)
MORE = re.compile(
    r"(?:(?:and|but|ok|please|can you|could you) )*(?:(?:(?:tell|show|give) (?:me|us) )?"
    r"(?:(?:some|any|a (?:bit|little)) )?more(?: (?:please|(?:about|on) (?:it|that|this)|quotes?|"
    r"details?|info|information|sources?))*|(?:any(?:thing)?|what|something) else(?: (?:about|on) "
    r"(?:it|that|this))?|go on|continue|elaborate|(?:are there )?(?:any )?(?:more|other) "
    r"(?:quotes?|sources?|articles?|details?))(?: please)?"
)
NAME = re.compile(r"\b(?:[A-Z][\w'’.-]*\w|[A-Z])(?: (?:of |the )?[A-Z][\w'’.-]*\w)*")
NUMBER = re.compile(r"\b\d{4}\b")
# "China in 2019": a name and when or where.
NAMED_WHEN = re.compile(
    rf"(?P<name>(?:the )?{NAME.pattern}) (?P<rest>(?:in|on|at|before|after|since|during|by) .+)"
)
# A query that stands beside one that stands beside others: see `resolve`. Only the first and the
# last of them are kept.
BESIDE = re.compile(r"([^()]+)\((.+)\)\??")
NESTED = re.compile(r"^([^()]+)\(.*\(([^()]+)\)+(?=\??$)")


def leans(text: str) -> bool:
    """Whether a question needs the one before to be understood.

    It does if it asks with hardly a word of its own ("how many?"), begins with "and" or "what
    about" and is short, or points back with a pronoun that nothing in it explains.
    """
    if meant := meant_instead(text):
        return not _asks(meant) or leans(meant)
    said = words_of(text)
    asked = without_openings(said)
    own = own_words(WORD.findall(text))
    if not own:
        return bool(LEANING & set(said))
    if asked[:2] in ABOUT or said[0] in ("and", "but", "or"):
        return len(own) < 4
    if asked[0] not in ASKING | BE_AND_DO:
        return len(own) < 3 or _points_back(text)
    if len(own) == 1:
        named = own[0] != own[0].lower() and asked[1:2] in (["was"], ["were"])
        return not (named or asked[1:2] in (["is"], ["are"])) or _points_back(text)
    return _points_back(text)


def asks_for_more(text: str) -> bool:
    """Whether a message asks for more of what answered the question before: "anything else?"."""
    return MORE.fullmatch(" ".join(words_of(text))) is not None


def _asks(text: str) -> bool:
    return bool(set(without_openings(words_of(text))[:1]) & (ASKING | BE_AND_DO))


def may_point_back(text: str) -> bool:
    """Whether a question may be about what was spoken of before: it leans on that, or names nothing
    but what "the", "that" or "those" point at."""
    return leans(text) or (
        POINTING.search(text) is not None and not _names(own_words(WORD.findall(text))[1:])
    )


def stands_alone(text: str) -> bool:
    """Whether a question asks something by itself: "and when?" does not."""
    return text in resolve(text, ["who laid the road?"]).queries


def own_words(words: Sequence[str]) -> list[str]:
    """The words of content: "US" is one, "us" is not; nor is "I", but in "Super Bowl I"."""
    return [
        word
        for i, word in enumerate(words)
        if word.lower().replace("’", "'") not in FILLERS
        or (len(word) > 1 and word.isupper())
        or (word == "I" and i > 1 and words[i - 1][0].isupper())
    ]


def _points_back(text: str) -> bool:
    lowered = NOT_POINTING.sub(" ", text.lower().replace("’", "'"))
    few = len(own_words(WORD.findall(text))) < 3
    for match in WORD.finditer(lowered):
        before = lowered[: match.start()]
        if match[0] == "that" and own_words(words_of(before)[-1:]):
            continue  # "the deal that ended the war" points at the deal
        if match[0] in PRONOUNS:
            return not _explained(match[0], before, text)
        if few and match[0] in POINTERS:
            return True
    return False


def _explained(pronoun: str, before: str, text: str) -> bool:
    """Whether a clause before the pronoun, or a name before a possessive, says what it is."""
    clauses = CLAUSE.split(before)
    if len(clauses) > 1 and len(own_words(words_of(" ".join(clauses[:-1])))) > 1:
        return True
    named = WORD.findall(text[: len(before)])[1:]
    return pronoun in POSSESSIVES and any(word[0].isupper() for word in named)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question is understood: the queries to try, and words that an answer must have, because
    they are what is asked about.

    `alone` is the question if it can stand alone; what is found for it with words of an earlier one
    must then have its own. `leaning` is the question if it cannot, among others that are surer to
    mean what it does.
    """

    queries: tuple[str, ...]
    about: str = ""
    alone: str = ""
    leaning: str = ""

    def needs(self, query: str) -> str:
        """The words that what answers a query must have."""
        if self.alone and query != self.alone:
            return _content(self.alone)
        return self.about

    def weight(self, query: str) -> float:
        """How much the confidence of what answers a query counts in the choice of one."""
        return AS_IT_STANDS if self.leaning and query == self.leaning else 1.0


def resolve(new: str, earlier: Sequence[str]) -> Reading:
    """Understand a question with those asked before it, oldest first.

    "and what about Sweden?" is the earlier question with Sweden in its place, or with Sweden added,
    and only what names Sweden answers it. Others that lean on the earlier one are tried with its
    words, as they are, and beside it. One that stands alone is tried as it is, and only if it is
    short and names nothing, with these words too.
    """
    new = " ".join(new.split())
    new = new.lstrip(".… ") or new
    topic = _topic(earlier)
    meant = meant_instead(new)
    if meant and _asks(meant):
        new = meant
    if not topic:
        return Reading((new,))
    if OF_THE_ANSWER.fullmatch(" ".join(words_of(new))) or asks_for_more(new):
        return Reading((earlier[-1],))
    if meant and new != meant:
        new = f"what about {meant.rstrip(' ?.!')}?"
    own = own_words(WORD.findall(new))
    if subject := _other_subject(new):
        standing = last_standing(earlier)
        query, gone = _replaced(subject, standing) or (_with(standing, subject), "")
        kept = [word for word in topic if word not in gone.split()]
        about = "" if POINTERS & set(words_of(subject)) else _content(subject)
        # "what about lending through Prosper?" says enough to be looked for as it is.
        as_it_stands = [new] if len(own) >= TELLING else []
        tried = _each_once(query, *([_joined(subject, kept)] if kept else []), *as_it_stands)
        return Reading(tried, about, leaning=new)
    beside = f"{without_opening(new).rstrip(' ?.!')} ({last_standing(earlier).rstrip(' ?.!')})?"
    if leans(new):
        alone = without_opening(new)
        tried = _each_once(_joined(new, topic), *([alone] if own else []), beside)
        return Reading(tried, leaning=alone)
    bare = 0 < len(own) < 3 and not _names(own)
    return Reading(_each_once(new, _joined(new, topic)), alone=new) if bare else Reading((new,))


def without_opening(text: str) -> str:
    """ "how cold is it?" of "and how cold is it?"; "and China?" keeps what makes it a question."""
    found = OPENED.match(text)
    return text[found.end() :] if found else text


def _content(text: str) -> str:
    return " ".join(own_words(WORD.findall(text)))


def _other_subject(new: str) -> str:
    """China in "and what about China?", "and in China?" or "China?"; "" for another question."""
    subject, asked = _subject(new), words_of(new)
    opened = asked[:1] and (asked[0] in OPENINGS or asked[:2] in ABOUT)
    named = NAME.fullmatch(subject) and new.endswith("?")
    if not (opened or named) or not leans(new):
        return ""
    if (ASKING | BE_AND_DO | {"not"}) & set(words_of(subject)):
        return ""
    return subject if own_words(WORD.findall(subject)) else ""


def _each_once(*queries: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(queries))


def last_standing(earlier: Sequence[str]) -> str:
    """The last question that can be understood alone."""
    standing = next((q for q in reversed(earlier) if not leans(q)), earlier[0])
    while (found := BESIDE.fullmatch(standing)) and not own_words(WORD.findall(found[1])):
        standing = f"{found[2]}?"  # "why (who left)?" asks of no other thing than "who left?"
    return NESTED.sub(r"\1(\2)", standing)


def _replaced(subject: str, standing: str) -> tuple[str, str] | None:
    """The earlier question with its name or year replaced by the new one, and what was replaced."""
    rest = ""
    if when := NAMED_WHEN.fullmatch(subject):
        subject, rest = when["name"], f" {when['rest']}"
    bare = re.sub(r"^the ", "", subject)
    alike = NUMBER if NUMBER.fullmatch(subject) else NAME if NAME.fullmatch(bare) else None
    found = alike.search(standing, len(standing.split(" ")[0])) if alike else None
    if found is None:
        return None
    before, after = standing[: found.start()], standing[found.end() :]
    if rest:
        after = f"{after.rstrip(' ?.!')}{rest}{'?' * after.endswith('?')}"
    return f"{THE.sub('', before)}{subject}{after}", found[0]


def _with(standing: str, subject: str) -> str:
    """`who sent troops, China?`."""
    return f"{standing.rstrip(' ?.!')}, {subject}?"


def _subject(new: str) -> str:
    """The new question without "and", "what about" and such before it."""
    asked = new.split()
    while len(asked) > 1 and re.sub(r"\W", "", asked[0].lower()) in OPENINGS:
        asked = asked[1:]
    if [word.lower() for word in asked[:2]] in ABOUT:
        asked = asked[2:] or asked
    if len(asked) > 1 and asked[0].lower() in ("in", "at", "on", "for", "from", "with"):
        asked = asked[1:]
    return " ".join(asked).rstrip(" ?.!")


def _names(words: Sequence[str]) -> bool:
    return any(word[0].isupper() or word[0].isdigit() for word in words)


def _topic(earlier: Sequence[str]) -> list[str]:
    """The words of the last question that stood alone, then those of what leaned on it."""
    said: list[str] = []
    for question in reversed(earlier[-MAX_EARLIER:]):
        said = _merged(own_words(WORD.findall(question)), said)
        if not leans(question):
            break
    return said


def _merged(first: Sequence[str], then: Sequence[str]) -> list[str]:
    known = {word.lower() for word in first}
    return [*first, *(word for word in then if word.lower() not in known)]


def _joined(new: str, topic: Sequence[str]) -> str:
    """`how many?` and troops sent: `how many troops sent?`."""
    ending = "?" if new.endswith("?") else ""
    return f"{' '.join(_merged(_subject(new).split(), topic))}{ending}"
