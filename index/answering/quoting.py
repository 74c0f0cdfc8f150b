"""Hits to quotes: which are shown, which sentence is marked, and who else says the same.

A quote is a slice of the stored article and nothing else; that is checked for each one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from index.answering.citation import sentence_link
from index.answering.retrieval.query import Query
from index.answering.retrieval.retriever import Retriever
from index.answering.speakers import said_in
from index.reader.reader import Reading
from index.types import Article, ArticleRef, Hit, Quote, Span

# Score below the first's at which a passage is not quoted beside it.
FAR_BELOW = 0.2
# How much a passage's likeness to those quoted before it counts against it: on new_wiki 0.1 loses
# no quote that answers (.962), 0.2 loses .005 of them.
REPETITION_WEIGHT = 0.1
# Of an article, above a sentence, that its link is compared with.
_CHARS_BEFORE = 20_000


def quotes_of(
    retriever: Retriever,
    query: Query,
    hits: Sequence[Hit],
    copies: Mapping[int, Sequence[Hit]],
    readings: Mapping[int, Reading],
    count: int,
    articles: Collection[int] | None = None,
) -> tuple[Quote, ...]:
    """The best `count` of the hits as quotes, without those that fall far below the first.

    By passage id, `copies` has other hits that say nearly the same, and `readings` what the reader
    made of those that it has read. A hit whose marked sentence is already quoted is named with that
    quote, not quoted again. `articles` are the ids of those that may be named, all by default.
    """
    if count == 0:
        return ()
    chosen: dict[str, Quote] = {}
    near = [hit for hit in hits if hit.score >= hits[0].score - FAR_BELOW]
    order = _diverse(retriever, near)
    while order and len(chosen) < count:
        batch, order = order[: count - len(chosen)], order[count - len(chosen) :]
        marks = retriever.marker.answering_spans(query, [hit.passage for hit in batch], readings)
        texts = retriever.snapshot.articles({hit.passage.article_id for hit in batch})
        for hit, mark in zip(batch, marks, strict=True):
            quote = _quote(retriever, hit, mark, texts[hit.passage.article_id])
            first = chosen.get(_marked(quote), quote)
            chosen[_marked(quote)] = _with_sources(retriever, first, hit, copies, articles)
    for hit in order:
        for sentence, quote in chosen.items():
            if sentence in hit.passage.text:
                chosen[sentence] = _with_sources(retriever, quote, hit, copies, articles)
    return tuple(chosen.values())


def _marked(quote: Quote) -> str:
    return " ".join(quote.text[start:end] for start, end in quote.highlights)


def _with_sources(
    retriever: Retriever,
    quote: Quote,
    hit: Hit,
    copies: Mapping[int, Sequence[Hit]],
    articles: Collection[int] | None,
) -> Quote:
    """The quote, with the articles that have the hit among those that say the same."""
    found = (_sources(retriever, each, articles) for each in (hit, *copies.get(hit.passage.id, ())))
    others = _others(quote, chain(*found))
    return replace(quote, also_in=quote.also_in + others)


def _diverse(retriever: Retriever, hits: Sequence[Hit]) -> list[Hit]:
    """The hits by maximal marginal relevance (Carbonell & Goldstein 1998); the first stays first.

    Each next one has the highest score − 0.1 · its greatest cosine with those before it.
    """
    if len(hits) < 3:
        return list(hits)
    likeness = retriever.snapshot.likeness([hit.passage.id for hit in hits])
    order = [0]
    while len(order) < len(hits):
        rest = [i for i in range(len(hits)) if i not in order]
        gains = [hits[i].score - REPETITION_WEIGHT * float(likeness[i, order].max()) for i in rest]
        order.append(rest[gains.index(max(gains))])
    return [hits[i] for i in order]


def _sources(retriever: Retriever, hit: Hit, articles: Collection[int] | None) -> list[ArticleRef]:
    """Every article that has the passage: the one that is indexed, and its copies."""
    views, id_ = retriever.snapshot, hit.passage.article_id
    own = [views.reference(id_)] if articles is None or id_ in articles else []
    return [*own, *views.copies_with(hit.passage, articles)]


def _quote(retriever: Retriever, hit: Hit, highlight: Span, article: Article) -> Quote:
    passage = hit.passage
    text = article.text[passage.start : passage.end]
    if text != passage.text:
        raise AssertionError(f"passage {passage.id} is not a slice of {article.path}")
    paragraph = article.paragraph_at(passage.start + highlight[0])
    return Quote(
        text=text,
        highlights=(highlight,),
        title=article.title,
        publisher=article.publisher,
        author=article.author,
        published=article.published,
        url=article.url,
        link=_link(article, passage.start + highlight[0], passage.start + highlight[1]),
        paragraph=paragraph.number if paragraph else passage.first_paragraph,
        page=paragraph.page if paragraph else None,
        version=article.version,
        read=article.read,
        changes=retriever.snapshot.changes(passage.article_id),
        kind=passage.kind,
        path=article.path,
        score=round(hit.score, 4),
        passage_id=passage.id,
        article_id=passage.article_id,
        start=passage.start,
        end=passage.end,
        said=said_in(retriever.snapshot, article, passage),
    )


def _link(article: Article, start: int, end: int) -> str | None:
    if article.url is None:
        return None
    before = f"{article.title} {article.text[max(0, start - _CHARS_BEFORE) : start]}"
    return sentence_link(article.url, article.text[start:end], before)


def _others(quote: Quote, sources: Iterable[ArticleRef]) -> tuple[ArticleRef, ...]:
    """Those of the sources that are not the quote's own article nor named twice."""
    named = {quote.path, *(source.path for source in quote.also_in)}
    return tuple({s.path: s for s in sources if s.path not in named}.values())
