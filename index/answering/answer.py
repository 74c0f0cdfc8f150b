"""A question to an answer: what is found, whether that answers, and what is quoted of it."""

import time
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from index.answering.confidence import (
    MOST_ODDS,
    NO_RIVAL,
    RIVALS,
    Evidence,
    bounded,
    confidence,
    evidence_of,
    missing_names,
)
from index.answering.distinct import distinct
from index.answering.others.beside import beside
from index.answering.questions.asked_for import asks_for_several, day_asked_for, kind_asked_for
from index.answering.questions.casing import with_capitals
from index.answering.questions.follow_up import resolve
from index.answering.questions.needed import is_of_another_time, lacks_needed
from index.answering.questions.numeric_days import with_days_in_words
from index.answering.questions.question import ASK_SOMETHING, clean, in_one_line
from index.answering.questions.several import Asked, question_in, questions_in
from index.answering.questions.spelling import corrected
from index.answering.quoting import article_ref, quotes_of
from index.answering.retrieval.query import Query, contains
from index.answering.retrieval.retriever import Retriever
from index.engine import Views, Within
from index.errors import BadQuestion, NothingSaidBy
from index.reader.reader import Reading
from index.text.words import words
from index.types import Answer, ArticleRef, Hit, Passage, Quote, Searched

