"""The engine that keeps its generations in PostgreSQL; see `Engine`."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from psycopg import Connection

from index.arrays import LongArray
from index.building.lock import only_rebuild
from index.collection.kept_articles import KeptArticle
from index.encoder.encoding import Encoder
from index.engine import Build, Known, Progress
from index.errors import (
    NoSnapshot,
    RebuildRunning,
    SnapshotCorrupt,
    SnapshotError,
    SnapshotTooOld,
    UnknownSnapshot,
)
from index.manifest import FileRecord, Manifest
from index.postgres import schema
from index.postgres.database import LONG_STATEMENT_S, Database, Row, know_vectors
from index.postgres.known import Nothing, PostgresKnown, Together
from index.postgres.loading import Loading, Tally, UnderWay
from index.postgres.part import Generation
from index.postgres.pruning import prune
from index.postgres.texts import PostgresTexts
from index.postgres.textsearch import stemmed
from index.postgres.verification import recall, verify_articles, verify_counts
from index.postgres.views import PostgresViews
from index.text.words import WORD
from index.types import Skipped

COUNTED_AT_ONCE = 256
"""Articles whose words are counted at once."""
DEAD_AT_ONCE = 10_000
NO_WAIT_S = 0.0


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
            self._database.run(schema.shards),
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
            schema.know_until(connection)
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
            schema.ensure(self._database, connection, encoder.dimension)
            know_vectors(connection)
            number = _next_number(connection)
            _forget_unfinished(connection, number)
            known = Together([PostgresKnown(connection), elsewhere or Nothing()])
            tallies, under_way = (Tally(), Tally()), UnderWay()
            now, before = (
                Loading(
                    connection, part, number, first, encoder, languages, known, tally, under_way
                )
                for part, first, tally in (
                    (schema.NOW, 0, tallies[0]),
                    (schema.EARLIER, schema.FIRST_EARLIER, tallies[1]),
                )
            )
            on_progress(0, 0)
            for kept in articles:
                now.add(kept)
                for each in kept.earlier:
                    before.add(each)
                on_progress(now.passages, now.passages)
            counted = {
                part: _counted(connection, part, number, loading.finish())
                for part, loading in ((schema.NOW, now), (schema.EARLIER, before))
            }
            moment = datetime.now(UTC)
            manifest = Manifest(
                id=f"{moment:%Y%m%dT%H%M%S%f}-{corpus[:8]}",
                created=moment.isoformat(timespec="seconds"),
                encoder=encoder.name,
                encoder_fingerprint=encoder.fingerprint,
                corpus=corpus,
                articles=counted[schema.NOW].articles,
                copies=counted[schema.NOW].copies,
                passages=counted[schema.NOW].passages,
                scripts=tuple(sorted(tallies[0].scripts)),
                languages=tuple(sorted(tallies[0].languages)),
                recall=1.0,
                by_words=dict(tallies[0].by_words.most_common()),
                sources=tuple(sources),
                skipped=skipped + tuple(tallies[0].skipped),
                files={},
            )
            return self._published(
                connection, number, manifest, counted, sources, encoder, keep, tallies[0]
            )

    def _published(
        self,
        connection: Connection[Row],
        number: int,
        manifest: Manifest,
        counted: "Mapping[str, _Counted]",
        sources: Mapping[str, str],
        encoder: Encoder,
        keep: int,
        tally: Tally,
    ) -> Build:
        """The generation checked and put to use."""
        places, shards = list(sources.items()), schema.shards(connection)
        found = 1.0
        most = max(counts.passages for counts in counted.values())
        is_searched = stemmed.is_usable(connection, self._database, most)
        for part, counts in counted.items():
            connection.execute(f"ANALYZE {', '.join(schema.analysed(part))}")
            if counts.passages > schema.EXACT_UP_TO:
                schema.index_vectors(connection, part)
            if is_searched and counts.passages >= stemmed.FROM_PASSAGES:
                stemmed.bring_up_to_date(connection, part, number, counts.added)
            else:
                stemmed.forget(connection, part)
            generation = counts.generation(number, manifest, places, shards)
            views = PostgresViews(self._database, generation, part)
            try:
                verify_counts(views)
                verify_articles(views, counts.added)
            except SnapshotCorrupt:
                _discard(connection, part, number)
                raise
            if part == schema.NOW and counts.passages > schema.EXACT_UP_TO:
                found = recall(views, encoder)
        record = FileRecord(schema.size(connection), "")
        manifest = replace(manifest, recall=round(found, 4), files={"PostgreSQL": record})
        publish(connection, number, manifest, places, counted)
        prune(connection, keep)
        return Build(manifest, tally.encoded, tuple(tally.skipped))


@dataclass(frozen=True, slots=True)
class _Counted:
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


def publish(
    connection: Connection[Row],
    number: int,
    manifest: Manifest,
    places: list[tuple[str, str]],
    counted: Mapping[str, _Counted],
) -> None:
    """Show a generation to whoever asks from now on, in one transaction."""
    with connection.transaction():
        connection.execute(
            "INSERT INTO pullquote.generations VALUES (%s, %s, %s, %s)",
            (number, manifest.id, manifest.to_json().encode(), json.dumps(places).encode()),
        )
        for part, counts in counted.items():
            counts.write(connection, part, number)
        schema.put_to_use(connection, number)


def _next_number(connection: Connection[Row]) -> int:
    row = connection.execute("SELECT max(number) FROM pullquote.generations").fetchone()
    return (row[0] if row and row[0] is not None else 0) + 1


def _forget_unfinished(connection: Connection[Row], number: int) -> None:
    """What is worked out at the end of a load, of one that did not come to its end."""
    for part in (schema.NOW, schema.EARLIER):
        connection.execute(f"DELETE FROM {part}.deaths WHERE died >= %s", (number,))
        for table in ("words", "stems"):
            connection.execute(f"DELETE FROM {part}.{table} WHERE born >= %s", (number,))


def _discard(connection: Connection[Row], part: str, number: int) -> None:
    """Delete what a generation added, which nobody is to go on with."""
    ids = _ids(connection, f"SELECT id FROM {part}.articles WHERE born = %s", number)
    for page in _pages(ids):
        with connection.transaction():
            schema.delete_articles(connection, part, page)
    for table in ("postings", "heading_postings"):
        connection.execute(f"DELETE FROM {part}.{table} WHERE born = %s", (number,))


def _pages(ids: Sequence[int], size: int = COUNTED_AT_ONCE) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def _counted(
    connection: Connection[Row], part: str, number: int, wanted: Sequence[int]
) -> _Counted:
    """Mark what is not wanted as dead, and count what is there then."""
    alive = f"NOT EXISTS (SELECT 1 FROM {part}.deaths d WHERE d.article_id = a.id)"
    there = np.array(
        _ids(connection, f"SELECT a.id FROM {part}.articles a WHERE {alive}"), dtype=np.int64
    )
    for page in _pages(np.setdiff1d(there, wanted).tolist(), DEAD_AT_ONCE):
        connection.execute(
            f"INSERT INTO {part}.deaths "
            f"SELECT a.id, %s, a.first_passage, a.passages FROM {part}.articles a "
            "WHERE a.id = ANY(%s)",
            (number, page),
        )
    added = _ids(
        connection,
        f"SELECT a.id FROM {part}.articles a WHERE a.born = %s AND {alive} ORDER BY a.id",
        number,
    )
    gone = _ids(
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
        for page in _pages(ids):
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
    return _Counted(
        articles, copies, passages, counts.length, last_article, last_passage, counts.tokens, added
    )


def _ids(connection: Connection[Row], statement: str, *parameters: Any) -> list[int]:
    return [int(row[0]) for row in connection.execute(statement, parameters)]
