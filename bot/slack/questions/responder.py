"""Decides what to say to a question: an answer, a friendly word, or nothing. Posts nothing."""

import logging
from dataclasses import dataclass, replace

from bot.groups import View
from bot.narrowing.filters import without_filters
from bot.slack.access.directory import RightsUnknown
from bot.slack.access.rights import Rights
from bot.slack.connection.admins import Admins
from bot.slack.connection.metrics import Outcome
from bot.slack.memory.channel_settings import ChannelStore
from bot.slack.memory.history import QuestionHistory
from bot.slack.memory.joined_threads import JoinedThreads
from bot.slack.memory.seen_keys import SeenKeys
from bot.slack.messages.answers.answer_messages import answer_message, more_quotes_message
from bot.slack.messages.answers.searched import is_answered
from bot.slack.messages.message import Message
from bot.slack.messages.notices import (
    error_message,
    mention_me_message,
    not_allowed_message,
    nothing_asked_message,
    nothing_to_stop_message,
    notice,
    rate_limited_message,
    stopped_message,
)
from bot.slack.questions.question import Question
from bot.slack.questions.question_queue import Claim
from bot.slack.questions.rate_limits import QuestionLimit
from bot.slack.questions.search import Found, NothingToSee, Refused, Search
from bot.slack.questions.thread_context import InContext, ThreadContext
from bot.slack.understanding.is_question import is_question, wants_stop
from index.answering.questions.follow_up import asks_for_more, leans
from index.text.courtesies import without_courtesies
from index.types import Answer

log = logging.getLogger(__name__)

MORE_AT_ONCE = 3
FOLLOW_UP_HINT = "You can ask follow-ups here without mentioning me. Say “stop” to end that"


@dataclass(frozen=True, slots=True)
class Reply:
    """`asked` is the question as it can be asked again, "" if there is nothing to keep, and
    `written` is how it was asked; `to_person`: only who asked is to see it."""

    message: Message
    outcome: Outcome
    asked: str = ""
    written: str = ""
    to_person: bool = False

    @property
    def answered(self) -> bool:
        return self.outcome == "answered"


