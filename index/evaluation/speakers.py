"""How well it is known who says a sentence, on articles of which it is known.

A JSON line is `{"text": …, "said": [{"sentence": …, "speaker": …, "mode": …, "name": …}]}`: an
article with blank lines between paragraphs, and its sentences that somebody says, with the
speaker's words as they stand there; nobody is known to say the others. `mode` (direct, partly
quoted, reported) and `name`, whom a pronoun or surname means, may be missing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from index.evaluation.known_files import Judged, Line, judged
from index.speech.article import speech_of
from index.text.sentences import sentence_spans
from index.types import SPEECH_MODES, Span, Speech

KEYS = frozenset(("text", "said"))
PARAGRAPH = re.compile(r"\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who is known to say a sentence: the spans of the words of the `speaker`, and of `others` who
    say a part of it and are right too. Whether the speaker is to be `found`; the mode and the name,
    "" where they are not known."""

    speaker: tuple[Span, ...]
    others: tuple[Span, ...] = ()
    found: bool = True
    mode: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SaidExample:
    """An article, and by the span of a sentence who says it."""

    text: str
    said: dict[Span, Attributed]
    place: str


def paragraphs_of(text: str) -> list[Span]:
    return [match.span() for match in PARAGRAPH.finditer(text)]


def sentences_of(text: str) -> list[Span]:
    """Of all paragraphs, in order."""
    return [
        (start + a, start + b)
        for start, end in paragraphs_of(text)
        for a, b in sentence_spans(text[start:end])
    ]


def read_said(lines: Iterable[Line]) -> list[SaidExample]:
    """Raises `DatasetError` for a line that is no such article."""
    return [judged(line, _example) for line in lines]


def evaluate_said(examples: Iterable[SaidExample]) -> Judged:
    """Precision is the share of the speakers given that are right: at least half of their words, or
    half of those known, are the same. Recall is the share of the known ones that are found."""
    sentences = given = right = wanted = found = 0
    modes, names = [0, 0], [0, 0]
    wrong: list[str] = []
    for each in examples:
        speeches = {
            speech.sentence: speech for speech in speech_of(each.text, paragraphs_of(each.text))
        }
        for sentence in sentences_of(each.text):
            known, speech = each.said.get(sentence), speeches.get(sentence)
            sentences += 1
            wanted += known is not None and known.found
            if speech is None:
                if known and known.found:
                    wrong.append(_line(each, sentence, known, None))
                continue
            given += 1
            is_right = known is not None and _same(speech.speaker, (*known.speaker, *known.others))
            right += is_right
            if known is None or not is_right:
                wrong.append(_line(each, sentence, known, speech))
                continue
            found += known.found and _same(speech.speaker, known.speaker)
            name = each.text[slice(*speech.name)] if speech.name else ""
            for counts, it, its in ((modes, known.mode, speech.mode), (names, known.name, name)):
                counts[0] += bool(it) and it == its
                counts[1] += bool(it)
                if it and it != its:
                    wrong.append(f"{each.place}: {speech.mode} said by {name!r}, known is {it!r}")
    figures: dict[str, float | int] = {
        "sentences": sentences,
        "given": given,
        "precision": _share(right, given),
        "recall": _share(found, wanted),
    }
    figures |= {"modes_right": _share(*modes)} if modes[1] else {}
    figures |= {"names_right": _share(*names)} if names[1] else {}
    return Judged("said", figures, tuple(wrong))


def _example(values: dict[str, Any], place: str) -> SaidExample:
    text = str(values["text"])
    sentences = {" ".join(text[a:b].split()): (a, b) for a, b in sentences_of(text)}
    said = {}
    for each in values["said"]:
        sentence = sentences.get(" ".join(str(each["sentence"]).split()))
        if sentence is None:
            raise ValueError(f"{each['sentence']!r} is no sentence of the text")
        said[sentence] = _attributed(text, each)
    return SaidExample(text, said, place)


def _attributed(text: str, values: dict[str, Any]) -> Attributed:
    speaker, mode = str(values["speaker"]), values.get("mode", "")
    if mode and mode not in SPEECH_MODES:
        raise ValueError(f"{mode!r} is not one of {', '.join(SPEECH_MODES)}")
    places = re.finditer(rf"(?<!\w){re.escape(speaker)}(?!\w)", text) if speaker else ()
    spans = tuple(match.span() for match in places)
    if not spans:
        raise ValueError(f"the speaker {speaker!r} is not in the text")
    return Attributed(spans, mode=mode, name=str(values.get("name", "")))


def _same(speaker: Span, known: tuple[Span, ...]) -> bool:
    length = speaker[1] - speaker[0]
    return any(
        min(speaker[1], end) - max(speaker[0], start) >= 0.5 * min(length, end - start)
        for start, end in known
    )


def _line(
    each: SaidExample, sentence: Span, known: Attributed | None, speech: Speech | None
) -> str:
    expected = each.text[slice(*known.speaker[0])] if known else "nobody"
    given = each.text[slice(*speech.speaker)] if speech else "nobody"
    return f"{each.place}: {each.text[slice(*sentence)]!r} is said by {expected}, found {given}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
