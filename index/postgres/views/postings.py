"""BM25 over postings that are fetched word by word, as the embedded index would score it.

A passage's score is Σ over the query's words of idf · tf / (tf + k1·(1 − b + b·length/mean
length)). What is kept of a word is its passages, how often it occurs in each, and how many words
each has; so a score goes by the numbers of the generation that is asked, whenever a row was
written.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.arrays import BoolArray, FloatArray, IdArray, IntArray
from index.postgres.database import Database
from index.postgres.ids import ranges
from index.snapshot.bm25 import K1, B

KEPT_BYTES = 64_000_000
"""Postings that are kept for the next question."""

Visible = Callable[[IdArray], BoolArray]


@dataclass(frozen=True, slots=True)
class Having:
    """The passages that have a word, how often, and how many words they have, (n,) each, by
    ascending id; and by ascending id the passages whose heading has it, (m,)."""

    ids: IdArray
    counts: IntArray
    lengths: IntArray
    headed: IdArray

    @property
    def bytes(self) -> int:
        arrays = (self.ids, self.counts, self.lengths, self.headed)
        return sum(array.nbytes for array in arrays)


class Postings:
    """Of one part of a generation, `passages` in number with so many `words` in all."""

    def __init__(
        self, database: Database, schema: str, number: int, passages: int, words: int
    ) -> None:
        self._database = database
        own = (
            "SELECT 0, word, born, part, ids, counts, lengths "
            f"FROM {schema}.postings WHERE word = ANY(%(words)s) AND born <= %(number)s "
        )
        headings = (
            "SELECT 1, word, born, part, ids, firsts, passages "
            f"FROM {schema}.heading_postings WHERE word = ANY(%(words)s) AND born <= %(number)s "
        )
        # A cluster unites within a statement only what is a part of another one.
        self._statements = {
            only_headings: f"SELECT * FROM ({union}) p ORDER BY 1, 2, 3, 4"
            for only_headings, union in ((False, f"{own}UNION ALL {headings}"), (True, headings))
        }
        self._number = number
        self.passages = passages
        self._mean_length = max(1.0, words / passages) if passages else 1.0
        self._kept: OrderedDict[tuple[bool, str], Having] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def of(
        self, words: Iterable[str], visible: Visible, only_headings: bool = False
    ) -> dict[str, Having]:
        """What each of the words has; in one statement, as far as it is not kept."""
        wanted = [(only_headings, word) for word in set(words)]
        with self._lock:
            found = {key: self._kept[key] for key in wanted if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        missing = sorted(word for _, word in wanted if (only_headings, word) not in found)
        if missing:
            fetched = self._fetched(missing, visible, only_headings)
            self._keep(fetched)
            found |= fetched
        return {word: having for (_, word), having in found.items()}

    def _fetched(
        self, words: list[str], visible: Visible, only_headings: bool
    ) -> dict[tuple[bool, str], Having]:
        parts: dict[tuple[int, str], list[tuple[bytes, bytes, bytes]]] = {}
        known = [word for word in words if can_be_kept(word)]
        parameters = {"words": known, "number": self._number}
        statement = self._statements[only_headings]
        for kind, word, _, _, *columns in self._database.rows(statement, parameters):
            parts.setdefault((kind, word), []).append((columns[0], columns[1], columns[2]))
        return {
            (only_headings, word): _having(
                parts.get((0, word), []), parts.get((1, word), []), visible
            )
            for word in words
        }

    def _keep(self, fetched: dict[tuple[bool, str], Having]) -> None:
        with self._lock:
            for key, having in fetched.items():
                if key not in self._kept:
                    self._kept[key] = having
                    self._bytes += having.bytes
            while self._bytes > KEPT_BYTES and self._kept:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= dropped.bytes

    def scores(self, having: Having, idf: float) -> FloatArray:
        """The score of each of the passages that have a word, (n,)."""
        norms = K1 * (1 - B + B * having.lengths / self._mean_length)
        scores: FloatArray = (idf * having.counts / (having.counts + norms)).astype(np.float32)
        return scores


def idf(passages: int, having: int) -> float:
    """ln(1 + (N − df + ½) / (df + ½)), Lucene's."""
    return float(np.log1p((passages - having + 0.5) / (having + 0.5)))


def added(parts: Sequence[tuple[IdArray, FloatArray]]) -> tuple[IdArray, FloatArray]:
    """The ids in any of the parts, ascending, and the sum of what each part gives them."""
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    ids = np.unique(np.concatenate([part for part, _ in parts]))
    sums = np.zeros(len(ids), dtype=np.float32)
    for part, values in parts:
        sums[np.searchsorted(ids, part)] += values
    return ids, sums


def can_be_kept(word: str) -> bool:
    """Whether a column of text can hold it: no NUL, and no half of a pair of surrogates."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in word


def _having(
    own: Sequence[tuple[bytes, bytes, bytes]],
    headings: Sequence[tuple[bytes, bytes, bytes]],
    visible: Visible,
) -> Having:
    ids = _joined([part[0] for part in own], "<i8")
    counts = _joined([part[1] for part in own], "<i4")
    lengths = _joined([part[2] for part in own], "<i4")
    seen = visible(ids)
    if not seen.all():
        ids, counts, lengths = ids[seen], counts[seen], lengths[seen]
    if len(ids) > 1 and not (np.diff(ids) > 0).all():
        order = np.argsort(ids, kind="stable")
        ids, counts, lengths = ids[order], counts[order], lengths[order]
    firsts = _joined([part[1] for part in headings], "<i8")
    headed = ranges(firsts, _joined([part[2] for part in headings], "<i8"))
    return Having(ids, counts, lengths, headed[visible(headed)])


def _joined(parts: Sequence[bytes], dtype: str) -> Any:
    return np.frombuffer(b"".join(parts), dtype=dtype)
