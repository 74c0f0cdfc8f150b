"""How good the answers are: a dataset's questions, asked on the very path that `ask` takes.

Each question is asked twice: of everything, which measures ranking, quotes and refusals; and with
the paragraph that answers left out, and whatever says nearly the same. Then an answer is false,
unless the marked sentence holds a right answer all the same: such an asking is not counted. Ranking
and quotes are measured whether or not the answer would be refused; refusals are counted apart.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.answering.answer import Answerer
from index.answering.distinct import says_the_same
from index.answering.finding import Found
from index.evaluation import measures
from index.evaluation.datasets import Dataset, DatasetError, Example
from index.text.words import words
from index.types import Passage, Quote

DEPTH = 100
REFUSED_SHARE = 0.1
"""The share of answerable questions refused at which false answers are also reported."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Success@k and MRR of one way to rank, each 0 to 1."""

    success_1: float
    success_3: float
    success_5: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `pullquote eval` reports; shares are 0 to 1, times in milliseconds.

    `highlight_hit`: a gold answer lies in what is marked of the first quote; `quotes_hit`: in any
    quote shown; `mark_hit`: as `highlight_hit`, of the questions whose first quote is of the right
    paragraph. `two_sentences` is the share of first quotes with two sentences marked. `refused` and
    `false_answers` are at the threshold in force; `false_answers_at_10_refused` when a tenth of the
    answerable questions is refused.
    """

    ranking: Ranking
    highlight_hit: float
    quotes_hit: float
    mark_hit: float
    two_sentences: float
    auroc: float
    threshold: float
    refused: float
    false_answers: float
    false_answers_at_10_refused: float
    ms_p50: float
    ms_p95: float
    questions: int
    passages: int
    reliability: tuple[tuple[float, float, int], ...]
    baselines: dict[str, Ranking]


def evaluate(
    dataset: Dataset,
    answerer: Answerer,
    *,
    quotes: int,
    threshold: float,
    limit: int | None = None,
    seed: int = 0,
    baseline: bool = False,
    on_progress: Progress = lambda done, total: None,
) -> Evaluation:
    """Ask the dataset's questions, or a random `limit` of them, of its own indexed articles.

    Article ids of the answerer's snapshot must be the dataset's article numbers.
    """
    examples = list(dataset.examples)
    if not any(example.answers for example in examples):
        raise DatasetError("none of the questions has an answer: there is nothing to measure")
    if limit is not None and limit < len(examples):
        examples = random.Random(seed).sample(examples, limit)  # noqa: S311 - no secret
    paragraphs = passages_by_paragraph(answerer)
    answerer.find(examples[0].question)  # the first question pays for warming up
    ranks: list[int | None] = []
    highlight_hits: list[bool] = []
    quotes_hits: list[bool] = []
    mark_hits: list[bool] = []
    two_sentences: list[bool] = []
    answerable: list[float] = []
    unanswerable: list[float] = []
    first_is_right: list[bool] = []
    milliseconds: list[float] = []
    baseline_ranks: dict[str, list[int | None]] = {"dense": [], "bm25": []} if baseline else {}
    for done, example in enumerate(examples, start=1):
        on_progress(done, len(examples))
        started = time.perf_counter()
        found = answerer.find(example.question)
        shown = answerer.quotes(found, quotes)
        milliseconds.append((time.perf_counter() - started) * 1000)
        if not example.answers:
            unanswerable.append(found.confidence)
            continue
        rank = _rank([hit.passage for hit in found.ranked], example)
        ranks.append(rank)
        first_is_right.append(bool(found.hits) and is_relevant(found.hits[0].passage, example))
        highlight_hits.append(bool(shown) and _in_highlight(shown[0], example))
        two_sentences.append(bool(shown) and _marked_sentences(answerer, shown[0]) > 1)
        if first_is_right[-1]:
            mark_hits.append(highlight_hits[-1])
        quotes_hits.append(any(_contains(quote.text, example) for quote in shown))
        answerable.append(found.confidence)
        without = answerer.find(
            example.question,
            leave_out=[
                *paragraphs[example.article, example.paragraph],
                *_saying_the_same(found, example),
            ],
        )
        others = answerer.quotes(without, 1)
        if not (others and _in_highlight(others[0], example)):
            unanswerable.append(without.confidence)
        for name, passages in _baselines(answerer, found).items() if baseline else ():
            baseline_ranks[name].append(_rank(passages, example))
    at_tenth = measures.quantile(answerable, REFUSED_SHARE)
    return Evaluation(
        ranking=_ranking(ranks),
        highlight_hit=float(np.mean(highlight_hits)),
        quotes_hit=float(np.mean(quotes_hits)),
        mark_hit=float(np.mean(mark_hits)) if mark_hits else 0.0,
        two_sentences=float(np.mean(two_sentences)),
        auroc=measures.auroc(answerable, unanswerable),
        threshold=threshold,
        refused=measures.share_below(answerable, threshold),
        false_answers=1 - measures.share_below(unanswerable, threshold),
        false_answers_at_10_refused=1 - measures.share_below(unanswerable, at_tenth),
        ms_p50=measures.quantile(milliseconds, 0.5),
        ms_p95=measures.quantile(milliseconds, 0.95),
        questions=len(examples),
        passages=answerer.snapshot.info.passages,
        reliability=_reliability(
            answerable + unanswerable, first_is_right + [False] * len(unanswerable)
        ),
        baselines={name: _ranking(ranks) for name, ranks in baseline_ranks.items()},
    )


def passages_by_paragraph(answerer: Answerer) -> dict[tuple[int, int], list[int]]:
    """The ids of the passages of each body paragraph, by its article and number."""
    found: dict[tuple[int, int], list[int]] = {}
    for passage in answerer.snapshot.all_passages():
        for number in range(passage.first_paragraph, passage.last_paragraph + 1):
            found.setdefault((passage.article_id, number), []).append(passage.id)
    return found


def _saying_the_same(found: Found, example: Example) -> list[int]:
    """The ids of those found that say nearly the same as the paragraph that answers."""
    right = [hit.passage.text for hit in found.ranked if is_relevant(hit.passage, example)]
    return [
        hit.passage.id
        for hit in found.ranked
        if any(says_the_same(hit.passage.text, text) for text in right)
    ]


def _marked_sentences(answerer: Answerer, quote: Quote) -> int:
    sentences = answerer.snapshot.sentence_spans(quote.passage_id)
    return sum(
        any(a <= start and end <= b for a, b in quote.highlights) for start, end in sentences
    )


def _baselines(answerer: Answerer, found: Found) -> dict[str, list[Passage]]:
    """The ranking by the passage vector alone, and by BM25 alone."""
    snapshot = answerer.snapshot
    dense, _ = snapshot.nearest(found.query.encoding.vector, DEPTH)
    lexical = snapshot.best_by_words(words([found.query.text])[0], DEPTH)
    return {
        "dense": snapshot.passages(dense.tolist()),
        "bm25": snapshot.passages(lexical.tolist()),
    }


def _ranking(ranks: Sequence[int | None]) -> Ranking:
    at_1, at_3, at_5 = (measures.success(ranks, k) for k in (1, 3, 5))
    return Ranking(at_1, at_3, at_5, measures.mrr(ranks))


def _rank(passages: Sequence[Passage], example: Example) -> int | None:
    """The rank of the paragraph that answers; pieces of one paragraph count as one."""
    paragraphs = dict.fromkeys((p.article_id, p.first_paragraph) for p in passages)
    position = {paragraph: rank for rank, paragraph in enumerate(paragraphs, start=1)}
    for passage in passages:
        if is_relevant(passage, example):
            return position[passage.article_id, passage.first_paragraph]
    return None


def is_relevant(passage: Passage, example: Example) -> bool:
    """Whether a passage covers the paragraph that answers."""
    return (
        passage.article_id == example.article
        and passage.first_paragraph <= example.paragraph <= passage.last_paragraph
    )


def _in_highlight(quote: Quote, example: Example) -> bool:
    marked = [quote.text[start:end] for start, end in quote.highlights]
    return any(answer in text for answer in example.answers for text in marked)


def _contains(text: str, example: Example) -> bool:
    return any(answer in text for answer in example.answers)


def _reliability(
    confidences: Sequence[float], right: Sequence[bool]
) -> tuple[tuple[float, float, int], ...]:
    """For each tenth of confidence: mean confidence, share that was right, and how many."""
    bins = np.minimum((np.asarray(confidences) * 10).astype(int), 9)
    rows = []
    for i in range(10):
        inside = bins == i
        if inside.any():
            mean = float(np.asarray(confidences)[inside].mean())
            rows.append((mean, float(np.asarray(right)[inside].mean()), int(inside.sum())))
    return tuple(rows)
