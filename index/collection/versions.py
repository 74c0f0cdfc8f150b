"""The texts that an article has had, as it was read again and again: its versions.

Kept in the collection's database. A version is known by its text, so that an article which is read
once more, or turns up in a second file, does not become a new one.
"""

import hashlib
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from index.collection.identity import are_one, identity
from index.types import Article

EARLIER_KEPT = 5


@dataclass(frozen=True, slots=True)
class NewVersion:
    """An article whose text has changed, and the paragraphs that are no longer in it."""

    path: str
    title: str
    url: str | None
    version: int
    vanished: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """`number` counts from 1; `read` is the day (UTC, ISO 8601) on which it was first read."""

    number: int
    read: str


class Versions:
    """The versions of the articles in one database.

    `load` gives an article of it by its digest, or raises `KeyError`. `readers` is the parsers' own
    version: what other parsers make of the same article is no new version of it. `changed` are the
    new versions that were noted.
    """

    def __init__(
        self, connection: sqlite3.Connection, load: Callable[[bytes], Article], readers: int
    ) -> None:
        self._connection = connection
        self._load = load
        self._readers = readers
        self.changed: list[NewVersion] = []

    def of(self, article: Article) -> Version | None:
        """Which version this text is; None for a copy of the article in another file."""
        row = self._connection.execute(
            "SELECT version, read FROM versions WHERE identity = ? AND text_digest = ?",
            (identity(article), _digest(article)),
        ).fetchone()
        return Version(*row) if row else None

    def earlier_texts(self, article: Article) -> list[str]:
        """The texts that it had before the latest, oldest first, as far as they are kept."""
        rows = self._connection.execute(
            "SELECT text FROM versions WHERE identity = ? AND text IS NOT NULL ORDER BY version",
            (identity(article),),
        )
        return [row[0] for row in rows]

    def note(self, article: Article, digest: bytes, replaced: Iterable[Article]) -> None:
        """Take notice of an article that is in the database in place of those that are `replaced`.

        Of two texts that stand at one address in two files, the one that was published later is
        the later version; if the dates do not decide, the one that was read first stays.
        """
        name = identity(article)
        known = self.of(article)
        if known:
            self._put(name, known.number, article, digest)
            return
        latest = self._latest(name, replaced)
        if latest is None or not are_one(latest.article, article):
            self._connection.execute("DELETE FROM versions WHERE identity = ?", (name,))
            self._put(name, 1, article, digest)
        elif latest.readers != self._readers:
            self._put(name, latest.number, article, digest)
        elif latest.is_replaced or _published_after(article, latest.article):
            self._keep_text(name, latest.number, latest.article)
            self._put(name, latest.number + 1, article, digest)
            self._changed(article, latest)
        elif _published_after(latest.article, article):
            self._connection.execute(
                "UPDATE versions SET version = version + 1 WHERE identity = ? AND version = ?",
                (name, latest.number),
            )
            self._put(name, latest.number, article, digest)
            self._keep_text(name, latest.number, article)

    def forget_gone(self) -> None:
        """Delete the versions of articles that are no longer in the database."""
        self._connection.execute(
            "DELETE FROM versions WHERE NOT EXISTS (SELECT 1 FROM versions v JOIN articles a "
            "ON a.digest = v.digest WHERE v.identity = versions.identity)"
        )

    def _latest(self, name: str, replaced: Iterable[Article]) -> "_Latest | None":
        row = self._connection.execute(
            "SELECT version, readers, text_digest, digest FROM versions WHERE identity = ? "
            "ORDER BY version DESC LIMIT 1",
            (name,),
        ).fetchone()
        if row is None:
            return None
        number, readers, text_digest, digest = row
        for old in replaced:
            if identity(old) == name and _digest(old) == text_digest:
                return _Latest(number, readers, old, is_replaced=True)
        try:
            return _Latest(number, readers, self._load(digest), is_replaced=False)
        except KeyError:  # its file is gone, and the text with it
            return None

    def _put(self, name: str, number: int, article: Article, digest: bytes) -> None:
        """A version that is there already keeps the day on which it was read."""
        self._connection.execute(
            "INSERT INTO versions (identity, version, read, readers, text_digest, digest) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (identity, version) DO UPDATE SET "
            "readers = excluded.readers, text_digest = excluded.text_digest, "
            "digest = excluded.digest",
            (name, number, _today(), self._readers, _digest(article), digest),
        )

    def _keep_text(self, name: str, number: int, article: Article) -> None:
        self._connection.execute(
            "UPDATE versions SET text = ? WHERE identity = ? AND version = ?",
            (article.text, name, number),
        )
        self._connection.execute(
            "DELETE FROM versions WHERE identity = ? AND version <= ?",
            (name, number - EARLIER_KEPT),
        )

    def _changed(self, article: Article, before: "_Latest") -> None:
        vanished = vanished_paragraphs(before.article, article)
        self.changed.append(
            NewVersion(article.path, article.title, article.url, before.number + 1, vanished)
        )


@dataclass(frozen=True, slots=True)
class _Latest:
    number: int
    readers: int
    article: Article
    is_replaced: bool


def vanished_paragraphs(before: Article, now: Article) -> tuple[str, ...]:
    """The paragraphs that do not stand in the text as it is now, word for word."""
    there = {tuple(paragraph.split()) for paragraph in _paragraphs(now)}
    return tuple(gone for gone in _paragraphs(before) if tuple(gone.split()) not in there)


def _paragraphs(article: Article) -> Iterator[str]:
    return (article.text[p.start : p.end] for p in article.paragraphs)


def _published_after(a: Article, b: Article) -> bool:
    return a.published is not None and b.published is not None and a.published > b.published


def _digest(article: Article) -> bytes:
    return hashlib.blake2b(article.text.encode(), digest_size=16).digest()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@dataclass(slots=True)
class Folded:
    """What is not indexed, by number: `copies` with what stays for them, and `earlier` versions."""

    copies: dict[int, int] = field(default_factory=dict)
    earlier: set[int] = field(default_factory=set)


class Addresses:
    """Articles that stand in several files, feeds or pages under one address.

    `add` every article first, then ask what is `folded`. Holds about 100 bytes for each article.
    """

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._others: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))

    def add(self, number: int, article: Article) -> None:
        key = hash(identity(article))
        first = self._first.setdefault(key, number)
        if first != number:
            self._others[first].append(number)

    def folded(
        self,
        load: Callable[[int], Article],
        versions: Versions,
        may_give_way: Callable[[int, int], bool] = lambda number, to: True,
    ) -> Folded:
        """The latest version stays; of its copies, the first that was added.

        `load` gives the article of a number again, as it was read. One that may not give way to the
        latest stays too, or gives way to the latest of those that stay.
        """
        folded = Folded()
        for first, others in self._others.items():
            numbers = [first, *others]
            articles = {number: load(number) for number in numbers}
            found = {number: versions.of(article) for number, article in articles.items()}
            version = {number: each.number if each else 0 for number, each in found.items()}
            while numbers:
                latest = max(numbers, key=lambda number: (version[number], -number))
                rest = []
                for number in numbers:
                    if number == latest or not _same(articles[number], articles[latest]):
                        continue
                    if not may_give_way(number, latest):
                        rest.append(number)
                    elif 0 < version[number] < version[latest]:
                        folded.earlier.add(number)
                    else:
                        folded.copies[number] = latest
                numbers = rest
        return folded


def _same(a: Article, b: Article) -> bool:
    return identity(a) == identity(b) and are_one(a, b)
