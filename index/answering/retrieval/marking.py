"""Which sentence of a passage answers, by what the reader finds and by how alike it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.answering.questions.needed.lacking import LACKS, unfitness
from index.answering.retrieval.context import leant_on
from index.answering.retrieval.late_interaction import answering_sentences
from index.answering.retrieval.matching import Matcher
from index.answering.retrieval.naming import names
from index.answering.retrieval.query import Query
from index.answering.retrieval.subject import as_called_in
from index.answering.retrieval.word_match import WordMatcher
from index.arrays import FloatArray
from index.reader.reader import Reader, Reading, read_sentences, totals
from index.text.words import is_english, spaced
from index.types import Passage, Span

# How much more alike than it is a sentence counts if it is what whoever is asked about says.
THEIRS_IN_SENTENCES = 0.05
# The log-odds that a sentence loses that says nothing of what is asked about.
NOT_ABOUT_IT = 10.0
# How alike the title's tokens count as when a sentence is chosen: on the marks of new_wiki 0.8 does
# best (.928; .927 without the title, .923 at 1).
TITLE_IN_SENTENCES = 0.8


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is known of the sentences of a passage that may be marked.

    `among` are their numbers in it and `spans` their places; `best` is (sentences, query tokens)
    and `weights` (query tokens,); `unfit` are the log-odds that each loses, and `alike` how alike
    each is to the question, (sentences,).
    """

    among: Sequence[int]
    spans: Sequence[Span]
    best: FloatArray
    weights: FloatArray
    unfit: FloatArray
    alike: FloatArray

    def odds_of(self, reading: Reading) -> FloatArray:
        """The log-odds that each answers, (sentences,)."""
        return reading.of_sentences(self.spans) - self.unfit


class Marker:
    """Marks what answers in the passages of one opened snapshot; may be shared by threads."""

    def __init__(self, matcher: Matcher, reader: Reader | None) -> None:
        self.snapshot = matcher.snapshot
        self._matcher = matcher
        self._reader = reader

    def reads(self, passage: Passage) -> bool:
        """Whether there is a reader, and the passage is one that it reads."""
        ids = np.array([passage.id], dtype=np.int64)
        return self._reader is not None and bool(self.snapshot.has_tokens(ids)[0])

    def read(self, query: Query, runs: Sequence[Sequence[Passage]]) -> dict[int, Reading]:
        """What the reader finds, by passage id; in nothing that the encoder does not read.

        Each run is of neighbouring passages of one article, which are read as one.
        """
        if self._reader is None:
            return {}
        ids = np.array([run[0].id for run in runs], dtype=np.int64)
        known = self.snapshot.has_tokens(ids)
        runs = [run for run, is_encoded in zip(runs, known, strict=True) if is_encoded]
        before = leant_on(self.snapshot, [run[0] for run in runs])
        headed = [
            (
                self._matcher.read_before(run[0], before.get(run[0].id)),
                "\n".join(passage.text for passage in run),
            )
            for run in runs
        ]
        asked = [
            self._asked_of(query, run, text) for run, (_, text) in zip(runs, headed, strict=True)
        ]
        found = {}
        for run, reading in zip(runs, self._reader.read(asked, headed), strict=True):
            start = 0
            for passage in run:
                end = start + len(passage.text)
                found[passage.id] = reading.part(start, end)
                start = end + len("\n")
        return found

    def _asked_of(self, query: Query, run: Sequence[Passage], text: str) -> str:
        """What the reader is asked of passages with a text: the question with what they call those
        whose names they lack."""
        id_ = run[0].article_id
        if not is_english(self.snapshot.language(id_)):
            return query.text
        return as_called_in(text, query.named, lambda: self.snapshot.article(id_).text)

    def answering_passage(
        self, query: Query, run: Sequence[Passage], readings: Mapping[int, Reading]
    ) -> Passage:
        """Of passages that were read as one, the one with the sentence that answers.

        If somebody's words are asked for, one that has them, if there is one.
        """
        if len(run) == 1:
            return run[0]
        said = self.sentences_said(query, run)
        run = [passage for passage in run if said.get(passage.id)] or run

        def best(passage: Passage) -> float:
            judged = self._judged(query, passage, said.get(passage.id, set()))
            odds = judged.odds_of(readings[passage.id])
            return float(totals(odds, judged.alike).max())

        return max(run, key=best)

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
        readings = {**readings, **self.read(query, [[passage] for passage in unread])}
        said = self.sentences_said(query, passages)
        return [
            self._mark(query, passage, readings.get(passage.id), said.get(passage.id, set()))
            for passage in passages
        ]

    def matching_span(self, query: Query, passage: Passage) -> Span:
        """The sentence, or the run of two, that is most like the question; nothing is read."""
        said = self.sentences_said(query, [passage])
        return self._mark(query, passage, None, said.get(passage.id, set()))

    def around_answer(
        self,
        query: Query,
        passage: Passage,
        run: Sequence[Passage],
        readings: Mapping[int, Reading],
    ) -> str:
        """The sentence that would be marked, with the one before it and the one after it, of the
        passages that were read as one."""
        said = self.sentences_said(query, [passage])
        start, end = self._mark(
            query, passage, readings.get(passage.id), said.get(passage.id, set())
        )
        at = next(i for i, other in enumerate(run) if other.id == passage.id)
        own = self._matcher.spans(passage)
        before = [passage.text[first:last] for first, last in own if last <= start]
        after = [passage.text[first:last] for first, last in own if first >= end]
        before = before or [s for other in run[:at] for s in self._matcher.sentences(other)]
        after = after or [s for other in run[at + 1 :] for s in self._matcher.sentences(other)]
        return " ".join([*before[-1:], passage.text[start:end], *after[:1]])

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
        if not self.snapshot.sentence_spans(passage.id):
            return 0, len(passage.text)
        judged = self._judged(query, passage, said)
        if reading is None:
            first, last = answering_sentences(judged.best, judged.weights, judged.unfit == 0)
        else:
            first, last = read_sentences(judged.odds_of(reading), judged.alike)
        if judged.among[last] - judged.among[first] > 1:  # what stands between is somebody else's
            last = first
        return judged.spans[first][0], judged.spans[last][1]

    def _judged(self, query: Query, passage: Passage, said: set[int]) -> _Judged:
        """`said` has where the sentences start that are the words asked for."""
        spans = self._matcher.spans(passage)
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
        theirs = np.array([start in said for start, _ in spans], dtype=np.float32)
        alike = np.dot(best, weights) + np.float32(THEIRS_IN_SENTENCES) * theirs
        chosen = [spans[i] for i in among]
        return _Judged(among, chosen, best[among], weights, unfit[among], alike[among])

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
