"""Fit the constants of index/answering/confidence.py on files with known answers.

    python -m bench.calibrate FILE … [--limit 300] [--seed 0]

Confidence should mean the same in a collection of any size. So questions are asked of single
articles, of four at a time, of each file and of all files together, a third of them as people type
in a hurry; each three times: of everything, without its article, and without the paragraph that
answers. An asking is right if the first quote's paragraph is the one that answers; it is not
counted if another paragraph has the answer's words. Prints, for each size, what is refused and
falsely answered at the threshold, and the logistic fits: of all the weights, and of slope,
intercept and the reader's log-odds. Only every fourth article is asked about, as the packaged
reader learned from the others.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.reader.examples import HELD_OUT
from bot.engine import answerers, encoders
from config.settings import load
from index.answering.confidence import (
    INTERCEPT,
    INTERCEPT_WITH_ODDS,
    ODDS_WEIGHT,
    SLOPE,
    SLOPE_WITH_ODDS,
    Evidence,
    bounded,
)
from index.answering.finding import Found
from index.building.build import build_snapshot
from index.collection.kept_articles import kept
from index.encoder.encoding import Encoder
from index.evaluation.datasets import Dataset, Example, read_datasets
from index.evaluation.evaluate import is_relevant, passages_by_paragraph
from index.snapshot.opening import open_current

TERSE_SHARE = 1 / 3
DROPPED = frozenset("the a an of did does do is are was were in for to has have had".split())
DROPPED_SHARE = 0.7
SINGLE, GROUPS, GROUP_SIZE = 14, 5, 4
# How much an asking without its paragraph alone weighs in the fits: people ask more often about
# what is not there at all, and now and then another paragraph does answer.
HARD_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Asking:
    """The kind of collection, what was left out of it, what was found, and whether it is right."""

    size: str
    left_out: str
    evidence: Evidence
    confidence: float
    right: bool


def hurried(question: str, rng: random.Random) -> str:
    """As people type who are in a hurry: lower case, no question mark, few small words."""
    words = question.rstrip(" ?").lower().split()
    kept_words = [w for w in words if w not in DROPPED or rng.random() > DROPPED_SHARE]
    return " ".join(kept_words if len(kept_words) > 1 else words)


def held_out(dataset: Dataset) -> Dataset:
    """All articles, and the questions on those that the packaged reader did not learn from."""
    kept_examples = (e for e in dataset.examples if e.article % HELD_OUT == 0)
    return replace(dataset, examples=tuple(kept_examples))


def part(dataset: Dataset, articles: Sequence[int]) -> Dataset:
    """Some of a dataset's articles, with their questions."""
    places = {article: place for place, article in enumerate(articles)}
    return Dataset(
        tuple(dataset.articles[article] for article in articles),
        tuple(
            replace(example, article=places[example.article])
            for example in dataset.examples
            if example.article in places
        ),
    )


def collections(
    datasets: Sequence[Dataset], rng: random.Random, limit: int
) -> Iterator[tuple[str, Dataset, int]]:
    """Collections of each size by their name, and how many questions to ask of each."""
    for dataset in datasets:
        asked_about = sorted({example.article for example in dataset.examples})
        for _ in range(SINGLE):
            yield "one article", part(dataset, [rng.choice(asked_about)]), 14
        for _ in range(GROUPS):
            several = min(GROUP_SIZE, len(dataset.articles))
            yield "a few", part(dataset, rng.sample(range(len(dataset.articles)), several)), 30
        yield "a file", dataset, limit
    for number, dataset in enumerate(datasets):
        for other in (*datasets[:number], *datasets[number + 1 :]):
            dataset = dataset.among(other)
        if len(datasets) > 1:
            yield "all files", dataset, limit


