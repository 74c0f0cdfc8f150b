"""What is looked for in a snapshot, and what is found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.arrays import BoolArray, FloatArray, IdArray, LongArray


@dataclass(frozen=True, slots=True)
class Similarities:
    """MaxSim of some passages' sentences with a query.

    `best` is (sentences, query tokens): each query token's best similarity in each sentence;
    `first` is the row of each passage's first sentence, in the order the passages were asked for.
    """

    best: FloatArray
    first: LongArray

    def by_passage(self) -> FloatArray:
        """Each query token's best similarity in each passage, (passages, query tokens)."""
        best: FloatArray = np.maximum.reduceat(self.best, self.first, axis=0)
        return best

    def beside(self, context: FloatArray) -> "Similarities":
        """With what stands beside each passage, (passages, query tokens), if that is more alike."""
        sentences = np.diff(np.append(self.first, len(self.best)))
        return Similarities(
            np.maximum(self.best, np.repeat(context, sentences, axis=0)), self.first
        )


@dataclass(frozen=True, slots=True)
class Sought:
    """What candidates are found by: the query's vector, (d,), of length 1; its `words`, stemmed;
    the words of each of its `phrases`; and the `speakers` whose words are asked for."""

    vector: FloatArray
    words: Sequence[str]
    phrases: Sequence[Sequence[str]] = ()
    speakers: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages worth a closer look, by ascending id, and what both views say of each, (n,) each.

    `bm25` is the BM25 score with the title's words, over the highest that a passage's own words
    could attain; `said` is whether it has words of whoever is asked about.
    """

    ids: IdArray
    cosines: FloatArray
    bm25: FloatArray
    said: BoolArray


class Within(Protocol):
    """Some of a snapshot's passages, and how many they are; from `Views.within` alone."""

    @property
    def articles(self) -> int: ...

    @property
    def passages(self) -> int: ...

    def has(self, passage_id: int) -> bool: ...
