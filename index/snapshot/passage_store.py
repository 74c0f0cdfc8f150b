"""Articles, paragraphs and passages in one SQLite file, written once and then only read."""

import copy
import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import BoolArray, IdArray
from index.durable import is_of_the_disk
from index.errors import SnapshotCorrupt, SnapshotUnreadable
from index.speech.keys import wanted_key
from index.text.heading import heading
from index.text.words import WORD, words
from index.types import (
    SPEECH_MODES,
    Article,
    ArticleRef,
    Draft,
    HashedDraft,
    Paragraph,
    Passage,
    Speech,
)

PASSAGES = (
    "SELECT p.id, p.article_id, p.start, p.end, first_paragraph, last_paragraph, kind, "
    "h.start, h.end FROM passages p JOIN headings h ON h.id = p.heading_id"
)
HEADINGS = (
    "SELECT title, published, h.start, h.end, CASE WHEN h.start IS NULL THEN '' ELSE text END "
    "FROM headings h JOIN articles a ON a.id = h.article_id"
)
REFERENCE_COLUMNS = "title, publisher, published, url, path"
LACKING = """EXISTS (
  SELECT 1 FROM lacking l WHERE l.copy_id = c.id AND l.start < p.end AND l.end > p.start
)"""
# However many values there are, they are one parameter, of which SQLite takes only so many.
GIVEN = "(SELECT value FROM json_each(?))"
# Passages in which a word is looked for at most, where not all may be seen.
LOOKED_INTO = 500
ARTICLE_COLUMNS = (
    "id, path, title, text, publisher, author, published, url, language, version, read"
)
SPEECH_COLUMNS = (
    "passage_id, start, end, speaker_start, speaker_end, verb_start, verb_end, mode, "
    "name_start, name_end"
)
SPEAKERS = f"SELECT k.id FROM speakers k JOIN {GIVEN} w WHERE instr(k.key, w.value)"  # noqa: S608


Containing = Callable[[Sequence[str]], IdArray]


