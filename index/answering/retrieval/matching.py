"""How a question matches passages, with what counts for them beside their own words."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from index.answering.retrieval.context import leant_on
from index.answering.retrieval.late_interaction import match_scores
from index.answering.retrieval.query import Query
from index.answering.retrieval.word_match import WordMatch, WordMatcher
from index.arrays import FloatArray
from index.engine.found import Similarities
from index.engine.views import Views
from index.text.heading import heading
from index.text.words import is_english, words
from index.types import Passage, Span

# How alike the tokens of the passage before count as, to one that begins with a pronoun.
CONTEXT_WEIGHT = 0.8
# Of that passage, the last characters that are read with it.
CONTEXT_READ = 300
# How alike a part of the question is to a sentence that has it in another spelling.
SPELLED_ALIKE = 0.7
# The same of its word for a kind of things, to a sentence that has the name of one.
KIND_ALIKE = 0.6

FIRST_ROW = np.zeros(1, dtype=np.int64)


class Matcher:
    """Matches with the passages of one opened snapshot; may be shared by threads."""

    def __init__(self, snapshot: Views) -> None:
        self.snapshot = snapshot

    def scores(self, query: Query, passages: Sequence[Passage]) -> FloatArray:
        """Late interaction, or the match of words if a passage is not encoded, (passages,)."""
        views = self.snapshot
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        scores = match_scores(self.similarities(query, passages), query.weights)
        matcher = WordMatcher(query.text, self.snapshot)
        for i in np.flatnonzero(~views.has_tokens(ids)).tolist():
            match = self.word_match(matcher, passages[i])
            scores[i] = match_scores(Similarities(match.best, FIRST_ROW), match.weights)[0]
        return scores

    def similarities(
        self, query: Query, passages: Sequence[Passage], heading_weight: float = 1.0
    ) -> Similarities:
        """MaxSim with passages that are encoded; what their headings match counts so much."""
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        beside = self._beside(query, passages, heading_weight)
        matches = self.snapshot.maxsim(query.encoding.tokens, ids).beside(beside)
        self._count_spellings(query, passages, matches)
        if query.kinds:
            self._count_names_of_kinds(query, passages, matches)
        return matches

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

    def _count_spellings(
        self, query: Query, passages: Sequence[Passage], matches: Similarities
    ) -> None:
        """Let a part of the question match the sentences that have it in another spelling.

        The encoder does not know that 6 Jan. is 2022-01-06, nor that €2m are two million euros.
        """
        snapshot = self.snapshot
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        encoded = snapshot.has_tokens(ids)  # others have no row for each sentence
        present = cache(lambda i: self._words_of_sentences(passages[i]))
        for spelling in query.spellings:
            in_passage = np.array([snapshot.occurs_in(w, ids) for w in spelling.words])
            in_title = np.array([snapshot.occurs_in_heading(w, ids) for w in spelling.words])
            having = (in_passage | in_title).all(axis=0) & in_passage.any(axis=0) & encoded
            for i in np.flatnonzero(having).tolist():
                wanted = {
                    w
                    for w, titled in zip(spelling.words, in_title[:, i], strict=True)
                    if not titled
                }
                for j, there in enumerate(present(i)):
                    if wanted <= there:
                        row = matches.best[int(matches.first[i]) + j]
                        row[spelling.tokens] = np.maximum(row[spelling.tokens], SPELLED_ALIKE)

    def _count_names_of_kinds(
        self, query: Query, passages: Sequence[Passage], matches: Similarities
    ) -> None:
        """Let "holiday" match the sentences that name one."""
        ids = np.array([passage.id for passage in passages], dtype=np.int64)
        for kind in query.kinds:
            for i in np.flatnonzero(self.snapshot.has_tokens(ids)).tolist():
                for j, sentence in enumerate(self.sentences(passages[i])):
                    if kind.names.search(sentence):
                        row = matches.best[int(matches.first[i]) + j]
                        row[kind.tokens] = np.maximum(row[kind.tokens], KIND_ALIKE)

    def _words_of_sentences(self, passage: Passage) -> list[set[str]]:
        return [set(found) for found in words(self.sentences(passage), self.language(passage))]

    def headed(self, run: Sequence[Passage]) -> str:
        """Neighbouring passages with what counts for them: their heading and the passage that the
        first leans on."""
        first = run[0]
        before = leant_on(self.snapshot, [first]).get(first.id)
        own = [before.text] if before else []
        texts = (passage.text for passage in run)
        return "\n".join([self.snapshot.heading(first), *own, *texts])

    def read_before(self, passage: Passage, before: Passage | None) -> str:
        """What is read above a passage: its heading, and the end of the one that it leans on."""
        head = heading(self.snapshot.title(passage.article_id), None, passage.section)
        if before is None:
            return head
        starts = (start for start, _ in self.spans(before))
        least = len(before.text) - CONTEXT_READ
        first = next((start for start in starts if start >= least), max(0, least))
        return f"{head}. {before.text[first:]}" if head else before.text[first:]

    def sentences(self, passage: Passage) -> list[str]:
        return [passage.text[start:end] for start, end in self.spans(passage)]

    def spans(self, passage: Passage) -> list[Span]:
        return self.snapshot.sentence_spans(passage.id) or [(0, len(passage.text))]

    def language(self, passage: Passage) -> str | None:
        """None for English, and for no known language."""
        language = self.snapshot.language(passage.article_id)
        return None if is_english(language) else language

    def word_match(self, matcher: WordMatcher, passage: Passage) -> WordMatch:
        language = self.snapshot.language(passage.article_id)
        title = self.snapshot.heading(passage)
        return matcher.match(self.sentences(passage), title, language)
