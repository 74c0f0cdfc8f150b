"""A question asked of the index for a channel: its filters, the channel's publishers, its thread.

Knows nothing of Slack's API, of who may ask, or of what is said to them.
"""

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.groups import View
from bot.index_in_use.current_index import CurrentIndex, News, NothingInScope
from bot.narrowing.filters import filtered
from bot.narrowing.publishers import unknown_publishers
from bot.slack.memory.channel_settings import ChannelStore
from bot.slack.messages.message import Message
from bot.slack.messages.names import COMMAND
from bot.slack.messages.notices import (
    complaint_message,
    error_message,
    help_message,
    no_index_message,
    not_to_be_followed_message,
    nothing_in_scope_message,
    nothing_to_follow_message,
    nothing_to_see_message,
    only_filters_message,
    only_links_message,
    small_talk_message,
    unreadable_index_message,
    wrong_filters_message,
)
from bot.slack.understanding.small_talk import asks_for_help, complains, kind_of
from bot.slack.values import Narrowing
from index.answering.questions.follow_up import own_words, stands_alone
from index.errors import BadQuestion, NoSnapshot, PullquoteError, SnapshotError
from index.scope import Scope
from index.text.courtesies import without_courtesies
from index.text.question_words import words_of
from index.types import Answer

log = logging.getLogger(__name__)

WORD, LINK = re.compile(r"\w"), re.compile(r"https?://\S+")
UNNAMED = "some publishers"


@dataclass(frozen=True, slots=True)
class Found:
    """`again` is the message as it can be asked again, filters included; `narrowing` says what was
    left out."""

    answer: Answer
    again: str
    narrowing: Narrowing


@dataclass(frozen=True, slots=True)
class FoundNews:
    """What new articles say to a question, and why not all of them were asked."""

    news: News
    narrowing: Narrowing


