"""Fit the constants of index/confidence.py on files with known answers.

    python -m bench.calibrate FILE … [--limit 3000] [--seed 0]

Each question is asked with its article indexed and with it left out; the label is whether the
first quote's paragraph is the one that answers. Prints, for each file and for all, the logistic fit
over the three features, the fit of slope and intercept alone with the weights in use, and the
threshold below which a tenth of the answerable questions lie.
"""

import argparse
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot import engine
from config.settings import load
from index.answering.answer import Found
from index.answering.confidence import COSINE_WEIGHT, RIVALS, RIVALS_WEIGHT
from index.building.build import build_snapshot
from index.collection.kept import kept
from index.evaluation import measures
from index.evaluation.datasets import read_datasets
from index.evaluation.evaluate import is_relevant
from index.snapshot.snapshot import open_current

Row = tuple[float, float, float]


def features(found: Found) -> Row:
    """The first's score, its cosine, and the mean score of its rivals."""
    rivals = [hit.score for hit in found.hits[1 : 1 + RIVALS]]
    rest = sum(rivals) / len(rivals) if rivals else 0.0
    return found.hits[0].score, found.hits[0].cosine, rest


def collect(file: Path, limit: int, seed: int) -> tuple[list[Row], list[bool], list[float]]:
    """Features and labels of every asking, and the confidences where the article was indexed."""
    settings = load({})
    dataset = read_datasets([file])
    examples = [example for example in dataset.examples if example.answers]
    if limit < len(examples):
        examples = random.Random(seed).sample(examples, limit)  # noqa: S311 - no secret
    encoder = engine.load_encoder(settings, engine.locate_encoder(settings))
    everything = frozenset(range(len(dataset.articles)))
    rows: list[Row] = []
    labels: list[bool] = []
    answerable: list[float] = []
    with TemporaryDirectory() as folder:
        build_snapshot(map(kept, dataset.articles), Path(folder), encoder, corpus="calibration")
        answerer = engine.answerer_of(settings, open_current(Path(folder)), encoder)
        for example in examples:
            found = answerer.find(example.question)
            left_out = answerer.find(example.question, everything - {example.article})
            rows += [features(found), features(left_out)]
            labels += [is_relevant(found.hits[0].passage, example), False]
            answerable.append(found.confidence)
    return rows, labels, answerable


def report(name: str, rows: list[Row], labels: list[bool], answerable: list[float]) -> None:
    x, y = np.array(rows), np.array(labels)
    free = LogisticRegression(C=1e6).fit(x, y)
    combined = (x @ np.array([1.0, COSINE_WEIGHT, -RIVALS_WEIGHT]))[:, None]
    fixed = LogisticRegression(C=1e6).fit(combined, y)
    score, cosine, rivals = free.coef_[0]
    print(f"{name}: {len(y):,} askings")
    print(
        f"  free fit: {score:.1f} score {cosine:+.1f} cosine {rivals:+.1f} rivals "
        f"{free.intercept_[0]:+.1f}"
    )
    print(f"  with the weights in use: slope {fixed.coef_[0][0]:.1f} {fixed.intercept_[0]:+.1f}")
    print(f"  a tenth of the answerable lie below {measures.quantile(answerable, 0.1):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    all_rows: list[Row] = []
    all_labels: list[bool] = []
    all_answerable: list[float] = []
    for file in arguments.files:
        rows, labels, answerable = collect(file, arguments.limit, arguments.seed)
        report(file.name, rows, labels, answerable)
        all_rows += rows
        all_labels += labels
        all_answerable += answerable
    if len(arguments.files) > 1:
        report("all", all_rows, all_labels, all_answerable)


if __name__ == "__main__":
    main()
