"""A question to an answer: what is quoted, which sentence is marked, and whether to answer.

Quotes are slices of the stored article and nothing else; that is checked for each one.
"""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from index.answering.citation import sentence_link
from index.answering.confidence import confidence, missing_names
from index.answering.question import clean
from index.answering.retriever import Query, Retriever
from index.answering.spelling import corrected
from index.arrays import BoolArray
from index.snapshot.snapshot import Snapshot
from index.text.words import words
from index.types import Answer, Article, ArticleRef, Hit, ParagraphKind, Quote

# Share of common words above which two passages tell the same: a syndicated copy, an update.
SAME_WORDS = 0.8
# How many distinct hits are looked at, for quoting and to judge whether the first stands out.
DISTINCT_HITS = 10
# Score behind the first from which a passage is not quoted beside it.
FAR_BEHIND = 0.2
# How much a passage's likeness to those quoted before it counts against it: on new_wiki 0.1 loses
# no quote that answers (.962), 0.2 loses .005 of them.
REPETITION_WEIGHT = 0.1
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
    confidence: float


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

    def answer(
        self,
        question: str,
        quotes: int | None = None,
        articles: Collection[int] | None = None,
    ) -> Answer:
        """Up to `quotes` quotes, or the nearest passage with `answered` false.

        `articles` are the ids of the sources that may be quoted, copies among them, all by
        default. Raises `BadQuestion` for what cannot be asked.
        """
        started = time.perf_counter()
        question = clean(
            question,
            max_chars=self._max_chars,
            indexed_scripts=self.snapshot.manifest.scripts,
        )
        found = self.find(question, articles)
        answered = bool(found.hits) and found.confidence >= self._threshold
        return Answer(
            question=question,
            answered=answered,
            searched_for=found.query.text if found.query.text != question else None,
            confidence=round(found.confidence, 4),
            threshold=self._threshold,
            quotes=self.quotes(found, (quotes or self._quotes) if answered else 1),
            snapshot=self.snapshot.info,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def find(self, question: str, articles: Collection[int] | None = None) -> Found:
        """What the passages of `articles` have to say, and how sure that is.

        Where that is not sure and a word of the question occurs nowhere, the question is also
        tried with the nearest word that does, and kept so if that is surer.
        """
        store = self.snapshot.store
        allowed = None if articles is None else store.passages_of(articles)
        found = self._find(question, allowed)
        if found.confidence < SURE_OF_SPELLING:
            other = corrected(question, self._is_known, store.word_frequencies)
            if other:
                found = max(found, self._find(other, allowed), key=lambda each: each.confidence)
        return found

    def _find(self, text: str, allowed: BoolArray | None) -> Found:
        query = self._retriever.query(text)
        ranked = self._retriever.search(query, self._candidates, allowed)
        hits, copies = distinct(ranked, DISTINCT_HITS)
        missing = 0.0
        if hits:
            first = hits[0].passage
            told = f"{self.snapshot.store.title(first.article_id)}\n{first.text}"
            missing = missing_names(text, told, self.snapshot.bm25.idf)
        return Found(query, tuple(ranked), tuple(hits), copies, confidence(hits, missing))

    def _is_known(self, word: str) -> bool:
        stems = words([word])[0]
        return all(stem in self.snapshot.bm25 for stem in stems)

    def quotes(self, found: Found, count: int) -> tuple[Quote, ...]:
        """The best `count` hits as quotes, without those that fall far behind the first.

        A hit whose highlighted sentence is already quoted is named there, not quoted again.
        """
        chosen: dict[str, Quote] = {}
        near = [hit for hit in found.hits if hit.score >= found.hits[0].score - FAR_BEHIND]
        for hit in self._diverse(near):
            quote = self._quote(found.query, hit)
            sentence = " ".join(quote.text[a:b] for a, b in quote.highlights)
            if sentence not in chosen and len(chosen) == count:
                continue
            first = chosen.get(sentence, quote)
            copies = [self._sources(copy) for copy in found.copies.get(hit.passage.id, ())]
            others = _others(first, chain(self._sources(hit), *copies))
            chosen[sentence] = replace(first, also_in=first.also_in + others)
        return tuple(chosen.values())

    def _diverse(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits by maximal marginal relevance (Carbonell & Goldstein 1998), the first staying.

        Each next one has the highest score − 0.1 · its greatest cosine with those before it.
        """
        if len(hits) < 3:
            return list(hits)
        likeness = self.snapshot.dense.likeness([hit.passage.id for hit in hits])
        order = [0]
        while len(order) < len(hits):
            rest = [i for i in range(len(hits)) if i not in order]
            gains = [
                hits[i].score - REPETITION_WEIGHT * float(likeness[i, order].max()) for i in rest
            ]
            order.append(rest[gains.index(max(gains))])
        return [hits[i] for i in order]

    def _sources(self, hit: Hit) -> list[ArticleRef]:
        """Every article that has the passage: the one that is indexed, and its copies."""
        store = self.snapshot.store
        return [_source(store.article(hit.passage.article_id)), *store.copies_with(hit.passage)]

    def _quote(self, query: Query, hit: Hit) -> Quote:
        passage = hit.passage
        article = self.snapshot.store.article(passage.article_id)
        text = article.text[passage.start : passage.end]
        if text != passage.text:
            raise AssertionError(f"passage {passage.id} is no slice of {article.path}")
        highlight = self._retriever.answering_span(query, passage)
        paragraph = article.paragraph_at(passage.start + highlight[0])
        return Quote(
            text=text,
            highlights=(highlight,),
            title=article.title,
            publisher=article.publisher,
            author=article.author,
            published=article.published,
            url=article.url,
            link=sentence_link(article.url, text[slice(*highlight)]) if article.url else None,
            paragraph=paragraph.number if paragraph else passage.first_paragraph,
            page=paragraph.page if paragraph else None,
            version=article.version,
            read=article.read,
            kind=passage.kind,
            path=article.path,
            score=round(hit.score, 4),
            passage_id=passage.id,
            article_id=passage.article_id,
            start=passage.start,
            end=passage.end,
        )


def distinct(hits: Iterable[Hit], count: int) -> tuple[list[Hit], dict[int, list[Hit]]]:
    """The best `count` hits, none of the same paragraph or saying nearly the same as one before.

    With them, by passage id, the hits that were left out because they say nearly the same.
    """
    chosen: list[Hit] = []
    copies: dict[int, list[Hit]] = {}
    vocabularies: list[set[str]] = []
    paragraphs: set[tuple[int, ParagraphKind, int]] = set()
    for hit in hits:
        paragraph = (hit.passage.article_id, hit.passage.kind, hit.passage.first_paragraph)
        if paragraph in paragraphs:
            continue
        paragraphs.add(paragraph)
        vocabulary = set(hit.passage.text.lower().split())
        likeness = [_jaccard(vocabulary, other) for other in vocabularies]
        if likeness and max(likeness) >= SAME_WORDS:
            original = chosen[likeness.index(max(likeness))]
            copies.setdefault(original.passage.id, []).append(hit)
        elif len(chosen) == count:
            break
        else:
            chosen.append(hit)
            vocabularies.append(vocabulary)
    return chosen, copies


def _others(quote: Quote, sources: Iterable[ArticleRef]) -> tuple[ArticleRef, ...]:
    """Those of the sources that are not the quote's own article nor named twice."""
    named = {quote.path, *(source.path for source in quote.also_in)}
    return tuple({s.path: s for s in sources if s.path not in named}.values())


def _source(article: Article) -> ArticleRef:
    return ArticleRef(
        article.title, article.publisher, article.published, article.url, article.path
    )


def _jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)
