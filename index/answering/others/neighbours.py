"""The sentences of other articles that are most like a quote's marked one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.answering.citation import sentence_link
from index.arrays import FloatArray, LongArray
from index.engine.found import Within
from index.engine.views import Views
from index.types import Account, Article, ArticleRef, Hit, Passage, Quote, Span

# Passages that are looked into beside those found for the question.
NEAREST = 100
# Sentences that are looked at, the most alike first.
MOST_SENTENCES = 60


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A sentence of another article: a span of its passage's text, and how alike it is to the
    marked one and to the question, as cosines."""

    passage: Passage
    span: Span
    cosine: float
    to_question: float

    @property
    def text(self) -> str:
        return self.passage.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class Marked:
    """The sentence that a quote marks, and its neighbours, the most alike first."""

    sentence: Neighbour
    neighbours: tuple[Neighbour, ...]


def marked_with_neighbours(
    snapshot: Views,
    quote: Quote,
    question: FloatArray,
    hits: Sequence[Hit],
    within: Within | None,
    *,
    least: float,
) -> Marked | None:
    """None if the quote's passage is not encoded.

    `question` is the mean of the question's token vectors, (t,), of length 1; `least` the cosine
    from which a sentence is a neighbour. Looked into are the passages of the `hits`, and those that
    are nearest to the marked sentence, `within` what may be named. Of a mark of two
    sentences the one that is more like the question counts.
    """
    [own] = snapshot.passages([quote.passage_id])
    mark = _marked_sentence(snapshot, quote, own, question)
    if mark is None:
        return None
    sentence, vector = mark
    ids = _candidates(snapshot, own, vector, hits, within)
    vectors, counts = snapshot.meanings(ids)
    owners = np.repeat(ids, counts)
    cosines = vectors @ vector
    near = np.flatnonzero(cosines >= least)
    near = near[np.argsort(-cosines[near], kind="stable")][:MOST_SENTENCES]
    known = {hit.passage.id: hit.passage for hit in hits}
    missing = sorted({int(owners[row]) for row in near} - known.keys())
    known |= {passage.id: passage for passage in snapshot.passages(missing)}
    first = np.searchsorted(owners, owners[near], side="left")
    neighbours = []
    for row, number in zip(near.tolist(), (near - first).tolist(), strict=True):
        passage = known[int(owners[row])]
        span = snapshot.sentence_spans(passage.id)[number]
        neighbours.append(
            Neighbour(passage, span, float(cosines[row]), float(vectors[row] @ question))
        )
    return Marked(sentence, tuple(neighbours))


def _marked_sentence(
    snapshot: Views, quote: Quote, passage: Passage, question: FloatArray
) -> tuple[Neighbour, FloatArray] | None:
    vectors, _ = snapshot.meanings(np.array([passage.id], dtype=np.int64))
    spans = snapshot.sentence_spans(passage.id)
    marked = [
        i
        for i, (start, end) in enumerate(spans[: len(vectors)])
        if any(a <= start and end <= b for a, b in quote.highlights)
    ]
    if not marked:
        return None
    i = max(marked, key=lambda i: float(vectors[i] @ question))
    return Neighbour(passage, spans[i], 1.0, float(vectors[i] @ question)), vectors[i]


def _candidates(
    snapshot: Views,
    own: Passage,
    vector: FloatArray,
    hits: Sequence[Hit],
    within: Within | None,
) -> LongArray:
    """The ids of the passages of other articles to look into, in their order."""
    own_vector = snapshot.vectors(np.array([own.id], dtype=np.int64))[0]
    if len(vector) != len(own_vector):  # tokens are of another model
        vector = own_vector
    nearest, _ = snapshot.nearest(vector, NEAREST, within)
    found = [hit.passage.id for hit in hits]
    ids: LongArray = np.union1d(nearest, np.array(found, dtype=np.int64)).astype(np.int64)
    others: LongArray = ids[snapshot.articles_of(ids) != own.article_id]
    return others


def account_of(article: Article, passage: Passage, span: Span) -> Account:
    """An article's own sentence with its place; a span of the passage's text."""
    start, end = passage.start + span[0], passage.start + span[1]
    text = article.text[start:end]
    if text != passage.text[slice(*span)]:
        raise AssertionError(f"passage {passage.id} is not a slice of {article.path}")
    paragraph = article.paragraph_at(start)
    return Account(
        ArticleRef(article.title, article.publisher, article.published, article.url, article.path),
        text,
        paragraph.number if paragraph else passage.first_paragraph,
        passage.kind,
        paragraph.page if paragraph else None,
        sentence_link(article.url, text) if article.url else None,
    )
