"""Under which words a speaker is found: `by:"Ann Sample"`.

A person is found by any part of their name, a role by its last words: "House Speaker Ann Sample" by
"Sample", "Ann Sample" and "House Speaker", "the Sample campaign" by "campaign" and "Sample
campaign", for the campaign is not Sample. So a key is the speaker's words and the beginnings of
their name, each closed by `ENDS`, and a wanted speaker is some words before such an end.
"""

import re
import unicodedata

WORD = re.compile(r"\w+")
INITIALS = re.compile(r"\b[a-z](?: [a-z]\b)+")
ENDS = "|"
# Where what describes a speaker begins.
DESCRIPTION = re.compile(
    r",|\s\(|\s(?:for|to|at|with|from|in|on|by|who|whose|which|that|about|near|against|familiar|"
    r"close|speaking|under)\s"
)
POSSESSIVE = re.compile(r"^.*\w(?:['’]s|s['’])\s+")
# Of a person with such a relation, the other one is not the speaker.
RELATION = re.compile(
    r"\b(?:wife|husband|son|daughter|brother|sister|mother|father|friends?|widow|lawyers?|aides?|"
    r"advis[eo]rs?|spokes\w+|supporters?|critics?|opponents?|all(?:y|ies)|fans?|relatives?|parents?|"
    r"colleagues?|surrogates?|biographers?|attorneys?|members?|family|campaign|cousin|uncle|aunt|"
    r"children|version|copy|account|analysis|review|study|poll|survey) of\b.*$",
    re.IGNORECASE,
)
# What is no part of a wanted name.
NOT_NEEDED = frozenset("the a an mr mrs ms miss dr".split())
# Names that end so are not of a person, who would be found by any part of theirs.
BODIES = frozenset(
    (
        "campaign administration organization organisation foundation committee party university "
        "institute department house senate council court bank times post news group company inc "
        "corp association union agency bureau office team center centre college school ministry "
        "commission board press journal street tower hotel"
    ).split()
)


def speaker_key(*texts: str) -> str:
    """The key of a speaker by whatever they are called: their span in the text, and their name."""
    found = dict.fromkeys(_joined(words) for text in texts for words in _endings(text) if words)
    return "".join(f" {words} {ENDS}" for words in found)


def wanted_key(name: str) -> str | None:
    """What a key has in it if it is of a speaker of this name; None if there is no word in it."""
    words = _words(name)
    while len(words) > 1 and words[0] in NOT_NEEDED:
        words.pop(0)
    return f" {_joined(words)} {ENDS}" if words else None


def _endings(text: str) -> list[list[str]]:
    """The words of a speaker, of what comes after the comma in it, and of their name's parts."""
    head, _, rest = text.partition(",")
    parts = [_head(part) for part in (head, rest) if part.strip()]
    endings = [_words(part) for part in parts]
    endings += [_words(part.partition(" of ")[0]) for part in parts]
    if POSSESSIVE.match(head):
        endings.append(_words(_undescribed(head)))
    raw = WORD.findall(parts[0]) if parts else []
    name = len(raw)
    while name > 0 and raw[name - 1][:1].isupper():
        name -= 1
    if raw and _plain(raw[-1]) not in BODIES:
        endings += [endings[0][:i] for i in range(len(raw) - 1, name, -1)]
    return endings


def _head(text: str) -> str:
    return POSSESSIVE.sub("", _undescribed(text))


def _undescribed(text: str) -> str:
    text = RELATION.sub(lambda match: match[0].split()[0], text)
    described = DESCRIPTION.search(text)
    return text[: described.start()] if described else text


def _words(text: str) -> list[str]:
    return [_plain(word) for word in WORD.findall(text)]


def _joined(words: list[str]) -> str:
    """With initials as one word: J. R. is J.R."""
    return INITIALS.sub(lambda match: match[0].replace(" ", ""), " ".join(words))


def _plain(word: str) -> str:
    """Lower case, without accents."""
    parted = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parted if not unicodedata.combining(c))
