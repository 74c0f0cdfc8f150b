"""Answers one question: finds or posts its answer, and decides what to do if that fails.

Whatever happens between two steps, the question is answered exactly once: see `QuestionQueue`.
"""

import logging
import time
from collections.abc import Callable

from bot.logs import about
from bot.slack.connection.failures import GONE_ERRORS, Failure, judge
from bot.slack.connection.log_bursts import BurstFilter
from bot.slack.connection.metrics import Metrics
from bot.slack.memory.database import MemoryUnavailable
from bot.slack.messages.message import Message
from bot.slack.messages.notices import cannot_post_message, error_message
from bot.slack.questions.delivery import Delivery
from bot.slack.questions.messenger import Messenger
from bot.slack.questions.question import Question
from bot.slack.questions.question_queue import Claim, QuestionQueue
from bot.slack.questions.responder import Reply, Responder

log = logging.getLogger(__name__)
NOT_YET = "no answer yet: %s (in %s)"


def _cause(record: logging.LogRecord) -> str | None:
    if record.msg != NOT_YET or not isinstance(record.args, tuple):
        return None
    return str(record.args[0])


# When Slack is away, every question that waits would say so each time.
log.addFilter(BurstFilter(_cause))

MAX_ERRORS = 5
AGAIN_S = 1.0
TOO_LATE = "something was wrong for so long that I gave up. Please ask again"


class QuestionHandler:
    """May be shared by threads."""

    def __init__(
        self,
        queue: QuestionQueue,
        responder: Responder,
        delivery: Delivery,
        messenger: Messenger,
        metrics: Metrics,
        *,
        first_retry_s: float,
        give_up_after_s: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._queue = queue
        self._responder = responder
        self._delivery = delivery
        self._messenger = messenger
        self._metrics = metrics
        self._first_retry_s = first_retry_s
        self._give_up_after_s = give_up_after_s
        self._clock = clock

    def handle(self, claim: Claim) -> None:
        """Finish it, or leave it to be tried again later.

        Raises `MemoryUnavailable` if that cannot be recorded.
        """
        with about(claim.question.id):
            self._handle(claim)

    def _handle(self, claim: Claim) -> None:
        if wait_s := self._delivery.wait_s(claim):
            self._queue.retry(claim, wait_s, unsure=claim.unsure, failed=False)
            return
        try:
            if self._clock() - claim.accepted_at <= self._give_up_after_s:
                self._answer(claim)
            elif claim.question.addressed:
                self._give_up(claim, "too old", error_message(TOO_LATE))
            else:
                self._drop(claim, "too old")
        except MemoryUnavailable:
            raise
        except Exception as error:
            failure = judge(error, claim.attempts, self._first_retry_s)
            if failure is not None:
                self._failed(claim, failure)
            elif claim.attempts < MAX_ERRORS:
                log.exception("a question in %s is tried again", claim.question.channel)
                self._queue.retry(claim, AGAIN_S, unsure=True)
            else:
                log.exception("a question in %s is given up", claim.question.channel)
                self._give_up(claim, "an error of ours", error_message(""))

    def _answer(self, claim: Claim) -> None:
        place = _place(claim.question)
        if self._delivery.was_posted(claim):
            self._metrics.question(place, "answered")
            return
        log.debug("looking for an answer, attempt %d", claim.attempts)
        self._delivery.show_working(claim)
        reply = self._reply(claim)
        if reply is None:
            self._metrics.question(place, "ignored")
            self._queue.drop(claim, "nothing to say")
            log.info("nothing to say")
            return
        self._delivery.deliver(claim, reply)
        took_s = self._clock() - claim.accepted_at
        log.info("posted after %.1f s: %s", took_s, reply.outcome)
        self._metrics.question(place, reply.outcome)
        self._metrics.answered_after(took_s)

    def _reply(self, claim: Claim) -> Reply | None:
        try:
            return self._responder.to(claim)
        except MemoryUnavailable:
            raise
        except Exception as error:
            if judge(error) is not None:
                raise  # Slack did not let us read the thread
            log.exception("a question in %s could not be answered", claim.question.channel)
            return Reply(error_message(""), "failed")

    def _failed(self, claim: Claim, failure: Failure) -> None:
        question = claim.question
        log.warning(NOT_YET, failure.cause, question.channel)
        self._metrics.slack_error(failure.error)
        if failure.remedy == "wait":
            if failure.error == "ratelimited":
                self._delivery.hold(claim, failure.after_s)
            self._queue.retry(claim, failure.after_s, unsure=failure.unsure or claim.unsure)
        elif failure.remedy == "drop":
            self._drop(claim, failure.error)
        elif failure.error in GONE_ERRORS:
            self._say(
                lambda: self._messenger.post(question.user, cannot_post_message(question.channel))
            )
            self._drop(claim, failure.error)
        else:
            self._give_up(claim, failure.error, error_message("Slack doesn't accept my answer"))

    def _give_up(self, claim: Claim, reason: str, word: Message) -> None:
        """Post a word in place of the answer, unless the answer is there after all."""

        def say() -> None:
            if not claim.unsure or self._messenger.find_answer(claim.question) is None:
                self._messenger.answer(claim.question, word)

        log.error("a question in %s stays without an answer: %s", claim.question.channel, reason)
        self._say(say)
        self._drop(claim, reason)

    def _say(self, say: Callable[[], None]) -> None:
        """Try once; if Slack does not take that either, log it."""
        try:
            say()
        except Exception as error:
            failure = judge(error)
            log.error(
                "the person could not be informed: %s", failure.cause if failure else repr(error)
            )

    def _drop(self, claim: Claim, reason: str) -> None:
        self._metrics.question(_place(claim.question), "failed")
        self._queue.drop(claim, reason)


def _place(question: Question) -> str:
    if question.private:
        return "command"
    if question.direct:
        return "direct"
    return "channel" if question.mentions_bot else "thread"
