"""Which texts of a batch have each word."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from psycopg import Connection

from index.arrays import LongArray
from index.postgres.database import Row
from index.postgres.storing.copying import copy_in


class Postings:
    """Three numbers for each word and each text that has it."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[int, int, int]]] = {}

    def add(self, id_: int, stems: Sequence[str]) -> None:
        """A text: how often each word occurs in it, and how many words it has."""
        for word, count in Counter(stems).items():
            self.put(word, (id_, count, len(stems)))

    def put(self, word: str, numbers: tuple[int, int, int]) -> None:
        self._found.setdefault(word, []).append(numbers)

    def by_word(self) -> Iterator[tuple[str, LongArray, LongArray, LongArray]]:
        """The three columns of each word, (texts,) each, in the order in which they came."""
        for word in sorted(self._found):
            first, second, third = np.array(self._found[word], dtype="<i8").T.copy()
            yield word, first, second, third


def write_postings(
    connection: Connection[Row],
    schema: str,
    born: tuple[int, int],
    postings: Postings,
    headings: Postings,
) -> None:
    """A row for each word; `born` is the generation, and which batch of it this is."""
    copy_in(
        connection,
        f"{schema}.postings",
        "word, born, part, ids, counts, lengths",
        ("text", "int4", "int4", "bytea", "bytea", "bytea"),
        (
            (
                word,
                *born,
                ids.tobytes(),
                counts.astype("<i4").tobytes(),
                lengths.astype("<i4").tobytes(),
            )
            for word, ids, counts, lengths in postings.by_word()
        ),
    )
    copy_in(
        connection,
        f"{schema}.heading_postings",
        "word, born, part, ids, firsts, passages",
        ("text", "int4", "int4", "bytea", "bytea", "bytea"),
        (
            (word, *born, ids.tobytes(), firsts.tobytes(), passages.tobytes())
            for word, ids, firsts, passages in headings.by_word()
        ),
    )
