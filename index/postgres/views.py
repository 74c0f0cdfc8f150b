"""One generation as answering asks for it; see `Views`."""

import copy
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from pgvector import HalfVector

from index.arrays import BoolArray, FloatArray, IdArray, IntArray, LongArray
from index.changes.edits import edits_from_json
from index.collection.kept import article_from_json
from index.engine import Candidates, Similarities, Sought, Within
from index.manifest import Manifest
from index.postgres.database import Database, Row
from index.postgres.known import speech_of
from index.postgres.loading import place_key, source_key
from index.postgres.postings import Having, Postings, added, idf, ranges
from index.postgres.schema import EARLIER, EXACT_UP_TO, FIRST_EARLIER, NOW
from index.snapshot.bm25 import best_ids
from index.snapshot.candidates import (
    BM25_IN_CANDIDATES,
    PHRASE_CANDIDATES,
    SPEAKER_CANDIDATES,
    TITLE_WORD_WEIGHT,
)
from index.snapshot.token_codes import similarities
from index.speech.keys import wanted_key
from index.text.heading import heading
from index.text.words import WORD, words
from index.types import (
    Article,
    ArticleRef,
    Changes,
    Passage,
    SnapshotInfo,
    Span,
    Speech,
    Spell,
)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# Among so few passages every one is compared.
COMPARED_WITHIN = 20_000
# Passages in which a word is looked for at most, where not all may be seen.
LOOKED_INTO = 500
KEPT_PASSAGES = 4096
KEPT_ARTICLES = 256
KEPT_WITHIN = 32
PAGE = 2048
VISIBLE = (
    "a.born <= %(number)s AND NOT EXISTS (SELECT 1 FROM {schema}.deaths d "
    "WHERE d.article_id = a.id AND d.died <= %(number)s)"
)
PASSAGE = (
    'p.id, p.article_id, p."from", p."to", p.first_paragraph, p.last_paragraph, p.kind, p.text, '
    "p.section"
)
SPEAKERS = (
    "SELECT k.id FROM {schema}.speakers k JOIN unnest(%(keys)s::text[]) w "
    "ON position(w IN k.key) > 0"
)


@dataclass(frozen=True, slots=True)
class Ids:
    """Some passages by ascending id, (n,), and the article of each."""

    ids: IdArray
    article_ids: IdArray

    @property
    def articles(self) -> int:
        return len(np.unique(self.article_ids))

    @property
    def passages(self) -> int:
        return len(self.ids)


class _Kept(Generic[K, V]):
    """The last so many of what was fetched; may be shared by threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, keys: Sequence[K], fetch: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """What there is of the keys; those that are not kept are fetched together."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        if missing:
            fetched = fetch(missing)
            found |= fetched
            with self._lock:
                self._values.update(fetched)
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return found


@dataclass(frozen=True, slots=True)
class _Codes:
    """What late interaction needs of a text: `codes` (tokens, ⌈t/8⌉), `sentences` (n, 3)."""

    tokens: int
    sentences: IntArray
    codes: Any


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands over the passages of an article."""

    title: str
    published: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a view is limited to: passages by ascending id, articles and copies."""

    passages: IdArray
    articles: frozenset[int]
    copies: frozenset[int]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """One row of the generations, and of the statistics of one part of it."""

    number: int
    manifest: Manifest
    sources: list[tuple[str, str]]
    articles: int
    copies: int
    passages: int
    words: int
    last_passage: int
    token_frequencies: LongArray


