"""Ids as arrays."""

from collections.abc import Sequence

import numpy as np

from index.arrays import BoolArray, IdArray

NONE: IdArray = np.zeros(0, dtype=np.int64)


def spans(rows: Sequence[Sequence[int]]) -> IdArray:
    """first, first + 1, …, of each (first, how many), ascending."""
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return ranges(pairs[:, 0], pairs[:, 1])


def among(ids: IdArray, ascending: IdArray) -> BoolArray:
    """Which of the ids are in an ascending array, (n,)."""
    if not len(ascending):
        return np.zeros(len(ids), dtype=bool)
    at = np.minimum(np.searchsorted(ascending, ids), len(ascending) - 1)
    found: BoolArray = ascending[at] == ids
    return found


def ranges(firsts: IdArray, counts: IdArray) -> IdArray:
    """first, first + 1, …, so many of each, ascending."""
    order = np.argsort(firsts, kind="stable")
    firsts, counts = firsts[order], counts[order]
    before = np.cumsum(counts) - counts
    shifts: IdArray = np.repeat(firsts - before, counts)
    return np.arange(int(counts.sum()), dtype=np.int64) + shifts
