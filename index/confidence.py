"""How sure the first quote answers: a logistic function of how far the best passage stands out.

Fitted by `python -m bench.calibrate` on SQuADShifts new_wiki and amazon_reviews, each question
asked with its article indexed and with it left out; see the README for how well it holds.
"""

import math
from collections.abc import Sequence

from index.types import Hit

SLOPE = 18.0
INTERCEPT = -7.5
COSINE_WEIGHT = 0.1
RIVALS_WEIGHT = 0.4
RIVALS = 4


def confidence(hits: Sequence[Hit]) -> float:
    """The probability, 0 to 1, that the first of distinct hits, best first, answers.

    σ(18 x − 7.5), where x is the first's score + 0.1 · its cosine − 0.4 · the mean score of the
    next four: where every passage matches alike, none is likely to answer.
    """
    if not hits:
        return 0.0
    rivals = [hit.score for hit in hits[1 : 1 + RIVALS]]
    rest = sum(rivals) / len(rivals) if rivals else 0.0
    x = hits[0].score + COSINE_WEIGHT * hits[0].cosine - RIVALS_WEIGHT * rest
    return 1 / (1 + math.exp(-(SLOPE * x + INTERCEPT)))
