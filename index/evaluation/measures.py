"""Measures of ranking and of abstention, named as ir_measures names them."""

from collections.abc import Sequence

import numpy as np


def success(ranks: Sequence[int | None], k: int) -> float:
    """Success@k: the share of questions with a relevant passage among the first k.

    A rank counts from 1; None means that none was retrieved.
    """
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def mrr(ranks: Sequence[int | None]) -> float:
    """The mean reciprocal rank of the first relevant passage, 0 if there is none."""
    return sum(1 / rank for rank in ranks if rank is not None) / len(ranks)


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The chance that a random positive scores above a random negative, ties counting half.

    Mann and Whitney's U over the number of pairs (Hanley & McNeil 1982).
    """
    order = np.sort(np.asarray(negatives, dtype=np.float64))
    scores = np.asarray(positives, dtype=np.float64)
    below = np.searchsorted(order, scores, side="left")
    not_above = np.searchsorted(order, scores, side="right")
    return float((below + not_above).sum() / (2 * len(scores) * len(order)))


def share_below(scores: Sequence[float], threshold: float) -> float:
    return sum(score < threshold for score in scores) / len(scores)


def quantile(values: Sequence[float], q: float) -> float:
    return float(np.quantile(np.asarray(values, dtype=np.float64), q))
