"""A question to an answer: what is found, whether that answers, and what is quoted of it."""

import time
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from index.answering.confidence import (
    NO_RIVAL,
    RIVALS,
    Evidence,
    confidence,
    evidence_of,
    missing_names,
)
from index.answering.distinct import distinct
from index.answering.query import Query, contains
from index.answering.questions.asked_for import asks_for_several, kind_asked_for
from index.answering.questions.question import ASK_SOMETHING, clean
from index.answering.questions.spelling import corrected
from index.answering.quoting import article_ref, quotes_of
from index.answering.retriever import Retriever
from index.arrays import BoolArray
from index.errors import BadQuestion
from index.snapshot.snapshot import Snapshot
from index.text.courtesies import queries_in
from index.text.words import words
from index.types import Answer, ArticleRef, Hit, Quote, Searched

# How many distinct hits are looked at, to quote them and to judge whether the first stands out.
DISTINCT_HITS = 10
# Confidence of its own from which another quote is shown with the first. On new_wiki this leaves
# out a third of the others, of which 1.6% have the answer; no question loses its only right quote.
ALSO_ANSWERS = 0.2
# Confidence from which the nearest passage of a refusal is worth a look.
NEAR = 0.1
# A message of so few words may be a question as it stands, whatever looks like a courtesy in it.
SHORT = 12
# A question answered with more confidence than this is spelled well enough.
SURE_OF_SPELLING = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question before it is decided whether that is an answer.

    `ranked` are all that were re-ranked, best first; `hits` the best distinct ones of them, more
    than are quoted. `copies` has, by passage id, what says nearly the same as one of the hits.
    """

    query: Query
    ranked: tuple[Hit, ...]
    hits: tuple[Hit, ...]
    copies: Mapping[int, Sequence[Hit]]
    evidence: Evidence | None

    @property
    def confidence(self) -> float:
        """The probability, 0 to 1, that the first hit answers; 0 if there is none."""
        return confidence(self.evidence) if self.evidence else 0.0


class Answerer:
    """Answers from one opened snapshot; may be shared by threads."""

    def __init__(
        self,
        retriever: Retriever,
        *,
        quotes: int,
        threshold: float,
        candidates: int,
        max_chars: int,
    ) -> None:
        self._retriever = retriever
        self._quotes = quotes
        self._threshold = threshold
        self._candidates = candidates
        self._max_chars = max_chars

    @property
    def snapshot(self) -> Snapshot:
        return self._retriever.snapshot

    def limited_to(self, *source_ids: Collection[int]) -> "Answerer":
        """The same, as if only the articles of these sources were there: see `Snapshot`."""
        limited = copy(self)
        limited._retriever = self._retriever.of(self.snapshot.limited_to(*source_ids))
        return limited

    def answer(
        self,
        question: str,
        quotes: int | None = None,
        articles: Collection[int] | None = None,
        *,
        near: bool = False,
    ) -> Answer:
        """Up to `quotes` quotes; or, with `answered` false, the nearest passage if one is near.

        Every quote answers, unless what only comes `near` is wanted too, or several things are
        asked for. What is not the question, such as a greeting or a link, is not searched for.
        `articles` are the ids of the articles that may be quoted, copies among them, all by
        default. Raises `BadQuestion` for what cannot be asked.
        """
        started = time.perf_counter()
        queries = [self._cleaned(query) for query in queries_in(question)]
        question = self._cleaned(question)
        if not queries:
            raise BadQuestion(f"there is no question in {question!r}: {ASK_SOMETHING}")
        if question not in queries and len(question.split()) <= SHORT:
            queries.append(question)
        tried = [self.find(query, articles) for query in queries]
        found = max(tried, key=lambda each: each.confidence)
        answered = self._answers(found)
        shown = (quotes or self._quotes) if answered else int(found.confidence >= NEAR)
        if not near and not asks_for_several(found.query.text):
            found = replace(found, hits=self._answering(found, shown))
        chosen = self.quotes(found, shown)
        return Answer(
            question=question,
            answered=answered,
            searched_for=found.query.text if found.query.text != question else None,
            confidence=round(found.confidence, 4),
            threshold=self._threshold,
            quotes=chosen,
            snapshot=self.snapshot.info,
            searched=self._searched(articles),
            elsewhere=() if answered or articles is None else self._elsewhere(queries, articles),
            absent_phrases=tuple(
                phrase
                for phrase in found.query.phrases
                if words([phrase]) != words([question])  # a question that is quoted as a whole
                and not any(contains(quote.text, phrase) for quote in chosen)
            ),
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _cleaned(self, question: str) -> str:
        return clean(
            question, max_chars=self._max_chars, indexed_scripts=self.snapshot.manifest.scripts
        )

    def find(
        self,
        question: str,
        articles: Collection[int] | None = None,
        leave_out: Collection[int] = (),
    ) -> Found:
        """What the passages of `articles`, but for those to `leave_out`, say, and how sure that is.

        If that is not sure and a word of the question occurs nowhere, the question is also tried
        with the nearest word that does, and kept so if that is surer.
        """
        store = self.snapshot.store
        allowed = None if articles is None else store.passages_of(articles)
        if leave_out:
            allowed = np.ones(len(store.article_ids), dtype=bool) if allowed is None else allowed
            allowed[list(leave_out)] = False
        found = self._find(question, allowed)
        if found.confidence < SURE_OF_SPELLING:
            other = corrected(question, self._is_known, store.word_frequencies)
            if other:
                found = max(found, self._find(other, allowed), key=lambda each: each.confidence)
        return found

    def _answers(self, found: Found) -> bool:
        return bool(found.hits) and found.confidence >= self._threshold

    def _searched(self, articles: Collection[int] | None) -> Searched:
        info, store = self.snapshot.info, self.snapshot.store
        if articles is None:
            return Searched(info.articles, info.passages)
        among = store.article_ids[store.passages_of(articles)]
        return Searched(len(np.unique(among)), len(among))

    def _elsewhere(
        self, queries: Sequence[str], articles: Collection[int]
    ) -> tuple[ArticleRef, ...]:
        """The other articles whose quotes answer when everything is searched."""
        found = max(map(self.find, queries), key=lambda each: each.confidence)
        if not self._answers(found):
            return ()
        found = replace(found, hits=self._answering(found, self._quotes))
        quotes = self.quotes(found, self._quotes)
        others = dict.fromkeys(q.article_id for q in quotes if q.article_id not in articles)
        return tuple(article_ref(self.snapshot.store.article(other)) for other in others)

    def _answering(self, found: Found, shown: int) -> tuple[Hit, ...]:
        """The first hit, and those of the others that answer too, judged beside what follows."""
        if found.evidence is None:
            return found.hits
        rivals = found.hits[shown : shown + RIVALS]
        mean = sum(hit.score for hit in rivals) / len(rivals) if rivals else NO_RIVAL
        limit = min(ALSO_ANSWERS, self._threshold)
        others = (
            hit
            for hit in found.hits[1:]
            if confidence(replace(found.evidence, score=hit.score, cosine=hit.cosine, rivals=mean))
            >= limit
        )
        return (found.hits[0], *others)

    def quotes(self, found: Found, count: int) -> tuple[Quote, ...]:
        """The best of what was found as at most `count` quotes."""
        return quotes_of(self._retriever, found.query, found.hits, found.copies, count)

    def _find(self, text: str, allowed: BoolArray | None) -> Found:
        query = self._retriever.query(text)
        ranked = self._retriever.search(query, self._candidates, allowed)
        hits, copies = distinct(ranked, DISTINCT_HITS)
        evidence = self._evidence(query, hits, allowed) if hits else None
        return Found(query, tuple(ranked), tuple(hits), copies, evidence)

    def _evidence(self, query: Query, hits: Sequence[Hit], allowed: BoolArray | None) -> Evidence:
        first = hits[0].passage
        headed = f"{self.snapshot.store.heading(first.article_id)}\n{first.text}"
        has_kind = kind_asked_for(query.text)
        marked = first.text[slice(*self._retriever.matching_span(query, first))]
        return evidence_of(
            hits,
            missing=missing_names(query.text, headed, self.snapshot.bm25.idf),
            searched=len(self.snapshot.bm25) if allowed is None else int(allowed.sum()),
            lacks_kind=has_kind is not None and not has_kind(marked),
        )

    def _is_known(self, word: str) -> bool:
        stems = words([word])[0]
        return all(stem in self.snapshot.bm25 for stem in stems)
