"""The workers: each takes a question, looks whether it is answered already, answers, posts, marks.

Whatever happens between two of these steps, the question is answered exactly once: see `Inbox`.
"""

import logging
import threading
import time
from collections.abc import Callable

from bot.slack.connection.failures import GONE_ERRORS, Failure, judge
from bot.slack.connection.metrics import Metrics
from bot.slack.memory.database import Database
from bot.slack.memory.history import Questions
from bot.slack.messages.message import Message, said
from bot.slack.messages.notices import error_message
from bot.slack.questions.inbox import Inbox, Taken
from bot.slack.questions.incoming import Question
from bot.slack.questions.pacing import Pacing
from bot.slack.questions.posting import Poster
from bot.slack.questions.replies import Replies, Reply

log = logging.getLogger(__name__)

STUMBLE_S = 1.0
MAX_STUMBLES = 5


class Workers:
    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        replies: Replies,
        questions: Questions,
        poster: Poster,
        pacing: Pacing,
        metrics: Metrics,
        *,
        retry_s: float,
        give_up_after_s: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._replies = replies
        self._questions = questions
        self._poster = poster
        self._pacing = pacing
        self._metrics = metrics
        self._retry_s = retry_s
        self._give_up_after_s = give_up_after_s
        self._clock = clock
        self._closing = threading.Event()
        self._workers: list[threading.Thread] = []

    def start(self, workers: int) -> None:
        if left := self._inbox.recover():
            log.info("%d questions were in hand when the bot last stopped", left)
        for number in range(workers):
            worker = threading.Thread(target=self._work, name=f"desk-{number}", daemon=True)
            worker.start()
            self._workers.append(worker)

    def drain(self, timeout_s: float) -> None:
        """Finish what is in hand and take nothing more; the rest is answered after a restart."""
        self._closing.set()
        self._inbox.shut()
        deadline = time.monotonic() + timeout_s
        for worker in self._workers:
            worker.join(max(0.0, deadline - time.monotonic()))

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                taken = self._inbox.take()
                if taken is not None:
                    self._serve(taken)
            except Exception:
                log.exception("a worker stumbled and goes on")
                self._closing.wait(STUMBLE_S)

    def _serve(self, taken: Taken) -> None:
        question = taken.question
        if self._clock() - taken.accepted_at > self._give_up_after_s:
            log.error("a question in %s could not be answered in time", question.channel)
            self._close(taken, "too old")
            return
        if wait_s := self._pacing.wait_s(question.channel):
            self._inbox.put_back(taken, wait_s, unsure=taken.unsure, failed=False)
            return
        try:
            self._answer(taken)
        except Exception as error:
            failure = judge(error, taken.attempts, self._retry_s)
            if failure is not None:
                self._failed(taken, failure)
            elif taken.attempts < MAX_STUMBLES:
                self._inbox.put_back(taken, STUMBLE_S, unsure=True)
                raise
            else:
                self._close(taken, "an error of ours")
                raise

    def _answer(self, taken: Taken) -> None:
        question = taken.question
        if taken.unsure and (found := self._poster.find_answer(question)):
            self._inbox.posted(taken, found)
            self._metrics.question(_place(question), "answered")
            return
        if question.direct:
            self._poster.say_working(question)
        reply = self._reply(taken)
        place = _place(question)
        if reply is None:
            self._metrics.question(place, "ignored")
            self._inbox.close(taken, "nothing to say")
            return
        self._inbox.posting(taken)
        ts = self._poster.answer(question, reply.message)
        self._pacing.posted(question.channel)
        with self._database.transaction():
            self._inbox.posted(taken, ts)
            if reply.asked:
                self._questions.record(
                    question.user,
                    question.channel,
                    question.thread_ts,
                    reply.asked,
                    answered=reply.answered,
                )
        self._metrics.question(place, reply.outcome)
        self._metrics.answered_after(self._clock() - taken.accepted_at)

    def _reply(self, taken: Taken) -> Reply | None:
        try:
            return self._replies.to(taken)
        except Exception:
            log.exception("a question in %s could not be answered", taken.question.channel)
            return Reply(error_message(""), "failed")

    def _failed(self, taken: Taken, failure: Failure) -> None:
        question = taken.question
        log.warning("no answer in %s yet: %s", question.channel, failure.cause)
        self._metrics.slack_error(failure.error)
        if failure.remedy == "wait":
            if failure.error == "ratelimited":
                self._pacing.hold(question.channel, failure.after_s)
            self._inbox.put_back(taken, failure.after_s, unsure=failure.unsure or taken.unsure)
            return
        if failure.remedy == "tell_them":
            self._tell(question, failure)
        self._close(taken, failure.error)

    def _tell(self, question: Question, failure: Failure) -> None:
        """Say elsewhere why no answer comes: to the person alone, or plainly where it was asked."""
        try:
            if failure.error in GONE_ERRORS:
                self._poster.post(question.user, _cannot_post(question))
            else:
                self._poster.answer(question, error_message("Slack does not take my answer"))
        except Exception as error:
            if (second := judge(error)) is None:
                raise
            log.error("and nobody could be told: %s", second.cause)

    def _close(self, taken: Taken, reason: str) -> None:
        self._metrics.question(_place(taken.question), "failed")
        self._inbox.close(taken, reason)


def _place(question: Question) -> str:
    if question.direct:
        return "direct"
    return "channel" if question.mentions_bot else "thread"


def _cannot_post(question: Question) -> Message:
    return said(
        f"I can't answer your question in <#{question.channel}>: I may not post there. "
        "Invite me to the channel and ask again, or ask me here."
    )