class Refused(Exception):
    """A question that is not searched for, with what to say instead."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.text)


class NothingToSee(Refused):
    """Nothing may be shown there to whoever asks."""


class Search:
    """May be shared by threads."""

    def __init__(self, current_index: CurrentIndex, channels: ChannelStore, max_chars: int) -> None:
        self._current_index = current_index
        self._channels = channels
        self._max_chars = max_chars

    def ask(
        self,
        text: str,
        channel: str,
        view: View,
        earlier: Sequence[str] = (),
        quotes: int | None = None,
    ) -> Found:
        """Answer a question from what a view has, understood with `earlier` ones, the oldest first.

        With `quotes`, so many are wanted, those that only come near among them.

        Raises `Refused` for what cannot be asked, a filter that cannot be followed, courtesies, or
        no index, and
        `NothingToSee` if the view is empty.
        """
        settings = self._channels.of(channel)

        def quoted() -> list[str]:
            seen = self._current_index.seen(view)
            allowed = Scope(publishers=settings.sources)
            return allowed.publishers_allowed(seen.publishers if seen else ())

        read = filtered(text, today(), quoted)
        if read.mistakes:
            raise Refused(wrong_filters_message(read.mistakes))
        if asks_for_help(read.question):
            raise Refused(help_message(COMMAND))
        if complains(read.question):
            raise Refused(complaint_message())
        bare = without_courtesies(read.question)
        bare = bare or " ".join(LINK.findall(read.question))
        if not bare and not read.filters:
            raise Refused(small_talk_message(kind_of(text)))
        if not bare:
            raise Refused(only_filters_message(read.filters))
        if links := links_alone(bare):
            self.expect_something(view)
            allowed = Scope(publishers=settings.sources)
            known = self._current_index.linked(links, allowed, view)
            raise Refused(only_links_message(known))
        self.expect_something(view)
        publishers = self._named(settings.sources, view)
        try:
            answer = self._current_index.answer(
                read.question,
                quotes or settings.quotes,
                read.scope,
                Scope(publishers=settings.sources),
                near=quotes is not None,
                earlier=[filtered(question, today()).question for question in earlier],
                view=view,
            )
        except NothingInScope as error:
            unknown = unknown_publishers(read.scope.publishers, quoted())
            message = nothing_in_scope_message(read.filters, publishers, unknown)
            raise Refused(message) from error
        except NoSnapshot as error:
            raise Refused(no_index_message()) from error
        except SnapshotError as error:  # it names a path of the server
            log.error("the index cannot be read: %s", error)
            raise Refused(unreadable_index_message()) from error
        except PullquoteError as error:
            raise Refused(error_message(str(error))) from error
        alone = answer.searched_for if not answer.further else None
        return Found(
            answer,
            again=f"{alone or bare} {read.filters}".strip(),
            narrowing=Narrowing(read.filters, publishers),
        )

    def to_follow(self, text: str) -> str:
        """A question to be asked again and again: the message without courtesies, with its filters.

        Raises `Refused` for what is no question, or cannot be asked of articles to come.
        """
        read = filtered(text, today())
        if read.mistakes:
            raise Refused(wrong_filters_message(read.mistakes))
        bare = without_courtesies(read.question)
        if not WORD.search(LINK.sub("", bare)) or asks_for_help(bare):
            raise Refused(nothing_to_follow_message())
        if not stands_alone(bare):
            raise Refused(
                not_to_be_followed_message(
                    "it leans on a question before it, so write it as a whole"
                )
            )
        if len(text) > self._max_chars:
            raise Refused(
                not_to_be_followed_message(f"a question may have {self._max_chars:,} characters")
            )
        if read.scope.as_of:
            raise Refused(
                not_to_be_followed_message("no new article has been read by a day in the past")
            )
        return f"{bare} {read.filters}".strip()

    def support(self, text: str, channel: str, view: View) -> tuple[Answer, Narrowing]:
        """What supports a text, read as it stands, within a view.

        Raises what `CurrentIndex.answer` raises, and `NothingToSee`.
        """
        self.expect_something(view)
        publishers = self._channels.of(channel).sources
        scope = Scope(publishers=publishers)
        answer = self._current_index.answer(text, None, scope, as_one=True, view=view)
        return answer, Narrowing(publishers=self._named(publishers, view))

    def news(
        self,
        question: str,
        channel: str,
        view: View,
        *,
        since: str,
        reported: Collection[str],
        least: float,
    ) -> FoundNews:
        """What articles say to a followed question that were first read after the moment `since`;
        of the rest see `CurrentIndex.news`.

        Raises `NoSnapshot`.
        """
        read = filtered(question, today())
        settings = self._channels.of(channel)
        try:
            news = self._current_index.news(
                read.question,
                since,
                read.scope,
                Scope(publishers=settings.sources),
                least=least,
                reported=reported,
                quotes=settings.quotes,
                view=view,
            )
        except BadQuestion as error:  # in a script that no article has, for instance
            log.info("a followed question cannot be asked: %s", error)
            news = News(self._current_index.read_up_to)
        return FoundNews(news, Narrowing(read.filters, self._named(settings.sources, view)))

    def expect_something(self, view: View) -> None:
        """Raises `NothingToSee` for a view without an article."""
        if view.is_everything:
            return
        seen = self._current_index.seen(view)
        if view.is_nothing or (seen is not None and not seen.manifest.articles):
            raise NothingToSee(nothing_to_see_message())

    def _named(self, publishers: tuple[str, ...], view: View) -> tuple[str, ...]:
        """Those of a channel's publishers that may be named within a view."""
        if view.is_everything or not publishers:
            return publishers
        seen = self._current_index.seen(view)
        known = set(seen.publishers if seen else ())
        return tuple(name for name in publishers if name in known) or (UNNAMED,)


def links_alone(text: str) -> list[str]:
    """The links of a message that says nothing else."""
    links = LINK.findall(text)
    return links if not own_words(words_of(LINK.sub(" ", text))) else []


def today() -> date:
    return datetime.now(UTC).date()
