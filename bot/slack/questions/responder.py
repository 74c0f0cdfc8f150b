"""What to say to a question: an answer, a friendly word, or nothing. Posts nothing itself."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.current_index import CurrentIndex
from bot.slack.connection.admins import Admins
from bot.slack.connection.metrics import Outcome
from bot.slack.memory.channel_settings import ChannelStore
from bot.slack.memory.history import QuestionHistory
from bot.slack.memory.joined_threads import JoinedThreads
from bot.slack.messages.answers import answer_message
from bot.slack.messages.message import Message
from bot.slack.messages.notices import (
    error_message,
    no_index_message,
    not_allowed_message,
    nothing_to_stop_message,
    notice,
    rate_limited_message,
    stopped_message,
    unknown_filter_message,
)
from bot.slack.questions.question import Question
from bot.slack.questions.question_queue import Claim
from bot.slack.questions.rate_limits import QuestionLimit
from bot.slack.understanding.filters import filtered
from bot.slack.understanding.follow_up import is_question, resolve, wants_stop
from index.answering.scope import Scope
from index.errors import NoSnapshot, PullquoteError
from index.types import Answer

log = logging.getLogger(__name__)

FOLLOW_UP_HINT = "Ask follow-ups here without mentioning me; “stop” ends it"


@dataclass(frozen=True, slots=True)
class Reply:
    """`asked` is the question as it is kept, "" if there is nothing to keep; `to_person`: only
    who asked is to see it."""

    message: Message
    outcome: Outcome
    asked: str = ""
    to_person: bool = False

    @property
    def answered(self) -> bool:
        return self.outcome == "answered"


class Responder:
    """May be shared by threads."""

    def __init__(
        self,
        current_index: CurrentIndex,
        joined_threads: JoinedThreads,
        channels: ChannelStore,
        history: QuestionHistory,
        admins: Admins,
        limit: QuestionLimit,
        key: bytes,
    ) -> None:
        self._current_index = current_index
        self._joined_threads = joined_threads
        self._channels = channels
        self._history = history
        self._admins = admins
        self._limit = limit
        self._key = key

    def to(self, claim: Claim) -> Reply | None:
        """What to say in the question's thread; None where it is best to say nothing."""
        question = claim.question
        if claim.notice:
            return Reply(notice(claim.notice), "refused")
        unasked = not (question.direct or question.mentions_bot)
        if question.in_thread and wants_stop(question.text):
            return self._stopped(question)
        if unasked and (question.mentions_others or not self._is_still_wanted(question)):
            return None
        if refusal := self.refusal(question.user, claim.accepted_at):
            return None if unasked else self._aside(question, refusal, claim.accepted_at)
        reply = self._answered(question)
        return None if unasked and not reply.answered else reply

    def _stopped(self, question: Question) -> Reply | None:
        ours = self._joined_threads.is_ours(question.channel, question.thread_ts)
        self._joined_threads.stop(question.channel, question.thread_ts)
        if question.direct:
            return Reply(nothing_to_stop_message(), "ignored")
        return Reply(stopped_message(), "ignored") if ours else None

    def _is_still_wanted(self, question: Question) -> bool:
        """Of a message in our thread that does not name us; it may have been stopped meanwhile."""
        return self._joined_threads.is_ours(question.channel, question.thread_ts) and is_question(
            filtered(question.text, _today()).question
        )

    def _aside(self, question: Question, refusal: Reply, at: float) -> Reply | None:
        """A refusal for the eyes of who asked, and only one a minute: a channel need not read that
        somebody asks too fast, as often as they do."""
        if not self._limit.first_warning(question.user, at):
            return None
        return replace(refusal, to_person=not question.direct)

    def refusal(self, user: str, at: float) -> Reply | None:
        """Why this person is not answered now, if so; counts as one question asked."""
        if not self._admins.may_ask(user):
            return Reply(not_allowed_message(), "refused")
        if wait_s := self._limit.wait_s(user, at):
            return Reply(rate_limited_message(wait_s), "refused")
        return None

    def _answered(self, question: Question) -> Reply:
        in_channel = not question.direct
        follow_ups = in_channel and self._channels.of(question.channel).follow_ups
        earlier: Sequence[str] = ()
        if question.in_thread:
            earlier = self._history.of_thread(question.channel, question.thread_ts)
        try:
            asked = self.ask(question.text, question.channel, earlier)
        except Refused as refused:
            return Reply(refused.message, "refused")
        answer, words = asked
        message = answer_message(
            answer,
            key=self._key,
            asked=words,
            follow_up_hint=FOLLOW_UP_HINT if follow_ups and not earlier else None,
            with_stop=follow_ups,
        )
        return Reply(message, outcome_of(answer), words)

    def privately(self, text: str, user: str, channel: str, at: float) -> Reply:
        """For the eyes of one person, with a button to share it."""
        if refusal := self.refusal(user, at):
            return refusal
        try:
            answer, words = self.ask(text, channel)
        except Refused as refused:
            return Reply(refused.message, "refused")
        message = answer_message(answer, key=self._key, asked=words, shareable=True, private=True)
        return Reply(message, outcome_of(answer), words)

    def ask(
        self, text: str, channel: str, earlier: Sequence[str] = (), quotes: int | None = None
    ) -> tuple[Answer, str]:
        """The answer, and the question as it can be asked again. Raises what `said` turns into a
        message: a question that cannot be asked, an unknown filter, no index.
        """
        read = filtered(text, _today())
        if read.unknown:
            raise Refused(unknown_filter_message(read.unknown))
        settings = self._channels.of(channel)
        sources = Scope(publishers=settings.sources)
        before = [filtered(question, _today()).question for question in earlier]
        queries = resolve(read.question, before) if before else [read.question]
        try:
            for query in queries:
                answer = self._current_index.answer(
                    query, quotes or settings.quotes, read.scope, sources
                )
                if answer.answered:
                    return answer, f"{query} {read.filters}".strip()
        except NoSnapshot as error:
            raise Refused(no_index_message()) from error
        except PullquoteError as error:
            raise Refused(error_message(str(error))) from error
        return answer, text.strip()


class Refused(Exception):
    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.text)


def outcome_of(answer: Answer) -> Outcome:
    return "answered" if answer.answered else "not_in_articles"


def _today() -> date:
    return datetime.now(UTC).date()