class PassageStore:
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

    def limited_to(self, seen: BoolArray, containing: Containing) -> "PassageStore":
        """The same store for those who may see no other articles and copies than these.

        `seen` is (references,), and `containing` gives the ids of the passages seen that have some
        stems. Copies, words and addresses of others are not there then; an article, a passage or a
        title that is asked for by its id is. Not to be closed.
        """
        limited = copy.copy(self)
        limited._seen = seen
        limited._containing = containing
        return limited

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages with these ids, in this order."""
        rows = self._connection.execute(
            f"{PASSAGES} WHERE p.id IN {GIVEN}",
            (json.dumps([int(id_) for id_ in ids]),),
        ).fetchall()
        texts = self._texts({article_id for _, article_id, *_ in rows})
        by_id = {row[0]: _passage(row, texts[row[1]]) for row in rows}
        return [by_id[int(id_)] for id_ in ids]

    def passages_in(self, article_id: int) -> list[Passage]:
        """Of an article, in reading order."""
        rows = self._connection.execute(
            f"{PASSAGES} WHERE p.article_id = ? ORDER BY p.id", (article_id,)
        ).fetchall()
        texts = self._texts([article_id])
        return [_passage(row, texts[article_id]) for row in rows]

    def _texts(self, article_ids: Collection[int]) -> dict[int, str]:
        """Whole, and cut by Python: SQLite's substr counts from the start for each passage, and
        takes 50 ms for those of a book; it also ends at a NUL character."""
        return dict(
            self._connection.execute(
                f"SELECT id, text FROM articles WHERE id IN {GIVEN}",  # noqa: S608
                (json.dumps(list(article_ids)),),
            )
        )

    def all_passages(self) -> Iterator[Passage]:
        """Every passage, by id: article by article."""
        rows = self._connection.execute(f"{PASSAGES} ORDER BY p.id")
        for article_id, of_article in groupby(rows, key=itemgetter(1)):
            text = self._texts([article_id])[article_id]
            yield from (_passage(row, text) for row in of_article)

    def drafts(self, digest: bytes) -> list[HashedDraft]:
        """The passages of the article with this digest, as they were added; none for another."""
        rows = self._connection.execute(
            f"{PASSAGES} WHERE p.article_id = "  # noqa: S608
            "(SELECT id FROM articles WHERE digest = ? LIMIT 1) "
            "ORDER BY p.id",
            (digest,),
        ).fetchall()
        ids = [id_ for id_, *_ in rows]
        speech, hashes = self.speech(ids), self._hashes(ids)
        return [HashedDraft(_draft(row), hashes[row[0]], speech[row[0]]) for row in rows]

    def _hashes(self, ids: Sequence[int]) -> dict[int, bytes]:
        return dict(
            self._connection.execute(
                f"SELECT id, hash FROM passages WHERE id IN {GIVEN}",  # noqa: S608
                (json.dumps(ids),),
            )
        )

    def speech(self, passage_ids: Collection[int]) -> dict[int, tuple[Speech, ...]]:
        """Who says which of their sentences, for each of these passages, in reading order."""
        found: dict[int, list[Speech]] = {int(id_): [] for id_ in passage_ids}
        rows = self._connection.execute(
            f"SELECT {SPEECH_COLUMNS} FROM speech WHERE passage_id IN {GIVEN} "  # noqa: S608
            "ORDER BY passage_id, start",
            (json.dumps(list(found)),),
        )
        for id_, *spans, mode, name_start, name_end in rows:
            sentence, speaker, verb = (tuple(spans[i : i + 2]) for i in (0, 2, 4))
            name = None if name_start is None else (name_start, name_end)
            found[id_].append(Speech(sentence, speaker, verb, SPEECH_MODES[mode], name))
        return {id_: tuple(speech) for id_, speech in found.items()}

    def passages_said_by(self, names: Collection[str]) -> NDArray[np.bool_]:
        """Which of all the passages, (passages,), have something that one of these people says."""
        found = np.zeros(len(self.article_ids), dtype=bool)
        rows = self._connection.execute(
            f"SELECT DISTINCT passage_id FROM speech WHERE speaker_id IN ({SPEAKERS})",  # noqa: S608
            (_wanted_keys(names),),
        )
        found[[row[0] for row in rows]] = True
        return found if self._seen is None else found & self._seen[self.article_ids]

    def sentences_said_by(
        self, names: Collection[str], passage_ids: Collection[int]
    ) -> dict[int, set[int]]:
        """Where the sentences start that one of these people says, by passage, if there are any.

        As offsets into the passage's text.
        """
        found: dict[int, set[int]] = {}
        rows = self._connection.execute(
            "SELECT s.passage_id, s.start - p.start FROM speech s "  # noqa: S608
            "JOIN passages p ON p.id = s.passage_id "
            f"WHERE s.passage_id IN {GIVEN} AND s.speaker_id IN ({SPEAKERS})",
            (json.dumps([int(id_) for id_ in passage_ids]), _wanted_keys(names)),
        )
        for id_, start in rows:
            found.setdefault(id_, set()).add(start)
        return found

    def passages_of(self, reference_ids: Collection[int]) -> NDArray[np.bool_]:
        """Which of all the passages, (passages,), stand in these articles or copies, known by their
        places in `references`."""
        seen = self._seen
        if seen is not None:
            reference_ids = [id_ for id_ in reference_ids if seen[id_]]
        found = np.isin(self.article_ids, np.fromiter(reference_ids, dtype=np.int32))
        for copy_id in (id_ - self._articles for id_ in reference_ids if id_ >= self._articles):
            rows = self._connection.execute(
                "SELECT p.id FROM passages p JOIN copies c USING (article_id) "  # noqa: S608
                f"WHERE c.id = ? AND NOT {LACKING}",
                (copy_id,),
            )
            found[[row[0] for row in rows]] = True
        return found if seen is None else found & seen[self.article_ids]

    # Where they were found

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

    @cached_property
    def _articles(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    @cached_property
    def rows(self) -> int:
        """How many passages there are."""
        return int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    @property
    def is_limited(self) -> bool:
        return self._seen is not None

    @property
    def articles(self) -> int:
        """How many there are, seen or not."""
        return self._articles

    @cached_property
    def named(self) -> int:
        """How many `references` there are."""
        copies = self._connection.execute("SELECT count(*) FROM copies").fetchone()[0]
        return self._articles + int(copies)

    def copies_with(
        self, passage: Passage, among: Collection[int] | None = None
    ) -> list[ArticleRef]:
        """The copies of its article that have this passage, in the order they were added.

        Only those `among` the articles known by their places in `references`, if these are given.
        """
        rows = self._connection.execute(
            f"SELECT c.id, {REFERENCE_COLUMNS} FROM copies c JOIN passages p USING (article_id) "  # noqa: S608
            f"WHERE p.id = ? AND NOT {LACKING} ORDER BY c.id",
            (passage.id,),
        )
        return [
            ArticleRef(*row)
            for id_, *row in rows
            if self.is_seen(self._articles + id_)
            and (among is None or self._articles + id_ in among)
        ]

    def copies_of(self, article_ids: Collection[int]) -> frozenset[int]:
        """The places in `references` of the copies of these articles."""
        rows = self._connection.execute(
            f"SELECT id FROM copies WHERE article_id IN {GIVEN}",  # noqa: S608
            (json.dumps(sorted(article_ids)),),
        )
        return frozenset(self._articles + row[0] for row in rows)

    def is_seen(self, reference_id: int) -> bool:
        """Whether an article or copy, by its place in `references`, is one of those it is limited
        to."""
        return self._seen is None or bool(self._seen[reference_id])

    @cached_property
    def article_ids(self) -> NDArray[np.int32]:
        """The article of each passage, (passages,)."""
        rows = self._connection.execute("SELECT article_id FROM passages ORDER BY id")
        return np.fromiter((row[0] for row in rows), dtype=np.int32)

    def word_frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each of these lower-case words occurs, if it does."""
        found = dict(
            self._connection.execute(
                f"SELECT word, passages FROM words WHERE word IN {GIVEN}",  # noqa: S608
                (json.dumps(list(words)),),
            )
        )
        return found if self._seen is None else self._seen_of(found)

    def _seen_of(self, frequencies: Mapping[str, int]) -> dict[str, int]:
        """The words that occur in passages that are seen, and in how many of those looked into."""
        counts = {}
        for word in frequencies:
            [stems] = words([word])
            ids = self._containing(stems) if stems and self._containing else ()
            texts = (passage.text for passage in self.passages(list(ids[:LOOKED_INTO])))
            counts[word] = sum(word in map(str.lower, WORD.findall(text)) for text in texts)
        return {word: count for word, count in counts.items() if count}

    @cached_property
    def heading_ids(self) -> NDArray[np.int32]:
        """What stands over each passage, (passages,)."""
        rows = self._connection.execute("SELECT heading_id FROM passages ORDER BY id")
        return np.fromiter((row[0] for row in rows), dtype=np.int32)

    @cached_property
    def heading_articles(self) -> NDArray[np.int32]:
        """The article of each of the `headings`, (headings,)."""
        rows = self._connection.execute("SELECT article_id FROM headings ORDER BY id")
        return np.fromiter((row[0] for row in rows), dtype=np.int32)

    def headings(self) -> Iterator[str]:
        """What stands over passages, by id: each article's title and day, and with its sections."""
        return map(_heading, self._connection.execute(f"{HEADINGS} ORDER BY h.id"))

    def heading(self, heading_id: int) -> str:
        return _heading(
            self._connection.execute(f"{HEADINGS} WHERE h.id = ?", (heading_id,)).fetchone()
        )

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

    def article(self, article_id: int) -> Article:
        row = self._connection.execute(
            f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id = ?",  # noqa: S608
            (article_id,),
        ).fetchone()
        return self._article(row)

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

    def _article(self, row: tuple[Any, ...]) -> Article:
        article_id, path, title, text, *rest = row
        paragraphs = self._connection.execute(
            "SELECT start, end, number, kind, page FROM paragraphs WHERE article_id = ? "
            "ORDER BY start",
            (article_id,),
        )
        return Article(path, title, text, tuple(Paragraph(*p) for p in paragraphs), *rest)

    def close(self) -> None:
        self._connection.close()


