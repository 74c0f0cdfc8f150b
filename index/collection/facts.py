"""What takes long to work out from an article's text, or from two, kept by their digests.

So a rebuild after a small change works it out for the changed articles only.
"""

import hashlib
import logging
import sqlite3
from dataclasses import dataclass

from index.changes.edits import edits_between, edits_from_json, edits_to_json
from index.collection.duplicates import SIGNATURE_BYTES, signature
from index.collection.likeness import weight
from index.text.languages import with_language
from index.types import Article, Edit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fact:
    """An article's language (ISO 639-1), its `weight` and its MinHash `signature`."""

    language: str | None
    weight: int
    signature: bytes


class Facts:
    """Kept in the collection's database; those not asked for are forgotten by `forget_others`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._asked: set[bytes] = set()
        self._compared: set[bytes] = set()

    def of(self, article: Article, digest: bytes) -> Fact:
        """`digest` is the article's, which no other article has."""
        self._asked.add(digest)
        row = self._connection.execute(
            "SELECT language, weight, signature FROM facts WHERE digest = ?", (digest,)
        ).fetchone()
        if row is not None and len(row[2]) in (0, SIGNATURE_BYTES):  # else of an older version
            return Fact(*row)
        fact = _found(article)
        self._connection.execute(
            "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)",
            (digest, fact.language, fact.weight, fact.signature),
        )
        return fact

    def edits(self, before: Article, now: Article) -> tuple[Edit, ...]:
        """What was changed from one text to the other."""
        key = hashlib.blake2b(f"{before.text}\0{now.text}".encode(), digest_size=16).digest()
        self._compared.add(key)
        row = self._connection.execute(
            "SELECT edits FROM compared WHERE key = ?", (key,)
        ).fetchone()
        if row is not None:
            return edits_from_json(row[0])
        edits = _compared(before, now)
        self._connection.execute("INSERT INTO compared VALUES (?, ?)", (key, edits_to_json(edits)))
        return edits

    def forget_others(self) -> None:
        for table, name, asked in (
            ("facts", "digest", self._asked),
            ("compared", "key", self._compared),
        ):
            rows = self._connection.execute(f"SELECT {name} FROM {table}").fetchall()  # noqa: S608
            gone = [(key,) for (key,) in rows if key not in asked]
            self._connection.executemany(f"DELETE FROM {table} WHERE {name} = ?", gone)  # noqa: S608


def _compared(before: Article, now: Article) -> tuple[Edit, ...]:
    """Of texts that cannot be compared nothing is said."""
    try:
        return edits_between(before, now)
    except Exception:
        log.exception("%r cannot be compared with its earlier text", now.path)
        return ()


def _found(article: Article) -> Fact:
    """Of a text that cannot be examined nothing is known, and it is compared with no other."""
    try:
        return Fact(with_language(article).language, weight(article), signature(article))
    except Exception:
        log.exception("%r cannot be compared with other articles", article.path)
        return Fact(article.language, 0, b"")
