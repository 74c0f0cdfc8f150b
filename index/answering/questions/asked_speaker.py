"""Whose words a question asks for: "what did Ann Sample say about the harbour?"."""

import re

from index.speech.keys import wanted_key
from index.speech.vocabulary import TITLES

SAY = (
    r"(?:say|said|says|claim|claimed|announce|announced|warn|warned|promise|promised|write|wrote|"
    r"tweet|tweeted|argue|argued|explain|explained|reply|replied|respond|responded|state|stated|"
    r"suggest|suggested|declare|declared|insist|insisted|ask|asked|t(?:ell|old)|predict|predicted|"
    r"add|added|admit|admitted|deny|denied|call|called|describe|described|react|reacted)"
)
WHO = r"(?P<who>(?:[^,;:?!.()\"“”]|\.(?=\w|\s[A-Z])){2,80}?)"
ADVERB = r"(?:\s(?:also|later|then|ever|actually|already|really|publicly|recently))?"
AFTER_WHO = r"(?:what|who|when|where|why|how|which|is|are|was|were|did|does)"
WORDS = (
    r"(?:statement|comment|response|reaction|reply|answer|words|remark|warning|claim|prediction|"
    r"promise)s?"
)
ASKED = (
    rf"\bwhat was said by {WHO}(?=\s(?:about|on|of|to|in|at|when|after|regarding)\b|[?.,]|$)",
    rf"\b(?:what|how)\b(?:\s\w+)?\s(?:did|does|do|has|have|had)\s{WHO}{ADVERB}\s{SAY}\b",
    rf"\bwhat\s{WHO}\s(?:has |have |had )?(?:said|says|say|t(?:ells?|old)|thinks|claimed|wrote)\b",
    rf"\baccording to\s{WHO}(?=[,?]|$|\s{AFTER_WHO}\b)",
    rf"\bwhat (?:is|was|were|are) {WHO}(?:'s|’s|s'|s’) (?:\w+ )?{WORDS}\b",
)
PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in ASKED)
NOBODY = frozenset(
    "he she they it we i you people anybody anyone everybody everyone somebody someone nobody "
    "there who the this that these those".split()
)
BEFORE_OTHER_NAMES = frozenset("the a an of for from in at to on and with by".split())
AUXILIARIES = frozenset("is are was were would will could can should might may must".split())


def speakers_asked_for(question: str) -> tuple[str, ...]:
    """Whose words are asked for, as the question names them, any of which will do; nobody's in most
    questions."""
    for pattern in PATTERNS:
        match = pattern.search(question)
        if match:
            who = " ".join(match["who"].split())
            nobody = who.lower() in NOBODY or who.lower().split()[0] in AUXILIARIES
            return () if nobody or not wanted_key(who) else (who, *_name_in(who))
    return ()


def _name_in(who: str) -> tuple[str, ...]:
    """The name after a role or title, if somebody is called by both: "the coach Ann Sample". An
    article may have the name alone, or the role after it."""
    words = who.split()
    first = len(words)
    while first and words[first - 1][0].isupper() and words[first - 1].lower() not in TITLES:
        first -= 1
    before = words[first - 1].lower() if first else ""
    is_role = before in TITLES or (before and before not in BEFORE_OTHER_NAMES)
    return (" ".join(words[first:]),) if is_role and len(words) - first >= 2 else ()
