"""What earlier readings say: which articles have changed since, and the answer as of a day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from index.answering.answer import Answerer
from index.changes.edits import edits_between
from index.engine.views import Views
from index.errors import NothingSaidBy, PullquoteError
from index.scope import Scope
from index.types import Answer, Article, ArticleRef, Changes, Quote, Searched


class NoSuchArticle(PullquoteError):
    """No article has this path, address or title."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"no article is called {wanted!r}: name its file, its address or words of its title"
        )


@dataclass(frozen=True, slots=True)
class Changed:
    article: Article
    changes: Changes


def changed_articles(
    snapshot: Views, wanted: str | None = None, since: date | None = None
) -> list[Changed]:
    """Those that are `wanted`, by path, address or words of the title; all by default.

    With `since`, what was changed since the text that had been read by the end of that day, or
    since the first one if that is later. Raises `NoSuchArticle`.
    """
    if wanted is not None:
        references = islice(snapshot.references().items(), snapshot.manifest.articles)
        ids_wanted = {id_ for id_, reference in references if _is_wanted(reference, wanted)}
        if not ids_wanted:
            raise NoSuchArticle(wanted)
    found = _since(snapshot, since) if since else _since_first(snapshot)
    chosen = dict(found)
    return [
        Changed(snapshot.article(id_), chosen[id_])
        for id_ in sorted(chosen)
        if wanted is None or id_ in ids_wanted
    ]


def _since_first(snapshot: Views) -> Iterator[tuple[int, Changes]]:
    for id_ in snapshot.changed():
        if changes := snapshot.changes(id_):
            yield id_, changes


def _since(snapshot: Views, day: date) -> Iterator[tuple[int, Changes]]:
    earlier = snapshot.earlier
    in_force = earlier.in_force(day) if earlier else frozenset()
    for number in sorted(in_force):
        before = earlier.article(number) if earlier else None
        id_ = snapshot.id_at(before.path, before.url) if before else None
        if before is None or id_ is None:
            continue
        edits = edits_between(before, snapshot.article(id_))
        if edits:
            read = before.read or day.isoformat()
            yield id_, Changes(read, edits, from_first=before.version == 1)
    for id_, changes in _since_first(snapshot):
        if changes.from_first and changes.since > day.isoformat():
            yield id_, changes


def _is_wanted(article: ArticleRef, wanted: str) -> bool:
    return (
        wanted in (article.path, article.url)
        or article.path.endswith(f"/{wanted}")
        or wanted.casefold() in article.title.casefold()
    )


ReadOn = Callable[[int], str]
"""The day (UTC, ISO 8601) on which the text of an article, by its id, was first read."""


def answer_as_of(
    answerer: Answerer,
    question: str,
    scopes: Sequence[Scope],
    *,
    quotes: int | None,
    most: int,
    near: bool = False,
) -> Answer | None:
    """From the texts that had been read by the day of the scopes, and that they all allow; None if
    there are none. At most so many `quotes`, or else `most`.

    Raises `BadQuestion`, and `NothingSaidBy` if none of the texts has words of who is asked for.
    """
    now, before = answerer.snapshot, answerer.of_earlier()
    said_by = tuple(name for scope in scopes for name in scope.speakers)
    found: list[Answer] = []
    silent: NothingSaidBy | None = None
    for each, raised in ((answerer, (0, 0)), (before, now.before_earlier if before else (0, 0))):
        texts = _in_force(each.snapshot, scopes) if each else frozenset()
        if not each or not texts:
            continue
        try:
            answer = each.answer(question, quotes, texts, said_by=said_by, near=near, as_one=True)
        except NothingSaidBy as error:
            silent = error
            continue
        answer = replace(answer, snapshot=now.info, elsewhere=())
        found.append(as_read(answer, _days_read(each.snapshot), *raised))
    if silent and not found:
        raise silent
    if not found:
        return None
    return found[0] if len(found) == 1 else joined(found[0], found[1], quotes or most)


def _days_read(views: Views) -> ReadOn:
    return lambda id_: views.spells(id_)[0][0]


def _in_force(views: Views, scopes: Sequence[Scope]) -> frozenset[int]:
    """The ids of the articles, copies among them, that every scope allows."""
    read = [views.in_force(scope.as_of) for scope in scopes if scope.as_of]
    return frozenset.intersection(*read, *(views.allowed(scope) for scope in scopes))


def as_read(answer: Answer, read_on: ReadOn, passages: int = 0, articles: int = 0) -> Answer:
    """The answer with the days of its texts; the ids of its passages and articles are raised by as
    many as there are `passages` and `articles` in the texts of now, if it is not from these."""

    def one(quote: Quote) -> Quote:
        return replace(
            quote,
            read=read_on(quote.article_id)[:10],
            as_read=True,
            changes=None,
            passage_id=quote.passage_id + passages,
            article_id=quote.article_id + articles,
        )

    return replace(answer, quotes=tuple(map(one, answer.quotes)), origins=None, figures=())


def joined(first: Answer, second: Answer, most: int) -> Answer:
    """The surer of two answers, with the quotes of the other that answer too."""
    lead, other = sorted((first, second), key=lambda a: (not a.answered, -a.confidence))
    quotes = lead.quotes
    if lead.answered and other.answered:
        rest = sorted((*quotes[1:], *other.quotes), key=lambda quote: -quote.score)
        quotes = (*quotes[:1], *rest)
    return replace(
        lead,
        quotes=quotes[:most],
        searched=Searched(
            first.searched.articles + second.searched.articles,
            first.searched.passages + second.searched.passages,
        ),
        elsewhere=() if lead.answered else (*first.elsewhere, *second.elsewhere),
        elapsed_ms=first.elapsed_ms + second.elapsed_ms,
    )
