"""The workers: each takes a question, looks whether it is answered already, answers, posts, marks.

Whatever happens between two of these steps, the question is answered exactly once: see
`QuestionQueue`.
"""

import logging
import threading
import time
from collections.abc import Callable

from bot.slack.connection.failures import GONE_ERRORS, Failure, judge
from bot.slack.connection.metrics import Metrics
from bot.slack.memory.database import Database
from bot.slack.memory.history import QuestionHistory
from bot.slack.messages.notices import cannot_post_message, error_message
from bot.slack.questions.messenger import Messenger
from bot.slack.questions.pacing import Pacing
from bot.slack.questions.question import Question
from bot.slack.questions.question_queue import Claim, QuestionQueue
from bot.slack.questions.responder import Reply, Responder

log = logging.getLogger(__name__)

STUMBLE_S = 1.0
MAX_STUMBLES = 5


class Workers:
    def __init__(
        self,
        database: Database,
        queue: QuestionQueue,
        responder: Responder,
        history: QuestionHistory,
        messenger: Messenger,
        pacing: Pacing,
        metrics: Metrics,
        *,
        retry_s: float,
        give_up_after_s: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._queue = queue
        self._responder = responder
        self._history = history
        self._messenger = messenger
        self._pacing = pacing
        self._metrics = metrics
        self._retry_s = retry_s
        self._give_up_after_s = give_up_after_s
        self._clock = clock
        self._closing = threading.Event()
        self._workers: list[threading.Thread] = []

    def start(self, workers: int) -> None:
        if left := self._queue.recover():
            log.info("%d questions were in hand when the bot last stopped", left)
        for number in range(workers):
            worker = threading.Thread(target=self._work, name=f"worker-{number}", daemon=True)
            worker.start()
            self._workers.append(worker)

    def drain(self, timeout_s: float) -> None:
        """Finish what is in hand and take nothing more; the rest is answered after a restart."""
        self._closing.set()
        self._queue.shut()
        deadline = time.monotonic() + timeout_s
        for worker in self._workers:
            worker.join(max(0.0, deadline - time.monotonic()))

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                claim = self._queue.take()
                if claim is not None:
                    self._serve(claim)
            except Exception:
                log.exception("a worker stumbled and goes on")
                self._closing.wait(STUMBLE_S)

    def _serve(self, claim: Claim) -> None:
        question = claim.question
        if self._clock() - claim.accepted_at > self._give_up_after_s:
            log.error("a question in %s could not be answered in time", question.channel)
            self._close(claim, "too old")
            return
        if wait_s := self._pacing.wait_s(question.channel):
            self._queue.put_back(claim, wait_s, unsure=claim.unsure, failed=False)
            return
        try:
            self._answer(claim)
        except Exception as error:
            failure = judge(error, claim.attempts, self._retry_s)
            if failure is not None:
                self._failed(claim, failure)
            elif claim.attempts < MAX_STUMBLES:
                self._queue.put_back(claim, STUMBLE_S, unsure=True)
                raise
            else:
                self._close(claim, "an error of ours")
                raise

    def _answer(self, claim: Claim) -> None:
        question = claim.question
        if claim.unsure and (found := self._messenger.find_answer(question)):
            self._queue.posted(claim, found)
            self._metrics.question(_place(question), "answered")
            return
        if question.direct:
            self._messenger.say_working(question)
        reply = self._reply(claim)
        place = _place(question)
        if reply is None:
            self._metrics.question(place, "ignored")
            self._queue.close(claim, "nothing to say")
            return
        self._queue.posting(claim)
        ts = self._messenger.answer(question, reply.message)
        self._pacing.posted(question.channel)
        with self._database.transaction():
            self._queue.posted(claim, ts)
            if reply.asked:
                self._history.record(
                    question.user,
                    question.channel,
                    question.thread_ts,
                    reply.asked,
                    answered=reply.answered,
                )
        self._metrics.question(place, reply.outcome)
        self._metrics.answered_after(self._clock() - claim.accepted_at)

    def _reply(self, claim: Claim) -> Reply | None:
        try:
            return self._responder.to(claim)
        except Exception:
            log.exception("a question in %s could not be answered", claim.question.channel)
            return Reply(error_message(""), "failed")

    def _failed(self, claim: Claim, failure: Failure) -> None:
        question = claim.question
        log.warning("no answer in %s yet: %s", question.channel, failure.cause)
        self._metrics.slack_error(failure.error)
        if failure.remedy == "wait":
            if failure.error == "ratelimited":
                self._pacing.hold(question.channel, failure.after_s)
            self._queue.put_back(claim, failure.after_s, unsure=failure.unsure or claim.unsure)
            return
        if failure.remedy == "tell_them":
            self._tell(question, failure)
        self._close(claim, failure.error)

    def _tell(self, question: Question, failure: Failure) -> None:
        """Say elsewhere why no answer comes: to the person alone, or plainly where it was asked."""
        try:
            if failure.error in GONE_ERRORS:
                self._messenger.post(question.user, cannot_post_message(question.channel))
            else:
                self._messenger.answer(question, error_message("Slack doesn't accept my answer"))
        except Exception as error:
            if (second := judge(error)) is None:
                raise
            log.error("and nobody could be told: %s", second.cause)

    def _close(self, claim: Claim, reason: str) -> None:
        self._metrics.question(_place(claim.question), "failed")
        self._queue.close(claim, reason)


def _place(question: Question) -> str:
    if question.direct:
        return "direct"
    return "channel" if question.mentions_bot else "thread"