# How many distinct hits are looked at, to quote them and to judge whether the first stands out.
DISTINCT_HITS = 10
# How many distinct hits are read.
READ = 3
# What the odds of an answer count in the order of those; bench/reader/README.md has the figures.
ODDS_IN_ORDER = 0.005
# What is further than this below the best stays there, whatever the reader finds in both.
WORTH_READING = 2 * ODDS_IN_ORDER * MOST_ODDS
# What the share of names and numbers that such a passage lacks counts, and to be without what no
# answer is without. Neither changes Success@1 on new_wiki (.9160 and .9180 of 500).
MISSING_IN_ORDER = 0.2
NEEDED_IN_ORDER = 0.1
# Confidence of its own from which another quote is shown with the first. On new_wiki this leaves
# out a third of the others, of which 1.6% have the answer; no question loses its only right quote.
ALSO_ANSWERS = 0.2
# Confidence from which the nearest passage of a refusal is worth a look.
NEAR = 0.1
# A message of so few words may be a question as it stands, whatever looks like a courtesy in it.
SHORT = 12
# Of more questions in one message, only so many are answered.
MOST_AT_ONCE = 5
# A question answered with more confidence than this is spelled well enough.
SURE_OF_SPELLING = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question before it is decided whether that is an answer.

    `ranked` are all that were re-ranked, best first; `hits` the best distinct ones of them, more
    than are quoted. By passage id, `copies` has what says nearly the same as one of the hits,
    `readings` what the reader made of the first of them, and `odds` its log-odds of an answer.
    """

    query: Query
    ranked: tuple[Hit, ...]
    hits: tuple[Hit, ...]
    copies: Mapping[int, Sequence[Hit]]
    readings: Mapping[int, Reading]
    odds: Mapping[int, float]
    evidence: Evidence | None

    @property
    def confidence(self) -> float:
        """The probability, 0 to 1, that the first hit answers; 0 if there is none."""
        return confidence(self.evidence) if self.evidence else 0.0


def as_read(hits: Sequence[Hit], gains: Mapping[int, float]) -> list[Hit]:
    """The hits with those that were read in a new order, at the places that they have together.

    `gains` has what each of these, by passage id, gains in the order by what was read.
    """
    places = [i for i, hit in enumerate(hits) if hit.passage.id in gains]

    def worth(hit: Hit) -> float:
        return hit.score + gains[hit.passage.id]

    ordered = list(hits)
    for place, hit in zip(
        places, sorted((hits[i] for i in places), key=worth, reverse=True), strict=True
    ):
        ordered[place] = hit
    return ordered


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
    def snapshot(self) -> Views:
        return self._retriever.snapshot

    @property
    def most_quotes(self) -> int:
        """In an answer, by default."""
        return self._quotes

    def limited_to(self, *source_ids: Collection[int]) -> "Answerer":
        """The same, as if only the articles of these sources were there: see `Views`."""
        limited = copy(self)
        limited._retriever = self._retriever.of(self.snapshot.limited_to(*source_ids))
        return limited

    def of_earlier(self) -> "Answerer | None":
        """Answers from the texts that articles had before, if there are any. None if not everything
        is seen, for in which source an earlier text stood is not known."""
        earlier = None if self.snapshot.is_limited else self.snapshot.earlier
        if earlier is None:
            return None
        before = copy(self)
        before._retriever = self._retriever.of(earlier)
        return before

    def answer(
        self,
        message: str,
        quotes: int | None = None,
        articles: Collection[int] | None = None,
        *,
        said_by: Collection[str] = (),
        near: bool = False,
        earlier: Sequence[str] = (),
        as_one: bool = False,
    ) -> Answer:
        """Answers the question in a message; if it asks several, each, the others as `further`,
        but for a text that is to be searched `as_one`.

        `earlier` are the messages before it, oldest first, with which a question that leans on them
        is understood. Each question has up to `quotes` quotes; or, with `answered` false, the
        nearest passage if one is near. Every quote answers, unless what only comes `near` is wanted
        too, or several things are asked for. What is not the question, such as a greeting or a
        link, is not searched for. `articles` are the ids of the articles that may be quoted, copies
        among them, all by default; with `said_by`, only what one of these people says. Raises
        `BadQuestion` for what cannot be asked, and `NothingSaidBy` if none of them says anything.
        """
        whole = question_in(message) if as_one else None
        asked = [whole] if whole else questions_in(message)
        if not asked:
            message = self._cleaned(message)
            raise BadQuestion(f"there is no question in {message!r}: {ASK_SOMETHING}")
        before = [each.queries[-1] for other in earlier for each in questions_in(other)]
        answers = []
        for each in asked[:MOST_AT_ONCE]:
            answer = self._answer(each, before, quotes, articles, said_by, near=near)
            answers.append(answer)
            before.append(answer.searched_for or each.queries[-1])
        return replace(
            answers[0],
            further=tuple(answers[1:]),
            too_many=tuple(each.text for each in asked[MOST_AT_ONCE:]),
        )

    def _answer(
        self,
        asked: Asked,
        before: Sequence[str],
        quotes: int | None,
        articles: Collection[int] | None,
        said_by: Collection[str],
        *,
        near: bool,
    ) -> Answer:
        started = time.perf_counter()
        searched = self._searched(articles, said_by)
        if said_by and not searched.passages:
            raise NothingSaidBy(list(said_by))
        queries = self._queries(asked, before)
        found = self._surest(queries, articles, said_by)
        answered = self._answers(found)
        shown = (quotes or self._quotes) if answered else int(found.confidence >= NEAR)
        if not near and not asks_for_several(found.query.text):
            found = replace(found, hits=self._answering(found, shown))
        chosen = self.quotes(found, shown, articles)
        origins, figures = (
            beside(self.snapshot, found.query, found.ranked, chosen[0], articles)
            if answered
            else (None, ())
        )
        question = in_one_line(asked.text)
        as_asked = (question, in_one_line(asked.queries[-1]))
        return Answer(
            question=question,
            answered=answered,
            searched_for=found.query.text if found.query.text not in as_asked else None,
            confidence=round(found.confidence, 4),
            threshold=self._threshold,
            quotes=chosen,
            snapshot=self.snapshot.info,
            searched=searched,
            elsewhere=(
                () if answered or articles is None else self._elsewhere(queries, articles, said_by)
            ),
            absent_phrases=tuple(
                phrase
                for phrase in found.query.phrases
                if words([phrase]) != words([question])  # a question that is quoted as a whole
                and not any(contains(quote.text, phrase) for quote in chosen)
            ),
            origins=origins,
            figures=figures,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _queries(self, asked: Asked, before: Sequence[str]) -> dict[str, str]:
        """What to search for a question, of which the surest counts, each with words that what
        answers it must have. Raises `BadQuestion` if none of it can be asked."""
        readings = [resolve(query, before) for query in asked.queries]
        tried = [(query, reading.needs(query)) for reading in readings for query in reading.queries]
        if len(asked.text.split()) <= SHORT and not readings[-1].about:
            tried.append((asked.text, ""))
        tried += [(day, needed) for text, needed in tried if (day := day_asked_for(text))]
        today = datetime.now(tz=UTC).date()
        tried += [
            (spelled, needed)
            for text, needed in tried
            for spelled in with_days_in_words(text, today)
        ]
        queries: dict[str, str] = {}
        refusal: BadQuestion | None = None
        for text, needed in tried:
            try:
                queries.setdefault(self._cleaned(text), needed)
            except BadQuestion as error:
                refusal = refusal or error
        if refusal and not queries:
            raise refusal
        return queries

    def _cleaned(self, question: str) -> str:
        return clean(
            question, max_chars=self._max_chars, indexed_scripts=self.snapshot.manifest.scripts
        )

    def _surest(
        self,
        queries: Mapping[str, str],
        articles: Collection[int] | None,
        said_by: Collection[str],
    ) -> Found:
        tried = (
            self._naming(self.find(query, articles, said_by=said_by), needed)
            for query, needed in queries.items()
        )
        return max(tried, key=lambda found: found.confidence)

    def _naming(self, found: Found, about: str) -> Found:
        """The hits that name what is asked about, or whose heading does. The best must, for it is
        the one that the confidence speaks of; or else nothing is found."""
        if not about:
            return found
        named = tuple(hit for hit in found.hits if self._has_words(hit, about))
        if named[:1] == found.hits[:1]:
            return replace(found, hits=named)
        return replace(found, hits=(), evidence=None)

    def _has_words(self, hit: Hit, wanted: str) -> bool:
        """By the rules of its language."""
        language = self.snapshot.language(hit.passage.article_id)
        stems, present = words([wanted, self._retriever.headed(hit.passage)], language)
        return set(stems) <= set(present)

    def find(
        self,
        question: str,
        articles: Collection[int] | None = None,
        leave_out: Collection[int] = (),
        said_by: Collection[str] = (),
    ) -> Found:
        """What the passages of `articles`, but for those to `leave_out`, say, and how sure that is.

        If that is not sure and a word of the question occurs nowhere, the question is also tried
        with the nearest word that does, and kept so if that is surer.
        """
        within = self.snapshot.within(articles, said_by, leave_out)
        found = self._find(question, within, said_by)
        if found.confidence < SURE_OF_SPELLING:
            other = corrected(question, self._is_known, self.snapshot.word_frequencies)
            if other:
                found = max(
                    found, self._find(other, within, said_by), key=lambda each: each.confidence
                )
        return found

    def _answers(self, found: Found) -> bool:
        return bool(found.hits) and found.confidence >= self._threshold

    def _searched(self, articles: Collection[int] | None, said_by: Collection[str]) -> Searched:
        within = self.snapshot.within(articles, said_by) or self.snapshot.info
        return Searched(within.articles, within.passages)

    def _elsewhere(
        self, queries: Mapping[str, str], articles: Collection[int], said_by: Collection[str]
    ) -> tuple[ArticleRef, ...]:
        """The other articles whose quotes answer when everything is searched."""
        found = self._surest(queries, None, said_by)
        if not self._answers(found):
            return ()
        found = replace(found, hits=self._answering(found, self._quotes))
        quotes = self.quotes(found, self._quotes)
        others = dict.fromkeys(q.article_id for q in quotes if q.article_id not in articles)
        return tuple(article_ref(self.snapshot.article(other)) for other in others)

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
            if confidence(
                replace(
                    found.evidence,
                    score=hit.score,
                    cosine=hit.cosine,
                    rivals=mean,
                    odds=found.odds.get(hit.passage.id),
                )
            )
            >= limit
        )
        return (found.hits[0], *others)

    def quotes(
        self, found: Found, count: int, articles: Collection[int] | None = None
    ) -> tuple[Quote, ...]:
        """The best of what was found as at most `count` quotes; of `articles` see `answer`."""
        return quotes_of(
            self._retriever,
            found.query,
            found.hits,
            found.copies,
            found.readings,
            count,
            articles,
        )

    def _find(self, text: str, within: Within | None, said_by: Collection[str]) -> Found:
        query = self._retriever.query(text, said_by)
        ranked = self._retriever.search(query, self._candidates, within)
        hits, copies = distinct(ranked, DISTINCT_HITS)
        named = with_capitals(text, [self._retriever.headed(hit.passage) for hit in hits])
        query = replace(query, named=named)
        least = max((hit.score for hit in hits), default=0.0) - WORTH_READING
        near = [hit.passage for hit in hits[:READ] if hit.score >= least]
        readings = self._retriever.read(query, near)
        odds = {
            hit.passage.id: self._retriever.odds(query, hit.passage, readings[hit.passage.id])
            for hit in hits[:READ]
            if hit.passage.id in readings
        }
        gains = {
            id_: self._gain(query, hit.passage, odds[id_])
            for hit in hits[:READ]
            if (id_ := hit.passage.id) in odds
        }
        hits, ranked = as_read(hits, gains), as_read(ranked, gains)
        evidence = self._evidence(query, hits, readings, odds, within) if hits else None
        return Found(query, tuple(ranked), tuple(hits), copies, readings, odds, evidence)

    def _evidence(
        self,
        query: Query,
        hits: Sequence[Hit],
        readings: Mapping[int, Reading],
        odds: Mapping[int, float],
        within: Within | None,
    ) -> Evidence:
        first = hits[0].passage
        has_kind = kind_asked_for(query.text)
        around = self._retriever.around_answer(query, first, readings)
        marked = first.text[slice(*self._retriever.matching_span(query, first))]
        return evidence_of(
            hits,
            missing=self._missing(query, first),
            searched=(within or self.snapshot.info).passages,
            lacks_kind=has_kind is not None and not has_kind(marked),
            lacks_needed=lacks_needed(query.text, around)
            or is_of_another_time(query.text, around, self._retriever.headed(first)),
            odds=odds.get(first.id),
        )

    def _gain(self, query: Query, passage: Passage, odds: float) -> float:
        return (
            ODDS_IN_ORDER * bounded(odds)
            - MISSING_IN_ORDER * self._missing(query, passage)
            - NEEDED_IN_ORDER * lacks_needed(query.text, passage.text)
        )

    def _missing(self, query: Query, passage: Passage) -> float:
        """The share of names and numbers of the question that the passage lacks, 0 to 1."""
        headed = self._retriever.headed(passage)
        if self._retriever.sentences_said(query, [passage]):  # "he" may be the one who is named
            headed = "\n".join([headed, *query.speakers])
        return missing_names(query.named, headed, self.snapshot.idf)

    def _is_known(self, word: str) -> bool:
        codes = (None, *self.snapshot.manifest.languages)
        return any(
            all(self.snapshot.has_word(stem) for stem in words([word], code)[0]) for code in codes
        )
