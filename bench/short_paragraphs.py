"""A file of questions with its paragraphs cut into those of one sentence or two, as news has them.

    python -m bench.short_paragraphs FILE OUT.json [--seed 5]

FILE is a SQuAD file; OUT.json is another, which `pullquote eval` reads. A question goes to the
paragraph with most of its answers; one whose answers are cut in two is left out. The same file and
seed give the same paragraphs.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

from index.text.sentences import sentence_spans

LENGTHS = (1, 1, 2)  # sentences


def cut(paragraph: dict[str, Any], rng: random.Random) -> list[dict[str, Any]]:
    """The short paragraphs of a paragraph as SQuAD has it, with their questions."""
    text, spans = paragraph["context"], sentence_spans(paragraph["context"])
    short: list[dict[str, Any]] = []
    places: list[tuple[int, int]] = []
    while spans:
        length = rng.choice(LENGTHS)
        places.append((spans[0][0], spans[:length][-1][1]))
        short.append({"context": text[slice(*places[-1])], "qas": []})
        spans = spans[length:]
    for question in paragraph["qas"]:
        within: list[list[dict[str, Any]]] = [
            [
                {**answer, "answer_start": answer["answer_start"] - start}
                for answer in question.get("answers", ())
                if start <= answer["answer_start"]
                and answer["answer_start"] + len(answer["text"]) <= end
            ]
            for start, end in places
        ]
        most = max(range(len(within)), key=lambda i: len(within[i]), default=None)
        if most is not None and within[most]:
            short[most]["qas"].append({**question, "answers": within[most]})
    return short


def cut_file(content: dict[str, Any], seed: int) -> dict[str, Any]:
    """What a SQuAD file holds, with short paragraphs."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    return {
        **content,
        "data": [
            {
                **article,
                "paragraphs": [
                    short for paragraph in article["paragraphs"] for short in cut(paragraph, rng)
                ],
            }
            for article in content["data"]
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    content = cut_file(json.loads(given.file.read_text(encoding="utf-8")), given.seed)
    given.out.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    paragraphs = [each for article in content["data"] for each in article["paragraphs"]]
    questions = sum(len(each["qas"]) for each in paragraphs)
    print(f"{questions:,} questions, {len(paragraphs):,} paragraphs")


if __name__ == "__main__":
    main()
