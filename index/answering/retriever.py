"""A question to the passages that may answer it: candidates, fused, then re-ranked.

The dense and the lexical view give candidates; their scores, fused, say which are worth late
interaction; that, BM25 and the question's word pairs give the order.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from index.answering.late_interaction import (
    adjacent_pairs,
    answering_sentences,
    match_scores,
)
from index.answering.query import Query, contains, query_of
from index.answering.questions.asked_for import kind_asked_for
from index.answering.reranker import Reranker
from index.answering.word_match import WordMatch, WordMatcher
from index.arrays import BoolArray, FloatArray, LongArray
from index.encoder.encoding import Encoder
from index.reader.reader import Reader, Reading, read_sentences
from index.snapshot.bm25 import best_ids
from index.snapshot.snapshot import Snapshot
from index.snapshot.token_codes import Similarities
from index.text.words import words
from index.types import Hit, Passage, Span

# How many passages with words of whoever is asked about are looked at, at most, and what such a
# passage gains in the order. That does not count as confidence either.
SPEAKER_CANDIDATES = 50
SPEAKER_WEIGHT = 0.15
# How much more alike than it is a sentence counts if it is what whoever is asked about says.
THEIRS_IN_SENTENCES = 0.05
# How many passages with a phrase of the question are looked at, at most.
PHRASE_CANDIDATES = 50
# What a passage that has the question's phrases word for word gains in the order. It does not
# count as confidence: to have the words is not to answer.
PHRASE_WEIGHT = 0.15

# What picks the candidates: cosine + BM25_IN_CANDIDATES · BM25 / attainable.
BM25_IN_CANDIDATES = 1.5
# What a word of the title counts in both, of one that the passage has.
TITLE_WORD_WEIGHT = 0.5
# How alike the title's tokens count as when a sentence is chosen: on the marks of new_wiki 0.8 does
# best (.928; .927 without the title, .923 at 1).
TITLE_IN_SENTENCES = 0.8
# What ranks them: match + BM25_WEIGHT · BM25 / attainable + PAIRS_WEIGHT · adjacent pairs.
BM25_WEIGHT = 0.2
PAIRS_WEIGHT = 0.1

# How alike a part of the question is to a sentence that has it in another spelling.
SPELLED_ALIKE = 0.7

FIRST_ROW = np.zeros(1, dtype=np.int64)


class Retriever:
    """Searches one opened snapshot; may be shared by threads."""

    def __init__(
        self,
        snapshot: Snapshot,
        encoder: Encoder,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
    ) -> None:
        snapshot.manifest.expect_encoder(encoder.fingerprint)
        self.snapshot = snapshot
        self.encoder = encoder
        self._reranker = reranker
        self._reader = reader

    def of(self, snapshot: Snapshot) -> "Retriever":
        """The same for another view of the snapshot."""
        return Retriever(snapshot, self.encoder, self._reranker, self._reader)

    def query(self, text: str, said_by: Collection[str] = ()) -> Query:
        return query_of(text, self.encoder, self.snapshot, said_by)

    def search(self, query: Query, depth: int, allowed: BoolArray | None = None) -> list[Hit]:
        """The best `depth` passages, best first; none of those for which `allowed` is false."""
        snapshot = self.snapshot
        vector = query.encoding.vector
        attainable = max(snapshot.bm25.attainable(query.words), 1e-9)
        bm25 = snapshot.bm25.scores(query.words) / np.float32(attainable)
        bm25 += np.float32(TITLE_WORD_WEIGHT / attainable) * self._title_words(query)
        if allowed is not None:
            bm25 = bm25 * allowed
        dense_ids, _ = snapshot.dense.search(vector, depth, allowed)
        ids = np.union1d(dense_ids, best_ids(bm25, depth)).astype(np.int64)
        said = self._said(query, allowed)
        quoting = np.union1d(
            self._with_phrases(query, bm25, allowed), self._best_said(query, said, bm25)
        )
        if not len(ids):
            return []
        cosines = snapshot.dense.cosines(vector, ids)
        fused = cosines + np.float32(BM25_IN_CANDIDATES) * bm25[ids]
        ids = np.union1d(ids[np.argsort(-fused, kind="stable")[:depth]], quoting)
        cosines = snapshot.dense.cosines(vector, ids)
        passages = snapshot.store.passages(ids.tolist())
        scores = (
            self._matches(query, passages)
            + np.float32(BM25_WEIGHT) * bm25[ids]
            + np.float32(PAIRS_WEIGHT)
            * adjacent_pairs(query.words, snapshot.bm25, ids, [p.text for p in passages])
        )
        order = scores + np.float32(PHRASE_WEIGHT) * _shares_of_phrases(query, passages)
        if said is not None:
            order += np.float32(SPEAKER_WEIGHT) * said[ids]
        hits = [
            Hit(passages[i], float(scores[i]), float(cosines[i]), float(bm25[ids[i]]))
            for i in np.argsort(-order, kind="stable")
        ]
        return self._reranker.rerank(query.text, hits) if self._reranker else hits

    def _with_phrases(self, query: Query, bm25: FloatArray, allowed: BoolArray | None) -> LongArray:
        """The passages that have all the words of a phrase of the question, the best by BM25."""
        found = [np.zeros(0, dtype=np.int64)]
        for phrase in query.phrases:
            ids = self.snapshot.bm25.containing(words([phrase])[0])
            if allowed is not None:
                ids = ids[allowed[ids]]
            found.append(ids[np.argsort(-bm25[ids], kind="stable")[:PHRASE_CANDIDATES]])
        return np.unique(np.concatenate(found))

    def _said(self, query: Query, allowed: BoolArray | None) -> BoolArray | None:
        """Which passages, (passages,), have words of whoever is asked about; None if nobody is."""
        if not query.speakers:
            return None
        said = self.snapshot.store.passages_said_by(query.speakers)
        return said if allowed is None else said & allowed

    def _best_said(self, query: Query, said: BoolArray | None, bm25: FloatArray) -> LongArray:
        """The best of what the one who is asked about says, by cosine and BM25."""
        ids = np.flatnonzero(said) if said is not None else np.zeros(0, dtype=np.int64)
        ids = ids[np.argsort(-bm25[ids], kind="stable")[: 4 * SPEAKER_CANDIDATES]]
        if not len(ids):
            return ids
        fused = self.snapshot.dense.cosines(query.encoding.vector, ids)
        fused = fused + np.float32(BM25_IN_CANDIDATES) * bm25[ids]
        return ids[np.argsort(-fused, kind="stable")[:SPEAKER_CANDIDATES]]

    def _title_words(self, query: Query) -> FloatArray:
        """The sum of the IDF of the question's words that the passage's title has, (passages,)."""
        snapshot = self.snapshot
        sums = np.zeros(len(snapshot.titles), dtype=np.float32)
        for word in query.words:
            sums[snapshot.title_words.containing([word])] += snapshot.bm25.idf(word)
        return sums[snapshot.store.article_ids]

    def _title_similarities(self, query: Query, passages: Sequence[Passage]) -> FloatArray:
        """Each query token's best similarity in each passage's title, (passages, query tokens)."""
        articles = [passage.article_id for passage in passages]
        distinct, places = np.unique(articles, return_inverse=True)
        titles = self.snapshot.titles.maxsim(query.encoding.tokens, distinct)
        return titles.by_passage()[places]

    def _matches(self, query: Query, passages: Sequence[Passage]) -> FloatArray:
        """Late interaction, or the match of words if a passage is not encoded, (passages,)."""
        codes = self.snapshot.codes
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        titles = self._title_similarities(query, passages)
        matches = codes.maxsim(query.encoding.tokens, ids).beside(titles)
        self._count_spellings(query, passages, matches)
        scores = match_scores(matches, query.weights)
        matcher = WordMatcher(query.text, self.snapshot.bm25)
        for i in np.flatnonzero(~codes.has_tokens(ids)).tolist():
            match = self._word_match(matcher, passages[i])
            scores[i] = match_scores(Similarities(match.best, FIRST_ROW), match.weights)[0]
        return scores

    def _count_spellings(
        self, query: Query, passages: Sequence[Passage], matches: Similarities
    ) -> None:
        """Let a part of the question match the sentences that have it in another spelling.

        The encoder does not know that 6 Jan. is 2022-01-06, nor that €2m are two million euros.
        """
        snapshot = self.snapshot
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        articles = np.array([passage.article_id for passage in passages], dtype=np.int64)
        for spelling in query.spellings:
            in_passage = np.array([snapshot.bm25.occurs_in(w, ids) for w in spelling.words])
            in_title = np.array(
                [snapshot.title_words.occurs_in(w, articles) for w in spelling.words]
            )
            having = (in_passage | in_title).all(axis=0) & in_passage.any(axis=0)
            for i in np.flatnonzero(having).tolist():
                wanted = {
                    w for w, there in zip(spelling.words, in_title[:, i], strict=True) if not there
                }
                for j, sentence in enumerate(self._sentences(passages[i])):
                    if wanted <= set(words([sentence])[0]):
                        row = matches.best[int(matches.first[i]) + j]
                        row[spelling.tokens] = np.maximum(row[spelling.tokens], SPELLED_ALIKE)

    def _sentences(self, passage: Passage) -> list[str]:
        spans = self.snapshot.codes.sentence_spans(passage.id) or [(0, len(passage.text))]
        return [passage.text[start:end] for start, end in spans]

    def _word_match(self, matcher: WordMatcher, passage: Passage) -> WordMatch:
        language = self.snapshot.store.language(passage.article_id)
        title = self.snapshot.store.heading(passage.article_id)
        return matcher.match(self._sentences(passage), title, language)

    def read(self, query: Query, passages: Sequence[Passage]) -> dict[int, Reading]:
        """What the reader finds, by passage id; in nothing that the encoder does not read."""
        if self._reader is None:
            return {}
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        known = self.snapshot.codes.has_tokens(ids)
        passages = [p for p, is_encoded in zip(passages, known, strict=True) if is_encoded]
        store = self.snapshot.store
        headed = [(store.title(passage.article_id), passage.text) for passage in passages]
        readings = self._reader.read(query.text, headed)
        return {passage.id: each for passage, each in zip(passages, readings, strict=True)}

    def odds(self, passage: Passage, reading: Reading) -> float:
        """The best answer in a passage against "no answer", as log-odds."""
        spans = self.snapshot.codes.sentence_spans(passage.id) or [(0, len(passage.text))]
        return float(reading.of_sentences(spans).max())

    def answering_spans(
        self, query: Query, passages: Sequence[Passage], readings: Mapping[int, Reading]
    ) -> list[Span]:
        """For each passage the sentence that answers, or the run of two, as a span of its text.

        `readings` are those made already; what is not among them is read now. If somebody's words
        are asked for, nothing that is known to be somebody else's is marked.
        """
        unread = [passage for passage in passages if passage.id not in readings]
        readings = {**readings, **self.read(query, unread)}
        said = self.sentences_said(query, passages)
        return [
            self._mark(query, passage, readings.get(passage.id), said.get(passage.id, set()))
            for passage in passages
        ]

    def matching_span(self, query: Query, passage: Passage) -> Span:
        """The sentence, or the run of two, that is most like the question; nothing is read."""
        said = self.sentences_said(query, [passage])
        return self._mark(query, passage, None, said.get(passage.id, set()))

    def sentences_said(self, query: Query, passages: Sequence[Passage]) -> dict[int, set[int]]:
        """Where the sentences start that are the words asked for, by passage, if there are any."""
        if not query.speakers:
            return {}
        ids = [passage.id for passage in passages]
        return self.snapshot.store.sentences_said_by(query.speakers, ids)

    def _mark(
        self, query: Query, passage: Passage, reading: Reading | None, said: set[int]
    ) -> Span:
        """`said` has where the sentences start that are the words asked for."""
        spans = self.snapshot.codes.sentence_spans(passage.id)
        if not spans:
            return 0, len(passage.text)
        ids = np.array([passage.id], dtype=np.int64)
        if self.snapshot.codes.has_tokens(ids)[0]:
            title = np.float32(TITLE_IN_SENTENCES) * self._title_similarities(query, [passage])
            matches = self.snapshot.codes.maxsim(query.encoding.tokens, ids).beside(title)
            self._count_spellings(query, [passage], matches)
            has_kind = kind_asked_for(query.text)
            kinds = [has_kind(s) for s in self._sentences(passage)] if has_kind else None
            best, weights = matches.best, query.weights
        else:
            match = self._word_match(WordMatcher(query.text, self.snapshot.bm25), passage)
            best, weights, kinds = match.best, match.weights, None
        among = self._to_mark(query, passage, [start for start, _ in spans], said)
        best, spans = best[among], [spans[i] for i in among]
        if reading is None:
            chosen = [kinds[i] for i in among] if kinds else None
            first, last = answering_sentences(best, weights, chosen)
        else:
            theirs = np.array([start in said for start, _ in spans], dtype=np.float32)
            alike = best @ weights + np.float32(THEIRS_IN_SENTENCES) * theirs
            first, last = read_sentences(reading.of_sentences(spans), alike)
        if among[last] - among[first] > 1:  # what stands between is somebody else's
            last = first
        return spans[first][0], spans[last][1]

    def _to_mark(
        self, query: Query, passage: Passage, starts: Sequence[int], said: set[int]
    ) -> list[int]:
        """Which of the sentences, that start at `starts`, may be marked; at least one.

        `said` has where those start whose words are asked for.
        """
        everything = list(range(len(starts)))
        if not said:
            return everything
        if query.only_theirs:
            return [i for i in everything if starts[i] in said] or everything
        known = self.snapshot.store.speech([passage.id])[passage.id]
        others = {speech.sentence[0] - passage.start for speech in known} - said
        return [i for i in everything if starts[i] not in others] or everything


def _shares_of_phrases(query: Query, passages: Sequence[Passage]) -> FloatArray:
    """The share of the question's phrases that each passage has, (passages,), in 0..1."""
    shares = np.zeros(len(passages), dtype=np.float32)
    for phrase in query.phrases:
        shares += [contains(passage.text, phrase) for passage in passages]
    return shares / np.float32(max(len(query.phrases), 1))