class PostgresViews:
    """Of one part of a generation, of the texts of now or of those before; see `Views`."""

    def __init__(
        self,
        database: Database,
        generation: Generation,
        schema: str = NOW,
        earlier: "PostgresViews | None" = None,
    ) -> None:
        self._database = database
        self._generation = generation
        self._schema = schema
        self._earlier = earlier
        self._seen: Seen | None = None
        self.manifest = generation.manifest
        self._dead = _ranges(
            self._rows(
                "SELECT first_passage, passages FROM {schema}.deaths WHERE died <= %(number)s"
            )
        )
        self._postings = Postings(
            database, schema, generation.number, generation.passages, generation.words
        )
        self._passages: _Kept[int, Passage] = _Kept(KEPT_PASSAGES)
        self._codes: _Kept[int, _Codes] = _Kept(KEPT_PASSAGES)
        self._heading_codes: _Kept[int, _Codes] = _Kept(KEPT_PASSAGES)
        self._vectors: _Kept[int, FloatArray] = _Kept(KEPT_PASSAGES)
        self._meanings: _Kept[int, FloatArray] = _Kept(KEPT_PASSAGES)
        self._heading_ids: _Kept[int, int] = _Kept(KEPT_PASSAGES)
        self._heads: _Kept[int, _Head] = _Kept(KEPT_PASSAGES)
        self._articles: _Kept[int, Article] = _Kept(KEPT_ARTICLES)
        self._within: _Kept[Any, Ids] = _Kept(KEPT_WITHIN)

    def _rows(self, statement: str, **parameters: Any) -> list[Row]:
        """`{schema}` and `{visible}`, of an article a, stand in the statement."""
        visible = VISIBLE.format(schema=self._schema)
        return self._database.rows(
            statement.format(schema=self._schema, visible=visible),
            {"number": self._generation.number, **parameters},
        )

    @property
    def info(self) -> SnapshotInfo:
        manifest = self.manifest
        return SnapshotInfo(manifest.id, manifest.articles, manifest.passages)

    @property
    def is_limited(self) -> bool:
        return self._seen is not None

    @property
    def earlier(self) -> "PostgresViews | None":
        return None if self.is_limited else self._earlier

    @property
    def before_earlier(self) -> tuple[int, int]:
        """The ids of earlier texts are above all others as they are."""
        return 0, 0

    @property
    def texts(self) -> "PostgresTexts":
        return PostgresTexts(self._database, self._generation.sources)

    def close(self) -> None:
        """The connections stay open for the next generation."""

    # What may be seen

    def limited_to(self, *source_ids: Collection[int]) -> "PostgresViews":
        sources = self._generation.sources
        given = [[source_key(sources[id_][0]) for id_ in ids] for ids in source_ids]
        conditions = " AND ".join(f"{{table}}.sources && %(given{i})s" for i in range(len(given)))
        parameters = {f"given{i}": keys for i, keys in enumerate(given)}
        articles = self._rows(
            "SELECT a.id, a.first_passage, a.passages FROM {schema}.articles a WHERE {visible} AND "
            + conditions.format(table="a"),
            **parameters,
        )
        copies = self._rows(
            "SELECT c.id FROM {schema}.copies c JOIN {schema}.articles a ON a.id = c.article_id "
            "WHERE {visible} AND " + conditions.format(table="c"),
            **parameters,
        )
        seen = Seen(
            _ranges([row[1:] for row in articles]),
            frozenset(row[0] for row in articles),
            frozenset(row[0] for row in copies),
            tuple(
                location
                for id_, (location, _) in enumerate(sources)
                if all(id_ in ids for ids in source_ids)
            ),
        )
        limited = copy.copy(self)
        limited._seen = seen
        limited._within = _Kept(KEPT_WITHIN)
        limited.__dict__.pop("_token_frequencies", None)
        limited.manifest = replace(
            self.manifest,
            articles=len(seen.articles),
            copies=len(seen.copies),
            passages=len(seen.passages),
            scripts=(),
            by_words={},
            sources=seen.sources,
            skipped=(),
        )
        return limited

    def is_seen(self, reference_id: int) -> bool:
        seen = self._seen
        return seen is None or reference_id in seen.articles or reference_id in seen.copies

    def _there(self, ids: IdArray) -> BoolArray:
        """Which of the passages this generation has, whoever asks, (n,)."""
        return (ids <= self._generation.last_passage) & ~_among(ids, self._dead)

    def _visible(self, ids: IdArray) -> BoolArray:
        """Which of the passages may be shown, (n,)."""
        there = self._there(ids)
        return there if self._seen is None else there & _among(ids, self._seen.passages)

    def within(
        self,
        articles: Collection[int] | None,
        said_by: Collection[str] = (),
        leave_out: Collection[int] = (),
    ) -> Ids | None:
        if articles is None and not said_by and not leave_out:
            return None
        named = None if articles is None else frozenset(articles)
        key = (named, tuple(said_by), frozenset(leave_out))

        def fetch(_: list[Any]) -> dict[Any, Ids]:
            return {key: self._among(named, said_by, leave_out)}

        return self._within.get([key], fetch)[key]

    def _among(
        self,
        articles: frozenset[int] | None,
        said_by: Collection[str],
        leave_out: Collection[int],
    ) -> Ids:
        conditions = ["{visible}"]
        if articles is not None:
            articles = frozenset(id_ for id_ in articles if self.is_seen(id_))
            conditions.append(
                "(p.article_id = ANY(%(articles)s) OR EXISTS (SELECT 1 FROM {schema}.copies c "
                "WHERE c.article_id = p.article_id AND c.id = ANY(%(articles)s) AND NOT EXISTS ("
                "SELECT 1 FROM unnest(c.lacking_from, c.lacking_to) l(f, t) "
                'WHERE l.f < p."to" AND l.t > p."from")))'
            )
        if said_by:
            conditions.append(
                "p.id IN (SELECT s.passage_id FROM {schema}.speech s "
                f"WHERE s.speaker_id IN ({SPEAKERS}))"
            )
        rows = self._rows(
            "SELECT p.id, p.article_id FROM {schema}.passages p "
            "JOIN {schema}.articles a ON a.id = p.article_id "
            f"WHERE {' AND '.join(conditions)} ORDER BY p.id",
            articles=sorted(articles or ()),
            keys=_keys(said_by),
        )
        found = np.array(rows, dtype=np.int64).reshape(-1, 2)
        kept = self._visible(found[:, 0])
        if leave_out:
            kept &= ~np.isin(found[:, 0], np.fromiter(leave_out, dtype=np.int64))
        return Ids(found[kept, 0], found[kept, 1])

    def _allowed(self, within: Within | None) -> IdArray | None:
        """The ids of the only passages that may be found, ascending; None if all may."""
        if isinstance(within, Ids):
            return within.ids
        return None if self._seen is None else self._seen.passages

    # What is found

    def candidates(self, sought: Sought, depth: int, within: Within | None = None) -> Candidates:
        allowed = self._allowed(within)
        phrases = [word for phrase in sought.phrases for word in phrase]
        having = self.having([*sought.words, *phrases])
        attainable = max(sum(self.idf(word) for word in sought.words), 1e-9)
        scored, scores = self._bm25(sought.words, attainable, having)
        if allowed is not None:
            kept = _among(scored, allowed)
            scored, scores = scored[kept], scores[kept]
        nearest, _ = self.nearest(sought.vector, depth, within)
        ids = np.union1d(nearest, scored[best_ids(scores, depth)]).astype(np.int64)
        said = self._said(sought.speakers, allowed)
        quoting = np.union1d(
            self._with_phrases(sought.phrases, having, scored, scores, allowed),
            self._best_said(sought.vector, said, scored, scores),
        )
        if len(ids):
            cosines = self._cosines(sought.vector, ids)
            fused = cosines + np.float32(BM25_IN_CANDIDATES) * _of(ids, scored, scores)
            ids = np.union1d(ids[np.argsort(-fused, kind="stable")[:depth]], quoting)
        return Candidates(
            ids,
            self._cosines(sought.vector, ids),
            _of(ids, scored, scores),
            np.isin(ids, said),
        )

    def _bm25(
        self, sought: Sequence[str], attainable: float, having: Mapping[str, Having]
    ) -> tuple[IdArray, FloatArray]:
        """The ids of the passages with a word, or a word in their heading; and their scores."""
        ids, scores = added([self._scores(having[word]) for word in sought])
        in_headings = self._in_headings(sought, having)
        parts = [(ids, scores / np.float32(attainable))]
        weight = np.float32(TITLE_WORD_WEIGHT / attainable)
        title_ids, sums = added(in_headings)
        parts.append((title_ids, weight * sums))
        return added(parts)

    def _scores(self, having: Having) -> tuple[IdArray, FloatArray]:
        """By one word, with its IDF among what may be seen."""
        among_all = idf(self._generation.passages, len(having.ids))
        scores = self._postings.scores(having, among_all)
        if self._seen is None:
            return having.ids, scores
        seen = _among(having.ids, self._seen.passages)
        among_seen = idf(self.manifest.passages, int(np.count_nonzero(seen)))
        return having.ids[seen], np.float32(among_seen / among_all) * scores[seen]

    def _in_headings(
        self, sought: Sequence[str], having: Mapping[str, Having]
    ) -> list[tuple[IdArray, FloatArray]]:
        """For each word the passages whose heading has it, with its IDF."""
        parts = []
        for word in sought:
            found = having[word].headed
            if self._seen is not None:
                found = found[_among(found, self._seen.passages)]
            parts.append((found, np.full(len(found), self.idf(word), dtype=np.float32)))
        return parts

    def _with_phrases(
        self,
        phrases: Sequence[Sequence[str]],
        having: Mapping[str, Having],
        scored: IdArray,
        scores: FloatArray,
        allowed: IdArray | None,
    ) -> IdArray:
        found = [_NONE]
        for phrase in phrases:
            ids = self._with_all(phrase, having)
            if allowed is not None:
                ids = ids[_among(ids, allowed)]
            bm25 = _of(ids, scored, scores)
            found.append(ids[np.argsort(-bm25, kind="stable")[:PHRASE_CANDIDATES]])
        return np.unique(np.concatenate(found))

    def _with_all(self, phrase: Sequence[str], having: Mapping[str, Having]) -> IdArray:
        """The passages that may be seen and have every word; all of them if there is none."""
        if not phrase:
            return self._all_ids()
        ids = having[phrase[0]].ids
        for word in phrase[1:]:
            ids = np.intersect1d(ids, having[word].ids)
        return ids[self._visible(ids)]

    def _all_ids(self) -> IdArray:
        rows = self._rows(
            "SELECT a.first_passage, a.passages FROM {schema}.articles a WHERE {visible}"
        )
        ids = _ranges(rows)
        return ids[self._visible(ids)]

    def _said(self, speakers: Collection[str], allowed: IdArray | None) -> IdArray:
        """The passages with words of whoever is asked about."""
        if not speakers:
            return _NONE
        rows = self._rows(
            "SELECT DISTINCT s.passage_id FROM {schema}.speech s "
            f"WHERE s.speaker_id IN ({SPEAKERS})",
            keys=_keys(speakers),
        )
        ids = np.sort(np.array([row[0] for row in rows], dtype=np.int64))
        ids = ids[self._visible(ids)]
        return ids if allowed is None else ids[_among(ids, allowed)]

    def _best_said(
        self, vector: FloatArray, said: IdArray, scored: IdArray, scores: FloatArray
    ) -> IdArray:
        bm25 = _of(said, scored, scores)
        ids = said[np.argsort(-bm25, kind="stable")[: 4 * SPEAKER_CANDIDATES]]
        if not len(ids):
            return ids
        fused = self._cosines(vector, ids)
        fused = fused + np.float32(BM25_IN_CANDIDATES) * _of(ids, scored, scores)
        return ids[np.argsort(-fused, kind="stable")[:SPEAKER_CANDIDATES]]

    def nearest(
        self, vector: FloatArray, depth: int, within: Within | None = None
    ) -> tuple[IdArray, FloatArray]:
        allowed = self._allowed(within)
        there = self._generation.passages
        if allowed is not None and (len(allowed) <= COMPARED_WITHIN or there <= EXACT_UP_TO):
            ids = self.compared(vector, depth, allowed)
        elif there <= EXACT_UP_TO:
            ids = self.compared(vector, depth, None)
        else:
            ids = self._by_graph(vector, depth, allowed)
        cosines = self._cosines(vector, ids)
        order = np.lexsort((ids, -cosines))
        return ids[order], cosines[order]

    def compared(self, vector: FloatArray, depth: int, allowed: IdArray | None = None) -> IdArray:
        """Every one of the passages is compared; the sum keeps the planner from the graph."""
        among = "p.id = ANY(%(allowed)s)"
        if allowed is None:
            among = (
                "EXISTS (SELECT 1 FROM {schema}.articles a WHERE a.id = p.article_id AND {visible})"
            )
        rows = self._rows(
            f"SELECT p.id FROM {{schema}}.passages p WHERE {among} "
            "ORDER BY (p.vector <#> %(vector)s) + 0, p.id LIMIT %(depth)s",
            vector=HalfVector(vector),
            allowed=[] if allowed is None else allowed.tolist(),
            depth=depth,
        )
        return np.array([row[0] for row in rows], dtype=np.int64)

    def _by_graph(self, vector: FloatArray, depth: int, allowed: IdArray | None) -> IdArray:
        """By HNSW, more and more until so many of them may be shown."""
        rows_there = self._generation.passages + len(self._dead)
        share = (len(allowed) if allowed is not None else self._generation.passages) / rows_there
        wanted = int(depth / max(share, 0.001) * 1.2) + 10
        while True:
            rows = self._rows(
                "SELECT p.id FROM {schema}.passages p "
                "ORDER BY p.vector <#> %(vector)s LIMIT %(wanted)s",
                vector=HalfVector(vector),
                wanted=wanted,
            )
            ids = np.array([row[0] for row in rows], dtype=np.int64)
            kept = self._visible(ids)
            if allowed is not None:
                kept &= _among(ids, allowed)
            if np.count_nonzero(kept) >= depth or len(ids) < wanted:
                return ids[kept][:depth]
            wanted *= 4

    def best_by_words(self, words: Sequence[str], depth: int) -> IdArray:
        having = self.having(words)
        ids, scores = added([self._scores(having[word]) for word in words])
        return ids[best_ids(scores, depth)]

    def likeness(self, ids: Sequence[int]) -> FloatArray:
        rows = self.vectors(np.asarray(ids, dtype=np.int64))
        return rows @ rows.T

    def _cosines(self, vector: FloatArray, ids: IdArray) -> FloatArray:
        return self.vectors(ids) @ vector

    # Words

    def having(self, sought: Collection[str]) -> dict[str, Having]:
        """What has each of these stemmed words, in one statement."""
        return self._postings.of(sought, self._there)

    def _frequency(self, word: str) -> int:
        ids = self.having([word])[word].ids
        return len(ids) if self._seen is None else int(np.count_nonzero(self._visible(ids)))

    def has_word(self, word: str) -> bool:
        return self._frequency(word) > 0

    def idf(self, word: str) -> float:
        return idf(self.manifest.passages, self._frequency(word))

    def occurs_in(self, word: str, ids: IdArray) -> BoolArray:
        return _among(ids, self.having([word])[word].ids)

    def occurs_in_heading(self, word: str, ids: IdArray) -> BoolArray:
        return _among(ids, self.having([word])[word].headed)

    def word_frequencies(self, words: Sequence[str]) -> dict[str, int]:
        rows = self._rows(
            "SELECT word, sum(passages)::bigint FROM {schema}.words "
            "WHERE word = ANY(%(words)s) AND born <= %(number)s "
            "GROUP BY word HAVING sum(passages) > 0",
            words=[word for word in words if "\0" not in word],
        )
        found = {word: int(count) for word, count in rows}
        return found if self._seen is None else self._seen_of(found)

    def _seen_of(self, frequencies: Mapping[str, int]) -> dict[str, int]:
        """The words that occur in passages that are seen, and in how many of those looked into."""
        counts = {}
        for word in frequencies:
            [stems] = words([word])
            ids = self._with_all(stems, self.having(stems)) if stems else _NONE
            texts = (passage.text for passage in self.passages(ids[:LOOKED_INTO].tolist()))
            counts[word] = sum(word in map(str.lower, WORD.findall(text)) for text in texts)
        return {word: count for word, count in counts.items() if count}

    # Tokens and sentences

    @cached_property
    def _token_frequencies(self) -> LongArray:
        seen = self._seen
        if seen is None:
            return self._generation.token_frequencies
        frequencies = np.zeros(len(self._generation.token_frequencies), dtype=np.int64)
        for start in range(0, len(seen.passages), PAGE):
            page = seen.passages[start : start + PAGE].tolist()
            rows = self._rows("SELECT ids FROM {schema}.meanings WHERE id = ANY(%(ids)s)", ids=page)
            ids = np.frombuffer(b"".join(row[0] for row in rows), dtype="<i4")
            frequencies += np.bincount(ids, minlength=len(frequencies))[: len(frequencies)]
        return frequencies

    def document_frequency(self, token_ids: IntArray) -> LongArray:
        frequencies = self._token_frequencies
        known = token_ids < len(frequencies)
        counts = np.zeros(len(token_ids), dtype=np.int64)
        counts[known] = frequencies[token_ids[known]]
        return counts

    def _codes_of(self, ids: Sequence[int]) -> dict[int, _Codes]:
        def fetch(missing: list[int]) -> dict[int, _Codes]:
            return _codes(
                self._rows(
                    "SELECT id, tokens, sentences, codes FROM {schema}.codes "
                    "WHERE id = ANY(%(ids)s)",
                    ids=missing,
                )
            )

        return self._codes.get(ids, fetch)

    def has_tokens(self, ids: LongArray) -> BoolArray:
        found = self._codes_of(ids.tolist())
        return np.array([found[id_].tokens > 0 for id_ in ids.tolist()], dtype=bool)

    def maxsim(self, query_tokens: FloatArray, ids: LongArray) -> Similarities:
        found = self._codes_of(ids.tolist())
        return _maxsim(query_tokens, [found[id_] for id_ in ids.tolist()])

    def headings_maxsim(self, query_tokens: FloatArray, ids: LongArray) -> FloatArray:
        def fetch_ids(missing: list[int]) -> dict[int, int]:
            rows = self._rows(
                "SELECT id, heading_id FROM {schema}.passages WHERE id = ANY(%(ids)s)", ids=missing
            )
            return {int(id_): int(over) for id_, over in rows}

        def fetch(missing: list[int]) -> dict[int, _Codes]:
            return _codes(
                self._rows(
                    "SELECT id, tokens, sentences, codes FROM {schema}.headings "
                    "WHERE id = ANY(%(ids)s)",
                    ids=missing,
                )
            )

        over = self._heading_ids.get(ids.tolist(), fetch_ids)
        distinct, places = np.unique([over[id_] for id_ in ids.tolist()], return_inverse=True)
        found = self._heading_codes.get(distinct.tolist(), fetch)
        best = _maxsim(query_tokens, [found[id_] for id_ in distinct.tolist()]).by_passage()
        return best[places]

    def first_code(self, passage_id: int) -> Any:
        """The code of a passage's first token, (⌈t/8⌉,) bytes."""
        return self._codes_of([passage_id])[passage_id].codes[0]

    def sentence_spans(self, passage_id: int) -> list[Span]:
        spans = self._codes_of([passage_id])[passage_id].sentences
        return [(int(start), int(end)) for start, end, _ in spans]

    def vectors(self, ids: LongArray) -> FloatArray:
        def fetch(missing: list[int]) -> dict[int, FloatArray]:
            rows = self._rows(
                "SELECT id, halfvec_send(vector) FROM {schema}.passages WHERE id = ANY(%(ids)s)",
                ids=missing,
            )
            return {id_: _floats(sent) for id_, sent in rows}

        found = self._vectors.get(ids.tolist(), fetch)
        if not len(ids):
            return np.zeros((0, len(self._any_vector)), dtype=np.float32)
        return np.array([found[id_] for id_ in ids.tolist()], dtype=np.float32)

    @cached_property
    def _any_vector(self) -> FloatArray:
        [[dimension]] = self._rows("SELECT dimension FROM pullquote.state")
        return np.zeros(dimension, dtype=np.float32)

    def meanings(self, ids: LongArray) -> tuple[FloatArray, LongArray]:
        def fetch(missing: list[int]) -> dict[int, FloatArray]:
            rows = self._rows(
                "SELECT m.id, m.meanings, octet_length(c.sentences) / 12 "
                "FROM {schema}.meanings m JOIN {schema}.codes c USING (id) "
                "WHERE m.id = ANY(%(ids)s)",
                ids=missing,
            )
            return {id_: _directions(kept, sentences) for id_, kept, sentences in rows}

        found = self._meanings.get(ids.tolist(), fetch)
        parts = [found[id_] for id_ in ids.tolist()]
        counts = np.array([len(part) for part in parts], dtype=np.int64)
        some = [part for part in parts if len(part)]
        joined = np.concatenate(some) if some else np.zeros((0, len(self._any_vector)), np.float32)
        return joined, counts

    # Articles and passages

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        found = self._passages.get([int(id_) for id_ in ids], self._fetched_passages)
        return [found[int(id_)] for id_ in ids]

    def _fetched_passages(self, ids: list[int]) -> dict[int, Passage]:
        rows = self._rows(
            f"SELECT {PASSAGE} FROM {{schema}}.passages p WHERE p.id = ANY(%(ids)s)", ids=ids
        )
        return {row[0]: _passage(row) for row in rows}

    def all_passages(self) -> Iterator[Passage]:
        ids = self._all_ids()
        for start in range(0, len(ids), PAGE):
            page = ids[start : start + PAGE].tolist()
            found = self._fetched_passages(page)
            yield from (found[id_] for id_ in page)

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
            return {row[0]: _head(*row[1:]) for row in rows}

        return self._heads.get(article_ids, fetch)

    def title(self, article_id: int) -> str:
        return self._heads_of([article_id])[article_id].title

    def heading(self, passage_id: int) -> str:
        [passage] = self.passages([passage_id])
        head = self._heads_of([passage.article_id])[passage.article_id]
        return heading(head.title, head.published, passage.section)

    def language(self, article_id: int) -> str | None:
        return self._heads_of([article_id])[article_id].language

    def references(self) -> dict[int, ArticleRef]:
        articles = self._rows(
            "SELECT a.id, a.reference FROM {schema}.articles a WHERE {visible} ORDER BY a.id"
        )
        copies = self._rows(
            "SELECT c.id, c.reference FROM {schema}.copies c "
            "JOIN {schema}.articles a ON a.id = c.article_id WHERE {visible} ORDER BY c.id"
        )
        return {id_: _reference(kept) for id_, kept in (*articles, *copies)}

    def copies_with(
        self, passage: Passage, among: Collection[int] | None = None
    ) -> list[ArticleRef]:
        rows = self._rows(
            "SELECT c.id, c.reference FROM {schema}.copies c WHERE c.article_id = %(article)s "
            "AND NOT EXISTS (SELECT 1 FROM unnest(c.lacking_from, c.lacking_to) l(f, t) "
            "WHERE l.f < %(end)s AND l.t > %(start)s) ORDER BY c.id",
            article=passage.article_id,
            start=passage.start,
            end=passage.end,
        )
        return [
            _reference(kept)
            for id_, kept in rows
            if self.is_seen(id_) and (among is None or id_ in among)
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

    @property
    def expected(self) -> tuple[int, int]:
        """How many there should be."""
        return self._generation.articles, self._generation.passages

    def written(self, article_ids: Sequence[int]) -> list[Row]:
        """What is to be checked of the articles: each as JSON, and for each of its passages
        id, place, text, hash and sentences; then id, place and hash of what stands over it."""
        return self._rows(
            'SELECT a.id, a.article, p.id, p."from", p."to", p.text, p.hash, c.sentences, h.id, '
            'h."from", h."to", h.hash FROM {schema}.articles a '
            "LEFT JOIN {schema}.passages p ON p.article_id = a.id "
            "LEFT JOIN {schema}.codes c ON c.id = p.id "
            "LEFT JOIN {schema}.headings h ON h.id = p.heading_id AND h.article_id = a.id "
            "WHERE a.id = ANY(%(ids)s) ORDER BY a.id, p.id",
            ids=list(article_ids),
        )

    # Who says what

    def speech(self, passage_ids: Collection[int]) -> dict[int, tuple[Speech, ...]]:
        ids = [int(id_) for id_ in passage_ids]
        found: dict[int, list[Speech]] = {id_: [] for id_ in ids}
        rows = self._rows(
            "SELECT passage_id, spans, mode FROM {schema}.speech WHERE passage_id = ANY(%(ids)s) "
            'ORDER BY passage_id, "from"',
            ids=ids,
        )
        for id_, spans, mode in rows:
            found[id_].append(speech_of(spans, mode))
        return {id_: tuple(speech) for id_, speech in found.items()}

    def sentences_said_by(
        self, names: Collection[str], passage_ids: Collection[int]
    ) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        rows = self._rows(
            'SELECT s.passage_id, s."from" - p."from" FROM {schema}.speech s '
            "JOIN {schema}.passages p ON p.id = s.passage_id WHERE s.passage_id = ANY(%(ids)s) "
            f"AND s.speaker_id IN ({SPEAKERS})",
            ids=[int(id_) for id_ in passage_ids],
            keys=_keys(names),
        )
        for id_, start in rows:
            found.setdefault(id_, set()).add(start)
        return found

    # When articles were read, and what was changed

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


class PostgresTexts:
    """Articles and passages by id, whichever generation they are of; see `Texts`."""

    def __init__(self, database: Database, sources: list[tuple[str, str]]) -> None:
        self._database = database
        self._sources = sources

    def is_earlier(self, passage_id: int) -> bool:
        return passage_id >= FIRST_EARLIER

    def _row(self, columns: str, table: str, id_: int) -> Row:
        schema = EARLIER if id_ >= FIRST_EARLIER else NOW
        rows = self._database.rows(
            f"SELECT {columns} FROM {schema}.{table} p WHERE p.id = %s",
            (id_,),
        )
        if not rows:
            raise KeyError(id_)
        return rows[0]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        return [_passage(self._row(PASSAGE, "passages", id_)) for id_ in ids]

    def article(self, article_id: int) -> Article:
        return article_from_json(self._row("p.article", "articles", article_id)[0].decode())

    def title(self, article_id: int) -> str:
        return _reference(self._row("p.reference", "articles", article_id)[0]).title

    def sources(self) -> list[tuple[str, str]]:
        return self._sources

    def sources_of(self, article_id: int) -> frozenset[int]:
        found = set(self._row("p.sources", "articles", article_id)[0])
        return frozenset(
            id_ for id_, (location, _) in enumerate(self._sources) if source_key(location) in found
        )

    def close(self) -> None:
        """The connections stay open."""


_NONE: IdArray = np.zeros(0, dtype=np.int64)


def _keys(names: Collection[str]) -> list[str]:
    return [key.replace("\0", " ") for key in map(wanted_key, names) if key]


def _among(ids: IdArray, ascending: IdArray) -> BoolArray:
    """Which of the ids are in an ascending array, (n,)."""
    if not len(ascending):
        return np.zeros(len(ids), dtype=bool)
    at = np.minimum(np.searchsorted(ascending, ids), len(ascending) - 1)
    found: BoolArray = ascending[at] == ids
    return found


def _of(ids: IdArray, scored: IdArray, scores: FloatArray) -> FloatArray:
    """The score of each id, 0 if it has none, (n,)."""
    found = np.zeros(len(ids), dtype=np.float32)
    if len(scored):
        at = np.minimum(np.searchsorted(scored, ids), len(scored) - 1)
        has = scored[at] == ids
        found[has] = scores[at[has]]
    return found


def _ranges(rows: Sequence[Sequence[int]]) -> IdArray:
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return ranges(pairs[:, 0], pairs[:, 1])


def _floats(sent: bytes) -> FloatArray:
    """What `halfvec_send` gives: two 16-bit numbers, then big-endian halves."""
    return np.frombuffer(sent, dtype=">f2", offset=4).astype(np.float32)


def _directions(kept: bytes, sentences: int) -> FloatArray:
    if not kept:
        return np.zeros((0, 0), dtype=np.float32)
    floats = np.frombuffer(kept, dtype=np.int8).reshape(sentences, -1).astype(np.float32)
    floats /= np.maximum(np.linalg.norm(floats, axis=1, keepdims=True), 1e-9)
    return floats


def _codes(rows: Sequence[Row]) -> dict[int, _Codes]:
    return {
        id_: _Codes(
            tokens,
            np.frombuffer(sentences, dtype="<i4").reshape(-1, 3),
            np.frombuffer(codes, dtype=np.uint8).reshape(tokens, -1) if tokens else None,
        )
        for id_, tokens, sentences, codes in rows
    }


def _maxsim(query_tokens: FloatArray, found: Sequence[_Codes]) -> Similarities:
    tokens = np.array([each.tokens for each in found], dtype=np.int64)
    encoded = [each for each in found if each.tokens]
    sentences = np.array([len(e.sentences) if e.tokens else 0 for e in found], dtype=np.int64)
    if not encoded:
        nothing = np.zeros((0, 0), dtype=np.uint8)
        return similarities(query_tokens, nothing, tokens, sentences, np.zeros(0, dtype=np.int32))
    return similarities(
        query_tokens,
        np.concatenate([each.codes for each in encoded]),
        tokens,
        sentences,
        np.concatenate([each.sentences[:, 2] for each in encoded]),
    )


def _passage(row: Row) -> Passage:
    values: list[Any] = [*row[:-2], row[-2].decode(), row[-1].decode()]
    return Passage(*values)


def _reference(kept: bytes) -> ArticleRef:
    return ArticleRef(*json.loads(kept))


def _head(reference: bytes, language: str | None) -> _Head:
    known = _reference(reference)
    return _Head(known.title, known.published, language)
