"""Articles and their copies: what is known of them, where they were found, and who sees them."""

import copy
import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.arrays import BoolArray, IdArray
from index.durable import is_of_the_disk
from index.errors import SnapshotCorrupt, SnapshotUnreadable
from index.types import (
    Article,
    ArticleRef,
    Paragraph,
)

REFERENCE_COLUMNS = "title, publisher, published, url, path"
ARTICLE_COLUMNS = (
    "id, path, title, text, publisher, author, published, url, language, version, read"
)
# However many values there are, they are one parameter, of which SQLite takes only so many.
GIVEN = "(SELECT value FROM json_each(?))"

Containing = Callable[[Sequence[str]], IdArray]


class ArticleStore:
    """A finished store, open for reading; may be shared by threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: BoolArray | None = None
        self._references: list[list[ArticleRef]] = []
        """One list, once it has been asked for; whoever sees less shares it."""
        self._containing: Containing | None = None
        # Immutable: nobody writes a published snapshot, and its folder may be read-only.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._connection.execute("SELECT 1 FROM passages LIMIT 1")
        except sqlite3.DatabaseError as error:
            if is_of_the_disk(error) and path.is_file():
                raise SnapshotUnreadable(path, f"{error}; try again") from error
            raise SnapshotCorrupt(path, "a passage store", str(error)) from error

    def limited_to(self, seen: BoolArray, containing: Containing) -> Self:
        """The same store for those who may see no other articles and copies than these.

        `seen` is (references,), and `containing` gives the ids of the passages seen that have some
        stems. Copies, words and addresses of others are not there then; an article, a passage or a
        title that is asked for by its id is. Not to be closed.
        """
        limited = copy.copy(self)
        limited._seen = seen
        limited._containing = containing
        return limited

    def close(self) -> None:
        self._connection.close()

    @cached_property
    def _articles(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    @property
    def articles(self) -> int:
        """How many there are, seen or not."""
        return self._articles

    @cached_property
    def named(self) -> int:
        """How many `references` there are."""
        copies = self._connection.execute("SELECT count(*) FROM copies").fetchone()[0]
        return self._articles + int(copies)

    @property
    def is_limited(self) -> bool:
        return self._seen is not None

    def is_seen(self, reference_id: int) -> bool:
        """Whether an article or copy, by its place in `references`, is one of those it is limited
        to."""
        return self._seen is None or bool(self._seen[reference_id])

    def article(self, article_id: int) -> Article:
        row = self._connection.execute(
            f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id = ?",  # noqa: S608
            (article_id,),
        ).fetchone()
        return self._article(row)

    def _article(self, row: tuple[Any, ...]) -> Article:
        article_id, path, title, text, *rest = row
        paragraphs = self._connection.execute(
            "SELECT start, end, number, kind, page FROM paragraphs WHERE article_id = ? "
            "ORDER BY start",
            (article_id,),
        )
        return Article(path, title, text, tuple(Paragraph(*p) for p in paragraphs), *rest)

    def reference(self, article_id: int) -> ArticleRef:
        return ArticleRef(
            *self._connection.execute(
                f"SELECT {REFERENCE_COLUMNS} FROM articles WHERE id = ?",  # noqa: S608
                (article_id,),
            ).fetchone()
        )

    def references(self) -> list[ArticleRef]:
        """What is known of every article but its text, by id, and after them of every copy.

        A copy's place in this list is the id under which `passages_of` knows it.
        """
        if not self._references:
            rows = (
                self._connection.execute(f"SELECT {REFERENCE_COLUMNS} FROM {table} ORDER BY id")  # noqa: S608
                for table in ("articles", "copies")
            )
            self._references.append([ArticleRef(*row) for row in chain.from_iterable(rows)])
        return self._references[0]

    def title_and_day(self, article_id: int) -> tuple[str, str | None]:
        title, published = self._connection.execute(
            "SELECT title, published FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return title, published

    def title(self, article_id: int) -> str:
        return self.title_and_day(article_id)[0]

    @cached_property
    def languages(self) -> list[str | None]:
        """The language (ISO 639-1) of every article, by id."""
        return [
            row[0] for row in self._connection.execute("SELECT language FROM articles ORDER BY id")
        ]

    def language(self, article_id: int) -> str | None:
        return self.languages[article_id]

    def article_at(self, path: str, url: str | None) -> Article | None:
        """The article of this path; else one of this URL."""
        rows = self._connection.execute(
            f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE path = ? OR url = ? "  # noqa: S608
            "ORDER BY path <> ?",
            (path, url, path),
        )
        row = next((row for row in rows if self.is_seen(row[0])), None)
        return self._article(row) if row else None

    def id_at(self, path: str, url: str | None) -> int | None:
        """The id of the article of this path; else of one of this URL."""
        rows = self._connection.execute(
            "SELECT id FROM articles WHERE path = ? OR url = ? ORDER BY path <> ?",
            (path, url, path),
        )
        return next((id_ for (id_,) in rows if self.is_seen(id_)), None)

    def copies_of(self, article_ids: Collection[int]) -> frozenset[int]:
        """The places in `references` of the copies of these articles."""
        rows = self._connection.execute(
            f"SELECT id FROM copies WHERE article_id IN {GIVEN}",  # noqa: S608
            (json.dumps(sorted(article_ids)),),
        )
        return frozenset(self._articles + row[0] for row in rows)

    def sources(self) -> list[tuple[str, str]]:
        """The location and the place of each source, by id."""
        return self._connection.execute(
            "SELECT location, place FROM sources ORDER BY id"
        ).fetchall()

    def found_in(self, source_ids: Collection[int]) -> BoolArray:
        """Which of `references` were found in one of these sources, (references,)."""
        found = np.zeros(self.named, dtype=bool)
        for name, first in (("article", 0), ("copy", self._articles)):
            rows = self._connection.execute(
                f"SELECT {name}_id FROM {name}_sources WHERE source_id IN {GIVEN}",  # noqa: S608
                (json.dumps(list(source_ids)),),
            )
            found[[first + row[0] for row in rows]] = True
        return found

    def sources_of(self, article_id: int) -> frozenset[int]:
        """The ids of the sources in which an article was found."""
        rows = self._connection.execute(
            "SELECT source_id FROM article_sources WHERE article_id = ?", (article_id,)
        )
        return frozenset(row[0] for row in rows)
