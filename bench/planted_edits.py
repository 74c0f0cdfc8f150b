"""Plants edits in real texts, and counts which are found: `python -m bench.planted_edits FILE …`.

FILE is a SQuAD file; each of its titles is an article. Half of the plants are changes, half are
not: moved paragraphs and sentences, other quotation marks, other spellings of a figure.
"""

import argparse
import json
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.changes.edits import edits_between
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.text.sentences import sentence_spans
from index.types import Article

Text = list[list[str]]
"""Paragraphs of sentences."""
Plant = Callable[[Text, random.Random], Text | None]
NAMES = ("Marlowe", "Okafor", "Lindqvist", "Delgado", "Fitzroy", "Nakamura")
SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
DAYS_AND_MONTHS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]+(?:ber|ary|il)"
)


def article(text: Text) -> Article:
    blocks = [Block("body", " ".join(sentences)) for sentences in text if sentences]
    return assemble("a", blocks, Details(title="", language="en"))


def replacing(pattern: str, new: Callable[[re.Match[str], random.Random], str]) -> Plant:
    """Puts something new in the place of one match, chosen at random."""

    def plant(text: Text, chance: random.Random) -> Text | None:
        places = [
            (i, j, match)
            for i, paragraph in enumerate(text)
            for j, sentence in enumerate(paragraph)
            for match in re.finditer(pattern, sentence)
            if not DAYS_AND_MONTHS.fullmatch(match[0])
        ]
        if not places:
            return None
        i, j, match = chance.choice(places)
        planted = [list(paragraph) for paragraph in text]
        sentence = text[i][j]
        planted[i][j] = sentence[: match.start()] + new(match, chance) + sentence[match.end() :]
        return planted if planted != text else None

    return plant


def without_a_sentence(text: Text, chance: random.Random) -> Text | None:
    return _taken(text, chance)[1]


def with_a_sentence(text: Text, chance: random.Random) -> Text | None:
    planted = [list(paragraph) for paragraph in text]
    chance.choice(planted).append("A spokesman later confirmed that the gates stay closed.")
    return planted


def with_a_moved_sentence(text: Text, chance: random.Random) -> Text | None:
    sentence, planted = _taken(text, chance)
    if planted is not None:
        chance.choice(planted).append(sentence)
        whole = {s for paragraph in planted for s in paragraph}
        again = [sentence_spans(" ".join(paragraph)) for paragraph in planted]
        if [len(spans) for spans in again] != [len(paragraph) for paragraph in planted]:
            return None  # the splitter would cut it otherwise at its new place
        return planted if sentence in whole else None
    return None


def with_a_moved_paragraph(text: Text, chance: random.Random) -> Text | None:
    planted = list(text)
    planted.insert(chance.randrange(len(text)), planted.pop(chance.randrange(len(text))))
    return planted if planted != text else None


def requoted(text: Text, chance: random.Random) -> Text | None:
    def other(sentence: str) -> str:
        curled = re.sub(r'(?<![^\s(])"', "“", sentence).replace('"', "”").replace("'", "’")
        return curled if curled != sentence else sentence.replace("“", '"').replace("”", '"')

    planted = [[other(sentence) for sentence in paragraph] for paragraph in text]
    return planted if planted != text else None


def split(text: Text, chance: random.Random) -> Text | None:
    return [[sentence] for paragraph in text for sentence in paragraph]


def _taken(text: Text, chance: random.Random) -> tuple[str, Text | None]:
    """A sentence, and the text without it."""
    i = chance.randrange(len(text))
    if len(text[i]) < 3 or len(text[i][1].split()) < 4:
        return "", None
    sentence = text[i][1]
    if sum(sentence in paragraph for paragraph in text) > 1:
        return "", None
    return sentence, [p if p is not text[i] else [p[0], *p[2:]] for p in text]


def _other_digit(match: re.Match[str], chance: random.Random) -> str:
    digits = match[0]
    return digits[:-1] + chance.choice([d for d in "123456789" if d != digits[-1]])


PLANTS: dict[str, tuple[str | None, Plant]] = {
    "a figure": ("figure", replacing(r"\d+(?:[.,]\d+)*", _other_digit)),
    "a “not” more": (
        "negation",
        replacing(
            r"\b(?:is|was|are|were|will|has|had)(?= [a-z])(?! not)", lambda m, _: m[0] + " not"
        ),
    ),
    "a “not” less": ("negation", replacing(r" not\b", lambda m, _: "")),
    "a name": (
        "name",
        replacing(r"(?<=[a-z] )[A-Z][a-z]{3,}(?= [a-z])", lambda _, chance: chance.choice(NAMES)),
    ),
    "a word": ("wording", replacing(r"(?<= )[a-z]{6,}(?= [a-z])", lambda _, chance: "gratefully")),
    "a sentence gone": ("gone", without_a_sentence),
    "a sentence added": ("added", with_a_sentence),
    "nothing": (None, lambda text, chance: text),
    "a sentence moved": (None, with_a_moved_sentence),
    "a paragraph moved": (None, with_a_moved_paragraph),
    "other quotation marks": (None, requoted),
    "other paragraphs": (None, split),
    "a figure in digits": (
        None,
        replacing(rf"\b(?:{'|'.join(SMALL)})\b", lambda m, _: str(SMALL.index(m[0]) + 2)),
    ),
    "no comma in a figure": (
        None,
        replacing(r"\b\d{1,3},\d{3}\b(?!,)", lambda m, _: m[0].replace(",", "")),
    ),
}


def texts_of(files: Sequence[Path]) -> list[Text]:
    found = []
    for file in files:
        for group in json.loads(file.read_text(encoding="utf-8"))["data"]:
            contexts = [" ".join(paragraph["context"].split()) for paragraph in group["paragraphs"]]
            text = [[c[start:end] for start, end in sentence_spans(c)] for c in contexts]
            found.append([paragraph for paragraph in text if paragraph])
    return [text for text in found if len(text) >= 4]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - no secret
    texts = texts_of(options.files)
    texts = chance.sample(texts, min(options.articles, len(texts)))
    spent, pairs = 0.0, 0
    print(f"{'planted':<24} plants  found  of its kind  more than one")
    for name, (kind, plant) in PLANTS.items():
        plants = found = right = more = 0
        for text in texts:
            if (planted := plant(text, chance)) is None:
                continue
            before, now = article(text), article(planted)
            started = time.perf_counter()
            edits = edits_between(before, now)
            spent, pairs = spent + time.perf_counter() - started, pairs + 1
            plants += 1
            found += bool(edits)
            right += any(kind in edit.kinds for edit in edits)
            more += len(edits) > 1
        print(f"{name:<24} {plants:>6}  {found:>5}  {right:>11}  {more:>13}")
    print(f"{len(texts)} articles, {1000 * spent / pairs:.1f} ms a pair")


if __name__ == "__main__":
    main()
