"""The texts that an article has had, as it was read again and again: its versions.

Kept in the collection's database. A version is known by its text, so that an article which is read
once more, or turns up in a second file, does not become a new one.
"""

import hashlib
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from index.changes.edits import edits_between
from index.collection.identity import are_one, identity
from index.collection.kept_articles import article_from_json, article_to_json
from index.types import Article, Edit

EARLIER_KEPT = 5


@dataclass(frozen=True, slots=True)
class NewVersion:
    """An article whose text has changed, and how: the paragraphs that are no longer in it, and what
    differs sentence by sentence."""

    path: str
    title: str
    url: str | None
    version: int
    vanished: tuple[str, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """`number` counts from 1; `read` is the day (UTC, ISO 8601) on which it was first read."""

    number: int
    read: str


@dataclass(frozen=True, slots=True)
class EarlierText:
    """A version that was read before the one in force, as parsers of the version `readers` made
    it."""

    version: Version
    readers: int
    article: Article


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
        self.readers = readers
        self.changed: list[NewVersion] = []

    def of(self, article: Article) -> Version | None:
        """Which version this text is; None for a copy of the article in another file."""
        row = self._connection.execute(
            "SELECT version, read FROM versions WHERE identity = ? AND text_digest = ?",
            (identity(article), _digest(article)),
        ).fetchone()
        return Version(*row) if row else None

    def earlier(self, article: Article) -> list[EarlierText]:
        """The texts that are kept beside the one in force, oldest first: the first that was read
        and the last few. What other parsers made of a version stands beside what these make."""
        rows = self._connection.execute(
            "SELECT t.version, v.read, t.readers, t.article FROM texts t JOIN versions v "
            "USING (identity, version) WHERE t.identity = ? ORDER BY t.version, t.readers",
            (identity(article),),
        )
        return [
            EarlierText(Version(number, read), readers, _as_of(article, article_from_json(text)))
            for number, read, readers, text in rows
        ]

    def with_earlier(self) -> frozenset[str]:
        """The identities of the articles of which earlier texts are kept."""
        rows = self._connection.execute("SELECT DISTINCT identity FROM texts")
        return frozenset(name for (name,) in rows)

    def spells(self, article: Article) -> list[tuple[str, int]]:
        """When which version came into force, oldest first: UTC in ISO 8601, and its number."""
        return self._connection.execute(
            "SELECT start, version FROM spells WHERE identity = ? ORDER BY start",
            (identity(article),),
        ).fetchall()

    def note(self, article: Article, digest: bytes, replaced: Iterable[Article]) -> None:
        """Take notice of an article that is in the database in place of those that are `replaced`.

        Of two texts that stand at one address in two files, the one that was published later is
        the later version; if the dates do not decide, the one that was read first stays.
        """
        name = identity(article)
        before = self._replaced(name, replaced)
        known = self.of(article)
        if known:
            if before and before.number != known.number:
                self._keep_text(name, before)
            self._keep_as_parsed(name, known.number, article)
            self._put(name, known.number, article, digest)
            return
        latest = before or self._latest(name)
        if latest is None or not are_one(latest.article, article):
            self._forget(name)
            self._put(name, 1, article, digest)
        elif latest.readers != self.readers:
            if latest.number > 1 and latest.is_replaced:
                self._keep_text(name, latest)
            self._put(name, latest.number, article, digest)
        elif latest.is_replaced or _published_after(article, latest.article):
            number = self._last_number(name) + 1
            self._keep_text(name, latest)
            self._put(name, number, article, digest)
            self._prune(name, number)
            self._changed(article, latest, number)
        elif _published_after(latest.article, article):
            for table in ("versions", "texts", "spells"):
                self._connection.execute(
                    f"UPDATE {table} SET version = version + 1 "  # noqa: S608
                    "WHERE identity = ? AND version = ?",
                    (name, latest.number),
                )
            self._put(name, latest.number, article, digest)
            self._keep_text(name, replace(latest, article=article))

    def settle(self, now: datetime) -> None:
        """Forget the versions of articles that are no longer in the database, and note which one
        of each article is in force from `now` (UTC) on: the latest of those that are there."""
        for table in ("versions", "spells", "texts"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM versions v "  # noqa: S608
                f"JOIN articles a ON a.digest = v.digest WHERE v.identity = {table}.identity)"
            )
        self._connection.execute(
            "INSERT OR REPLACE INTO spells SELECT v.identity, ?, max(v.version) FROM versions v "
            "WHERE EXISTS (SELECT 1 FROM articles a WHERE a.digest = v.digest) GROUP BY v.identity "
            "HAVING max(v.version) IS NOT (SELECT version FROM spells s "
            "WHERE s.identity = v.identity ORDER BY start DESC LIMIT 1)",
            (now.isoformat(timespec="microseconds"),),
        )

    def _replaced(self, name: str, replaced: Iterable[Article]) -> "_Latest | None":
        """The version that one of those that are replaced is."""
        for old in replaced:
            if identity(old) == name and (row := self._row(name, _digest(old))):
                return _Latest(*row, old, is_replaced=True)
        return None

    def _row(self, name: str, text_digest: bytes) -> tuple[int, int] | None:
        row: tuple[int, int] | None = self._connection.execute(
            "SELECT version, readers FROM versions WHERE identity = ? AND text_digest = ?",
            (name, text_digest),
        ).fetchone()
        return row

    def _latest(self, name: str) -> "_Latest | None":
        row = self._connection.execute(
            "SELECT version, readers, digest FROM versions WHERE identity = ? "
            "ORDER BY version DESC LIMIT 1",
            (name,),
        ).fetchone()
        if row is None:
            return None
        number, readers, digest = row
        try:
            return _Latest(number, readers, self._load(digest), is_replaced=False)
        except KeyError:  # its file is gone, and the text with it
            return None

    def _last_number(self, name: str) -> int:
        [number] = self._connection.execute(
            "SELECT max(version) FROM versions WHERE identity = ?", (name,)
        ).fetchone()
        return int(number)

    def _put(self, name: str, number: int, article: Article, digest: bytes) -> None:
        """A version that is there already keeps the day on which it was read."""
        self._connection.execute(
            "INSERT INTO versions (identity, version, read, readers, text_digest, digest) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (identity, version) DO UPDATE SET "
            "readers = excluded.readers, text_digest = excluded.text_digest, "
            "digest = excluded.digest",
            (name, number, _today(), self.readers, _digest(article), digest),
        )

    def _keep_text(self, name: str, text: "_Latest") -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?)",
            (name, text.number, text.readers, article_to_json(text.article)),
        )

    def _keep_as_parsed(self, name: str, number: int, article: Article) -> None:
        """Keep what older parsers made of a later version, so that it can be compared with what
        they made of the versions before."""
        row = self._row(name, _digest(article))
        if row and number > 1 and row[1] != self.readers:
            self._keep_text(name, _Latest(number, row[1], article, is_replaced=True))

    def _prune(self, name: str, number: int) -> None:
        """Only the first version and the last few are kept."""
        for table in ("versions", "texts"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE identity = ? AND version > 1 AND version < ?",  # noqa: S608
                (name, number - EARLIER_KEPT),
            )

    def _forget(self, name: str) -> None:
        for table in ("versions", "texts", "spells"):
            self._connection.execute(f"DELETE FROM {table} WHERE identity = ?", (name,))  # noqa: S608

    def _changed(self, article: Article, before: "_Latest", number: int) -> None:
        vanished = vanished_paragraphs(before.article, article)
        edits = edits_between(before.article, article)
        self.changed.append(
            NewVersion(article.path, article.title, article.url, number, vanished, edits)
        )


@dataclass(frozen=True, slots=True)
class _Latest:
    number: int
    readers: int
    article: Article
    is_replaced: bool


def _as_of(article: Article, earlier: Article) -> Article:
    """An earlier text; one of which only the text was kept has the title and the rest of now."""
    if earlier.title:
        return earlier
    return replace(article, text=earlier.text, paragraphs=earlier.paragraphs)


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
