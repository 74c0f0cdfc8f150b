"""Articles and passages of a generation, who says what in them, and when they were read."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.arrays import IdArray
from index.changes.edits import edits_from_json
from index.collection.kept_articles import article_from_json
from index.postgres.columns import keys_of, place_key, reference_of, speech_of
from index.postgres.database import Database, Row
from index.postgres.generation import SPEAKERS, Generation, Part
from index.postgres.ids import spans
from index.postgres.kept import Kept
from index.postgres.schema import NOW
from index.postgres.views.by_id import PASSAGE, passage_of
from index.text.heading import heading
from index.types import Article, ArticleRef, Changes, Passage, Span, Speech, Spell

KEPT_PASSAGES = 4096
KEPT_ARTICLES = 256
PAGE = 2048


@dataclass(frozen=True, slots=True)
class _Head:
    """What is known of an article without its text."""

    reference: ArticleRef
    language: str | None


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of an article, and what of the article's text it lacks."""

    id: int
    reference: ArticleRef
    lacking: tuple[Span, ...]


class StoredTexts(Part):
    """See `Views` for what each of these gives."""

    def __init__(self, database: Database, generation: Generation, schema: str = NOW) -> None:
        super().__init__(database, generation, schema)
        self._passages: Kept[int, Passage] = Kept(KEPT_PASSAGES)
        self._heads: Kept[int, _Head] = Kept(KEPT_PASSAGES)
        self._copies: Kept[int, list[_Copy]] = Kept(KEPT_PASSAGES)
        self._articles: Kept[int, Article] = Kept(KEPT_ARTICLES)

    @property
    def expected(self) -> tuple[int, int]:
        """How many articles and passages there should be."""
        return self._generation.articles, self._generation.passages

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        found = self._passages.get([int(id_) for id_ in ids], self._fetched_passages)
        # Whoever asks for passages asks for the copies of their articles next: all at once.
        self._copies_of(sorted({passage.article_id for passage in found.values()}))
        return [found[int(id_)] for id_ in ids]

    def _fetched_passages(self, ids: list[int]) -> dict[int, Passage]:
        """With what stands over them, which is asked for next."""
        rows = self._rows(
            f"SELECT {PASSAGE}, a.reference, a.language FROM {{schema}}.passages p "
            "JOIN {schema}.articles a ON a.id = p.article_id WHERE p.id = ANY(%(ids)s)",
            ids=ids,
        )
        self._heads.put({row[1]: _Head(reference_of(row[-2]), row[-1]) for row in rows})
        return {row[0]: passage_of(row[:-2]) for row in rows}

    def passages_in(self, article_id: int) -> list[Passage]:
        rows = self._rows(
            f"SELECT {PASSAGE} FROM {{schema}}.passages p WHERE p.article_id = %(article)s "
            "ORDER BY p.id",
            article=article_id,
        )
        return list(map(passage_of, rows))

    def article(self, article_id: int) -> Article:
        def fetch(missing: list[int]) -> dict[int, Article]:
            rows = self._rows(
                "SELECT id, article FROM {schema}.articles WHERE id = ANY(%(ids)s)", ids=missing
            )
            return {id_: article_from_json(text.decode()) for id_, text in rows}

        return self._articles.get([article_id], fetch)[article_id]

    def _heads_of(self, article_ids: Sequence[int]) -> dict[int, _Head]:
        def fetch(missing: list[int]) -> dict[int, _Head]:
            rows = self._rows(
                "SELECT id, reference, language FROM {schema}.articles WHERE id = ANY(%(ids)s)",
                ids=missing,
            )
            return {id_: _Head(reference_of(kept), language) for id_, kept, language in rows}

        return self._heads.get(article_ids, fetch)

    def _copies_of(self, article_ids: Sequence[int]) -> dict[int, list[_Copy]]:
        def fetch(missing: list[int]) -> dict[int, list[_Copy]]:
            rows = self._rows(
                "SELECT article_id, id, reference, lacking_from, lacking_to FROM {schema}.copies "
                "WHERE article_id = ANY(%(ids)s) ORDER BY id",
                ids=missing,
            )
            found: dict[int, list[_Copy]] = {article_id: [] for article_id in missing}
            for article_id, id_, kept, starts, ends in rows:
                lacking = tuple(zip(starts, ends, strict=True))
                found[article_id].append(_Copy(id_, reference_of(kept), lacking))
            return found

        return self._copies.get(article_ids, fetch)

    def reference(self, article_id: int) -> ArticleRef:
        return self._heads_of([article_id])[article_id].reference

    def title(self, article_id: int) -> str:
        return self.reference(article_id).title

    def heading(self, passage: Passage) -> str:
        known = self.reference(passage.article_id)
        return heading(known.title, known.published, passage.section)

    def language(self, article_id: int) -> str | None:
        return self._heads_of([article_id])[article_id].language

    def all_passages(self) -> Iterator[Passage]:
        ids = self._all_ids()
        for start in range(0, len(ids), PAGE):
            page = ids[start : start + PAGE].tolist()
            found = self._fetched_passages(page)
            yield from (found[id_] for id_ in page)

    def _all_ids(self) -> IdArray:
        rows = self._rows(
            "SELECT a.first_passage, a.passages FROM {schema}.articles a WHERE {visible}"
        )
        ids = spans(rows)
        return ids[self._visible(ids)]

    def references(self) -> dict[int, ArticleRef]:
        articles = self._rows(
            "SELECT a.id, a.reference FROM {schema}.articles a WHERE {visible} ORDER BY a.id"
        )
        copies = self._rows(
            "SELECT c.id, c.reference FROM {schema}.copies c "
            "JOIN {schema}.articles a ON a.id = c.article_id WHERE {visible} ORDER BY c.id"
        )
        return {id_: reference_of(kept) for id_, kept in (*articles, *copies)}

    def copies_with(
        self, passage: Passage, among: Collection[int] | None = None
    ) -> list[ArticleRef]:
        return [
            copy.reference
            for copy in self._copies_of([passage.article_id])[passage.article_id]
            if self.is_seen(copy.id)
            and (among is None or copy.id in among)
            and not any(start < passage.end and end > passage.start for start, end in copy.lacking)
        ]

    def articles_of(self, ids: IdArray) -> IdArray:
        found = self._passages.get(ids.tolist(), self._fetched_passages)
        return np.array([found[id_].article_id for id_ in ids.tolist()], dtype=np.int64)

    def id_at(self, path: str, url: str | None) -> int | None:
        rows = self._rows(
            "SELECT a.id FROM {schema}.articles a WHERE {visible} "
            "AND (a.by_path = %(path)s OR a.by_url = %(url)s) "
            "ORDER BY a.by_path <> %(path)s, a.id",
            path=place_key(path),
            url=place_key(url) if url else None,
        )
        return next((int(row[0]) for row in rows if self.is_seen(row[0])), None)

    def article_at(self, path: str, url: str | None) -> Article | None:
        id_ = self.id_at(path, url)
        return None if id_ is None else self.article(id_)

    def sources(self) -> list[tuple[str, str]]:
        return self._generation.sources

    def article_ids(self) -> list[int]:
        rows = self._rows("SELECT a.id FROM {schema}.articles a WHERE {visible} ORDER BY a.id")
        return [row[0] for row in rows]

    def counted(self) -> tuple[int, int]:
        """How many articles there are, and how many rows of passages."""
        [row] = self._rows(
            "SELECT count(DISTINCT a.id), count(p.id) FROM {schema}.articles a "
            "LEFT JOIN {schema}.passages p ON p.article_id = a.id WHERE {visible}"
        )
        return int(row[0]), int(row[1])

    def written(self, article_ids: Sequence[int]) -> list[Row]:
        """What is to be checked of the articles: each as JSON, and for each of its passages
        id, place, text, hash and sentences; then id, place and hash of what stands over it."""
        return self._rows(
            'SELECT a.id, a.article, p.id, p."from", p."to", p.text, p.hash, c.sentences, h.id, '
            'h."from", h."to", h.hash FROM {schema}.articles a '
            "LEFT JOIN {schema}.passages p ON p.article_id = a.id "
            "LEFT JOIN {schema}.codes c ON c.id = p.id AND c.article_id = p.article_id "
            "LEFT JOIN {schema}.headings h ON h.id = p.heading_id AND h.article_id = p.article_id "
            "WHERE a.id = ANY(%(ids)s) ORDER BY a.id, p.id",
            ids=list(article_ids),
        )

    def is_seen(self, reference_id: int) -> bool:
        seen = self._seen
        return seen is None or reference_id in seen.articles or reference_id in seen.copies

    def speech(self, passage_ids: Collection[int]) -> dict[int, tuple[Speech, ...]]:
        ids = [int(id_) for id_ in passage_ids]
        found: dict[int, list[Speech]] = {id_: [] for id_ in ids}
        rows = self._rows(
            "SELECT passage_id, spans, mode FROM {schema}.speech WHERE passage_id = ANY(%(ids)s) "
            'ORDER BY passage_id, "from"',
            ids=ids,
        )
        for id_, kept, mode in rows:
            found[id_].append(speech_of(kept, mode))
        return {id_: tuple(speech) for id_, speech in found.items()}

    def sentences_said_by(
        self, names: Collection[str], passage_ids: Collection[int]
    ) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        rows = self._rows(
            'SELECT s.passage_id, s."from" - p."from" FROM {schema}.speech s '
            "JOIN {schema}.passages p ON p.id = s.passage_id AND p.article_id = s.article_id "
            "WHERE s.passage_id = ANY(%(ids)s) "
            f"AND s.speaker_id IN ({SPEAKERS})",
            ids=[int(id_) for id_ in passage_ids],
            keys=keys_of(names),
        )
        for id_, start in rows:
            found.setdefault(id_, set()).add(start)
        return found

    def changes(self, article_id: int) -> Changes | None:
        """In which source an earlier text stood is not known: nothing if not all is seen."""
        if self.is_limited:
            return None
        rows = self._rows(
            "SELECT readings FROM {schema}.articles WHERE id = %(id)s AND changed", id=article_id
        )
        if not rows:
            return None
        since, edits, from_first = json.loads(rows[0][0])["changes"]
        return Changes(since, edits_from_json(edits), from_first)

    def changed(self) -> list[int]:
        rows = self._rows(
            "SELECT a.id FROM {schema}.articles a WHERE a.changed AND {visible} ORDER BY a.id"
        )
        return [row[0] for row in rows]

    def spells(self, article_id: int) -> tuple[Spell, ...]:
        rows = self._rows(
            'SELECT "from", until FROM {schema}.spells WHERE article_id = %(id)s ORDER BY 1',
            id=article_id,
        )
        return tuple((start, end) for start, end in rows)

    @property
    def newest_read(self) -> str:
        rows = self._rows("SELECT max(a.first_read) FROM {schema}.articles a WHERE {visible}")
        return str(rows[0][0] or "")

    def first_read_after(self, moment: str) -> frozenset[int]:
        rows = self._rows(
            "SELECT a.id, c.id FROM {schema}.articles a "
            "LEFT JOIN {schema}.copies c ON c.article_id = a.id "
            "WHERE a.first_read > %(moment)s AND {visible}",
            moment=moment,
        )
        return frozenset(id_ for row in rows for id_ in row if id_ is not None)

    def in_force(self, day: date) -> frozenset[int]:
        rows = self._rows(
            "SELECT DISTINCT s.article_id FROM {schema}.spells s "
            "JOIN {schema}.articles a ON a.id = s.article_id "
            'WHERE {visible} AND left(s."from", 10) <= %(day)s '
            "AND (s.until IS NULL OR left(s.until, 10) > %(day)s)",
            day=day.isoformat(),
        )
        return frozenset(row[0] for row in rows)
