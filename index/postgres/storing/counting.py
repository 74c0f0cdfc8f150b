"""What a generation holds: what is gone is marked as dead, and the rest is counted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from psycopg import Connection

from index.arrays import LongArray
from index.manifest import Manifest
from index.postgres.database import Row
from index.postgres.generation import Generation
from index.text.words import WORD

COUNTED_AT_ONCE = 256
"""Articles whose words are counted at once."""
DEAD_AT_ONCE = 10_000


@dataclass(slots=True)
class _Counts:
    """What is counted of the passages that come and go with a generation."""

    words: Counter[str]
    length: int
    tokens: LongArray

    def add(self, text: str, length: int, ids: bytes, times: int) -> None:
        for word in {word.lower() for word in WORD.findall(text)}:
            self.words[word] += times
        self.length += times * length
        tokens = np.frombuffer(ids, dtype="<i4")
        if len(tokens) and int(tokens.max()) >= len(self.tokens):
            longer = np.zeros(int(tokens.max()) + 1, dtype=np.int64)
            longer[: len(self.tokens)] = self.tokens
            self.tokens = longer
        self.tokens[tokens] += times


@dataclass(frozen=True, slots=True)
class Counted:
    """The statistics of one part of a generation, and the ids of the articles that it adds."""

    articles: int
    copies: int
    passages: int
    words: int
    last_article: int
    last_passage: int
    token_frequencies: LongArray
    added: list[int]

    def generation(
        self, number: int, manifest: Manifest, sources: list[tuple[str, str]], shards: int
    ) -> Generation:
        return Generation(
            number,
            manifest,
            sources,
            self.articles,
            self.copies,
            self.passages,
            self.words,
            self.last_passage,
            self.token_frequencies,
            shards,
        )

    def write(self, connection: Connection[Row], part: str, number: int) -> None:
        connection.execute(
            f"INSERT INTO {part}.statistics VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (
                number,
                self.articles,
                self.copies,
                self.passages,
                self.words,
                self.last_article,
                self.last_passage,
                self.token_frequencies.astype("<i8").tobytes(),
            ),
        )


def count(connection: Connection[Row], part: str, number: int, wanted: Sequence[int]) -> Counted:
    """Mark what is not wanted as dead, and count what is there then."""
    alive = f"NOT EXISTS (SELECT 1 FROM {part}.deaths d WHERE d.article_id = a.id)"
    there = np.array(
        ids_of(connection, f"SELECT a.id FROM {part}.articles a WHERE {alive}"), dtype=np.int64
    )
    for page in pages(np.setdiff1d(there, wanted).tolist(), DEAD_AT_ONCE):
        connection.execute(
            f"INSERT INTO {part}.deaths "
            f"SELECT a.id, %s, a.first_passage, a.passages FROM {part}.articles a "
            "WHERE a.id = ANY(%s)",
            (number, page),
        )
    added = ids_of(
        connection,
        f"SELECT a.id FROM {part}.articles a WHERE a.born = %s AND {alive} ORDER BY a.id",
        number,
    )
    gone = ids_of(
        connection,
        f"SELECT a.id FROM {part}.articles a JOIN {part}.deaths d ON d.article_id = a.id "
        "WHERE d.died = %s AND a.born < %s",
        number,
        number,
    )
    before = connection.execute(
        f"SELECT words, token_frequencies FROM {part}.statistics ORDER BY number DESC LIMIT 1"
    ).fetchone()
    length, tokens = before or (0, b"")
    counts = _Counts(Counter(), length, np.frombuffer(tokens, dtype="<i8").copy())
    for ids, times in ((added, 1), (gone, -1)):
        for page in pages(ids):
            rows = connection.cursor(binary=True).execute(
                "SELECT p.text, p.words, m.ids "
                f"FROM {part}.passages p JOIN {part}.meanings m USING (article_id, id) "
                "WHERE p.article_id = ANY(%s)",
                (page,),
            )
            for text, words, token_ids in rows:
                counts.add(text.decode(), words, token_ids, times)
    with (
        connection.transaction(),
        connection.cursor().copy(f"COPY {part}.words FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(["text", "int4", "int8"])
        for word, times in sorted(counts.words.items()):
            if times:
                copy.write_row((word, number, times))
    [articles, passages, last_article, last_passage] = connection.execute(
        "SELECT count(*), coalesce(sum(a.passages), 0)::bigint, coalesce(max(a.id), -1), "
        f"coalesce(max(a.first_passage + a.passages) - 1, -1) FROM {part}.articles a WHERE {alive}"
    ).fetchone() or (0, 0, -1, -1)
    [copies] = connection.execute(
        f"SELECT count(*) FROM {part}.copies c JOIN {part}.articles a ON a.id = c.article_id "
        f"WHERE {alive}"
    ).fetchone() or (0,)
    return Counted(
        articles, copies, passages, counts.length, last_article, last_passage, counts.tokens, added
    )


def pages(ids: Sequence[int], size: int = COUNTED_AT_ONCE) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def ids_of(connection: Connection[Row], statement: str, *parameters: Any) -> list[int]:
    return [int(row[0]) for row in connection.execute(statement, parameters)]
