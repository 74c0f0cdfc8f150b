"""How sure the first quote answers: a logistic function of the scores of the views."""

import math

from index.bm25 import Bm25Index, words
from index.retriever import Query
from index.types import Hit

COSINE = 6.0
COVERAGE = 4.0
INTERCEPT = -5.0


def confidence(query: Query, hit: Hit, bm25: Bm25Index) -> float:
    """The probability, 0 to 1, that a hit answers.

    1 / (1 + exp(−(a + b·cosine + c·coverage))), coverage being the share of the question's IDF
    whose words the passage has.
    """
    present = set(words([hit.passage.text])[0])
    asked = {word: bm25.idf(word) for word in query.words}
    coverage = sum(idf for word, idf in asked.items() if word in present) / sum(asked.values())
    return 1 / (1 + math.exp(-(INTERCEPT + COSINE * hit.cosine + COVERAGE * coverage)))