def askings(
    size: str, dataset: Dataset, count: int, encoder: Encoder, rng: random.Random
) -> list[Asking]:
    settings = load({})
    examples = [example for example in dataset.examples if example.answers]
    everything = frozenset(range(len(dataset.articles)))
    found: list[Asking] = []
    with TemporaryDirectory() as folder:
        build_snapshot(map(kept, dataset.articles), Path(folder), encoder, corpus="calibration")
        answerer = answerers.answerer_of(settings, open_current(Path(folder)), encoder)
        paragraphs = passages_by_paragraph(answerer)
        for example in rng.sample(examples, min(count, len(examples))):
            question = example.question
            if rng.random() < TERSE_SHARE:
                question = hurried(question, rng)
            own = paragraphs[example.article, example.paragraph]
            tried = {
                "nothing": answerer.find(question),
                "paragraph": answerer.find(question, leave_out=own),
                "article": answerer.find(question, everything - {example.article}),
            }
            found += [
                Asking(size, left_out, each.evidence, each.confidence, right)
                for left_out, each in tried.items()
                if each.evidence and (right := _is_right(each, example)) is not None
            ]
    return found


def _is_right(found: Found, example: Example) -> bool | None:
    """None if it may be right, though it is of another paragraph."""
    first = found.hits[0].passage
    if is_relevant(first, example):
        return True
    return None if any(answer in first.text for answer in example.answers) else False


def report(all_askings: Sequence[Asking], threshold: float) -> None:
    print(f"{'':<12} refused  false: without article  without paragraph")
    for size in dict.fromkeys(asking.size for asking in all_askings):
        answered = [
            [a.confidence >= threshold for a in all_askings if (a.size, a.left_out) == (size, part)]
            for part in ("nothing", "article", "paragraph")
        ]
        asked, article, paragraph = (float(np.mean(some)) if some else np.nan for some in answered)
        print(f"{size:<12} {1 - asked:>7.3f}  {article:>22.3f}  {paragraph:>17.3f}")
    right = np.array([asking.right for asking in all_askings])
    sizes = [asking.size for asking in all_askings]
    weights = np.array(
        [
            (HARD_WEIGHT if a.left_out == "paragraph" else 1.0) / sizes.count(a.size)
            for a in all_askings
        ]
    )
    features = np.array([_features(asking.evidence) for asking in all_askings])
    free = LogisticRegression(C=1e6, max_iter=10_000).fit(features, right, weights * len(right))
    names = ("score", "cosine", "rivals", "missing", "log10 searched", "lacks kind", "log-odds")
    print(
        "free fit: " + " ".join(f"{c:+.2f} {n}" for c, n in zip(free.coef_[0], names, strict=True))
    )
    weighed = np.array([[a.evidence.weighed, _odds(a.evidence)] for a in all_askings])
    fixed = LogisticRegression(C=1e6).fit(weighed, right, weights * len(right))
    print(
        f"with the weights in use: slope {fixed.coef_[0][0]:.1f}, "
        f"log-odds {fixed.coef_[0][1]:.2f}, intercept {fixed.intercept_[0]:.1f} "
        f"(in use {SLOPE_WITH_ODDS}, {ODDS_WEIGHT}, {INTERCEPT_WITH_ODDS}; without a reader "
        f"{SLOPE} and {INTERCEPT})"
    )


def _features(evidence: Evidence) -> list[float]:
    return [
        evidence.score,
        evidence.cosine,
        evidence.rivals,
        evidence.missing,
        float(np.log10(max(evidence.searched, 1))),
        float(evidence.lacks_kind),
        _odds(evidence),
    ]


def _odds(evidence: Evidence) -> float:
    return 0.0 if evidence.odds is None else bounded(evidence.odds)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=300, help="questions asked of a whole file")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)  # noqa: S311 - no secret
    settings = load({})
    encoder = encoders.load_encoder(settings, encoders.locate_encoder(settings))
    datasets = [held_out(read_datasets([file])) for file in arguments.files]
    found: list[Asking] = []
    for size, dataset, count in collections(datasets, rng, arguments.limit):
        found += askings(size, dataset, count, encoder, rng)
    report(found, settings.answer.threshold)


if __name__ == "__main__":
    main()
