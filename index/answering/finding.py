"""What is found for one question, put in order, and the evidence that it answers."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from index.answering.confidence import (
    Evidence,
    bounded,
    confidence,
    evidence_of,
    missing_names,
)
from index.answering.distinct import distinct
from index.answering.ordering import (
    KIND_IN_ORDER,
    MISSING_IN_ORDER,
    NEEDED_IN_ORDER,
    ODDS_IN_ORDER,
    lacks_kind,
    with_the_rest,
    worth_reading,
)
from index.answering.questions.casing import with_capitals
from index.answering.questions.needed.another_time import is_of_another_time, is_of_another_year
from index.answering.questions.needed.lacking import lacks_needed
from index.answering.questions.numbered_names import names_another, numbered_names
from index.answering.questions.spelling import corrected
from index.answering.retrieval.naming import names
from index.answering.retrieval.query import Query
from index.answering.retrieval.retriever import Retriever
from index.answering.retrieval.windows import Window, windows_around
from index.engine.found import Within
from index.engine.views import Views
from index.reader.reader import Reading
from index.text.spellings import YEAR
from index.text.words import words
from index.types import Hit, Passage

# How many distinct hits are looked at, to quote them and to judge whether the first stands out.
DISTINCT_HITS = 10
# How many distinct hits are read.
READ = 3
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


def _by_surname(name: str, text: str) -> bool:
    """Whether a text has the last word of a name, and not all of it."""
    surname = re.escape(name.rpartition(" ")[2])
    return name not in text and re.search(rf"\b{surname}\b", text) is not None


@dataclass(frozen=True, slots=True)
class _Read:
    """A window that was read, or would have been if there were a reader.

    `run` are its passages that may answer, and `hit` is of the one that does; `worth` is what it
    counts in the order, and `missing` the share of names and numbers of the question that the
    window lacks.
    """

    window: Window
    run: Sequence[Passage]
    hit: Hit
    worth: float
    missing: float


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
        hits, _ = distinct(ranked, DISTINCT_HITS)
        windows = windows_around(
            self.retriever.snapshot,
            hits,
            lambda passage: (
                (within is None or within.has(passage.id))
                and (not about or self._names(passage, about))
                and self.retriever.marker.reads(passage)
            ),
        )
        headed = (self.retriever.matcher.headed(window.passages) for window in windows)
        query = replace(query, named=with_capitals(text, headed))
        missing = self._missing(query, [window.passages for window in windows])
        first = worth_reading(query.named, windows, missing)
        readings = self.retriever.marker.read(query, [each.passages for each in first[:READ]])
        read = [
            self._read(query, window, readings, missing[windows.index(window)])
            for window in first[:READ]
        ]
        if readings:
            read.sort(key=lambda each: each.worth, reverse=True)
        rest = [*first[READ:], *(window for window in windows if window not in first)]
        ordered = [*(each.hit for each in read), *(window.hit for window in rest)]
        ordered = with_the_rest(ordered, len(read), hits)
        ranked = with_the_rest(ordered, len(ordered), ranked)
        hits, copies = distinct(ranked, DISTINCT_HITS)
        odds = {
            hit.passage.id: self.retriever.marker.odds(query, hit.passage, readings[hit.passage.id])
            for hit in hits
            if hit.passage.id in readings
        }
        evidence = self._evidence(query, hits, read[0], readings, odds, within) if read else None
        return Found(query, tuple(ranked), tuple(hits), copies, readings, odds, evidence)

    def _read(
        self, query: Query, window: Window, readings: Mapping[int, Reading], missing: float
    ) -> _Read:
        """The passage of a window that answers, found as the window was.

        None is taken above a name of the question that stands in the window: "the island" is the
        one that was named before, not one that is named below.
        """
        hit, worth = window.hit, window.hit.score - MISSING_IN_ORDER * missing
        if hit.passage.id not in readings:
            return _Read(window, [hit.passage], hit, worth, missing)
        run: Sequence[Passage] = window.passages
        if len(run) > 1:
            shares = self._missing(query, [run[: i + 1] for i in range(len(run))])
            run = run[shares.index(min(shares)) :]
        marker = self.retriever.marker
        passage = marker.answering_passage(query, run, readings)
        odds = marker.odds(query, passage, readings[passage.id])
        worth += self._gain(query, passage, odds)
        return _Read(window, run, replace(hit, passage=passage), worth, missing)

    def _names(self, passage: Passage, wanted: str) -> bool:
        language = self.retriever.snapshot.language(passage.article_id)
        return names(self.retriever.matcher.headed([passage]), wanted, language)

    def _evidence(
        self,
        query: Query,
        hits: Sequence[Hit],
        first: _Read,
        readings: Mapping[int, Reading],
        odds: Mapping[int, float],
        within: Within | None,
    ) -> Evidence:
        passage, window = first.hit.passage, first.window.passages
        around = self.retriever.marker.around_answer(query, passage, first.run, readings)
        marked = passage.text[slice(*self.retriever.marker.matching_span(query, passage))]
        return evidence_of(
            [hits[0], *(hit for hit in hits[1:] if hit.passage not in window)],
            missing=first.missing,
            searched=(within or self.retriever.snapshot.info).passages,
            lacks_kind=lacks_kind(query.text, marked),
            lacks_needed=lacks_needed(query.named, around)
            or self._names_another(query, around, passage)
            or is_of_another_time(query.text, around, self.retriever.matcher.headed(window))
            or self._is_of_another_year(query, around, passage),
            odds=odds.get(passage.id),
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
            - KIND_IN_ORDER * lacks_kind(query.named, text)
        )

    def _names_another(self, query: Query, text: str, passage: Passage) -> bool:
        asked = numbered_names(query.named)
        return bool(asked) and names_another(asked, text, self.retriever.snapshot.heading(passage))

    def _missing(self, query: Query, runs: Sequence[Sequence[Passage]]) -> list[float]:
        """The share of names and numbers of the question that neighbouring passages lack together,
        0 to 1."""
        said = self.retriever.marker.sentences_said(query, [each for run in runs for each in run])
        full_names = NAMES.findall(query.named)
        texts = ["\n".join(passage.text for passage in run) for run in runs]
        called = [[name for name in full_names if _by_surname(name, text)] for text in texts]
        articles = self.retriever.snapshot.articles(
            {run[0].article_id for run, names in zip(runs, called, strict=True) if names}
        )

        def counted(run: Sequence[Passage], names: Sequence[str]) -> str:
            article = articles.get(run[0].article_id)
            elsewhere = (name for name in names if article and name in article.text)
            # "he" may be the one who is named
            speakers = query.speakers if any(said.get(each.id) for each in run) else ()
            return "\n".join([self.retriever.matcher.headed(run), *speakers, *elsewhere])

        return missing_names(
            query.named, list(map(counted, runs, called)), self.retriever.snapshot.idf
        )

    def _is_known(self, word: str) -> bool:
        views = self.retriever.snapshot
        return any(
            all(views.has_word(stem) for stem in words([word], code)[0])
            for code in (None, *views.manifest.languages)
        )
