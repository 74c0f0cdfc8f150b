"""Articles, paragraphs and passages in one SQLite file, written once and then only read."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.snapshot.store.article_store import GIVEN, REFERENCE_COLUMNS, ArticleStore
from index.speech.keys import wanted_key
from index.text.heading import heading
from index.text.words import WORD, words
from index.types import (
    SPEECH_MODES,
    ArticleRef,
    Draft,
    HashedDraft,
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
LACKING = """EXISTS (
  SELECT 1 FROM lacking l WHERE l.copy_id = c.id AND l.start < p.end AND l.end > p.start
)"""
# Passages in which a word is looked for at most, where not all may be seen.
LOOKED_INTO = 500
SPEECH_COLUMNS = (
    "passage_id, start, end, speaker_start, speaker_end, verb_start, verb_end, mode, "
    "name_start, name_end"
)
SPEAKERS = f"SELECT k.id FROM speakers k JOIN {GIVEN} w WHERE instr(k.key, w.value)"  # noqa: S608


class PassageStore(ArticleStore):
    """The passages too, what stands over them and who says what in them."""

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

    @cached_property
    def rows(self) -> int:
        """How many passages there are."""
        return int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])

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
