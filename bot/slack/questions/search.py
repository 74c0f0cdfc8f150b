"""A question asked of the index for a channel: its filters, the channel's publishers, its thread.

Knows nothing of Slack's API, of who may ask, or of what is said to them.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.current_index import CurrentIndex, NothingInScope
from bot.slack.memory.channel_settings import ChannelStore
from bot.slack.messages.message import Message
from bot.slack.messages.names import COMMAND
from bot.slack.messages.notices import (
    error_message,
    help_message,
    no_index_message,
    nothing_in_scope_message,
    small_talk_message,
    unknown_filter_message,
    unreadable_index_message,
)
from bot.slack.understanding.filters import filtered
from bot.slack.understanding.follow_up import Reading, resolve
from bot.slack.understanding.small_talk import asks_for_help, kind_of
from bot.slack.values import Narrowing
from index.answering.scope import Scope
from index.errors import NoSnapshot, PullquoteError, SnapshotError
from index.text.courtesies import queries_in
from index.text.words import words
from index.types import Answer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """`again` is the question as it can be asked again, filters included; `understood` is what was
    searched if that is more than the question says, else ""; `narrowing` says what was left out."""

    answer: Answer
    again: str
    understood: str
    narrowing: Narrowing


class Refused(Exception):
    """A question that is not searched for, with what to say instead."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.text)


class Search:
    """May be shared by threads."""

    def __init__(
        self, current_index: CurrentIndex, channels: ChannelStore, *, max_chars: int
    ) -> None:
        """`max_chars`: no longer question is asked."""
        self._current_index = current_index
        self._channels = channels
        self._max_chars = max_chars

    def ask(
        self, text: str, channel: str, earlier: Sequence[str] = (), quotes: int | None = None
    ) -> Found:
        """Answer a question, understood with `earlier` ones, the oldest first.

        With `quotes`, so many are wanted, those that only come near among them.

        Raises `Refused` for what cannot be asked, an unknown filter, courtesies, or no index.
        """
        read = filtered(text, today())
        if read.unknown:
            raise Refused(unknown_filter_message(read.unknown))
        if asks_for_help(read.question):
            raise Refused(help_message(COMMAND))
        bare = queries_in(read.question)
        if not bare and not read.filters:
            raise Refused(small_talk_message(kind_of(text)))
        bare = [query for query in bare if len(query) <= self._max_chars] or [read.question]
        before = [filtered(question, today()).question for question in earlier]
        readings = [resolve(query, before) for query in bare]
        settings = self._channels.of(channel)
        scopes = (read.scope, Scope(publishers=settings.sources))
        try:
            query, answer = self._first_answered(
                readings, quotes or settings.quotes, scopes, near=quotes is not None
            )
        except NothingInScope as error:
            raise Refused(nothing_in_scope_message(read.filters, settings.sources)) from error
        except NoSnapshot as error:
            raise Refused(no_index_message()) from error
        except SnapshotError as error:  # it names a path of the server
            log.error("the index cannot be read: %s", error)
            raise Refused(unreadable_index_message()) from error
        except PullquoteError as error:
            raise Refused(error_message(str(error))) from error
        return Found(
            answer,
            again=f"{query} {read.filters}".strip(),
            understood="" if query == bare[-1] else query,
            narrowing=Narrowing(read.filters, settings.sources),
        )

    def support(self, text: str, channel: str) -> tuple[Answer, Narrowing]:
        """What supports a text, read as it stands. Raises what `CurrentIndex.answer` raises."""
        publishers = self._channels.of(channel).sources
        answer = self._current_index.answer(text, None, Scope(publishers=publishers))
        return answer, Narrowing(publishers=publishers)

    def _first_answered(
        self,
        readings: Sequence[Reading],
        quotes: int | None,
        scopes: Sequence[Scope],
        *,
        near: bool,
    ) -> tuple[str, Answer]:
        """The first query that is answered, else the first, with its answer."""
        tried: list[tuple[str, Answer]] = []
        for reading in readings:
            for query in reading.queries:
                answer = self._current_index.answer(query, quotes, *scopes, near=near)
                answer = naming(answer, reading.about) if reading.about else answer
                if answer.answered:
                    return query, answer
                tried.append((query, answer))
        return tried[0]


def naming(answer: Answer, about: str) -> Answer:
    """The quotes that name what is asked about, or whose title does. The first must, for it is the
    one that the confidence speaks of; or else there is no answer."""
    wanted = set(words([about])[0])
    named = tuple(q for q in answer.quotes if wanted <= set(words([f"{q.title}\n{q.text}"])[0]))
    if named[:1] != answer.quotes[:1]:
        return replace(answer, answered=False, quotes=())
    return replace(answer, quotes=named)


def today() -> date:
    return datetime.now(UTC).date()
