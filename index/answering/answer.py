"""A question to an answer: what is found, whether that answers, and what is quoted of it."""

import time
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from index.answering.confidence import NO_RIVAL, RIVALS, confidence
from index.answering.finding import Finder, Found
from index.answering.links import articles_linked
from index.answering.others.beside import beside
from index.answering.questions.asked_for import (
    asks_for_several,
    day_asked_for,
    question_in_list,
)
from index.answering.questions.follow_up import (
    last_standing,
    leans,
    may_point_back,
    resolve,
    without_opening,
)
from index.answering.questions.numeric_days import with_days_in_words
from index.answering.questions.question import ASK_SOMETHING, clean, in_one_line
from index.answering.questions.several import Asked, question_in, questions_in
from index.answering.quoting import quotes_of
from index.answering.retrieval.query import contains
from index.answering.retrieval.retriever import Retriever
from index.engine.views import Views
from index.errors import BadQuestion, NothingSaidBy
from index.text.requests import well_asked
from index.text.words import words
from index.types import Answer, ArticleRef, Hit, Quote, Searched

# Confidence of its own from which another quote is shown with the first. On new_wiki this leaves
# out a third of the others, of which 1.6% have the answer; no question loses its only right quote.
ALSO_ANSWERS = 0.2
# Confidence from which the nearest passage of a refusal is worth a look.
NEAR = 0.1
# So much less sure may what follows up be answered where the question before was, if it does not
# lean on that but may point at it: "how many were killed in the attack?".
AS_SURE = 0.1
# What no article answers is answered by that one only if it is so sure within it: of 165 follow-ups
# of MTRAG-UN that answers two more rightly and one wrongly, instead of three and four.
SURE_THERE = 0.8
# A message of so few words may be a question as it stands, whatever looks like a courtesy in it.
SHORT = 12
# Of more questions in one message, only so many are answered.
MOST_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of one of the queries for a question: words that what answers it must have, and how much its
    confidence counts in the choice of one."""

    words: str = ""
    weight: float = 1.0


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
        self._finder = Finder(retriever, candidates)
        self._quotes = quotes
        self._threshold = threshold
        self._max_chars = max_chars

    @property
    def snapshot(self) -> Views:
        return self._finder.retriever.snapshot

    @property
    def most_quotes(self) -> int:
        """In an answer, by default."""
        return self._quotes

    def limited_to(self, *source_ids: Collection[int]) -> "Answerer":
        """The same, as if only the articles of these sources were there: see `Views`."""
        limited = copy(self)
        limited._finder = self._finder.of(self.snapshot.limited_to(*source_ids))
        return limited

    def of_earlier(self) -> "Answerer | None":
        """Answers from the texts that articles had before, if there are any. None if not everything
        is seen, for in which source an earlier text stood is not known."""
        earlier = None if self.snapshot.is_limited else self.snapshot.earlier
        if earlier is None:
            return None
        before = copy(self)
        before._finder = self._finder.of(earlier)
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
        link, is not searched for, but what an article that it links to answers is answered from
        that. `articles` are the ids of the articles that may be quoted, copies among them, all by
        default; with `said_by`, only what one of these people says. Raises
        `BadQuestion` for what cannot be asked, and `NothingSaidBy` if none of them says anything.
        """
        whole = question_in(message) if as_one else None
        asked = [whole] if whole else questions_in(message)
        if not asked:
            message = self._cleaned(message)
            raise BadQuestion(f"there is no question in {message!r}: {ASK_SOMETHING}")
        before = [each.queries[-1] for other in earlier for each in questions_in(other)]
        linked = frozenset() if as_one else articles_linked(self.snapshot, message, articles)
        answers = []
        for each in asked[:MOST_AT_ONCE]:
            answer = self._answer(each, before, quotes, articles, said_by, near=near, first=linked)
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
        first: Collection[int],
    ) -> Answer:
        """What the articles `first` answer is answered from these."""
        started = time.perf_counter()
        searched = self._searched(articles, said_by)
        if said_by and not searched.passages:
            raise NothingSaidBy(list(said_by))
        queries = self._queries(asked, before)
        found = self._surest(queries, first or articles, said_by)
        if first and not self._answers(found):
            found, first = self._surest(queries, articles, said_by), ()
        if not first and before and self._looks_where_before_was_answered(found, asked):
            found = self._where_before_was_answered(found, queries, before, articles, said_by)
        answered = self._answers(found)
        shown = (quotes or self._quotes) if answered else int(found.confidence >= NEAR)
        if not near and not any(map(asks_for_several, (found.query.text, asked.text))):
            found = replace(found, hits=self._answering(found, shown))
        chosen = self.quotes(found, shown, articles)
        origins, figures = (
            beside(self.snapshot, found.query, found.ranked, chosen[0], articles)
            if answered
            else (None, ())
        )
        question = in_one_line(asked.text)
        as_asked = {question, *map(in_one_line, (asked.queries[-1], without_opening(asked.text)))}
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

    def _queries(self, asked: Asked, before: Sequence[str]) -> dict[str, Wanted]:
        """What to search for a question, of which the surest counts. Raises `BadQuestion` if none
        of it can be asked."""
        readings = [resolve(query, before) for query in asked.queries]
        tried = [
            (query, Wanted(reading.needs(query), reading.weight(query)))
            for reading in readings
            for query in reading.queries
        ]
        last = readings[-1]
        if len(asked.text.split()) <= SHORT and not last.about:
            as_asked = well_asked(without_opening(asked.text))
            tried.append((as_asked, Wanted(weight=last.weight(last.leaning))))
        today = datetime.now(tz=UTC).date()
        tried += [
            (spelled, wanted)
            for text, wanted in tried
            for spelled in with_days_in_words(text, today)
        ]
        tried += [
            (other, wanted)
            for text, wanted in tried
            for other in (day_asked_for(text), question_in_list(text))
            if other
        ]
        queries: dict[str, Wanted] = {}
        refusal: BadQuestion | None = None
        for text, wanted in tried:
            try:
                queries.setdefault(self._cleaned(text), wanted)
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
        queries: Mapping[str, Wanted],
        articles: Collection[int] | None,
        said_by: Collection[str],
    ) -> Found:
        tried = [
            (wanted.weight, self.find(query, articles, said_by=said_by, about=wanted.words))
            for query, wanted in queries.items()
        ]
        _, found = max(tried, key=lambda each: each[0] * each[1].confidence)
        return found

    def _alone(self, asked: Asked) -> str | None:
        """A question as it stands, if it may be about what was spoken of: it points back, or names
        nothing but "the attack"."""
        query = asked.queries[-1]
        return in_one_line(without_opening(query)) if may_point_back(query) else None

    def _looks_where_before_was_answered(self, found: Found, asked: Asked) -> bool:
        """Whether what was found may be about something else than what was spoken of: it was found
        by a question that points back as it stands, or does not answer one that leans."""
        unanswered = not self._answers(found) and leans(asked.queries[-1])
        return unanswered or found.query.text == self._alone(asked)

    def _where_before_was_answered(
        self,
        found: Found,
        queries: Mapping[str, Wanted],
        before: Sequence[str],
        articles: Collection[int] | None,
        said_by: Collection[str],
    ) -> Found:
        """What the article says that answered the question before, if that answers this one too;
        "the attack" is then the one that it reports, whatever others say of another."""
        earlier = self._surest({last_standing(before): Wanted()}, articles, said_by)
        if not self._answers(earlier):
            return found
        article = earlier.hits[0].passage.article_id
        if self._answers(found) and found.hits[0].passage.article_id == article:
            return found
        as_found = {found.query.text: Wanted(found.query.about)}
        there = self._surest(as_found, [article], said_by)
        if not self._answers(found):
            there = max(there, self._surest(queries, [article], said_by), key=_confidence)
            return there if there.confidence >= max(SURE_THERE, self._threshold) else found
        less_sure = found.confidence - there.confidence
        may_be = leans(found.query.text) or less_sure <= AS_SURE
        return there if may_be and self._answers(there) else found

    def find(
        self,
        question: str,
        articles: Collection[int] | None = None,
        leave_out: Collection[int] = (),
        said_by: Collection[str] = (),
        about: str = "",
    ) -> Found:
        """What the passages of `articles`, but for those to `leave_out`, say, and how sure that is;
        only those that have all words of `about`, or whose heading does.

        If that is not sure and a word of the question occurs nowhere, the question is also tried
        with the nearest word that does, and kept so if that is surer.
        """
        within = self.snapshot.within(articles, said_by, leave_out)
        return self._finder.find(question, within, said_by, about)

    def _answers(self, found: Found) -> bool:
        return bool(found.hits) and found.confidence >= self._threshold

    def _searched(self, articles: Collection[int] | None, said_by: Collection[str]) -> Searched:
        within = self.snapshot.within(articles, said_by) or self.snapshot.info
        return Searched(within.articles, within.passages)

    def _elsewhere(
        self, queries: Mapping[str, Wanted], articles: Collection[int], said_by: Collection[str]
    ) -> tuple[ArticleRef, ...]:
        """The other articles whose quotes answer when everything is searched."""
        found = self._surest(queries, None, said_by)
        if not self._answers(found):
            return ()
        found = replace(found, hits=self._answering(found, self._quotes))
        quotes = self.quotes(found, self._quotes)
        others = dict.fromkeys(q.article_id for q in quotes if q.article_id not in articles)
        return tuple(self.snapshot.reference(other) for other in others)

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
            self._finder.retriever,
            found.query,
            found.hits,
            found.copies,
            found.readings,
            count,
            articles,
        )


def _confidence(found: Found) -> float:
    return found.confidence
