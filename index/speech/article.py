"""Who says each sentence of an article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.speech.attribution import Attribution, attribution
from index.speech.names import Names
from index.speech.quotation import CLOSING, INSIDE, OPENING, masked
from index.speech.vocabulary import ANY, JUDGES
from index.text.sentences import sentence_spans
from index.types import Span, Speech, SpeechMode

# What begins so, in so few letters, is not said but says when, where or to whom it is.
WHEN_OR_WHERE = re.compile(
    r"\s*(?:in|on|at|to|of|about|by|for|from|with|during|after|before|as|when|while|last|earlier|"
    r"later|but|and|yesterday|today|him|her|me|us|them|reporters|CNN|(?:Mon|Tues|Wednes|Thurs|Fri|"
    r"Satur|Sun)day|here|there|below|above)\b",
    re.IGNORECASE,
)
LONGEST_BESIDE = 20
SHORTEST_SAID = 5
LETTER = re.compile(r"[^\W\d_]")
# So many words beside a quotation are no part of what is said.
BESIDE = 2


@dataclass(slots=True)
class _Unit:
    """Sentences that a quotation joins, and who says them."""

    sentences: list[Span]
    paragraph: int
    said: Attribution | None = None
    empty: bool = False

    @property
    def start(self) -> int:
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        return self.sentences[-1][1]


def speech_of(text: str, passages: Sequence[Span]) -> list[Speech]:
    """What is known to be said by somebody, in an article's text with these passages, in order."""
    if not ANY.search(text):
        return []
    mask = masked(text)
    units = _units(text, mask, passages)
    for unit in units:
        unit.said = attribution(mask, unit.start, unit.end)
        unit.empty = unit.said is not None and not _content(mask, unit.said)
    _carry(mask, units)
    names = Names(mask)
    meant = {
        unit.said.speaker: names.meant(unit.said.speaker) for unit in units if unit.said is not None
    }
    return [
        Speech(
            sentence,
            unit.said.speaker,
            unit.said.verb,
            _mode(mask, sentence, unit.said),
            meant[unit.said.speaker],
        )
        for unit in units
        if unit.said is not None and not unit.empty
        for sentence in unit.sentences
    ]


def _units(text: str, mask: str, passages: Sequence[Span]) -> list[_Unit]:
    units: list[_Unit] = []
    for number, (start, end) in enumerate(passages):
        if not _may_be_said(mask, start, end):
            continue
        for a, b in sentence_spans(text[start:end]):
            sentence = (start + a, start + b)
            if units and _joined(mask, units[-1].end, sentence[0]):
                units[-1].sentences.append(sentence)
            else:
                units.append(_Unit([sentence], number))
    return units


def _may_be_said(mask: str, start: int, end: int) -> bool:
    return mask.find(OPENING, start, end) >= 0 or ANY.search(mask, start, end) is not None


def _joined(mask: str, end: int, start: int) -> bool:
    """Whether a quotation goes on from a sentence that ends at `end` to the next."""
    return mask[end - 1] == INSIDE and mask[start] in (INSIDE, OPENING, CLOSING)


def _carry(mask: str, units: Sequence[_Unit]) -> None:
    """Give who speaks to the quotations that they go on with, and to those that are introduced, or
    followed, by a sentence without words of theirs."""
    for i, unit in enumerate(units):
        if not unit.empty:
            continue
        before, after = units[i - 1] if i else None, units[i + 1] if i + 1 < len(units) else None
        if mask[unit.end - 1] in ":,":
            if after and after.said is None and mask[after.start] == OPENING:
                after.said = unit.said
        elif before and before.said is None and _stands_before(mask, before, unit):
            before.said = unit.said
    for before, unit in pairwise(units):
        if unit.said is None and _goes_on(mask, before, unit):
            unit.said = before.said


def _goes_on(mask: str, before: _Unit, unit: _Unit) -> bool:
    """Whether a sentence is a quotation, and the one before in its paragraph has one."""
    marks = mask[unit.start], mask[unit.end - 1]
    return (
        unit.paragraph == before.paragraph
        and marks in ((OPENING, CLOSING), (OPENING, INSIDE))
        and INSIDE in mask[before.start : before.end]
    )


def _stands_before(mask: str, quotation: _Unit, unit: _Unit) -> bool:
    """Whether a sentence follows a quotation in its paragraph: `“Is it safe?” Ann Sample asked.`"""
    marks = mask[quotation.start], mask[quotation.end - 1]
    return quotation.paragraph == unit.paragraph and marks == (OPENING, CLOSING)


def _content(mask: str, said: Attribution) -> bool:
    """Whether anything is said beside who says it, and when or where."""
    parts = [mask[start:end] for start, end in said.content]
    return any(
        INSIDE in part
        or (letters := len(LETTER.findall(part))) > LONGEST_BESIDE
        or (letters >= SHORTEST_SAID and not WHEN_OR_WHERE.match(part))
        for part in parts
    )


def _mode(mask: str, sentence: Span, said: Attribution) -> SpeechMode:
    quoted = mask.count(INSIDE, *sentence)
    if not quoted:
        return "reported"
    parts = [(max(a, sentence[0]), min(b, sentence[1])) for a, b in said.content]
    if len(parts) > 1 and INSIDE in mask[slice(*parts[0])] and INSIDE not in mask[slice(*parts[1])]:
        parts.pop()  # when or where it was said
    beside = [w for a, b in parts if a < b for w in re.findall(r"[^\W\d_]+", mask[a:b])]
    whole = len(beside) <= BESIDE and mask[slice(*said.verb)] not in JUDGES
    return "direct" if whole else "partly quoted"
