"""Articles and passages of a generation, who says what in them, and when they were read."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from index.arrays import IdArray
from index.collection.kept_articles import article_from_json
from index.postgres.columns import keys_of, place_key, reference_of
from index.postgres.database import Database, Row
from index.postgres.generation import SPEAKERS, Generation, Part
from index.postgres.ids import spans
from index.postgres.kept import Kept
from index.postgres.schema import NOW
from index.postgres.views.by_id import PASSAGE, passage_of
from index.postgres.views.fetched import (
    COPIES,
    HEAD,
    PASSAGES_WITH_CODES,
    SPEECH,
    Copy,
    Head,
    copies_by_article,
    head_of,
    speech_by_passage,
)
from index.text.heading import heading
from index.types import Article, ArticleRef, Passage, Speech

Key = tuple[int, int, int, int]
Sides = tuple[list[Passage], list[Passage]]

KEPT_PASSAGES = 4096
KEPT_ARTICLES = 256
PAGE = 2048


class StoredTexts(Part):
    """See `Views` for what each of these gives."""

    def __init__(self, database: Database, generation: Generation, schema: str = NOW) -> None:
        super().__init__(database, generation, schema)
        self._passages: Kept[int, Passage] = Kept(KEPT_PASSAGES)
        self._heads: Kept[int, Head] = Kept(KEPT_PASSAGES)
        self._copies: Kept[int, list[Copy]] = Kept(KEPT_PASSAGES)
        self._articles: Kept[int, Article] = Kept(KEPT_ARTICLES)
        self._around: Kept[Key, Sides] = Kept(KEPT_PASSAGES)
        self._article_ids: Kept[int, int] = Kept(KEPT_PASSAGES)
        self._speech: Kept[int, tuple[Speech, ...]] = Kept(KEPT_PASSAGES)

    @property
    def expected(self) -> tuple[int, int]:
        """How many articles and passages there should be."""
        return self._generation.articles, self._generation.passages

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        found = self._passages.get([int(id_) for id_ in ids], self._fetched_with_the_rest)
        return [found[int(id_)] for id_ in ids]

    def _fetched_with_the_rest(self, ids: list[int]) -> dict[int, Passage]:
        """Passages, and all that is asked of them next: what stands over them, who says what in
        them, the copies of their articles, what was changed in those, and codes."""
        passages, copies, speech = self._several([PASSAGES_WITH_CODES, COPIES, SPEECH], ids=ids)
        self._heads.put({row[1]: head_of(row[9:]) for row in passages})
        self._keep_codes(passages)
        self._article_ids.put({row[0]: row[1] for row in passages})
        articles = {row[1] for row in passages}
        self._copies.put(copies_by_article(articles, copies))
        self._speech.put(speech_by_passage(ids, speech))
        return {row[0]: passage_of(row[:9]) for row in passages}

    def _keep_codes(self, rows: Sequence[Row]) -> None:
        """See `PASSAGES_WITH_CODES`."""
        raise NotImplementedError

    def _fetched_passages(self, ids: list[int]) -> dict[int, Passage]:
        rows = self._rows(
            f"SELECT {PASSAGE} FROM {{schema}}.passages p WHERE p.id = ANY(%(ids)s)", ids=ids
        )
        return {row[0]: passage_of(row) for row in rows}

    def around(
        self, passages: Sequence[Passage], before: int, after: int
    ) -> dict[int, tuple[list[Passage], list[Passage]]]:
        """The ids of an article's passages are one after the other."""
        sides = (range(-1, -1 - before, -1), range(1, 1 + after))

        def fetch(missing: list[Key]) -> dict[Key, Sides]:
            ids = {id_ + step for id_, *_ in missing for side in sides for step in side}
            there = self._passages.get(sorted(ids), self._fetched_with_the_rest)

            def of_article(key: Key, side: range) -> list[Passage]:
                near = (there.get(key[0] + step) for step in side)
                return [each for each in near if each and each.article_id == key[1]]

            return {key: (of_article(key, sides[0]), of_article(key, sides[1])) for key in missing}

        keys = [(each.id, each.article_id, before, after) for each in passages]
        return {key[0]: found for key, found in self._around.get(keys, fetch).items()}

    def passages_in(self, article_id: int) -> list[Passage]:
        rows = self._rows(
            f"SELECT {PASSAGE} FROM {{schema}}.passages p WHERE p.article_id = %(article)s "
            "ORDER BY p.id",
            article=article_id,
        )
        return list(map(passage_of, rows))

    def article(self, article_id: int) -> Article:
        return self.articles([article_id])[article_id]

    def articles(self, ids: Collection[int]) -> dict[int, Article]:
        def fetch(missing: list[int]) -> dict[int, Article]:
            rows = self._rows(
                "SELECT id, article FROM {schema}.articles WHERE id = ANY(%(ids)s)", ids=missing
            )
            return {id_: article_from_json(text.decode()) for id_, text in rows}

        return self._articles.get(list(ids), fetch)

    def _heads_of(self, article_ids: Sequence[int]) -> dict[int, Head]:
        def fetch(missing: list[int]) -> dict[int, Head]:
            rows = self._rows(
                f"SELECT a.id, {HEAD} FROM {{schema}}.articles a WHERE a.id = ANY(%(ids)s)",
                ids=missing,
            )
            return {row[0]: head_of(row[1:]) for row in rows}

        return self._heads.get(article_ids, fetch)

    def _copies_of(self, article_ids: Sequence[int]) -> dict[int, list[Copy]]:
        def fetch(missing: list[int]) -> dict[int, list[Copy]]:
            rows = self._rows(
                "SELECT article_id, id, reference, lacking_from, lacking_to FROM {schema}.copies "
                "WHERE article_id = ANY(%(ids)s) ORDER BY id",
                ids=missing,
            )
            return copies_by_article(missing, rows)

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
        def fetch(missing: list[int]) -> dict[int, int]:
            statement = "SELECT id, article_id FROM {schema}.passages WHERE id = ANY(%(ids)s)"
            return {row[0]: row[1] for row in self._rows(statement, ids=missing)}

        found = self._article_ids.get(ids.tolist(), fetch)
        return np.array([found[id_] for id_ in ids.tolist()], dtype=np.int64)

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
        def fetch(missing: list[int]) -> dict[int, tuple[Speech, ...]]:
            return speech_by_passage(missing, self._rows(SPEECH, ids=missing))

        return self._speech.get([int(id_) for id_ in passage_ids], fetch)

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
