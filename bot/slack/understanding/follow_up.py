"""A question in a thread, understood with the questions before it where it leans on them.

English only, by its function words: what is not known to lean is taken to stand alone.
"""

import re
from collections.abc import Sequence

from bot.slack.understanding.is_question import (
    ASKING,
    BE_AND_DO,
    OPENINGS,
    WORD,
    is_question,
    wants_stop,
    without_openings,
    words_of,
)

__all__ = ["is_question", "leans", "resolve", "wants_stop"]

POSSESSIVES = frozenset("his her its their theirs".split())
PRONOUNS = POSSESSIVES | frozenset("he him she hers it they them these those this that".split())
POINTERS = frozenset("one ones same former latter more else other others another".split())
CLAUSE = re.compile(
    r"\b(?:and|but|because|when|while|after|before|since|until|if|although|though|as|that)\b|[,;:]"
)
TIME = "year month week century decade day morning summer autumn winter spring".split()
NOT_POINTING = re.compile(rf"\b(?:this (?:{'|'.join(TIME)})|(?:so|now) that|those who|it take)\b")
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
        "just there here any some all if than because while though these ago happening".split()
    )
)
MAX_EARLIER = 4
NAME = re.compile(r"\b(?:[A-Z][\w'’.-]*\w|[A-Z])(?: (?:of |the )?[A-Z][\w'’.-]*\w)*")
NUMBER = re.compile(r"\b\d{4}\b")


def leans(text: str) -> bool:
    """Whether a question needs the one before to be understood.

    It does if it has hardly a word of its own ("how many?"), begins with "and" or "what about" and
    is short, or points back with a pronoun that nothing in it explains.
    """
    said = words_of(text)
    asked = without_openings(said)
    own = _own(WORD.findall(text))
    if not own:
        return True
    if asked[:2] in (["what", "about"], ["how", "about"]) or said[0] in ("and", "but", "or"):
        return len(own) < 4
    if asked[0] not in ASKING | BE_AND_DO:
        return len(own) < 3 or _points_back(text)
    if len(own) == 1:
        named = own[0] != own[0].lower() and asked[1:2] in (["was"], ["were"])
        return not (named or asked[1:2] in (["is"], ["are"])) or _points_back(text)
    return _points_back(text)


def _own(words: Sequence[str]) -> list[str]:
    """The words of content; "US" is one, "us" is none."""
    return [
        word
        for word in words
        if word.lower().replace("’", "'") not in FILLERS or (len(word) > 1 and word.isupper())
    ]


def _points_back(text: str) -> bool:
    lowered = NOT_POINTING.sub(" ", text.lower().replace("’", "'"))
    few = len(_own(WORD.findall(text))) < 3
    for match in WORD.finditer(lowered):
        before = lowered[: match.start()]
        if match[0] == "that" and _own(words_of(before)[-1:]):
            continue  # "the deal that ended the war" points at the deal
        if match[0] in PRONOUNS:
            return not _explained(match[0], before, text)
        if few and match[0] in POINTERS:
            return True
    return False


def _explained(pronoun: str, before: str, text: str) -> bool:
    """Whether a clause before the pronoun, or a name before a possessive, says what it is."""
    clauses = CLAUSE.split(before)
    if len(clauses) > 1 and len(_own(words_of(" ".join(clauses[:-1])))) > 1:
        return True
    named = WORD.findall(text[: len(before)])[1:]
    return pronoun in POSSESSIVES and any(word[0].isupper() for word in named)


def resolve(new: str, earlier: Sequence[str]) -> list[str]:
    """The queries to try in order; `earlier` are the thread's questions, oldest first.

    "and what about Sweden?" is the earlier question with Sweden in its place, where that can be
    told. Others that lean are tried with the words of the earlier one, then as they are; one that
    stands alone is tried as it is, and only if it is short and names nothing, with these words too.
    """
    new = " ".join(new.split())
    topic = _topic(earlier)
    if not topic:
        return [new]
    own = _own(WORD.findall(new))
    if leans(new):
        replaced = _replaced(new, earlier)
        if replaced is not None:
            query, gone = replaced
            kept = [word for word in topic if word not in gone.split()]
            return _each_once(query, _joined(new, kept), new)
        return _each_once(_joined(new, topic), *([new] if own else []))
    bare = len(own) < 3 and not _names(own)
    return _each_once(new, _joined(new, topic)) if bare else [new]


def _each_once(*queries: str) -> list[str]:
    return list(dict.fromkeys(queries))


def _replaced(new: str, earlier: Sequence[str]) -> tuple[str, str] | None:
    """The last question that stood alone with a name or number in it replaced by the new one, and
    what was replaced."""
    subject = _subject(new)
    standing = next((q for q in reversed(earlier) if not leans(q)), earlier[0])
    if len(subject.split()) > 3 or any(w.lower() in ASKING | BE_AND_DO for w in subject.split()):
        return None
    alike = NUMBER if NUMBER.fullmatch(subject) else NAME if NAME.fullmatch(subject) else None
    if alike is None:
        return None
    start = len(standing.split(" ")[0])
    found = alike.search(standing, start)
    if found is None:
        return None
    return f"{standing[: found.start()]}{subject}{standing[found.end() :]}", found[0]


def _subject(new: str) -> str:
    """The new question without "and", "what about" and such before it."""
    asked = new.split()
    while len(asked) > 1 and re.sub(r"\W", "", asked[0].lower()) in OPENINGS:
        asked = asked[1:]
    if [word.lower() for word in asked[:2]] in (["what", "about"], ["how", "about"]):
        asked = asked[2:] or asked
    return " ".join(asked).rstrip(" ?.!")


def _names(words: Sequence[str]) -> bool:
    return any(word[0].isupper() or word[0].isdigit() for word in words)


def _topic(earlier: Sequence[str]) -> list[str]:
    """The words of the last question that stood alone, then those of what leaned on it."""
    said: list[str] = []
    for question in reversed(earlier[-MAX_EARLIER:]):
        said = _merged(_own(WORD.findall(question)), said)
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
