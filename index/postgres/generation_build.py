"""One generation, from articles to what is put to use."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from psycopg import Connection

from index.collection.kept_articles import KeptArticle
from index.encoder.encoding import Encoder
from index.engine.engine import Build, Known, Progress
from index.errors import SnapshotCorrupt
from index.manifest import FileRecord, Manifest
from index.postgres import cluster, schema
from index.postgres.database import Database, Row
from index.postgres.pruning import prune
from index.postgres.storing.counting import Counted, count
from index.postgres.storing.loading import Loading, Tally, UnderWay
from index.postgres.storing.publishing import discard, forget_unfinished, next_number, publish
from index.postgres.textsearch import stemmed
from index.postgres.verification import recall, verify_articles, verify_counts
from index.postgres.views.views import PostgresViews
from index.types import Skipped

PARTS = {schema.NOW: 0, schema.EARLIER: schema.FIRST_EARLIER}
"""Each with its first id."""


class GenerationBuild:
    """A generation that nobody sees until it is published; see `Engine.build`."""

    def __init__(
        self,
        database: Database,
        connection: Connection[Row],
        encoder: Encoder,
        languages: Collection[str],
        known: Known,
    ) -> None:
        self._database = database
        self._connection = connection
        self._encoder = encoder
        self._number = next_number(connection)
        forget_unfinished(connection, self._number)
        under_way = UnderWay()
        shared = encoder, languages, known
        self._loadings = {
            part: Loading(connection, part, self._number, first, *shared, Tally(), under_way)
            for part, first in PARTS.items()
        }
        self._counted: dict[str, Counted] = {}

    def load(self, articles: Iterable[KeptArticle], on_progress: Progress) -> None:
        now, before = self._loadings[schema.NOW], self._loadings[schema.EARLIER]
        on_progress(0, 0)
        for kept in articles:
            now.add(kept)
            for each in kept.earlier:
                before.add(each)
            on_progress(now.passages, now.passages)
        self._counted = {
            part: count(self._connection, part, self._number, loading.finish())
            for part, loading in self._loadings.items()
        }

    def publish(
        self, corpus: str, sources: Mapping[str, str], skipped: tuple[Skipped, ...], keep: int
    ) -> Build:
        """What was loaded, checked and put to use."""
        manifest = self._manifest(corpus, sources, skipped)
        places = list(sources.items())
        shards = cluster.shards(self._connection)
        most = max(counts.passages for counts in self._counted.values())
        is_searched = stemmed.is_usable(self._connection, self._database, most)
        for part, counts in self._counted.items():
            self._index(part, counts, is_searched, shards)
            generation = counts.generation(self._number, manifest, places, shards)
            views = PostgresViews(self._database, generation, part)
            self._verify(views, part, counts)
            if part == schema.NOW and counts.passages > schema.EXACT_UP_TO:
                manifest = replace(manifest, recall=round(recall(views, self._encoder), 4))
        record = FileRecord(schema.size(self._connection), "")
        manifest = replace(manifest, files={"PostgreSQL": record})
        publish(self._connection, self._number, manifest, places, self._counted)
        prune(self._connection, keep)
        tally = self._loadings[schema.NOW].tally
        return Build(manifest, tally.encoded, tuple(tally.skipped))

    def _manifest(
        self, corpus: str, sources: Mapping[str, str], skipped: tuple[Skipped, ...]
    ) -> Manifest:
        moment = datetime.now(UTC)
        tally, counts = self._loadings[schema.NOW].tally, self._counted[schema.NOW]
        return Manifest(
            id=f"{moment:%Y%m%dT%H%M%S%f}-{corpus[:8]}",
            created=moment.isoformat(timespec="seconds"),
            encoder=self._encoder.name,
            encoder_fingerprint=self._encoder.fingerprint,
            corpus=corpus,
            articles=counts.articles,
            copies=counts.copies,
            passages=counts.passages,
            scripts=tuple(sorted(tally.scripts)),
            languages=tuple(sorted(tally.languages)),
            recall=1.0,
            by_words=dict(tally.by_words.most_common()),
            sources=tuple(sources),
            skipped=skipped + tuple(tally.skipped),
            files={},
        )

    def _index(self, part: str, counts: Counted, is_searched: bool, shards: int) -> None:
        self._connection.execute(f"ANALYZE {', '.join(schema.analysed(part))}")
        if counts.passages > schema.EXACT_UP_TO:
            schema.index_vectors(self._connection, part, counts.passages // max(1, shards))
        if is_searched and counts.passages >= stemmed.FROM_PASSAGES:
            stemmed.bring_up_to_date(self._connection, part, self._number, counts.added)
        else:
            stemmed.forget(self._connection, part)

    def _verify(self, views: PostgresViews, part: str, counts: Counted) -> None:
        try:
            verify_counts(views)
            verify_articles(views, counts.added)
        except SnapshotCorrupt:
            discard(self._connection, part, self._number)
            raise
