"""Who says each sentence of an article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.speech.attribution import Attribution, attribution
from index.speech.quotation import CLOSING, INSIDE, OPENING, masked
from index.speech.vocabulary import ACCORDING, VERB
from index.text.sentences import sentence_spans
from index.types import Span, Speech, SpeechMode

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
    if not VERB.search(text) and not ACCORDING.search(text):
        return []
    mask = masked(text)
    units = _units(text, mask, passages)
    for unit in units:
        unit.said = attribution(mask, unit.start, unit.end)
        unit.empty = unit.said is not None and not _content(mask, unit.said)
    _carry(mask, units)
    return [
        Speech(sentence, unit.said.speaker, unit.said.verb, _mode(mask, sentence, unit.said))
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
    return bool(
        mask.find(OPENING, start, end) >= 0
        or VERB.search(mask, start, end)
        or ACCORDING.search(mask, start, end)
    )


def _joined(mask: str, end: int, start: int) -> bool:
    """Whether a quotation goes on from a sentence that ends at `end` to the next."""
    return mask[end - 1] == INSIDE and mask[start] in (INSIDE, OPENING, CLOSING)


def _carry(mask: str, units: Sequence[_Unit]) -> None:
    """Give who speaks in a sentence without words of theirs to the quotation beside it."""
    for i, unit in enumerate(units):
        if not unit.empty:
            continue
        before, after = units[i - 1] if i else None, units[i + 1] if i + 1 < len(units) else None
        if mask[unit.end - 1] in ":,":
            if after and after.said is None and mask[after.start] == OPENING:
                after.said = unit.said
        elif before and before.said is None and _stands_before(mask, before, unit):
            before.said = unit.said


def _stands_before(mask: str, quotation: _Unit, unit: _Unit) -> bool:
    """Whether a sentence follows a quotation in its paragraph: `“Is it safe?” Ann Sample asked.`"""
    marks = mask[quotation.start], mask[quotation.end - 1]
    return quotation.paragraph == unit.paragraph and marks == (OPENING, CLOSING)


def _content(mask: str, said: Attribution) -> bool:
    """Whether anything is said beside who says it."""
    content = "".join(mask[start:end] for start, end in said.content)
    return INSIDE in content or len(LETTER.findall(content)) > 20


def _mode(mask: str, sentence: Span, said: Attribution) -> SpeechMode:
    quoted = mask.count(INSIDE, *sentence)
    if not quoted:
        return "reported"
    parts = [(max(a, sentence[0]), min(b, sentence[1])) for a, b in said.content]
    beside = [w for a, b in parts if a < b for w in re.findall(r"[^\W\d_]+", mask[a:b])]
    return "direct" if len(beside) <= BESIDE else "partly quoted"
