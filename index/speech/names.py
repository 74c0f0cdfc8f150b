"""Whom "she" or "Sample" means: a whole name earlier in the article, if it can only be one person.

Where anybody else could be meant, nothing is said: a wrong name is worse than none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.speech.keys import BODIES
from index.speech.quotation import INSIDE
from index.speech.vocabulary import (
    DETERMINERS,
    LEADS,
    MEN,
    NO_NOUN,
    NO_PEOPLE,
    PEOPLE,
    TITLES,
    WOMEN,
)
from index.types import Span

CAPITAL = r"[^\W\d_a-z]"
NAME_WORD = (
    rf"(?:(?:{CAPITAL}\.)+|(?:Mrs?|Ms|Dr|Sens?|Reps?|Gov|St|Prof|Rev|Gen|Col|Lt|Capt|Sgt|Adm|Hon)\."
    rf"|{CAPITAL}[\w-]*(?:'[A-Z][\w-]*)?)"
)
PARTICLE = r"(?:(?:de|la|van|von|der|den|bin|ibn|al|el|da|di|du|le|dos|del|y|of the|of)\s)"
RUN = re.compile(rf"(?<![\w'-]){NAME_WORD}(?:[ \xa0]{PARTICLE}{{0,2}}{NAME_WORD})*")
PERSON = rf"(?:[\w'-]+\s){{0,2}}?(?:{'|'.join(sorted(PEOPLE))})\b"
SOMEBODY = re.compile(
    rf"\b(?:the|a|an|one|another|his|her|their|its|this|that)\s{PERSON}", re.IGNORECASE
)
HE, SHE = "he", "she"
PRONOUNS = {
    HE: re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE),
    SHE: re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE),
}
GIVEN_NAMES = {HE: MEN, SHE: WOMEN}
TITLES_OF = {
    HE: frozenset("mr sir lord king prince father congressman chairman spokesman".split()),
    SHE: frozenset(
        "mrs ms miss lady dame baroness queen princess congresswoman chairwoman sister "
        "spokeswoman".split()
    ),
}
PLACE_BEFORE = re.compile(r"\b(?:in|at|near|across|throughout|outside|around)\s$")
# What only people do, or are, after their name.
ACTS = re.compile(
    r",? (?:who|said|says|added|wrote|tweeted|argued|herself|himself)\b|, \d\d,|"
    r"'s (?:wife|husband|mother|father|campaign|spokes)"
)
NO_NAME = LEADS | DETERMINERS | NO_NOUN | frozenset("there no yes well".split())
ENDS_SENTENCE = frozenset(".?!\n:“”—–…" + INSIDE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: its place, its words without titles, and the titles, in lower case."""

    span: Span
    words: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def surname(self) -> str:
        return self.words[-1]

    @property
    def is_whole(self) -> bool:
        return len(self.words) > 1

    def is_only(self, pronoun: str) -> bool:
        """Whether it is surely of somebody of that pronoun."""
        return self.words[0] in GIVEN_NAMES[pronoun] or any(
            title in TITLES_OF[pronoun] for title in self.titles
        )


