"""Which answer from new articles is worth reporting to somebody who follows the question."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from index.answering.questions.asked_for import kind_asked_for
from index.answering.questions.asked_speaker import speakers_asked_for
from index.speech.keys import speaker_key, wanted_key
from index.types import Answer, Quote, Span

# Quotes of everything that are looked at, for one that has said the same before.
LOOKED_AT = 10
# Score below the best of all articles at which a new one adds nothing. With the confidences of both
# answers at .7 or above, .76 of what is reported is new and to the point, without these .47.
FAR_BELOW = 0.1


def news_of(
    ask: Callable[[Collection[int] | None, int | None], Answer],
    articles: Collection[int] | None,
    new: Mapping[int, str],
    *,
    quotes: int | None,
    least: float,
) -> Answer | None:
    """What the new ones of some articles, of all by default, say to a question, if that is to be
    reported.

    `ask` answers it from articles, by their ids, with so many quotes, by default as many as usual;
    `new` has the paths of those that are new. Of the rest see `news_in`. Raises what `ask` raises.
    """
    if not new:
        return None
    everything = ask(articles, LOOKED_AT)
    while new:
        fresh = ask(tuple(new), quotes)
        before = said_before(everything, fresh, frozenset(new.values()))
        if not before:
            return news_in(everything, fresh, least)
        new = {id_: path for id_, path in new.items() if path not in before}
    return None


def said_before(everything: Answer, fresh: Answer, new: Collection[str]) -> frozenset[str]:
    """The paths of the new articles whose quotes stand in an older article too.

    `everything` is the answer from all articles with `LOOKED_AT` quotes, `fresh` that from the new
    ones, whose paths are in `new`.
    """
    found: set[str] = set()
    for quote in _quotes(everything):
        having = {quote.path, *(article.path for article in quote.also_in)}
        if not having <= set(new):
            found |= having
    old = {_marked(quote) for quote in _quotes(everything) if quote.path not in new}
    found |= {quote.path for quote in _quotes(fresh) if _marked(quote) in old}
    return frozenset(found & set(new))


def news_in(everything: Answer, fresh: Answer, least: float) -> Answer | None:
    """What of `fresh`, an answer from new articles, is to be reported; None if nothing is.

    Both answers need a confidence of `least`; of several questions, those that are answered so are
    reported; of a question for somebody's words, only what they say, and of one for a person, a day
    or a number only what has one.
    """
    pairs = zip(_parts(everything), _parts(fresh), strict=False)
    reported = [_reported(of_all, part) for of_all, part in pairs if _is_news(of_all, part, least)]
    if not reported:
        return None
    return replace(reported[0], further=tuple(reported[1:]))


def _reported(everything: Answer, fresh: Answer) -> Answer:
    """Beside the first quote only those that answer among all articles too."""
    known = {quote.passage_id for quote in everything.quotes}
    others = (quote for quote in fresh.quotes[1:] if quote.passage_id in known)
    quotes = (fresh.quotes[0], *others)
    return replace(fresh, quotes=quotes, further=(), origins=None, figures=(), elsewhere=())


def _is_news(everything: Answer, fresh: Answer, least: float) -> bool:
    if not (everything.answered and fresh.answered and fresh.quotes and everything.quotes):
        return False
    best = max(quote.score for quote in everything.quotes)
    asked = fresh.searched_for or fresh.question
    has_kind = kind_asked_for(asked)
    return (
        min(everything.confidence, fresh.confidence) >= least
        and fresh.quotes[0].score >= best - FAR_BELOW
        and _is_said_by(fresh.quotes[0], speakers_asked_for(asked))
        and (has_kind is None or has_kind(_marked(fresh.quotes[0])))
    )


def _is_said_by(quote: Quote, names: Collection[str]) -> bool:
    wanted = [key for name in names if (key := wanted_key(name))]
    if not wanted:
        return True
    spoken = [
        speaker_key(*(each.text for each in (said.speaker, said.name) if each))
        for said in quote.said
        if any(_overlap(said.sentence, mark) for mark in quote.highlights)
    ]
    return any(key in one for key in wanted for one in spoken)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _marked(quote: Quote) -> str:
    return " ".join(" ".join(quote.text[start:end].split()) for start, end in quote.highlights)


def _quotes(answer: Answer) -> Iterator[Quote]:
    for part in _parts(answer):
        yield from part.quotes if part.answered else ()


def _parts(answer: Answer) -> tuple[Answer, ...]:
    return (answer, *answer.further)
