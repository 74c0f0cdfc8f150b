"""What takes long to work out from an article's text, kept by the article's digest.

So a rebuild after a small change works it out for the changed articles only.
"""

import logging
import sqlite3
from dataclasses import dataclass

from index.collection.duplicates import signature
from index.collection.likeness import weight
from index.text.languages import with_language
from index.types import Article

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

    def of(self, article: Article, digest: bytes) -> Fact:
        """`digest` is the article's, which no other article has."""
        self._asked.add(digest)
        row = self._connection.execute(
            "SELECT language, weight, signature FROM facts WHERE digest = ?", (digest,)
        ).fetchone()
        if row is not None:
            return Fact(*row)
        fact = _found(article)
        self._connection.execute(
            "INSERT INTO facts VALUES (?, ?, ?, ?)",
            (digest, fact.language, fact.weight, fact.signature),
        )
        return fact

    def forget_others(self) -> None:
        rows = self._connection.execute("SELECT digest FROM facts").fetchall()
        gone = [(digest,) for (digest,) in rows if digest not in self._asked]
        self._connection.executemany("DELETE FROM facts WHERE digest = ?", gone)


def _found(article: Article) -> Fact:
    """Of a text that cannot be examined nothing is known, and it is compared with no other."""
    try:
        return Fact(with_language(article).language, weight(article), signature(article))
    except Exception:
        log.exception("%r cannot be compared with other articles", article.path)
        return Fact(article.language, 0, b"")