class Names:
    """The names in an article's masked text; what stands in quotation marks is not looked at."""

    def __init__(self, mask: str) -> None:
        self._mask = mask

    @cached_property
    def _mentions(self) -> list[Mention]:
        return list(_mentions(self._mask, 0, len(self._mask)))

    def meant(self, speaker: Span) -> Span | None:
        """Where the whole name stands of whom a speaker's pronoun or surname means."""
        text = self._mask[slice(*speaker)]
        if text.lower() in (HE, SHE):
            return self._of_pronoun(speaker[0], text.lower())
        found = list(_mentions(self._mask, *speaker))
        if len(found) == 1 and found[0].span == speaker and not found[0].is_whole:
            return self._whole_name(found[0].surname, speaker[0])
        return None

    def _whole_name(self, surname: str, before: int) -> Span | None:
        """The first place with the whole name, if nobody else of this surname is named before."""
        named = [m for m in self._of(surname) if m.span[0] < before]
        whole = [m for m in named if m.is_whole]
        longest = max((set(m.words) for m in whole), key=len, default=set())
        if not whole or any(not set(m.words) <= longest for m in named):
            return None
        return whole[0].span

    def _of(self, surname: str) -> list[Mention]:
        return [m for m in self._mentions if m.surname == surname]

    def _of_pronoun(self, position: int, pronoun: str) -> Span | None:
        """The name of the only person named since the start of the paragraph before."""
        start = _paragraph_before(self._mask, position)
        near = [m for m in self._mentions if start <= m.span[0] < position]
        other = SHE if pronoun == HE else HE
        surnames = {m.surname for m in near if not self._is_place(m)}
        surnames -= {s for s in surnames if self._is_certainly(other, s)}
        if len(surnames) != 1:
            return None
        [surname] = surnames
        of_name = self._of(surname)
        is_person = self._is_certainly(pronoun, surname) or any(
            m.titles or ACTS.match(self._mask, m.span[1]) for m in of_name
        )
        first = min(m.span[0] for m in near if m.surname == surname)
        if (
            not is_person
            or PRONOUNS[pronoun].search(self._mask, start, first)
            or self._is_somebody_else(start, position, surname)
        ):
            return None
        return self._whole_name(surname, position)

    def _is_certainly(self, pronoun: str, surname: str) -> bool:
        """Whether all whole names with this surname are of people of that pronoun."""
        known = [m for m in self._of(surname) if m.is_whole or m.titles]
        return any(m.is_only(pronoun) for m in known) and not any(
            m.is_only(SHE if pronoun == HE else HE) for m in known
        )

    def _is_place(self, mention: Mention) -> bool:
        before = self._mask[max(0, mention.span[0] - 12) : mention.span[0]]
        return (
            not mention.titles
            and PLACE_BEFORE.search(before) is not None
            and not self._mask.startswith("'", mention.span[1])
        )

    def _is_somebody_else(self, start: int, end: int, surname: str) -> bool:
        """Whether somebody without a name is spoken of, other than to explain the name."""
        for match in SOMEBODY.finditer(self._mask, start, end):
            before = self._mask[max(start, match.start() - 40) : match.start()].rstrip().lower()
            after = self._mask[match.end() : match.end() + 40].lower()
            named_next = re.match(rf",?\s(?:[\w.'-]+\s){{0,2}}{re.escape(surname)}\b", after)
            if not before.endswith(f"{surname},") and not named_next:
                return True
        return False


def _mentions(mask: str, start: int, end: int) -> Iterator[Mention]:
    for match in RUN.finditer(mask, start, end):
        words = match[0].split()
        position = match.start()
        no_names = NO_PEOPLE | NO_NAME if _begins_sentence(mask, position) else NO_PEOPLE
        while len(words) > 1 and words[0].lower() in no_names:
            position += len(words.pop(0)) + 1
        lower = tuple(word.lower().rstrip(".") for word in words)
        after_article = mask[max(0, match.start() - 4) : match.start()].lower() == "the "
        if after_article or not _may_be_person(words, lower):
            continue
        yield Mention(
            (position, position + len(" ".join(words))),
            tuple(word for word in lower if word not in TITLES),
            tuple(word for word in lower if word in TITLES),
        )


def _may_be_person(words: Sequence[str], lower: Sequence[str]) -> bool:
    last = lower[-1]
    if last in BODIES or last in NO_PEOPLE or last in TITLES or last in NO_NAME:
        return False
    if len(words) == 1 and words[0].isupper():
        return False
    return not any(word in NO_NAME for word in lower)


def _begins_sentence(mask: str, position: int) -> bool:
    before = mask[max(0, position - 3) : position].rstrip(" \xa0")
    return not before or before[-1] in ENDS_SENTENCE


def _paragraph_before(mask: str, position: int) -> int:
    """Where the paragraph before that of a position starts."""
    start = mask.rfind("\n", 0, position)
    while start > 0 and mask[start - 1] == "\n":
        start -= 1
    return max(0, mask.rfind("\n", 0, max(0, start)) + 1)
