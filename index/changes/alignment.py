"""Which sentence of one text is which of another: the same, moved, changed, gone or added."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from index.changes.tokens import Token

# The share of their words that two sentences have in common (Dice) from which one is the other,
# changed; and if they stand between the same sentences.
ALIKE = 0.5
ALIKE_IN_PLACE = 0.3
LONGEST_RUN = 5
"""Sentences that may be joined or cut otherwise, as where a quotation mark is another."""
MOST_COMPARED = 400
"""Sentences of a side; of more only those that stand in the same place are compared."""

Sentence = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence's number in each text: changed, or gone (`now` is None), or added."""

    before: int | None
    now: int | None


def aligned(before: Sequence[Sentence], now: Sequence[Sentence]) -> list[Pair]:
    """What is not the same in both, in the order of the text as it is now.

    A sentence that stands elsewhere now is the same; so are one that was cut in two, two that were
    joined, and one that only stands there more or less often than before.
    """
    old, new = _keys(before), _keys(now)
    gaps = _gaps(old, new)
    there, was_there = set(new), set(old)
    for gap in gaps:
        gap.before = [i for i in gap.before if old[i] and old[i] not in there]
        gap.now = [j for j in gap.now if new[j] and new[j] not in was_there]
    _leave_out_cut(gaps, old, new)
    pairs = _paired(gaps, old, new)
    return sorted(pairs, key=lambda pair: _place(pair, gaps))


@dataclass(slots=True)
class _Gap:
    """Sentences of both texts that stand between the same ones, those before it at `start`."""

    before: list[int]
    now: list[int]
    start: int


def _keys(sentences: Sequence[Sentence]) -> list[tuple[str, ...]]:
    return [tuple(token.key for token in sentence) for sentence in sentences]


def _gaps(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> list[_Gap]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        _Gap(list(range(i, j)), list(range(k, m)), k)
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def _leave_out_cut(
    gaps: Sequence[_Gap], old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> None:
    """Leave out what says the same in another number of sentences."""
    for gap in gaps:
        for i, j in list(_runs_alike(gap, old, new)):
            gap.before = [each for each in gap.before if each not in i]
            gap.now = [each for each in gap.now if each not in j]


def _runs_alike(
    gap: _Gap, old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> Iterator[tuple[set[int], set[int]]]:
    """The runs of a few sentences on either side that have the same words in their order."""
    runs = defaultdict(list)
    for many in range(1, LONGEST_RUN + 1):
        for start in range(len(gap.now) - many + 1):
            run = gap.now[start : start + many]
            runs[sum((new[j] for j in run), ())].append(set(run))
    for many in range(1, LONGEST_RUN + 1):
        for start in range(len(gap.before) - many + 1):
            run = gap.before[start : start + many]
            for other in runs.get(sum((old[i] for i in run), ()), ()):
                yield set(run), other


def _paired(
    gaps: Sequence[_Gap], old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> list[Pair]:
    """Those most alike are one sentence, changed; the rest is gone or added."""
    gap_of_old = {i: number for number, gap in enumerate(gaps) for i in gap.before}
    gap_of_new = {j: number for number, gap in enumerate(gaps) for j in gap.now}
    candidates: list[tuple[float, int, int, int]] = []
    everywhere = max(len(gap_of_old), len(gap_of_new)) <= MOST_COMPARED
    for mine, theirs in (
        [(list(gap_of_old), list(gap_of_new))]
        if everywhere
        else [(gap.before, gap.now) for gap in gaps]
    ):
        if not mine or not theirs:
            continue
        likeness = _likeness([old[i] for i in mine], [new[j] for j in theirs])
        for row, column in np.argwhere(likeness >= ALIKE_IN_PLACE).tolist():
            i, j = mine[row], theirs[column]
            in_place = gap_of_old[i] == gap_of_new[j]
            if in_place or likeness[row, column] >= ALIKE:
                bonus = 0.1 if in_place else 0.0
                candidates.append((-float(likeness[row, column]) - bonus, abs(i - j), i, j))
    pairs: list[Pair] = []
    for _, _, i, j in sorted(candidates):
        if i in gap_of_old and j in gap_of_new:
            pairs.append(Pair(i, j))
            del gap_of_old[i], gap_of_new[j]
    pairs += (Pair(i, None) for i in gap_of_old)
    pairs += (Pair(None, j) for j in gap_of_new)
    return pairs


def _likeness(mine: Sequence[tuple[str, ...]], theirs: Sequence[tuple[str, ...]]) -> np.ndarray:
    """Dice's coefficient of the words of each two sentences, (mine, theirs), 0..1."""
    column = {word: i for i, word in enumerate(sorted({w for s in (*mine, *theirs) for w in s}))}
    having = []
    for side in (mine, theirs):
        matrix = np.zeros((len(side), len(column)), dtype=np.float32)
        for row, sentence in enumerate(side):
            matrix[row, [column[word] for word in set(sentence)]] = 1
        having.append(matrix)
    sizes = having[0].sum(axis=1)[:, None] + having[1].sum(axis=1)[None, :]
    likeness: np.ndarray = 2 * (having[0] @ having[1].T) / np.maximum(sizes, 1)
    return likeness


def _place(pair: Pair, gaps: Sequence[_Gap]) -> tuple[float, int]:
    """Where it stands in the text as it is now; what is gone, where it stood."""
    if pair.now is not None:
        return pair.now, 0
    start = next((gap.start for gap in gaps if pair.before in gap.before), 0)
    return start - 0.5, pair.before or 0
