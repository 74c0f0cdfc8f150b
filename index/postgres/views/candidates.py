"""What is found for a question: candidates, the nearest, the best by words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pgvector import HalfVector

from index.arrays import FloatArray, IdArray
from index.engine.found import Candidates, Sought, Within
from index.postgres.columns import keys_of
from index.postgres.generation import SPEAKERS
from index.postgres.ids import NONE, among
from index.postgres.schema import EXACT_UP_TO
from index.postgres.textsearch.search import TextSearch
from index.postgres.views.postings import Having, added, idf
from index.postgres.views.words import IndexedTexts
from index.snapshot.bm25 import best_ids
from index.snapshot.candidates import (
    BM25_IN_CANDIDATES,
    PHRASE_CANDIDATES,
    SPEAKER_CANDIDATES,
    TITLE_WORD_WEIGHT,
)

# Among so few passages every one is compared.
COMPARED_WITHIN = 20_000
# Of so many passages one is looked at by its vector: of a million 4,000, which find .98 of the
# nearest 50, while the first 1,000 that the graph gives have .935.
PASSAGES_A_LOOK, MOST_LOOKED_AT = 250, 8_000
BY_GRAPH_OF_SHARDS = (
    "SELECT p.id, halfvec_send(p.vector) FROM {schema}.passages p "
    "ORDER BY p.vector <#> %(vector)s LIMIT %(wanted)s"
)
# The graph gives them in about the right order; the sum keeps the planner from taking that for it.
BY_GRAPH = (
    "SELECT id, halfvec_send(vector) FROM (SELECT p.id, p.vector, p.vector <#> %(vector)s AS far "
    "FROM {schema}.passages p ORDER BY far LIMIT %(looked_at)s) p "
    "ORDER BY far + 0, id LIMIT %(wanted)s"
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

    def has(self, passage_id: int) -> bool:
        row = int(np.searchsorted(self.ids, passage_id))
        return row < len(self.ids) and int(self.ids[row]) == passage_id


class CandidateTexts(IndexedTexts):
    """See `Views` for what each of these gives."""

    def _allowed(self, within: Within | None) -> IdArray | None:
        """The ids of the only passages that may be found, ascending; None if all may."""
        if isinstance(within, Ids):
            return within.ids
        return None if self._seen is None else self._seen.passages

    def candidates(self, sought: Sought, depth: int, within: Within | None = None) -> Candidates:
        allowed = self._allowed(within)
        nearest, _ = self.nearest(sought.vector, depth, within)
        having: Mapping[str, Having] = {}
        # What has a phrase, or words of a speaker, and what is allowed, is known by id alone.
        if self._search is None or allowed is not None or sought.phrases or sought.speakers:
            phrases = [word for phrase in sought.phrases for word in phrase]
            having = self.having([*sought.words, *phrases])
            scored, scores = self._bm25(sought.words, having)
        else:
            scored, scores = self._searched(self._search, sought.words, nearest, depth)
        if allowed is not None:
            kept = among(scored, allowed)
            scored, scores = scored[kept], scores[kept]
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
        self, sought: Sequence[str], having: Mapping[str, Having]
    ) -> tuple[IdArray, FloatArray]:
        """The ids of the passages with a word, or a word in their heading; and their scores."""
        ids, scores = added([self._scores(having[word]) for word in sought])
        attainable = self._attainable(sought)
        headed = added(self._in_headings(sought, {word: having[word].headed for word in sought}))
        return added([(ids, scores / np.float32(attainable)), _weighted(headed, attainable)])

    def _searched(
        self, search: TextSearch, sought: Sequence[str], nearest: IdArray, depth: int
    ) -> tuple[IdArray, FloatArray]:
        """The ids and scores of the best by words, the best by their heading's, and the nearest."""
        search.frequencies(sought)  # all at once
        attainable = self._attainable(sought)
        headed, sums = added(self._in_headings(sought, self.headed(sought)))
        ids = np.unique(
            np.concatenate([search.best(sought, depth), headed[best_ids(sums, depth)], nearest])
        )
        scores = search.scores(sought, [self.idf(word) for word in sought], ids)
        over = among(headed, ids)
        return added(
            [
                (ids, scores / np.float32(attainable)),
                _weighted((headed[over], sums[over]), attainable),
            ]
        )

    def _attainable(self, sought: Sequence[str]) -> float:
        return max(sum(self.idf(word) for word in sought), 1e-9)

    def _scores(self, having: Having) -> tuple[IdArray, FloatArray]:
        """By one word, with its IDF among what may be seen."""
        among_all = idf(self._generation.passages, len(having.ids))
        scores = self._postings.scores(having, among_all)
        if self._seen is None:
            return having.ids, scores
        seen = among(having.ids, self._seen.passages)
        among_seen = idf(self.manifest.passages, int(np.count_nonzero(seen)))
        return having.ids[seen], np.float32(among_seen / among_all) * scores[seen]

    def _in_headings(
        self, sought: Sequence[str], headed: Mapping[str, IdArray]
    ) -> list[tuple[IdArray, FloatArray]]:
        """For each word the passages whose heading has it, with its IDF."""
        parts = []
        for word in sought:
            found = headed[word]
            if self._seen is not None:
                found = found[among(found, self._seen.passages)]
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
        found = [NONE]
        for phrase in phrases:
            ids = self._with_all(phrase, having)
            if allowed is not None:
                ids = ids[among(ids, allowed)]
            bm25 = _of(ids, scored, scores)
            found.append(ids[np.argsort(-bm25, kind="stable")[:PHRASE_CANDIDATES]])
        return np.unique(np.concatenate(found))

    def _said(self, speakers: Collection[str], allowed: IdArray | None) -> IdArray:
        """The passages with words of whoever is asked about."""
        if not speakers:
            return NONE
        rows = self._rows(
            "SELECT DISTINCT s.passage_id FROM {schema}.speech s "
            f"WHERE s.speaker_id IN ({SPEAKERS})",
            keys=keys_of(speakers),
        )
        ids = np.sort(np.array([row[0] for row in rows], dtype=np.int64))
        ids = ids[self._visible(ids)]
        return ids if allowed is None else ids[among(ids, allowed)]

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
            f"SELECT p.id, halfvec_send(p.vector) FROM {{schema}}.passages p WHERE {among} "
            "ORDER BY (p.vector <#> %(vector)s) + 0, p.id LIMIT %(depth)s",
            vector=HalfVector(vector),
            allowed=[] if allowed is None else allowed.tolist(),
            depth=depth,
        )
        self._keep_vectors(rows)
        return np.array([row[0] for row in rows], dtype=np.int64)

    def _by_graph(self, vector: FloatArray, depth: int, allowed: IdArray | None) -> IdArray:
        """By HNSW, more and more until so many of them may be shown."""
        rows_there = self._generation.passages + len(self._dead)
        share = (len(allowed) if allowed is not None else self._generation.passages) / rows_there
        wanted = int(depth / max(share, 0.001) * 1.2) + 10
        while True:
            rows = self._rows_by_graph(
                BY_GRAPH_OF_SHARDS if self._generation.shards else BY_GRAPH,
                vector=HalfVector(vector),
                wanted=wanted,
                looked_at=max(wanted, min(MOST_LOOKED_AT, rows_there // PASSAGES_A_LOOK)),
            )
            self._keep_vectors(rows)
            ids = np.array([row[0] for row in rows], dtype=np.int64)
            kept = self._visible(ids)
            if allowed is not None:
                kept &= among(ids, allowed)
            if np.count_nonzero(kept) >= depth or len(ids) < wanted:
                return ids[kept][:depth]
            wanted *= 4

    def best_by_words(self, words: Sequence[str], depth: int) -> IdArray:
        if self._search is None:
            ids, scores = self.scored_by_words(words)
            return ids[best_ids(scores, depth)]
        ids = np.unique(self._search.best(words, depth))
        scores = self._search.scores(words, [self.idf(word) for word in words], ids)
        return ids[best_ids(scores, depth)]

    def scored_by_words(self, words: Sequence[str]) -> tuple[IdArray, FloatArray]:
        """The ids of all passages with one of the words, ascending, and their BM25 scores."""
        having = self.having(words)
        return added([self._scores(having[word]) for word in words])

    def likeness(self, ids: Sequence[int]) -> FloatArray:
        rows = self.vectors(np.asarray(ids, dtype=np.int64))
        return rows @ rows.T

    def _cosines(self, vector: FloatArray, ids: IdArray) -> FloatArray:
        return self.vectors(ids) @ vector


def _weighted(headed: tuple[IdArray, FloatArray], attainable: float) -> tuple[IdArray, FloatArray]:
    ids, sums = headed
    return ids, np.float32(TITLE_WORD_WEIGHT / attainable) * sums


def _of(ids: IdArray, scored: IdArray, scores: FloatArray) -> FloatArray:
    """The score of each id, 0 if it has none, (n,)."""
    found = np.zeros(len(ids), dtype=np.float32)
    if len(scored):
        at = np.minimum(np.searchsorted(scored, ids), len(scored) - 1)
        has = scored[at] == ids
        found[has] = scores[at[has]]
    return found
