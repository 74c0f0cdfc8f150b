"""Late interaction: how well a question's tokens are matched by a passage and by its sentences.

Token weights, the score that re-ranks, and the choice of the highlighted sentence. The constants
are rounded from listwise logistic fits on SQuADShifts new_wiki and amazon_reviews, which agree on
them (fitted on one, they do as well on the other).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from index.arrays import BoolArray, FloatArray, IdArray, LongArray
from index.encoder.encoding import Encoding
from index.engine.found import Similarities
from index.engine.views import Views
from index.text.words import FUNCTION_WORD_WEIGHT, FUNCTION_WORDS, words

# A small corpus says little about which words are rare. Imagined passages, in which a function word
# occurs in 3 of 10 and any other in 1 of 200, make a corpus of 10 passages weigh words as a large
# one does, and fade as the corpus grows.
PRIOR_PASSAGES = 300
PRIOR_FUNCTION_WORD = 0.3
PRIOR_OTHER_WORD = 0.005

PASSAGE_WEIGHT = 0.5
SENTENCE_WEIGHT = 0.5
PAIR_GAIN = 0.05
KIND_GAIN = 0.02


class Words(Protocol):
    """What is asked of the words that are indexed; see `Views`."""

    def idf(self, word: str) -> float: ...

    def occurs_in(self, word: str, ids: IdArray) -> BoolArray: ...


def token_weights(text: str, query: Encoding, indexed: Views) -> FloatArray:
    """One weight for each token of a question, (n,), summing to 1: the root of its IDF.

    Punctuation counts nothing, a function word half. If nothing else is left, all count alike.
    """
    pieces = [text[start:end].lower() for start, end in query.offsets]
    function = np.array([piece in FUNCTION_WORDS for piece in pieces], dtype=bool)
    counted = np.array([any(c.isalnum() for c in piece) for piece in pieces], dtype=bool)
    if not counted.any():
        counted[:] = True
        function[:] = True
    prior = np.where(function, PRIOR_FUNCTION_WORD, PRIOR_OTHER_WORD) * PRIOR_PASSAGES
    df = indexed.document_frequency(query.ids) + prior
    idf = np.log1p((indexed.info.passages + PRIOR_PASSAGES - df + 0.5) / (df + 0.5))
    raw = np.sqrt(idf) * np.where(function, FUNCTION_WORD_WEIGHT, 1.0) * counted
    weights: FloatArray = (raw / raw.sum()).astype(np.float32)
    return weights


def match_scores(similarities: Similarities, weights: FloatArray) -> FloatArray:
    """Half the passage's weighted mean MaxSim, half its best sentence's, (passages,), in −1..1."""
    # np.dot, as @ now and then warns of numbers that OpenBLAS reads beside these (numpy #24067).
    by_sentence: FloatArray = np.dot(similarities.best, weights)
    best_sentence = np.maximum.reduceat(by_sentence, similarities.first)
    whole: FloatArray = np.dot(similarities.by_passage(), weights)
    return (PASSAGE_WEIGHT * whole + SENTENCE_WEIGHT * best_sentence).astype(np.float32)


def answering_sentences(
    best: FloatArray, weights: FloatArray, fits: BoolArray | None = None
) -> tuple[int, int]:
    """The first and last sentence to mark, of one passage's `best` (sentences, query tokens).

    `fits`, (sentences,), says which have what an answer has; None that all do.
    One sentence; or two neighbours if together they match the question better than the best
    alone by more than `PAIR_GAIN`, which they do in about one passage of ten.
    """
    if fits is None:
        fits = np.ones(len(best), dtype=bool)
    alone = np.dot(best, weights) + np.float32(KIND_GAIN) * fits
    i = int(alone.argmax())
    if not fits[i]:
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(alone) and fits[j]]
        if beside:
            j = max(beside, key=lambda j: float(alone[j]))
            return min(i, j), max(i, j)
    pairs = [j for j in (i - 1, i) if 0 <= j < len(alone) - 1]
    together = {j: float(np.dot(np.maximum(best[j], best[j + 1]), weights)) for j in pairs}
    j = max(pairs, key=lambda j: together[j], default=i)
    return (j, j + 1) if pairs and together[j] - alone[i] > PAIR_GAIN else (i, i)


def adjacent_pairs(
    query_words: Sequence[str],
    indexed: Words,
    ids: LongArray,
    texts: Sequence[str],
    language: str | None = None,
) -> FloatArray:
    """The share of the question's neighbouring words that are neighbours in each passage too.

    Words are stemmed and without stop words; a pair weighs the sum of its words' IDF. (passages,),
    in 0..1. It does as well as a second BM25 index over pairs. `ids` and `texts` are the passages';
    only those that have both words of a pair are looked into, by the rules of their `language`.
    """
    pairs = {(a, b): indexed.idf(a) + indexed.idf(b) for a, b in pairwise(query_words)}
    total = sum(pairs.values()) or 1.0
    having = {word: indexed.occurs_in(word, ids) for word in set(query_words)}
    may = np.zeros(len(ids), dtype=bool)
    for a, b in pairs:
        may |= having[a] & having[b]
    shares = np.zeros(len(ids), dtype=np.float32)
    rows = np.flatnonzero(may).tolist()
    for row, passage_words in zip(rows, words([texts[i] for i in rows], language), strict=True):
        present = pairs.keys() & set(pairwise(passage_words))
        shares[row] = sum(pairs[pair] for pair in present) / total
    return shares
