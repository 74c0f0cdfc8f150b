"""BM25 against the formula, worked out by hand."""

from collections import Counter
from math import log1p
from pathlib import Path

import bm25s
import numpy as np
import pytest

from index.snapshot.bm25 import K1, B, Bm25Index, best_ids
from index.text.words import words

TEXTS = [
    "Troops arrived in Almaty on Thursday.",
    "Fuel prices doubled, and prices of bread followed prices of fuel.",
    "The troops left Almaty.",
    "A telescope unfolded its mirror.",
]


def bm25_by_hand(query: str, texts: list[str]) -> list[float]:
    """Robertson & Zaragoza's formula with Lucene's idf and without (k1 + 1), one word at a time."""
    documents = words(texts)
    mean_length = sum(map(len, documents)) / len(documents)
    scores = []
    for document in documents:
        counts = Counter(document)
        score = 0.0
        for word in words([query])[0]:
            df = sum(word in other for other in documents)
            idf = log1p((len(documents) - df + 0.5) / (df + 0.5))
            tf = counts[word]
            score += idf * tf / (tf + K1 * (1 - B + B * len(document) / mean_length))
        scores.append(score)
    return scores


@pytest.mark.parametrize("query", ["troops in Almaty", "the price of fuel", "mirrors unfolding"])
def test_scores_are_those_of_the_formula(query: str) -> None:
    index = Bm25Index.build(TEXTS)
    assert index.scores(words([query])[0]) == pytest.approx(bm25_by_hand(query, TEXTS), rel=1e-5)


def test_words_that_no_passage_has_score_nothing() -> None:
    index = Bm25Index.build(TEXTS)
    assert index.scores(["zebra"]).tolist() == [0, 0, 0, 0]
    assert "zebra" not in index
    assert index.idf("zebra") == pytest.approx(log1p(4.5 / 0.5))


def test_a_loaded_index_scores_as_the_saved_one(tmp_path: Path) -> None:
    index = Bm25Index.build(TEXTS)
    index.save(tmp_path / "bm25")
    loaded = Bm25Index.load(tmp_path / "bm25")
    query = words(["troops and fuel"])[0]
    assert loaded.scores(query).tolist() == index.scores(query).tolist()
    assert len(loaded) == 4


def test_a_corpus_without_a_word_can_be_indexed() -> None:
    assert Bm25Index.build(["the", "!"]).scores(["troop"]).tolist() == [0, 0]


def test_best_ids_are_the_highest_above_zero_and_ties_go_by_id() -> None:
    scores = np.array([0, 2, 1, 2, 0, 3], dtype=np.float32)
    assert best_ids(scores, 3).tolist() == [5, 1, 3]
    assert best_ids(scores, 10).tolist() == [5, 1, 3, 2]


def test_the_passages_that_have_a_word_are_found() -> None:
    index = Bm25Index.build(TEXTS)
    ids = np.array([3, 0, 2])
    assert index.occurs_in("troop", ids).tolist() == [False, True, True]
    assert index.occurs_in("mirror", ids).tolist() == [True, False, False]
    assert not index.occurs_in("zebra", ids).any()


def test_the_matrix_is_what_bm25s_itself_would_hold() -> None:
    """Pins the fields of bm25s that are filled in directly."""
    ours = Bm25Index.build(TEXTS)._bm25
    theirs = bm25s.BM25(k1=K1, b=B, method="lucene")
    theirs.index(words(TEXTS), show_progress=False)
    assert vars(ours).keys() == vars(theirs).keys()
    assert ours.scores.keys() == theirs.scores.keys()
    assert ours.scores["num_docs"] == theirs.scores["num_docs"]
    assert ours.nonoccurrence_array is theirs.nonoccurrence_array is None
    assert ours.unique_token_ids_set == set(ours.vocab_dict.values())
    theirs.vocab_dict.pop("", None)
    assert ours.vocab_dict.keys() == theirs.vocab_dict.keys()
    for word in ours.vocab_dict:
        assert postings(ours, word) == pytest.approx(postings(theirs, word))


def postings(index: bm25s.BM25, word: str) -> dict[int, float]:
    """The passages that have a word, with its score in each."""
    row = index.vocab_dict[word]
    start, end = index.scores["indptr"][row : row + 2]
    rows = zip(index.scores["indices"][start:end], index.scores["data"][start:end], strict=True)
    return {int(passage): float(score) for passage, score in rows}
