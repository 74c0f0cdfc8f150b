"""The sentence that is marked, and pairs of neighbouring words."""

import numpy as np
import pytest

from index.answering.retrieval.late_interaction import adjacent_pairs, answering_sentences
from index.snapshot.bm25 import Bm25Index

WEIGHTS = np.array([0.5, 0.3, 0.2], dtype=np.float32)


def rows(*rows: list[float]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    return np.array(rows, dtype=np.float32)


def test_the_best_matching_sentence_is_marked_alone() -> None:
    best = rows([0.1, 0.2, 0.2], [0.8, 0.7, 0.7], [0.2, 0.1, 0.1])
    assert answering_sentences(best, WEIGHTS) == (1, 1)


def test_two_neighbours_are_marked_where_they_match_better_together() -> None:
    best = rows([0.1, 0.1, 0.1], [0.8, 0.1, 0.1], [0.1, 0.7, 0.1])
    assert answering_sentences(best, WEIGHTS) == (1, 2)
    assert answering_sentences(best[::-1].copy(), WEIGHTS) == (0, 1)


def test_sentences_that_are_no_neighbours_are_not_joined() -> None:
    best = rows([0.8, 0.1, 0.1], [0.1, 0.1, 0.1], [0.1, 0.7, 0.1])
    assert answering_sentences(best, WEIGHTS) == (0, 0)


def test_a_lone_sentence_is_marked() -> None:
    assert answering_sentences(rows([0.1, 0.1, 0.1]), WEIGHTS) == (0, 0)


def test_of_sentences_that_match_alike_one_with_what_is_asked_for_is_marked() -> None:
    best = rows([0.8, 0.7, 0.70], [0.1, 0.1, 0.1], [0.8, 0.7, 0.69])
    assert answering_sentences(best, WEIGHTS) == (0, 0)
    assert answering_sentences(best, WEIGHTS, np.array([False, False, True])) == (2, 2)


def test_a_neighbour_that_has_what_is_asked_for_is_marked_too() -> None:
    best = rows([0.1, 0.1, 0.1], [0.8, 0.7, 0.7], [0.2, 0.1, 0.1])
    assert answering_sentences(best, WEIGHTS, np.array([False, False, True])) == (1, 2)
    assert answering_sentences(best, WEIGHTS, np.array([True, True, True])) == (1, 1)
    assert answering_sentences(best, WEIGHTS, np.array([False, False, False])) == (1, 1)


TEXTS = ["The golden mirror", "A mirror in space, a golden mirror", "Space and golden things", ""]
BM25 = Bm25Index.build(TEXTS)
IDS = np.arange(len(TEXTS))


def test_pairs_of_words_count_by_their_rarity_where_they_are_neighbours() -> None:
    golden, mirror, space = (BM25.idf(word) for word in ("golden", "mirror", "space"))
    shares = adjacent_pairs(["golden", "mirror", "space"], BM25, IDS, TEXTS)
    first = (golden + mirror) / (golden + 2 * mirror + space)
    assert shares.tolist() == pytest.approx([first, 1.0, 0.0, 0.0])


@pytest.mark.parametrize("question", [["mirror"], ["zebra", "mirror"], []])
def test_without_a_pair_that_occurs_there_is_no_share(question: list[str]) -> None:
    assert adjacent_pairs(question, BM25, IDS, TEXTS).tolist() == [0.0] * 4
