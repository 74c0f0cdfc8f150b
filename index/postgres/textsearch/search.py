"""Which passages score best for some words, by the index and then by the generation's numbers."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

import numpy as np

from index.arrays import BoolArray, FloatArray, IdArray
from index.postgres.database import Database
from index.postgres.generation import Generation
from index.postgres.kept import Kept
from index.postgres.textsearch.stemmed import INDEX, token
from index.snapshot.bm25 import K1, B

KEPT_WORDS = 4096
KEPT_PASSAGES = 4096
# The index rounds its numbers and counts the dead too, so one of the best may come later in it: of
# a million that are much alike .988 of the best 50 are among its first 100, all among its 200.
MORE, MORE_OF_MANY, MANY = 2, 4, 300_000


class TextSearch:
    """Of one part of a generation; may be shared by threads."""

    def __init__(
        self,
        database: Database,
        schema: str,
        generation: Generation,
        visible: Callable[[IdArray], BoolArray],
    ) -> None:
        self._database = database
        self._schema = schema
        self._generation = generation
        self._visible = visible
        passages = generation.passages
        self._mean_length = max(1.0, generation.words / passages) if passages else 1.0
        self._frequencies: Kept[str, int] = Kept(KEPT_WORDS)
        self._stems: Kept[int, str] = Kept(KEPT_PASSAGES)

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        """In how many passages each of these stemmed words occurs."""

        def fetch(missing: list[str]) -> dict[str, int]:
            of = {token(word): word for word in missing}
            rows = self._database.rows(
                f"SELECT word, sum(passages)::bigint FROM {self._schema}.stems "
                "WHERE word = ANY(%(words)s) AND born <= %(number)s GROUP BY word",
                {"words": list(of), "number": self._generation.number},
            )
            return dict.fromkeys(missing, 0) | {of[each]: int(count) for each, count in rows}

        return self._frequencies.get(list(words), fetch)

    def best(self, words: Sequence[str], depth: int) -> IdArray:
        """The ids of about the best `depth` passages, and some more."""
        wanted = (MORE_OF_MANY if self._generation.passages > MANY else MORE) * depth
        query = " ".join(map(token, words))
        # The index of a shard has another name; of a parameter its worker finds that by itself.
        of = "%(query)s::bm25query"
        if not self._generation.shards:
            of = f"to_bm25query(%(query)s, '{self._schema}.{INDEX}')"
        while query:
            rows = self._database.rows(
                f"SELECT id, words FROM {self._schema}.stemmed "
                f"ORDER BY words <@> {of} LIMIT %(wanted)s",
                {"query": query, "wanted": wanted},
            )
            ids = np.array([id_ for id_, _ in rows], dtype=np.int64)
            seen = self._visible(ids)
            if np.count_nonzero(seen) >= depth or len(ids) < wanted:
                self._stems.get(ids.tolist(), partial(_those, dict(rows)))
                return ids[seen]
            wanted *= 4
        return np.zeros(0, dtype=np.int64)

    def _documents(self, ids: IdArray) -> list[str]:
        def fetch(missing: list[int]) -> dict[int, str]:
            return dict(
                self._database.rows(
                    f"SELECT id, words FROM {self._schema}.stemmed WHERE id = ANY(%(ids)s)",
                    {"ids": missing},
                )
            )

        found = self._stems.get(ids.tolist(), fetch)
        return [f" {found[id_].replace(' ', '  ')} " for id_ in ids.tolist()]

    def occurs_in(self, word: str, ids: IdArray) -> BoolArray:
        """Which of these passages have a stemmed word, (n,)."""
        sought = f" {token(word)} "
        return np.array([sought in each for each in self._documents(ids)], dtype=bool)

    def scores(self, words: Sequence[str], idfs: Sequence[float], ids: IdArray) -> FloatArray:
        """The BM25 score of these passages, (n,), summed up as it is from the postings."""
        documents = self._documents(ids)
        lengths = np.array([each.count("  ") + 1 for each in documents], dtype=np.int64)
        norms = K1 * (1 - B + B * lengths / self._mean_length)
        sums = np.zeros(len(ids), dtype=np.float32)
        for word, idf in zip(words, idfs, strict=True):
            sought = f" {token(word)} "
            counts = np.array([each.count(sought) for each in documents], dtype=np.int64)
            sums += (idf * counts / (counts + norms)).astype(np.float32)
        return sums


def _those(found: dict[int, str], ids: list[int]) -> dict[int, str]:
    return {id_: found[id_] for id_ in ids}


def is_there(database: Database, schema: str, number: int) -> bool:
    """Whether this generation's passages are indexed so, and this user may search them."""
    [[loaded]] = database.rows(
        "SELECT to_regclass(%(index)s) IS NOT NULL "
        "AND to_regprocedure('to_bm25query(text, text)') IS NOT NULL "
        "AND current_setting('pg_textsearch.default_limit', true) IS NOT NULL "
        "AND has_table_privilege(to_regclass(%(stems)s)::oid, 'SELECT')",
        {"index": f"{schema}.{INDEX}", "stems": f"{schema}.stems"},
    )
    if not loaded:
        return False
    [[counted]] = database.rows(
        f"SELECT coalesce(min(born) <= %(number)s, false) FROM {schema}.stems", {"number": number}
    )
    return bool(counted)
