"""What is found for one question, put in order, and the evidence that it answers."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from index.answering.confidence import (
    MOST_ODDS,
    Evidence,
    bounded,
    confidence,
    evidence_of,
    missing_names,
)
from index.answering.distinct import distinct
from index.answering.questions.asked_for import kind_asked_for
from index.answering.questions.casing import with_capitals
from index.answering.questions.needed import (
    YEAR,
    is_of_another_time,
    is_of_another_year,
    lacks_needed,
)
from index.answering.questions.numbered_names import names_another, numbered_names
from index.answering.questions.spelling import corrected
from index.answering.retrieval.naming import names
from index.answering.retrieval.query import Query
from index.answering.retrieval.retriever import Retriever
from index.engine.found import Within
from index.engine.views import Views
from index.reader.reader import Reading
from index.text.words import words
from index.types import Hit, Passage

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
# What it counts to be without the kind of thing that is asked for, in the choice of what is read.
KIND_IN_ORDER = 0.05
# A question answered with more confidence than this is spelled well enough.
SURE_OF_SPELLING = 0.5


# Of two words or more: "Ann Sample" in "how old is Ann Sample's dog?".
NAMES = re.compile(r"[^\W\d_a-zß-ÿ][\w-]*(?: [^\W\d_a-zß-ÿ][\w-]*)+")


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


def _by_surname(name: str, text: str) -> bool:
    """Whether a text has the last word of a name, and not all of it."""
    surname = re.escape(name.rpartition(" ")[2])
    return name not in text and re.search(rf"\b{surname}\b", text) is not None


def worth_reading(question: str, hits: Sequence[Hit], missing: Sequence[float] = ()) -> list[Hit]:
    """The hits in the order in which they are worth reading, but for those too far below the first.

    What lacks what no answer is without, the kind of thing that is asked for, or names of the
    question, is worth less; `missing` has for each hit the share that it lacks, 0 to 1.
    """
    has_kind = kind_asked_for(question)
    worth = [hit.score for hit in hits]
    for i in reversed(range(len(hits) - 1)):  # the order is not of the score alone
        worth[i] = max(worth[i], worth[i + 1])
    for i, hit in enumerate(hits):
        text = hit.passage.text
        worth[i] -= NEEDED_IN_ORDER * lacks_needed(question, text)
        worth[i] -= KIND_IN_ORDER * (has_kind is not None and not has_kind(text))
    for i, share in enumerate(missing):
        worth[i] -= MISSING_IN_ORDER * share
    least = max(worth, default=0.0) - WORTH_READING
    order = sorted(range(len(hits)), key=worth.__getitem__, reverse=True)
    return [hits[i] for i in order if worth[i] >= least]


def _lacks_kind(question: str, text: str) -> bool:
    has_kind = kind_asked_for(question)
    return has_kind is not None and not has_kind(text)


class Finder:
    """Finds in what a retriever searches; may be shared by threads."""

    def __init__(self, retriever: Retriever, candidates: int) -> None:
        self.retriever = retriever
        self._candidates = candidates

    def of(self, snapshot: Views) -> "Finder":
        """The same for another view of the snapshot."""
        return Finder(self.retriever.of(snapshot), self._candidates)

    def find(
        self, question: str, within: Within | None, said_by: Collection[str], about: str = ""
    ) -> Found:
        """What the passages `within` say, and how sure that is; only those that have all words of
        `about`, or whose heading does.

        If that is not sure and a word of the question occurs nowhere, the question is also tried
        with the nearest word that does, and kept so if that is surer.
        """
        found = self._found(question, within, said_by, about)
        if found.confidence < SURE_OF_SPELLING:
            views = self.retriever.snapshot
            other = corrected(question, self._is_known, views.word_frequencies)
            if other:
                found = max(
                    found,
                    self._found(other, within, said_by, about),
                    key=lambda each: each.confidence,
                )
        return found

    def _found(
        self, text: str, within: Within | None, said_by: Collection[str], about: str
    ) -> Found:
        query = replace(self.retriever.query(text, said_by), about=about)
        ranked = self.retriever.search(query, self._candidates, within)
        if about:
            ranked = [hit for hit in ranked if self._names(hit.passage, about)]
        hits, copies = distinct(ranked, DISTINCT_HITS)
        named = with_capitals(text, (self.retriever.matcher.headed(hit.passage) for hit in hits))
        query = replace(query, named=named)
        missing = self._missing(query, [hit.passage for hit in hits])
        first = worth_reading(named, hits, [missing[hit.passage.id] for hit in hits])
        hits = [*first, *(hit for hit in hits if hit not in first)]
        near = [hit.passage for hit in first[:READ]]
        readings = self.retriever.marker.read(query, near)
        odds = {
            hit.passage.id: self.retriever.marker.odds(query, hit.passage, readings[hit.passage.id])
            for hit in hits[:READ]
            if hit.passage.id in readings
        }
        gains = {
            id_: self._gain(query, hit.passage, odds[id_]) - MISSING_IN_ORDER * missing[id_]
            for hit in hits[:READ]
            if (id_ := hit.passage.id) in odds
        }
        hits, ranked = as_read(hits, gains), as_read(ranked, gains)
        evidence = self._evidence(query, hits, missing, readings, odds, within) if hits else None
        return Found(query, tuple(ranked), tuple(hits), copies, readings, odds, evidence)

    def _names(self, passage: Passage, wanted: str) -> bool:
        language = self.retriever.snapshot.language(passage.article_id)
        return names(self.retriever.matcher.headed(passage), wanted, language)

    def _evidence(
        self,
        query: Query,
        hits: Sequence[Hit],
        missing: Mapping[int, float],
        readings: Mapping[int, Reading],
        odds: Mapping[int, float],
        within: Within | None,
    ) -> Evidence:
        first = hits[0].passage
        around = self.retriever.marker.around_answer(query, first, readings)
        marked = first.text[slice(*self.retriever.marker.matching_span(query, first))]
        return evidence_of(
            hits,
            missing=missing[first.id],
            searched=(within or self.retriever.snapshot.info).passages,
            lacks_kind=_lacks_kind(query.text, marked),
            lacks_needed=lacks_needed(query.named, around)
            or self._names_another(query, around, first)
            or is_of_another_time(query.text, around, self.retriever.matcher.headed(first))
            or self._is_of_another_year(query, around, first),
            odds=odds.get(first.id),
        )

    def _is_of_another_year(self, query: Query, around: str, passage: Passage) -> bool:
        if not YEAR.search(query.text):
            return False  # spares reading the article
        article = self.retriever.snapshot.article(passage.article_id)
        whole = f"{article.title}\n{article.text}"
        return is_of_another_year(query.text, around, whole, article.published)

    def _gain(self, query: Query, passage: Passage, odds: float) -> float:
        text = passage.text
        lacks = lacks_needed(query.named, text) or self._names_another(query, text, passage)
        return (
            ODDS_IN_ORDER * bounded(odds)
            - NEEDED_IN_ORDER * lacks
            - KIND_IN_ORDER * _lacks_kind(query.named, text)
        )

    def _names_another(self, query: Query, text: str, passage: Passage) -> bool:
        asked = numbered_names(query.named)
        return bool(asked) and names_another(asked, text, self.retriever.snapshot.heading(passage))

    def _missing(self, query: Query, passages: Sequence[Passage]) -> dict[int, float]:
        """The share of names and numbers of the question that each passage lacks, 0 to 1, by id."""
        said = self.retriever.marker.sentences_said(query, passages)
        full_names = NAMES.findall(query.named)
        called = {
            passage.id: names
            for passage in passages
            if (names := [name for name in full_names if _by_surname(name, passage.text)])
        }
        articles = self.retriever.snapshot.articles(
            {passage.article_id for passage in passages if passage.id in called}
        )

        def counted(passage: Passage) -> str:
            article = articles.get(passage.article_id)
            elsewhere = (
                name for name in called.get(passage.id, ()) if article and name in article.text
            )
            # "he" may be the one who is named
            speakers = query.speakers if said.get(passage.id) else ()
            return "\n".join([self.retriever.matcher.headed(passage), *speakers, *elsewhere])

        shares = missing_names(
            query.named, [counted(passage) for passage in passages], self.retriever.snapshot.idf
        )
        return {passage.id: share for passage, share in zip(passages, shares, strict=True)}

    def _is_known(self, word: str) -> bool:
        views = self.retriever.snapshot
        return any(
            all(views.has_word(stem) for stem in words([word], code)[0])
            for code in (None, *views.manifest.languages)
        )
