"""Which sentence of a passage answers, by what the reader finds and by how alike it is."""

from collections.abc import Mapping, Sequence

import numpy as np

from index.answering.questions.needed import LACKS, unfitness
from index.answering.retrieval.context import leant_on
from index.answering.retrieval.late_interaction import answering_sentences
from index.answering.retrieval.matching import Matcher
from index.answering.retrieval.naming import names
from index.answering.retrieval.query import Query
from index.answering.retrieval.word_match import WordMatcher
from index.arrays import FloatArray
from index.reader.reader import Reader, Reading, read_sentences
from index.text.words import spaced
from index.types import Passage, Span

# How much more alike than it is a sentence counts if it is what whoever is asked about says.
THEIRS_IN_SENTENCES = 0.05
# The log-odds that a sentence loses that says nothing of what is asked about.
NOT_ABOUT_IT = 10.0
# How alike the title's tokens count as when a sentence is chosen: on the marks of new_wiki 0.8 does
# best (.928; .927 without the title, .923 at 1).
TITLE_IN_SENTENCES = 0.8


class Marker:
    """Marks what answers in the passages of one opened snapshot; may be shared by threads."""

    def __init__(self, matcher: Matcher, reader: Reader | None) -> None:
        self.snapshot = matcher.snapshot
        self._matcher = matcher
        self._reader = reader

    def read(self, query: Query, passages: Sequence[Passage]) -> dict[int, Reading]:
        """What the reader finds, by passage id; in nothing that the encoder does not read."""
        if self._reader is None:
            return {}
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        known = self.snapshot.has_tokens(ids)
        passages = [p for p, is_encoded in zip(passages, known, strict=True) if is_encoded]
        before = leant_on(self.snapshot, passages)
        headed = [(self._matcher.read_before(p, before.get(p.id)), p.text) for p in passages]
        readings = self._reader.read(query.text, headed)
        return {passage.id: each for passage, each in zip(passages, readings, strict=True)}

    def odds(self, query: Query, passage: Passage, reading: Reading) -> float:
        """The best answer in a passage against "no answer", as log-odds."""
        scores = reading.of_sentences(self._matcher.spans(passage))
        return float((scores - self._unfitness(query, passage)).max())

    def _unfitness(self, query: Query, passage: Passage) -> FloatArray:
        """The log-odds of an answer that each sentence loses, (sentences,)."""
        sentences = self._matcher.sentences(passage)
        unfit = np.fromiter(map(unfitness(query.named), sentences), dtype=np.float32)
        if not query.about:
            return unfit
        language = self.snapshot.language(passage.article_id)
        naming = [names(sentence, query.about, language) for sentence in sentences]
        # The sentence after may call it "it".
        near = [here or before for here, before in zip(naming, [False, *naming], strict=False)]
        return unfit + np.float32(NOT_ABOUT_IT) * (1 - np.array(near, dtype=np.float32))

    def _say_nothing(self, passage: Passage) -> FloatArray:
        """1 for each sentence of a single word, such as the place that a report begins with."""
        sentences = self._matcher.sentences(passage)
        single = (len(spaced(s).split()) == 1 and not any(map(str.isdigit, s)) for s in sentences)
        return np.fromiter(single, dtype=np.float32)

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
        spans = self._matcher.spans(passage)
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
        unfit = self._unfitness(query, passage)
        if self.snapshot.has_tokens(ids)[0]:
            matches = self._matcher.similarities(query, [passage], TITLE_IN_SENTENCES)
            best, weights = matches.best, query.weights
        else:
            match = self._matcher.word_match(WordMatcher(query.text, self.snapshot), passage)
            best, weights = match.best, match.weights
            unfit += np.float32(LACKS) * self._say_nothing(passage)
        among = self._to_mark(query, passage, [start for start, _ in spans], said)
        best, unfit, spans = best[among], unfit[among], [spans[i] for i in among]
        if reading is None:
            first, last = answering_sentences(best, weights, unfit == 0)
        else:
            theirs = np.array([start in said for start, _ in spans], dtype=np.float32)
            alike = np.dot(best, weights) + np.float32(THEIRS_IN_SENTENCES) * theirs
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
