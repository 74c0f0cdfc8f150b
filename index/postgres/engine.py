"""The engine that keeps its generations in PostgreSQL; see `Engine`."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from psycopg import Connection

from index.building.lock import only_rebuild
from index.collection.kept_articles import KeptArticle
from index.encoder.encoding import Encoder
from index.engine.engine import Build, Known, Progress
from index.errors import (
    NoSnapshot,
    RebuildRunning,
    SnapshotError,
    SnapshotTooOld,
    UnknownSnapshot,
)
from index.manifest import Manifest
from index.postgres import cluster, schema, setup
from index.postgres.database import LONG_STATEMENT_S, Database, Row, know_vectors
from index.postgres.generation import Generation
from index.postgres.generation_build import GenerationBuild
from index.postgres.storing.taken_over import Nothing, PostgresKnown, Together
from index.postgres.verification import verify_articles, verify_counts
from index.postgres.views.by_id import PostgresTexts
from index.postgres.views.views import PostgresViews
from index.types import Skipped

NO_WAIT_S = 0.0


class PostgresEngine:
    """Keeps its index in the database at `url`; `data_dir` is the folder of the collection."""

    def __init__(
        self, url: str, data_dir: Path, on_wait: Callable[[str], None] = lambda line: None
    ) -> None:
        """`on_wait` gets a line if a server is waited for that does not answer."""
        self._database = Database(url, on_wait)
        self._data_dir = data_dir
        self._own: Connection[Row] | None = None

    @property
    def place(self) -> str:
        """The address without its password."""
        return self._database.place

    # Which generation

    def current_id(self) -> str:
        """Asked again and again by whoever follows: nobody waits for a server that is not there.

        Of a cluster every node is asked, as a question needs them all.
        """
        rows = self._central(
            "SELECT g.id, (SELECT count(*) FROM pullquote.deaths WHERE article_id < 0) "
            "FROM pullquote.state s JOIN pullquote.generations g ON g.number = s.current",
            patience_s=NO_WAIT_S,
        )
        if not rows:
            raise NoSnapshot(Path(self.place))
        return str(rows[0][0])

    def _central(
        self, statement: str, parameters: Any = None, patience_s: float | None = None
    ) -> list[Row]:
        """Rows of a statement; none if nothing was ever indexed here."""

        def work(connection: Connection[Row]) -> list[Row]:
            if not schema.is_there(connection):
                return []
            schema.check(self._database, connection)
            cursor = connection.cursor(binary=True)
            return cursor.execute(statement, parameters).fetchall()

        return self._database.run(work, patience_s)

    def _numbered(self, snapshot_id: str | None) -> int:
        if snapshot_id is None:
            rows = self._central("SELECT current FROM pullquote.state WHERE current IS NOT NULL")
            if not rows:
                raise NoSnapshot(Path(self.place))
        else:
            rows = self._central(
                "SELECT number FROM pullquote.generations WHERE id = %s", (snapshot_id,)
            )
            if not rows:
                raise UnknownSnapshot(snapshot_id, [manifest.id for manifest in self.kept()])
        return int(rows[0][0])

    def open(self, snapshot_id: str | None = None) -> PostgresViews:
        number = self._numbered(snapshot_id)
        now = self._generation(number, schema.NOW)
        before = self._generation(number, schema.EARLIER)
        earlier = None
        if before.articles:
            earlier = PostgresViews(self._database, before, schema.EARLIER)
        return PostgresViews(self._database, now, schema.NOW, earlier)

    def _generation(self, number: int, part: str) -> Generation:
        rows = self._central(
            "SELECT g.manifest, g.sources, s.articles, s.copies, s.passages, s.words, "
            "s.last_passage, s.token_frequencies FROM pullquote.generations g "
            f"JOIN {part}.statistics s USING (number) WHERE number = %s",
            (number,),
        )
        if not rows:
            raise UnknownSnapshot(str(number), [manifest.id for manifest in self.kept()])
        kept, sources, articles, copies, passages, words, last, frequencies = rows[0]
        return Generation(
            number,
            self._manifest(kept),
            [(location, place) for location, place in json.loads(sources)],
            articles,
            copies,
            passages,
            words,
            last,
            np.frombuffer(frequencies, dtype="<i8"),
            self._database.run(cluster.shards),
        )

    def _manifest(self, kept: bytes) -> Manifest:
        return Manifest.from_json(kept.decode(), Path(self.place) / "generations")

    def texts(self, snapshot_id: str) -> PostgresTexts:
        rows = self._central(
            "SELECT sources FROM pullquote.generations WHERE id = %s", (snapshot_id,)
        )
        if not rows:
            raise UnknownSnapshot(snapshot_id, [manifest.id for manifest in self.kept()])
        return PostgresTexts(self._database, [(loc, at) for loc, at in json.loads(rows[0][0])])

    def kept(self) -> list[Manifest]:
        found = []
        for row in self._central("SELECT manifest FROM pullquote.generations ORDER BY number"):
            with suppress(SnapshotTooOld):
                found.append(self._manifest(row[0]))
        return found

    def roll_back(self, to: str | None = None) -> Manifest:
        current = self._numbered(None)
        rows = self._central(
            "SELECT number, id FROM pullquote.generations "
            "WHERE number < %(current)s OR id = %(to)s ORDER BY number DESC",
            {"current": current, "to": to},
        )
        chosen = [number for number, id_ in rows if to in (None, id_)]
        if not chosen:
            raise UnknownSnapshot(to, [manifest.id for manifest in self.kept()])
        views = self._views_of(int(chosen[0]))
        self._verify_counts(views)
        with self._connected() as connection:
            setup.know_until(connection)
            schema.put_to_use(connection, int(chosen[0]))
        return views.manifest

    def _views_of(self, number: int) -> PostgresViews:
        rows = self._central("SELECT id FROM pullquote.generations WHERE number = %s", (number,))
        return self.open(rows[0][0])

    def _verify_counts(self, views: PostgresViews) -> None:
        while True:
            verify_counts(views)
            if views.earlier is None:
                return
            views = views.earlier

    def verify(self) -> Manifest:
        views = self.open()
        for part in (views, views.earlier):
            if part is not None:
                verify_counts(part)
                verify_articles(part, part.article_ids())
        return views.manifest

    # Rebuilding

    @contextmanager
    def only_rebuild(self) -> Iterator[None]:
        """By a lock in the database that dies with its connection, and one on the collection."""
        with only_rebuild(self._data_dir), self._connected() as connection:
            connection.execute(f"SET statement_timeout = '{LONG_STATEMENT_S}s'")
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", (schema.LOCK,)).fetchone()
            if row is None or not row[0]:
                raise RebuildRunning(f"on another machine, at PostgreSQL {self.place}")
            self._own = connection
            try:
                yield
            except psycopg.Error as error:
                raise self._database.failure(error) from error
            finally:
                self._own = None
                # When the connection is closed, the server lets go only a moment later.
                with suppress(psycopg.Error):
                    connection.rollback()
                    connection.execute("SELECT pg_advisory_unlock(%s)", (schema.LOCK,))

    @contextmanager
    def _connected(self) -> Iterator[Connection[Row]]:
        """The connection of the rebuild that is running; or another one, for a moment."""
        if self._own is not None:
            yield self._own
            return
        connection = self._database.connect()
        try:
            yield connection
        except psycopg.Error as error:
            raise self._database.failure(error) from error
        finally:
            connection.close()

    def clean_up(self) -> None:
        """What a killed load left is for the next one to go on with."""

    @contextmanager
    def known(self, encoder: Encoder) -> Iterator[Known]:
        with self._connected() as connection:
            there = schema.is_there(connection)
            yield PostgresKnown(connection) if there and self._is_by(encoder) else Nothing()

    def _is_by(self, encoder: Encoder) -> bool:
        try:
            views = self.open()
        except SnapshotError:
            return False
        return views.manifest.encoder_fingerprint == encoder.fingerprint

    def build(
        self,
        articles: Iterable[KeptArticle],
        encoder: Encoder,
        *,
        corpus: str,
        languages: Collection[str] = (),
        sources: Mapping[str, str],
        skipped: tuple[Skipped, ...] = (),
        keep: int = 1,
        elsewhere: Known | None = None,
        on_progress: Progress = lambda done, total: None,
    ) -> Build:
        with self._connected() as connection:
            setup.ensure(self._database, connection, encoder.dimension)
            know_vectors(connection)
            build = GenerationBuild(
                self._database,
                connection,
                encoder,
                languages,
                Together([PostgresKnown(connection), elsewhere or Nothing()]),
            )
            build.load(articles, on_progress)
            return build.publish(corpus, sources, skipped, keep)
