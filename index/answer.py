"""A question to an answer: what is quoted, which sentence is marked, and whether to answer.

Quotes are slices of the stored article and nothing else; that is checked for each one.
"""

import time
from collections.abc import Sequence

import numpy as np

from index.citation import sentence_link
from index.confidence import confidence
from index.question import clean
from index.retriever import Query, Retriever
from index.sentences import sentence_spans
from index.types import Answer, Article, Hit, Quote, Span

# Share of common words above which two passages tell the same: a syndicated copy, an update.
SAME_WORDS = 0.8


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

    def answer(self, question: str, quotes: int | None = None) -> Answer:
        """Up to `quotes` quotes, or the nearest passage with `answered` false.

        Raises `BadQuestion` for what cannot be asked.
        """
        started = time.perf_counter()
        snapshot = self._retriever.snapshot
        question = clean(
            question,
            max_chars=self._max_chars,
            indexed_scripts=snapshot.manifest.scripts,
        )
        query = self._retriever.query(question)
        hits = self._retriever.search(query, self._candidates)
        sure = confidence(query, hits[0], snapshot.bm25)
        answered = sure >= self._threshold
        chosen = distinct(hits, quotes or self._quotes) if answered else hits[:1]
        return Answer(
            question=question,
            answered=answered,
            confidence=round(sure, 4),
            threshold=self._threshold,
            quotes=tuple(self._quote(query, hit) for hit in chosen),
            snapshot=snapshot.info,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _quote(self, query: Query, hit: Hit) -> Quote:
        passage = hit.passage
        article = self._retriever.snapshot.store.article(passage.article_id)
        text = article.text[passage.start : passage.end]
        if text != passage.text:
            raise AssertionError(f"passage {passage.id} is no slice of {article.path}")
        highlight = self._best_sentence(query, text)
        return Quote(
            text=text,
            highlights=(highlight,),
            title=article.title,
            publisher=article.publisher,
            author=article.author,
            published=article.published,
            url=article.url,
            link=sentence_link(article.url, text[slice(*highlight)]) if article.url else None,
            paragraph=_paragraph_at(article, passage.start + highlight[0], passage.first_paragraph),
            kind=passage.kind,
            path=article.path,
            score=round(hit.score, 4),
            passage_id=passage.id,
            article_id=passage.article_id,
            start=passage.start,
            end=passage.end,
        )

    def _best_sentence(self, query: Query, text: str) -> Span:
        """The sentence whose vector is nearest to the question's."""
        spans = sentence_spans(text)
        if len(spans) == 1:
            return spans[0]
        encodings = self._retriever.encoder.encode_passages([text[a:b] for a, b in spans])
        cosines = [float(encoding.vector @ query.encoding.vector) for encoding in encodings]
        return spans[int(np.argmax(cosines))]


def distinct(hits: Sequence[Hit], count: int) -> list[Hit]:
    """The best `count` hits, none of which says nearly the same as one before it."""
    chosen: list[Hit] = []
    vocabularies: list[set[str]] = []
    for hit in hits:
        words = set(hit.passage.text.lower().split())
        if all(_jaccard(words, other) < SAME_WORDS for other in vocabularies):
            chosen.append(hit)
            vocabularies.append(words)
        if len(chosen) == count:
            break
    return chosen


def _jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)


def _paragraph_at(article: Article, offset: int, default: int) -> int:
    """The number of the paragraph that holds a character."""
    for paragraph in article.paragraphs:
        if paragraph.start <= offset < paragraph.end:
            return paragraph.number
    return default
