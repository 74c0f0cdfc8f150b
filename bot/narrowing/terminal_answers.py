"""A question with filters, such as `by:"Ann Sample"`, asked at the terminal as in Slack."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.index_in_use.earlier_readings import answer_as_of
from bot.narrowing.filters import filtered
from bot.narrowing.mistakes import said_of
from bot.narrowing.publishers import unknown_publishers
from index.answering.answer import Answerer
from index.errors import BadQuestion
from index.scope import Scope
from index.types import Answer


def answer_narrowed(answerer: Answerer, text: str, earlier: Sequence[str] = ()) -> Answer:
    """The answer to a question from what its filters leave; of `earlier` see `Answerer.answer`.

    Raises `BadQuestion` for a filter that cannot be followed or leaves no article, and what
    `Answerer.answer` raises.
    """
    read = filtered(text, datetime.now(UTC).date(), answerer.snapshot.publishers)
    if read.mistakes:
        raise BadQuestion(said_of(read.mistakes).removesuffix("."))
    if read.scope.as_of:
        most = answerer.most_quotes
        answer = answer_as_of(answerer, read.question, [read.scope], quotes=None, most=most)
        if answer is None:
            raise BadQuestion(
                "no article within these filters had been read by then: ask as of a later day"
            )
        return answer
    if not read.filters:
        return answerer.answer(text, earlier=earlier)
    return answerer.answer(
        read.question,
        articles=_allowed(answerer, read.scope),
        said_by=read.scope.speakers,
        earlier=earlier,
    )


def _allowed(answerer: Answerer, scope: Scope) -> frozenset[int] | None:
    if scope.allows_every_article:
        return None
    allowed = answerer.snapshot.allowed(scope)
    if not allowed:
        unknown = unknown_publishers(scope.publishers, answerer.snapshot.publishers())
        reason = unknown[:1].lower() + unknown[1:].removesuffix(".")
        raise BadQuestion(reason or "no article is within these filters: ask with fewer of them")
    return allowed
