"""An example for the reader: a question, a passage, and where the answer stands in it."""

import random
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Example:
    """`answers` are spans of `passage`, none if it does not answer.

    `kind` says whether a span is the answer itself or the sentences that hold it.
    """

    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]
    kind: Literal["span", "sentence"]


def titled(example: Example, title: str, share: float, rng: random.Random) -> Example:
    """With the article's title before the passage, in a `share` of the cases."""
    if not title or rng.random() >= share:
        return example
    shift = len(title) + 2
    answers = tuple((start + shift, end + shift) for start, end in example.answers)
    return replace(example, passage=f"{title}. {example.passage}", answers=answers)
