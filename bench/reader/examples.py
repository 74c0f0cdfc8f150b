"""Examples for the reader from open data: a question, a passage, and where the answer stands in it.

    python -m bench.reader.examples OUT.jsonl --squad FILE --untitled FILE \\
        --qamr FOLDER --selqa FILE

Reads files of SQuAD's format (`--untitled` those whose titles say nothing), QAMR's folder `data`
and SelQA's `selqa-ass-dev.json`; see the README for where they come from, and for their licences.
The same files and seed give the same examples.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import bm25s
import Stemmer

from bench.reader.example import Example, titled
from bench.reader.harder import harder, names_in

# Shares of the questions, or numbers of them, chosen so that no source outweighs the others.
QUESTIONS_OF_A_FILE = 7_000
QUESTIONS_OF_UNTITLED = 3_000
QUESTIONS_OF_QAMR = 9_000
WITH_NEGATIVE = 0.6
TERSE = 0.35
HELD_OUT = 4
TITLED = 0.5


def of_squad(
    path: Path, rng: random.Random, most: int, share: float, *, hard: bool = False
) -> Iterator[Example]:
    """Up to `most` questions; every fourth article is held out.

    A negative is one of the best BM25 hits among the other passages. A `share` of the passages has
    the article's title before it. If `hard`, the negatives are what `bench.reader.harder` makes.
    """
    asked: list[tuple[str, str, str, tuple[tuple[int, int], ...]]] = []
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    kept = [a for i, a in enumerate(articles) if len(articles) < HELD_OUT or i % HELD_OUT]
    passages: dict[str, str] = {}
    for article in kept:
        title = article.get("title", "").replace("_", " ")
        for paragraph in article["paragraphs"]:
            text = paragraph["context"].strip()
            shift = len(paragraph["context"]) - len(paragraph["context"].lstrip())
            passages[text] = title
            for question in paragraph["qas"]:
                found_at = {
                    (a["answer_start"] - shift, a["answer_start"] - shift + len(a["text"]))
                    for a in question["answers"]
                }
                if found_at:
                    asked.append((question["question"], text, title, tuple(sorted(found_at))))
    rng.shuffle(asked)
    asked = asked[:most]
    texts = sorted(passages)
    names = names_in(texts)
    stemmer = Stemmer.Stemmer("english")

    def tokens(of: Sequence[str]) -> Any:
        return bm25s.tokenize(of, stemmer=stemmer, stopwords="en", show_progress=False)

    index = bm25s.BM25()
    index.index(tokens(texts), show_progress=False)
    found, _ = index.retrieve(tokens([a[0] for a in asked]), k=8, show_progress=False)
    for (question, text, title, spans), row in zip(asked, found, strict=True):
        yield titled(Example(question, text, spans, "span"), title, share, rng)
        if hard:
            yield from harder(question, text, title if share else "", spans, names, rng)
            continue
        others = [texts[i] for i in row if texts[i] != text]
        if others and rng.random() < WITH_NEGATIVE:
            other = rng.choice(others[:4])
            yield titled(Example(question, other, (), "span"), passages[other], share, rng)


def of_qamr(folder: Path, rng: random.Random) -> Iterator[Example]:
    """Short questions on one sentence, which is put among up to four others."""
    lines = (folder / "wiki-sentences.tsv").read_text(encoding="utf-8").splitlines()
    sentences = dict(line.split("\t") for line in lines)
    by_document: dict[str, list[str]] = {}
    for key in sentences:
        by_document.setdefault(document_of(key), []).append(key)
    everything = sorted(sentences)
    rows = []
    for part in ("dev", "test"):
        text = (folder / "filtered" / f"{part}.tsv").read_text(encoding="utf-8")
        for line in text.splitlines():
            fields = line.split("\t")
            if fields[0] in sentences and fields[6]:
                rows.append((fields[0], fields[5], [int(i) for i in fields[6].split()]))
    rng.shuffle(rows)
    for key, question, tokens in rows[:QUESTIONS_OF_QAMR]:
        words = sentences[key].split()
        if max(tokens) >= len(words):
            continue
        before = as_written(" ".join(words[: min(tokens)]))
        answer = as_written(" ".join(words[min(tokens) : max(tokens) + 1]))
        sentence = as_written(" ".join(words))
        at = sentence.find(answer, max(0, len(before) - 6))
        if at < 0:
            continue
        near = [other for other in by_document[document_of(key)] if other != key]
        drawn = [
            rng.choice(near) if near and rng.random() < 0.5 else rng.choice(everything)
            for _ in range(rng.randrange(5))
        ]
        others = [as_written(sentences[other]) for other in dict.fromkeys(drawn) if other != key]
        if others and rng.random() < 0.15:
            yield Example(question, " ".join(others), (), "span")
            continue
        place = rng.randint(0, len(others))
        text, spans = joined([*others[:place], sentence, *others[place:]], {place})
        start = spans[0][0] + at
        yield Example(question, text, ((start, start + len(answer)),), "span")


def document_of(key: str) -> str:
    return ":".join(key.split(":")[:3])


def of_selqa(path: Path, rng: random.Random) -> Iterator[Example]:
    """Questions with the sentences that answer among those of a section of Wikipedia."""
    for entry in json.loads(path.read_text(encoding="utf-8")):
        sentences, answers = entry["candidates"], set(entry["answers"])
        text, spans = joined(sentences, answers)
        yield Example(entry["question"], text, tuple(spans), "sentence")
        rest = [sentence for i, sentence in enumerate(sentences) if i not in answers]
        if rest and rng.random() < 0.3:
            yield Example(entry["question"], " ".join(rest), (), "sentence")


def joined(sentences: Sequence[str], answers: set[int]) -> tuple[str, list[tuple[int, int]]]:
    """The sentences as one text, and where in it those are whose numbers are in `answers`."""
    text, spans = "", []
    for number, sentence in enumerate(sentences):
        text += " " if text else ""
        if number in answers:
            spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return text, spans


def as_written(tokens: str) -> str:
    """Words and marks as the Penn Treebank parts them, put together again."""
    for treebank, mark in {
        "-LRB- ": "(",
        " -RRB-": ")",
        "-LRB-": "(",
        "-RRB-": ")",
        "`` ": '"',
        " ''": '"',
    }.items():
        tokens = tokens.replace(treebank, mark)
    for mark in [*".,;:?!%')", "'s", "n't"]:
        tokens = tokens.replace(f" {mark}", mark)
    return tokens


def terse(question: str, rng: random.Random) -> str:
    """As people type it: mostly in lower case and without its question mark."""
    short = question.rstrip(" ?").strip()
    if rng.random() < 0.7:
        short = short.lower()
    return short if rng.random() < 0.7 else f"{short}?"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("out", type=Path)
    parser.add_argument("--squad", type=Path, nargs="*", default=[])
    parser.add_argument("--untitled", type=Path, nargs="*", default=[])
    parser.add_argument("--qamr", type=Path)
    parser.add_argument("--selqa", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--harder", action="store_true", help="harder ones made of SQuAD's")
    given = parser.parse_args()
    rng = random.Random(given.seed)  # noqa: S311
    examples = [
        *(
            e
            for path in given.squad
            for e in of_squad(path, rng, QUESTIONS_OF_A_FILE, TITLED, hard=given.harder)
        ),
        *(
            e
            for path in given.untitled
            for e in of_squad(path, rng, QUESTIONS_OF_UNTITLED, 0.0, hard=given.harder)
        ),
    ]
    examples += of_qamr(given.qamr, rng) if given.qamr else []
    examples += of_selqa(given.selqa, rng) if given.selqa else []
    examples = [
        replace(each, question=terse(each.question, rng)) if rng.random() < TERSE else each
        for each in examples
    ]
    rng.shuffle(examples)
    with given.out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in examples)
    print(f"{len(examples):,} examples, {sum(not e.answers for e in examples):,} without an answer")


if __name__ == "__main__":
    main()
