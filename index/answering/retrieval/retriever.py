"""A question to the passages that may answer it: candidates, fused, then re-ranked.

The dense and the lexical view give candidates; their scores, fused, say which are worth late
interaction; that, BM25 and the question's word pairs give the order.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from index.answering.questions.needed import unfitness
from index.answering.retrieval.context import leant_on
from index.answering.retrieval.late_interaction import (
    adjacent_pairs,
    answering_sentences,
    match_scores,
)
from index.answering.retrieval.query import Query, contains, query_of
from index.answering.retrieval.reranker import Reranker
from index.answering.retrieval.word_match import WordMatch, WordMatcher
from index.arrays import FloatArray, LongArray
from index.encoder.encoding import Encoder
from index.engine import Similarities, Sought, Views, Within
from index.reader.reader import Reader, Reading, read_sentences
from index.text.heading import heading
from index.text.words import is_english, words
from index.types import Hit, Passage, Span

# What a passage with words of whoever is asked about gains in the order. That does not count as
# confidence either.
SPEAKER_WEIGHT = 0.15
# How much more alike than it is a sentence counts if it is what whoever is asked about says.
THEIRS_IN_SENTENCES = 0.05
# What a passage that has the question's phrases word for word gains in the order. It does not
# count as confidence: to have the words is not to answer.
PHRASE_WEIGHT = 0.15
# What a caption loses in the order: it says again, in short, what the text beside it says.
CAPTION_BELOW = 0.03

# How alike the title's tokens count as when a sentence is chosen: on the marks of new_wiki 0.8 does
# best (.928; .927 without the title, .923 at 1).
TITLE_IN_SENTENCES = 0.8
# How alike the tokens of the passage before count as, to one that begins with a pronoun.
CONTEXT_WEIGHT = 0.8
# Of that passage, the last characters that are read with it.
CONTEXT_READ = 300
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
        snapshot: Views,
        encoder: Encoder,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
    ) -> None:
        snapshot.manifest.expect_encoder(encoder.fingerprint)
        self.snapshot = snapshot
        self.encoder = encoder
        self._reranker = reranker
        self._reader = reader

    def of(self, snapshot: Views) -> "Retriever":
        """The same for another view of the snapshot."""
        return Retriever(snapshot, self.encoder, self._reranker, self._reader)

    def query(self, text: str, said_by: Collection[str] = ()) -> Query:
        return query_of(text, self.encoder, self.snapshot, said_by)

    def search(self, query: Query, depth: int, within: Within | None = None) -> list[Hit]:
        """The best `depth` passages, best first; with those that have a phrase of the question, or
        words of whoever is asked about."""
        views = self.snapshot
        sought = Sought(
            query.encoding.vector,
            query.words,
            self._stems(query.phrases),
            query.speakers,
        )
        found = views.candidates(sought, depth, within)
        if not len(found.ids):
            return []
        passages = views.passages(found.ids.tolist())
        scores = (
            self._matches(query, passages)
            + np.float32(BM25_WEIGHT) * found.bm25
            + np.float32(PAIRS_WEIGHT) * self._pairs(query, found.ids, passages)
        )
        order = scores + np.float32(PHRASE_WEIGHT) * _shares_of_phrases(query, passages)
        order -= np.float32(CAPTION_BELOW) * _are_captions(passages)
        if query.speakers:
            order += np.float32(SPEAKER_WEIGHT) * found.said
        hits = [
            Hit(passages[i], float(scores[i]), float(found.cosines[i]), float(found.bm25[i]))
            for i in np.argsort(-order, kind="stable")
        ]
        return self._reranker.rerank(query.text, hits) if self._reranker else hits

    def _pairs(self, query: Query, ids: LongArray, passages: Sequence[Passage]) -> FloatArray:
        """The share of the question's word pairs that each passage has in its own language."""
        spoken = [self._language(passage) for passage in passages]
        shares = np.zeros(len(ids), dtype=np.float32)
        for language in dict.fromkeys(spoken):
            rows = [i for i, other in enumerate(spoken) if other == language]
            shares[rows] = adjacent_pairs(
                query.words_in(language),
                self.snapshot,
                ids[rows],
                [passages[i].text for i in rows],
                language,
            )
        return shares

    def _stems(self, phrases: Sequence[str]) -> list[list[str]]:
        """The words of each phrase, by the rules of every language of the index."""
        codes = (None, *self.snapshot.manifest.languages)
        stems = (words([phrase], code)[0] for phrase in phrases for code in codes)
        return [some for some in stems if some]

    def _language(self, passage: Passage) -> str | None:
        """None for English, and for no known language."""
        language = self.snapshot.language(passage.article_id)
        return None if is_english(language) else language

    def _matches(self, query: Query, passages: Sequence[Passage]) -> FloatArray:
        """Late interaction, or the match of words if a passage is not encoded, (passages,)."""
        views = self.snapshot
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        beside = self._beside(query, passages, 1.0)
        matches = views.maxsim(query.encoding.tokens, ids).beside(beside)
        self._count_spellings(query, passages, matches)
        scores = match_scores(matches, query.weights)
        matcher = WordMatcher(query.text, self.snapshot)
        for i in np.flatnonzero(~views.has_tokens(ids)).tolist():
            match = self._word_match(matcher, passages[i])
            scores[i] = match_scores(Similarities(match.best, FIRST_ROW), match.weights)[0]
        return scores

    def _beside(
        self, query: Query, passages: Sequence[Passage], heading_weight: float
    ) -> FloatArray:
        """How alike the question's tokens are to what counts for each passage beside its own words,
        its heading and the passage that it leans on, (passages, query tokens)."""
        views, tokens = self.snapshot, query.encoding.tokens
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        alike = np.float32(heading_weight) * views.headings_maxsim(tokens, ids)
        before = leant_on(views, passages)
        rows = [row for row, passage in enumerate(passages) if passage.id in before]
        if rows:
            others = np.array([before[passages[row].id].id for row in rows], dtype=np.int64)
            context = np.float32(CONTEXT_WEIGHT) * views.maxsim(tokens, others).by_passage()
            alike[rows] = np.maximum(alike[rows], context)
        return alike

    def headed(self, passage: Passage) -> str:
        """A passage with what counts for it: its heading and the passage that it leans on."""
        before = leant_on(self.snapshot, [passage]).get(passage.id)
        own = [before.text] if before else []
        return "\n".join([self.snapshot.heading(passage), *own, passage.text])

    def _count_spellings(
        self, query: Query, passages: Sequence[Passage], matches: Similarities
    ) -> None:
        """Let a part of the question match the sentences that have it in another spelling.

        The encoder does not know that 6 Jan. is 2022-01-06, nor that €2m are two million euros.
        """
        snapshot = self.snapshot
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        encoded = snapshot.has_tokens(ids)  # others have no row for each sentence
        for spelling in query.spellings:
            in_passage = np.array([snapshot.occurs_in(w, ids) for w in spelling.words])
            in_title = np.array([snapshot.occurs_in_heading(w, ids) for w in spelling.words])
            having = (in_passage | in_title).all(axis=0) & in_passage.any(axis=0) & encoded
            for i in np.flatnonzero(having).tolist():
                wanted = {
                    w for w, there in zip(spelling.words, in_title[:, i], strict=True) if not there
                }
                for j, sentence in enumerate(self._sentences(passages[i])):
                    if wanted <= set(words([sentence], self._language(passages[i]))[0]):
                        row = matches.best[int(matches.first[i]) + j]
                        row[spelling.tokens] = np.maximum(row[spelling.tokens], SPELLED_ALIKE)

    def _sentences(self, passage: Passage) -> list[str]:
        return [passage.text[start:end] for start, end in self._spans(passage)]

    def _spans(self, passage: Passage) -> list[Span]:
        return self.snapshot.sentence_spans(passage.id) or [(0, len(passage.text))]

    def _word_match(self, matcher: WordMatcher, passage: Passage) -> WordMatch:
        language = self.snapshot.language(passage.article_id)
        title = self.snapshot.heading(passage)
        return matcher.match(self._sentences(passage), title, language)

    def read(self, query: Query, passages: Sequence[Passage]) -> dict[int, Reading]:
        """What the reader finds, by passage id; in nothing that the encoder does not read."""
        if self._reader is None:
            return {}
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        known = self.snapshot.has_tokens(ids)
        passages = [p for p, is_encoded in zip(passages, known, strict=True) if is_encoded]
        before = leant_on(self.snapshot, passages)
        headed = [(self._read_before(p, before.get(p.id)), p.text) for p in passages]
        readings = self._reader.read(query.text, headed)
        return {passage.id: each for passage, each in zip(passages, readings, strict=True)}

    def _read_before(self, passage: Passage, before: Passage | None) -> str:
        """What is read above a passage: its heading, and the end of the one that it leans on."""
        head = heading(self.snapshot.title(passage.article_id), None, passage.section)
        if before is None:
            return head
        starts = (start for start, _ in self._spans(before))
        least = len(before.text) - CONTEXT_READ
        first = next((start for start in starts if start >= least), max(0, least))
        return f"{head}. {before.text[first:]}" if head else before.text[first:]

    def odds(self, query: Query, passage: Passage, reading: Reading) -> float:
        """The best answer in a passage against "no answer", as log-odds."""
        scores = reading.of_sentences(self._spans(passage))
        return float((scores - self._unfitness(query, passage)).max())

    def _unfitness(self, query: Query, passage: Passage) -> FloatArray:
        """The log-odds of an answer that each sentence loses, (sentences,)."""
        unfit = map(unfitness(query.text), self._sentences(passage))
        return np.fromiter(unfit, dtype=np.float32)

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

    def around_answer(self, query: Query, passage: Passage, readings: Mapping[int, Reading]) -> str:
        """The sentence that would be marked, with the one before it and the one after it."""
        said = self.sentences_said(query, [passage])
        start, end = self._mark(
            query, passage, readings.get(passage.id), said.get(passage.id, set())
        )
        spans = self._spans(passage)
        before = [first for first, last in spans if last <= start]
        after = [last for first, last in spans if first >= end]
        return passage.text[max(before, default=start) : min(after, default=end)]

    def sentences_said(self, query: Query, passages: Sequence[Passage]) -> dict[int, set[int]]:
        """Where the sentences start that are the words asked for, by passage, if there are any."""
        if not query.speakers:
            return {}
        ids = [passage.id for passage in passages]
        return self.snapshot.sentences_said_by(query.speakers, ids)

    def _mark(
        self, query: Query, passage: Passage, reading: Reading | None, said: set[int]
    ) -> Span:
        """`said` has where the sentences start that are the words asked for."""
        spans = self.snapshot.sentence_spans(passage.id)
        if not spans:
            return 0, len(passage.text)
        ids = np.array([passage.id], dtype=np.int64)
        if self.snapshot.has_tokens(ids)[0]:
            beside = self._beside(query, [passage], TITLE_IN_SENTENCES)
            matches = self.snapshot.maxsim(query.encoding.tokens, ids).beside(beside)
            self._count_spellings(query, [passage], matches)
            unfit = self._unfitness(query, passage)
            best, weights = matches.best, query.weights
        else:
            match = self._word_match(WordMatcher(query.text, self.snapshot), passage)
            best, weights, unfit = match.best, match.weights, np.zeros(len(spans), np.float32)
        among = self._to_mark(query, passage, [start for start, _ in spans], said)
        best, unfit, spans = best[among], unfit[among], [spans[i] for i in among]
        if reading is None:
            first, last = answering_sentences(best, weights, unfit == 0)
        else:
            theirs = np.array([start in said for start, _ in spans], dtype=np.float32)
            alike = best @ weights + np.float32(THEIRS_IN_SENTENCES) * theirs
            first, last = read_sentences(reading.of_sentences(spans) - unfit, alike)
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
        known = self.snapshot.speech([passage.id])[passage.id]
        others = {speech.sentence[0] - passage.start for speech in known} - said
        return [i for i in everything if starts[i] not in others] or everything


def _are_captions(passages: Sequence[Passage]) -> FloatArray:
    return np.array([passage.kind == "caption" for passage in passages], dtype=np.float32)


def _shares_of_phrases(query: Query, passages: Sequence[Passage]) -> FloatArray:
    """The share of the question's phrases that each passage has, (passages,), in 0..1."""
    shares = np.zeros(len(passages), dtype=np.float32)
    for phrase in query.phrases:
        shares += [contains(passage.text, phrase) for passage in passages]
    return shares / np.float32(max(len(query.phrases), 1))
