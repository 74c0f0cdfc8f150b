"""The passages' stems as pg_textsearch indexes them, kept up to date after each load."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import psycopg
from psycopg import Connection

from index.encodings.store import content_hash
from index.postgres.database import Database, Row, set_on_workers
from index.snapshot.bm25 import K1, B
from index.text.words import words_of_each

log = logging.getLogger(__name__)

OLDEST = (1, 3)
"""Older ones let questions wait for as long as a rebuild writes."""
FROM_PASSAGES = 50_000
"""With fewer passages the arrays of postings cost less, and are exact."""
INDEX = "stemmed_by_words"
ALIVE = "d.article_id IS NULL"
BORN = "a.born = %(number)s AND d.article_id IS NULL"
DIED = "a.born < %(number)s AND d.died = %(number)s"
LONGEST = 500  # bytes of a stem that is kept as it is; PostgreSQL takes up to 2,047
AT_ONCE = 512  # passages
MEMORY = "256MB"


def token(stem: str) -> str:
    """A stem as a word that PostgreSQL's parser never splits or changes; no two have the same."""
    if stem.isascii() and stem.isalpha() and stem.islower() and len(stem) <= LONGEST:
        return stem
    raw = stem.encode("utf-8", "surrogatepass")
    # No stem of letters alone has a digit.
    return f"x9{raw.hex()}" if len(raw) <= LONGEST else f"x8{content_hash(raw.hex()).hex()}"


def is_usable(connection: Connection[Row], database: Database, passages: int) -> bool:
    """Whether it pays for so many passages, and the server has it in a version that will do.

    The extension is created if need be. What keeps it from being used is logged, unless it is not
    installed at all.
    """
    if passages < FROM_PASSAGES:
        return False
    row = connection.execute(
        "SELECT coalesce(installed_version, default_version), installed_version IS NOT NULL "
        "FROM pg_available_extensions WHERE name = 'pg_textsearch'"
    ).fetchone()
    if row is None:
        return False
    version, made = row
    if not _is_new_enough(version):
        wanted = ".".join(map(str, OLDEST))
        log.warning(
            "PostgreSQL at %s has pg_textsearch %s, and %s or newer is needed: words are found "
            "without it",
            database.place,
            version,
            wanted,
        )
        return False
    if not made and not _made(connection, database):
        return False
    loaded = connection.execute(
        "SELECT current_setting('pg_textsearch.default_limit', true) IS NOT NULL"
    ).fetchone()
    if loaded and loaded[0]:
        return True
    log.warning(
        "PostgreSQL at %s does not load pg_textsearch: add it to shared_preload_libraries and "
        "restart the server; words are found without it",
        database.place,
    )
    return False


def _is_new_enough(version: str) -> bool:
    parts = version.partition("-")[0].split(".")
    return tuple(int(part) for part in parts if part.isdecimal()) >= OLDEST


def _made(connection: Connection[Row], database: Database) -> bool:
    try:
        with connection.transaction():
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_textsearch")
    except psycopg.Error as error:
        if connection.closed:
            raise
        log.warning(
            "the extension pg_textsearch cannot be created in PostgreSQL at %s (%s): words are "
            "found without it",
            database.place,
            str(error).strip().partition("\n")[0],
        )
        return False
    return True


def bring_up_to_date(
    connection: Connection[Row], schema: str, number: int, added: Sequence[int]
) -> None:
    """Index the stems of a generation, which has `added` these articles, and count in how many of
    its passages each occurs."""
    [is_kept] = connection.execute(f"SELECT EXISTS (SELECT 1 FROM {schema}.stems)").fetchone() or (
        False,
    )
    missing = "p.article_id = ANY(%(added)s) AND " if is_kept else ""
    _stem(connection, schema, missing, added)
    with connection.transaction():
        set_on_workers(connection, {"maintenance_work_mem": MEMORY})
        connection.execute(
            f"CREATE INDEX IF NOT EXISTS {INDEX} ON {schema}.stemmed USING bm25 (words) "
            f"WITH (text_config = 'pg_catalog.simple', k1 = {K1}, b = {B})"
        )
    counts = Counter[str]()
    if is_kept:
        _count(counts, _stems(connection, schema, BORN, number), 1)
        _count(counts, _stems(connection, schema, DIED, number), -1)
    else:
        _count(counts, _stems(connection, schema, ALIVE, number), 1)
    with (
        connection.transaction(),
        connection.cursor().copy(f"COPY {schema}.stems FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(["text", "int4", "int8"])
        for word, times in sorted(counts.items()):
            if times:
                copy.write_row((word, number, times))


def forget(connection: Connection[Row], schema: str) -> None:
    """Let nobody use the index, which is not brought up to date any more."""
    connection.execute(f"DELETE FROM {schema}.stems")


def _stem(
    connection: Connection[Row], schema: str, condition: str, articles: Sequence[int]
) -> None:
    """The stems of passages that have none yet; questions may wait for each transaction."""
    last = -1
    while True:
        rows = (
            connection.cursor(binary=True)
            .execute(
                "SELECT p.id, p.article_id, p.text, a.language FROM {schema}.passages p "
                "JOIN {schema}.articles a ON a.id = p.article_id "
                f"WHERE {condition}p.id > %(last)s AND NOT EXISTS "
                "(SELECT 1 FROM {schema}.stemmed s "
                "WHERE s.id = p.id AND s.article_id = p.article_id) "
                "ORDER BY p.id LIMIT %(at_once)s".format(schema=schema),
                {"added": list(articles), "last": last, "at_once": AT_ONCE},
            )
            .fetchall()
        )
        if not rows:
            return
        last = rows[-1][0]
        found = words_of_each([(text.decode(), language) for *_, text, language in rows])
        with (
            connection.transaction(),
            connection.cursor().copy(f"COPY {schema}.stemmed FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["int8", "int8", "text"])
            for (*ids, _, _), stems in zip(rows, found, strict=True):
                copy.write_row((*ids, " ".join(map(token, stems))))


def _stems(connection: Connection[Row], schema: str, condition: str, number: int) -> Iterator[str]:
    """What is kept of each of the passages of some articles."""
    with connection.transaction(), connection.cursor("stems", binary=True) as cursor:
        cursor.itersize = 4 * AT_ONCE
        cursor.execute(
            f"SELECT s.words FROM {schema}.articles a "
            f"LEFT JOIN {schema}.deaths d ON d.article_id = a.id "
            f"JOIN {schema}.passages p ON p.article_id = a.id "
            f"JOIN {schema}.stemmed s ON s.id = p.id AND s.article_id = p.article_id "
            f"WHERE {condition}",
            {"number": number},
        )
        for [words] in cursor:
            yield words


def _count(counts: Counter[str], kept: Iterable[str], times: int) -> None:
    for words in kept:
        for word in set(words.split()):
            counts[word] += times
