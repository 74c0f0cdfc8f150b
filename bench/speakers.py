"""How well the speakers of sentences are known in PolNeAR, news articles with their attributions.

`python -m bench.speakers data/test` reads one of the parts of the corpus (Newell, Margolin & Ruths
2018), with its folders `text` and `attributions`. A sentence is to be found if at least half of it
is the content of an attribution whose cue is a verb of speech, and is then said by its source; of
other attributions that cover some of a sentence the sources are right too.
"""

import argparse
import re
import time
from collections.abc import Iterator
from pathlib import Path

from bot.wording.evaluation_report import render_known
from index.evaluation.speakers import Attributed, SaidExample, evaluate_said, sentences_of
from index.types import Span

SPEECH = frozenset(
    (
        "said say says saying told tell tells telling added adding adds wrote writes asked asks "
        "noted notes argued argues announced suggested explained declared continued recalled "
        "tweeted claimed claims replied responded stated warned insisted acknowledged concluded "
        "quipped joked reported reports vowed promised predicted denied admitted confirmed "
        "asserted reiterated according"
    ).split()
)
SLOT = re.compile(r"(Source|Cue|Content)\d*:(\S+)")

Attribution = dict[str, list[Span]]


def attributions_of(file: Path) -> list[Attribution]:
    """The spans of each attribution's source, cue and content, from brat's stand-off format."""
    spans: dict[str, list[Span]] = {}
    events = []
    for line in file.read_text(encoding="utf-8").split("\n"):
        name, *fields = line.split("\t")
        if name.startswith("T") and len(fields) == 2:
            _, _, places = fields[0].partition(" ")
            pairs = (place.split() for place in places.split(";"))
            spans[name] = [(int(start), int(end)) for start, end in pairs]
        elif name.startswith("E") and fields:
            events.append(SLOT.findall(fields[0]))
    found = []
    for event in events:
        attribution: Attribution = {"Source": [], "Cue": [], "Content": []}
        for slot, name in event:
            attribution[slot] += spans.get(name, [])
        found.append(attribution)
    return found


def examples_of(part: Path) -> Iterator[SaidExample]:
    """Articles without a file of attributions are left out."""
    for file in sorted((part / "text").glob("*.txt")):
        with file.open(encoding="utf-8", newline="") as opened:
            text = opened.read()
        for annotated in sorted((part / "attributions").glob(f"{file.stem}*.ann"))[:1]:
            yield SaidExample(text, _said(text, attributions_of(annotated)), file.name)


def _said(text: str, attributions: list[Attribution]) -> dict[Span, Attributed]:
    said = {}
    for sentence in sentences_of(text):
        covering = [
            (covered, each)
            for each in attributions
            if each["Source"] and (covered := _covered(sentence, each["Content"]))
        ]
        if not covering:
            continue
        covered, main = max(covering, key=lambda pair: pair[0])
        cue = " ".join(text[start:end] for start, end in sorted(main["Cue"])).lower()
        is_speech = not SPEECH.isdisjoint(re.findall(r"\w+", cue))
        said[sentence] = Attributed(
            tuple(main["Source"]),
            tuple(span for _, each in covering for span in each["Source"]),
            found=covered >= 0.5 * (sentence[1] - sentence[0]) and is_speech,
        )
    return said


def _covered(sentence: Span, spans: list[Span]) -> int:
    return sum(max(0, min(sentence[1], end) - max(sentence[0], start)) for start, end in spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", type=Path)
    options = parser.parse_args()
    examples = list(examples_of(options.part))
    started = time.perf_counter()
    judged = evaluate_said(examples)
    ms = (time.perf_counter() - started) * 1000 / max(1, int(judged.figures["sentences"]))
    print(render_known([judged]))
    print(f"{ms:.2f} ms a sentence")


if __name__ == "__main__":
    main()