class Responder:
    """May be shared by threads."""

    def __init__(
        self,
        search: Search,
        context: ThreadContext,
        joined_threads: JoinedThreads,
        channels: ChannelStore,
        history: QuestionHistory,
        seen: SeenKeys,
        admins: Admins,
        rights: Rights,
        limit: QuestionLimit,
        key: bytes,
        *,
        offers_person: bool = False,
    ) -> None:
        """`offers_person`: answers have a button to hand the question to people."""
        self._search = search
        self._context = context
        self._joined_threads = joined_threads
        self._channels = channels
        self._history = history
        self._seen = seen
        self._admins = admins
        self._rights = rights
        self._limit = limit
        self._key = key
        self._offers_person = offers_person

    def to(self, claim: Claim) -> Reply | None:
        """What to say in the question's thread; None if it is best to say nothing."""
        question = claim.question
        if claim.notice:
            return Reply(notice(claim.notice), "refused")
        if question.private:
            return self._to_command(question, claim.accepted_at)
        if (question.in_thread or question.addressed) and wants_stop(question.text):
            return self._stopped(question)
        if not (question.direct or question.mentions_bot):
            return self._to_unaddressed(question, claim.accepted_at)
        if refusal := self.refusal(question.user, claim.accepted_at):
            return self._aside(question, refusal, claim.accepted_at)
        asked = self._context.of(question)
        if not asked.text:
            return Reply(nothing_asked_message(), "refused")
        try:
            return self._answer(question, asked)
        except NothingToSee as refused:
            return self._aside(question, Reply(refused.message, "refused"), claim.accepted_at)
        except RightsUnknown as unknown:
            return self._unknown(question, unknown, claim.accepted_at)
        except Refused as refused:
            return Reply(refused.message, "refused")

    def _to_unaddressed(self, question: Question, at: float) -> Reply | None:
        """Of a message that does not name us: only to real questions, and with no quotes that may
        not answer."""
        if question.mentions_others or not is_question(without_filters(question.text)):
            return None
        joined = self._joined_threads.is_ours(question.channel, question.thread_ts)
        everything = self._channels.of(question.channel).every_question
        if question.in_thread and not joined:
            return None  # stopped meanwhile
        if not (question.in_thread or everything):
            first = self._seen.first_time(f"hint:{question.user}")
            return Reply(mention_me_message(), "ignored", to_person=True) if first else None
        if self.refusal(question.user, at):
            return None
        expected = joined and self._awaits_answer(question)
        try:
            reply = self._answer(question, self._context.of(question), quote_nearest=False)
        except (Refused, RightsUnknown):
            return None
        if reply.answered and not joined:
            self._joined_threads.join(question.channel, question.thread_ts)
        return reply if reply.answered or expected else None

    def _awaits_answer(self, question: Question) -> bool:
        """Whether a question in our thread is meant for us: it leans on one that we answered, or
        who asks it has asked us before."""
        return leans(question.text) or self._history.has_asked(
            question.user, question.channel, question.thread_ts
        )

    def _stopped(self, question: Question) -> Reply | None:
        ours = self._joined_threads.is_ours(question.channel, question.thread_ts)
        self._joined_threads.stop(question.channel, question.thread_ts)
        if question.direct or not question.in_thread:
            everything = self._channels.of(question.channel).every_question
            return Reply(nothing_to_stop_message(every_question=everything), "ignored")
        return Reply(stopped_message(), "ignored") if ours else None

    def _unknown(self, question: Question, unknown: RightsUnknown, at: float) -> Reply | None:
        """Tried again as if the answer could not be posted, unless Slack will not have it."""
        if unknown.is_passing and isinstance(unknown.__cause__, Exception):
            raise unknown.__cause__
        return self._aside(question, Reply(error_message(str(unknown)), "refused"), at)

    def _aside(self, question: Question, refusal: Reply, at: float) -> Reply | None:
        """A refusal that only the person sees, once a minute: whoever floods a channel must not
        fill it with refusals as well."""
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

    def _answer(self, question: Question, asked: InContext, *, quote_nearest: bool = True) -> Reply:
        """Raises `Refused`."""
        wants_more = asked.earlier and asks_for_more(without_courtesies(asked.text))
        if wants_more and (more := self._more(question, asked.earlier[-1])):
            return more
        follow_ups = not question.direct and self._channels.of(question.channel).follow_ups
        view = self._rights.publicly(question.user, question.channel)
        found = self._search.ask(asked.text, question.channel, view, asked.earlier)
        answer = found.answer
        if not quote_nearest:
            answer = _without_nearest(answer)
        message = answer_message(
            answer,
            key=self._key,
            asked=found.again,
            understood=asked.text if asked.text != question.text else "",
            narrowing=found.narrowing,
            follow_up_hint=FOLLOW_UP_HINT if follow_ups and not asked.earlier else None,
            with_stop=follow_ups,
            with_person=self._offers_person,
            with_follow=True,
        )
        return Reply(message, outcome_of(answer), found.again, question.text or asked.text)

    def _more(self, question: Question, earlier: str) -> Reply | None:
        """Further quotes for the question before, if that was answered. Raises `Refused`."""
        view = self._rights.publicly(question.user, question.channel)
        shown = self._search.ask(earlier, question.channel, view).answer
        if not shown.answered:
            return None
        count = len(shown.quotes)
        found = self._search.ask(earlier, question.channel, view, quotes=count + MORE_AT_ONCE)
        message = more_quotes_message(
            found.answer, key=self._key, shown=count, asked=found.again, narrowing=found.narrowing
        )
        return Reply(message, outcome_of(found.answer), found.again, question.text)

    def _to_command(self, question: Question, at: float) -> Reply:
        """Somebody waits for it, so what Slack does not say now is not asked again."""
        try:
            return self.privately(question.text, question.user, question.channel, at)
        except RightsUnknown as unknown:
            return Reply(error_message(str(unknown)), "refused")

    def privately(self, text: str, user: str, channel: str, at: float) -> Reply:
        """For the eyes of one person, with a button to share it."""
        if refusal := self.refusal(user, at):
            return refusal
        try:
            found = self.ask(text, channel, self._rights.privately(user, channel))
        except Refused as refused:
            return Reply(refused.message, "refused")
        message = answer_message(
            found.answer,
            key=self._key,
            asked=found.again,
            narrowing=found.narrowing,
            shareable=True,
            private=True,
            with_person=self._offers_person,
        )
        return Reply(message, outcome_of(found.answer), found.again, text)

    def ask(self, text: str, channel: str, view: View, quotes: int | None = None) -> Found:
        """A question by itself, asked again for a button or for one person. Raises `Refused`."""
        return self._search.ask(text, channel, view, quotes=quotes)


def outcome_of(answer: Answer) -> Outcome:
    return "answered" if is_answered(answer) else "not_in_articles"


def _without_nearest(answer: Answer) -> Answer:
    """Without quotes that may not answer."""
    quotes = answer.quotes if answer.answered else ()
    return replace(answer, quotes=quotes, further=tuple(map(_without_nearest, answer.further)))
