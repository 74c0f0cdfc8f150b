"""How many origins a fact has at most: articles that share wording, an agency or a speaker share
one."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import urlsplit

from index.statements.details import NO_NAMES

SHINGLE_WORDS = 5
# The share of the shorter sentence's shingles from which the longer one has its wording.
SAME_WORDING = 0.15
# A run of seven words; "with 14 people on board" may be anybody's.
FEWEST_SHARED = 3
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
PREPOSITIONS = frozenset("of for at from with in on who".split())


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of where one article's sentence comes from.

    `outlet` is as `outlet_of` gives it, `speaker` as `speaker_key`. A copy has the
    sentence of what it copies.
    """

    sentence: str
    outlet: str
    agency: str | None = None
    speaker: str | None = None


def outlet_of(publisher: str | None, url: str | None, path: str) -> str:
    """How outlets are known apart: the publisher, else the site, else the article itself."""
    if publisher and publisher.strip():
        return " ".join(publisher.casefold().split()).removeprefix("the ")
    return (urlsplit(url or "").hostname or path).removeprefix("www.")


def origins_of(accounts: Sequence[Account]) -> list[list[int]]:
    """The numbers of the accounts by their origin, each once, in the order they first come.

    Two have the same one if they are of one outlet, credited to one agency or said by one speaker,
    or if one has the wording of the other.
    """
    group = list(range(len(accounts)))
    shingles = [_shingles(account.sentence) for account in accounts]
    for i, one in enumerate(accounts):
        for j in range(i):
            if group[i] != group[j] and (
                _same_source(one, accounts[j]) or _same_wording(shingles[i], shingles[j])
            ):
                old, new = group[i], group[j]
                group = [new if each == old else each for each in group]
    return [[i for i, each in enumerate(group) if each == first] for first in dict.fromkeys(group)]


def speaker_key(speaker: str) -> str | None:
    """What is the same for one speaker in several articles; None if that cannot be known.

    Of a person the last name, of an office the words after "the". "Officials" may be anybody's.
    """
    words = WORD.findall(speaker.split(",")[0])
    if words[:1] and words[0].casefold() == "the" and words[1:2] and words[1][0].islower():
        return " ".join(words[1:]).casefold()
    named = list(takewhile(lambda word: word not in PREPOSITIONS, words))
    if named and named[-1][0].isupper() and named[-1].lower() not in NO_NAMES:
        return str(named[-1]).casefold()
    return None


def commonest(names: Iterable[str | None]) -> str | None:
    """The name that occurs most, of equals the first; None if there is no name."""
    counts = Counter(name for name in names if name)
    return max(counts, key=lambda name: counts[name], default=None)


def _same_source(one: Account, other: Account) -> bool:
    return one.outlet == other.outlet or any(
        mine is not None and mine == theirs
        for mine, theirs in ((one.agency, other.agency), (one.speaker, other.speaker))
    )


def _shingles(sentence: str) -> frozenset[tuple[str, ...]]:
    """Every run of five words; of fewer words the sentence as a whole."""
    words = WORD.findall(sentence.casefold())
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    return frozenset(tuple(words[i : i + SHINGLE_WORDS]) for i in range(count))


def _same_wording(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    shared, shorter = len(one & other), min(len(one), len(other))
    return shared >= max(SAME_WORDING * shorter, min(FEWEST_SHARED, shorter))
