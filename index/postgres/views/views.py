"""One generation as answering asks for it; see `Views`."""

import copy
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np

from index.postgres.columns import keys_of, source_key
from index.postgres.database import Database
from index.postgres.generation import SPEAKERS, Generation, Seen
from index.postgres.ids import spans
from index.postgres.kept import Kept
from index.postgres.schema import NOW
from index.postgres.views.by_id import PostgresTexts
from index.postgres.views.candidates import CandidateTexts, Ids
from index.types import SnapshotInfo

KEPT_WITHIN = 32


class PostgresViews(CandidateTexts):
    """Of one part of a generation, of the texts of now or of those before; see `Views`."""

    def __init__(
        self,
        database: Database,
        generation: Generation,
        schema: str = NOW,
        earlier: "PostgresViews | None" = None,
    ) -> None:
        super().__init__(database, generation, schema)
        self._earlier = earlier
        self._within: Kept[Any, Ids] = Kept(KEPT_WITHIN)

    @property
    def info(self) -> SnapshotInfo:
        manifest = self.manifest
        return SnapshotInfo(manifest.id, manifest.articles, manifest.passages)

    @property
    def earlier(self) -> "PostgresViews | None":
        return None if self.is_limited else self._earlier

    @property
    def before_earlier(self) -> tuple[int, int]:
        """The ids of earlier texts are above all others as they are."""
        return 0, 0

    @property
    def texts(self) -> "PostgresTexts":
        return PostgresTexts(self._database, self._generation.sources)

    def close(self) -> None:
        """The connections stay open for the next generation."""

    def limited_to(self, *source_ids: Collection[int]) -> "PostgresViews":
        sources = self._generation.sources
        given = [[source_key(sources[id_][0]) for id_ in ids] for ids in source_ids]
        conditions = " AND ".join(f"{{table}}.sources && %(given{i})s" for i in range(len(given)))
        parameters = {f"given{i}": keys for i, keys in enumerate(given)}
        articles = self._rows(
            "SELECT a.id, a.first_passage, a.passages FROM {schema}.articles a WHERE {visible} AND "
            + conditions.format(table="a"),
            **parameters,
        )
        copies = self._rows(
            "SELECT c.id FROM {schema}.copies c JOIN {schema}.articles a ON a.id = c.article_id "
            "WHERE {visible} AND " + conditions.format(table="c"),
            **parameters,
        )
        seen = Seen(
            spans([row[1:] for row in articles]),
            frozenset(row[0] for row in articles),
            frozenset(row[0] for row in copies),
            tuple(
                location
                for id_, (location, _) in enumerate(sources)
                if all(id_ in ids for ids in source_ids)
            ),
        )
        limited = copy.copy(self)
        limited._seen = seen
        limited._within = Kept(KEPT_WITHIN)
        limited.__dict__.pop("_token_frequencies", None)
        limited.manifest = replace(
            self.manifest,
            articles=len(seen.articles),
            copies=len(seen.copies),
            passages=len(seen.passages),
            scripts=(),
            by_words={},
            sources=seen.sources,
            skipped=(),
        )
        return limited

    def within(
        self,
        articles: Collection[int] | None,
        said_by: Collection[str] = (),
        leave_out: Collection[int] = (),
    ) -> Ids | None:
        if articles is None and not said_by and not leave_out:
            return None
        named = None if articles is None else frozenset(articles)
        key = (named, tuple(said_by), frozenset(leave_out))

        def fetch(_: list[Any]) -> dict[Any, Ids]:
            return {key: self._ids_within(named, said_by, leave_out)}

        return self._within.get([key], fetch)[key]

    def _ids_within(
        self,
        articles: frozenset[int] | None,
        said_by: Collection[str],
        leave_out: Collection[int],
    ) -> Ids:
        conditions = ["{visible}"]
        if articles is not None:
            articles = frozenset(id_ for id_ in articles if self.is_seen(id_))
            conditions.append(
                "(p.article_id = ANY(%(articles)s) OR EXISTS (SELECT 1 FROM {schema}.copies c "
                "WHERE c.article_id = p.article_id AND c.id = ANY(%(articles)s) AND NOT EXISTS ("
                "SELECT 1 FROM unnest(c.lacking_from, c.lacking_to) l(f, t) "
                'WHERE l.f < p."to" AND l.t > p."from")))'
            )
        if said_by:
            conditions.append(
                "EXISTS (SELECT 1 FROM {schema}.speech s WHERE s.article_id = p.article_id "
                f"AND s.passage_id = p.id AND s.speaker_id IN ({SPEAKERS}))"
            )
        rows = self._rows(
            "SELECT p.id, p.article_id FROM {schema}.passages p "
            "JOIN {schema}.articles a ON a.id = p.article_id "
            f"WHERE {' AND '.join(conditions)} ORDER BY p.id",
            articles=sorted(articles or ()),
            keys=keys_of(said_by),
        )
        found = np.array(rows, dtype=np.int64).reshape(-1, 2)
        kept = self._visible(found[:, 0])
        if leave_out:
            kept &= ~np.isin(found[:, 0], np.fromiter(leave_out, dtype=np.int64))
        return Ids(found[kept, 0], found[kept, 1])
