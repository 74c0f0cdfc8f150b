"""Deleting what no generation that is kept shows any more; apart from publishing, bit by bit."""

import logging

import numpy as np
import psycopg
from psycopg import Connection

from index.arrays import IdArray
from index.postgres.database import Row
from index.postgres.ids import ranges
from index.postgres.schema import EARLIER, NOW, delete_articles

log = logging.getLogger(__name__)

# How long a generation stays after it was last in use, seconds: longer than a question takes.
GRACE_S = 300
ARTICLES_AT_ONCE = 100
WORDS_AT_ONCE = 200
# Share of dead passages in the postings from which they are written again.
REWRITTEN_FROM = 0.2


def prune(connection: Connection[Row], keep: int) -> None:
    """Keep the newest `keep` generations, the one in use, and those that were until a moment ago.

    From the last, and from the rows of the one before, questions are being answered. What cannot be
    deleted is left: the new generation is in use all the same.
    """
    try:
        oldest = _forget_generations(connection, keep)
        for part in (NOW, EARLIER):
            _delete_dead(connection, part, oldest)
            if _dead_share(connection, part, oldest) > REWRITTEN_FROM:
                _rewrite(connection, part, oldest)
    except psycopg.Error as error:
        log.warning("what is no longer needed could not be deleted: %s", type(error).__name__)


def _forget_generations(connection: Connection[Row], keep: int) -> int:
    """Returns the oldest generation whose rows are still to be there."""
    rows = connection.execute(
        "SELECT number, coalesce(until > clock_timestamp() - %s * interval '1 second', false) "
        "FROM pullquote.generations ORDER BY number",
        (GRACE_S,),
    ).fetchall()
    numbers = [number for number, _ in rows]
    [current] = connection.execute("SELECT current FROM pullquote.state").fetchone() or (0,)
    kept = {*numbers[-keep:], current, *(number for number, is_recent in rows if is_recent)}
    for number in numbers:
        if number not in kept:
            with connection.transaction():
                for table in (f"{NOW}.statistics", f"{EARLIER}.statistics", f"{NOW}.generations"):
                    connection.execute(f"DELETE FROM {table} WHERE number = %s", (number,))
    return int(min(*kept, numbers[-2] if len(numbers) > 1 else current))


def _delete_dead(connection: Connection[Row], part: str, oldest: int) -> None:
    """Articles that died in the oldest generation or before are in none that is kept."""
    rows = connection.execute(
        f"SELECT a.id FROM {part}.articles a JOIN {part}.deaths d ON d.article_id = a.id "
        "WHERE d.died <= %s",
        (oldest,),
    ).fetchall()
    ids = [row[0] for row in rows]
    for start in range(0, len(ids), ARTICLES_AT_ONCE):
        with connection.transaction():
            delete_articles(connection, part, ids[start : start + ARTICLES_AT_ONCE])


def _dead_share(connection: Connection[Row], part: str, oldest: int) -> float:
    [dead] = connection.execute(
        f"SELECT coalesce(sum(passages), 0) FROM {part}.deaths WHERE died <= %s", (oldest,)
    ).fetchone() or (0,)
    [alive] = connection.execute(
        f"SELECT coalesce(max(passages), 0) FROM {part}.statistics"
    ).fetchone() or (0,)
    return float(dead) / max(1, int(alive) + int(dead))


def _rewrite(connection: Connection[Row], part: str, oldest: int) -> None:
    """The postings up to a generation in one row a word, without what died up to then.

    A row keeps the number of that generation, which shows the same passages as before. The deaths
    are forgotten last, so that a rewriting that is killed can be begun again.
    """
    dead = np.array(
        connection.execute(
            f"SELECT first_passage, passages FROM {part}.deaths WHERE died <= %s", (oldest,)
        ).fetchall(),
        dtype=np.int64,
    ).reshape(-1, 2)
    gone = ranges(dead[:, 0], dead[:, 1])
    columns = {
        "postings": (("ids", "<i8"), ("counts", "<i4"), ("lengths", "<i4")),
        "heading_postings": (("firsts", "<i8"), ("ids", "<i8"), ("passages", "<i8")),
    }
    for table in columns:
        found = connection.execute(
            f"SELECT DISTINCT word FROM {part}.{table} WHERE born <= %s", (oldest,)
        ).fetchall()
        words = [row[0] for row in found]
        for start in range(0, len(words), WORDS_AT_ONCE):
            with connection.transaction():
                _rewrite_words(
                    connection,
                    f"{part}.{table}",
                    columns[table],
                    words[start : start + WORDS_AT_ONCE],
                    oldest,
                    gone,
                )
    with connection.transaction():
        for table in ("words", "stems"):
            connection.execute(
                f"WITH old AS (DELETE FROM {part}.{table} WHERE born <= %(n)s "
                "RETURNING word, passages) "
                f"INSERT INTO {part}.{table} SELECT word, %(n)s, sum(passages) FROM old "
                "GROUP BY word HAVING sum(passages) <> 0",
                {"n": oldest},
            )
        connection.execute(f"DELETE FROM {part}.deaths WHERE died <= %s", (oldest,))


def _rewrite_words(
    connection: Connection[Row],
    table: str,
    columns: tuple[tuple[str, str], ...],
    words: list[str],
    oldest: int,
    gone: IdArray,
) -> None:
    names = ", ".join(name for name, _ in columns)
    rows = connection.cursor(binary=True).execute(
        f"SELECT word, {names} FROM {table} WHERE word = ANY(%s) AND born <= %s "
        "ORDER BY word, born, part",
        (words, oldest),
    )
    parts: dict[str, list[list[bytes]]] = {}
    for word, *kept in rows:
        for into, each in zip(parts.setdefault(word, [[], [], []]), kept, strict=True):
            into.append(each)
    connection.execute(f"DELETE FROM {table} WHERE word = ANY(%s) AND born <= %s", (words, oldest))
    for word, joined in parts.items():
        arrays = [
            np.frombuffer(b"".join(part), dtype=dtype)
            for part, (_, dtype) in zip(joined, columns, strict=True)
        ]
        left = ~np.isin(arrays[0], gone)
        if left.any():
            connection.execute(
                f"INSERT INTO {table} (word, born, part, {names}) VALUES (%s, %s, 0, %s, %s, %s)",
                (word, oldest, *(array[left].tobytes() for array in arrays)),
            )
