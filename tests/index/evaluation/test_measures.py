"""Measures against figures worked out by hand."""

import pytest

from index.evaluation.measures import auroc, mrr, quantile, share_below, success

RANKS = [1, 3, None, 2, 7]


def test_success_counts_questions_with_a_relevant_passage_in_the_first_k() -> None:
    assert [success(RANKS, k) for k in (1, 3, 5, 10)] == [0.2, 0.6, 0.6, 0.8]


def test_mrr_is_the_mean_of_one_over_the_rank() -> None:
    assert mrr(RANKS) == pytest.approx((1 + 1 / 3 + 0 + 1 / 2 + 1 / 7) / 5)


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    positives, negatives = [0.9, 0.5, 0.5, 0.2], [0.5, 0.1, 0.3]
    pairs = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positives for n in negatives]
    assert auroc(positives, negatives) == pytest.approx(sum(pairs) / len(pairs))


def test_shares_and_quantiles() -> None:
    assert share_below([0.1, 0.4, 0.5, 0.9], 0.5) == 0.5
    assert quantile([1, 2, 3], 0.5) == 2