class StoredTexts:
    """The articles and passages of a store, and those of earlier texts, whose ids follow those of
    now; see `Texts`."""

    def __init__(self, now: PassageStore, earlier: PassageStore | None) -> None:
        self._now = now
        self._earlier = earlier

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        return [self._passage(id_) for id_ in ids]

    def _passage(self, id_: int) -> Passage:
        if self._earlier is None or not self.is_earlier(id_):
            return self._now.passages([id_])[0]
        [passage] = self._earlier.passages([id_ - self._now.rows])
        return replace(passage, id=id_, article_id=passage.article_id + self._now.named)

    def is_earlier(self, passage_id: int) -> bool:
        return self._earlier is not None and passage_id >= self._now.rows

    def _of(self, article_id: int) -> tuple[PassageStore, int]:
        if self._earlier is not None and article_id >= self._now.named:
            return self._earlier, article_id - self._now.named
        return self._now, article_id

    def article(self, article_id: int) -> Article:
        store, id_ = self._of(article_id)
        return store.article(id_)

    def title(self, article_id: int) -> str:
        store, id_ = self._of(article_id)
        return store.title(id_)

    def sources(self) -> list[tuple[str, str]]:
        return self._now.sources()

    def sources_of(self, article_id: int) -> frozenset[int]:
        store, id_ = self._of(article_id)
        return store.sources_of(id_)

    def close(self) -> None:
        self._now.close()
        if self._earlier is not None:
            self._earlier.close()


def _wanted_keys(names: Collection[str]) -> str:
    return json.dumps([key for key in map(wanted_key, names) if key])


def _draft(row: tuple[Any, ...]) -> Draft:
    _, _, start, end, first, last, kind, section_start, section_end = row
    section = None if section_start is None else (section_start, section_end)
    return Draft(start, end, first, last, kind, section)


def _passage(row: tuple[Any, ...], text: str) -> Passage:
    id_, article_id, start, end, first, last, kind, section_start, section_end = row
    section = "" if section_start is None else text[section_start:section_end]
    return Passage(id_, article_id, start, end, first, last, kind, text[start:end], section)


def _heading(row: tuple[Any, ...]) -> str:
    title, published, start, end, text = row
    return heading(title, published, text[start:end] if text else "")
