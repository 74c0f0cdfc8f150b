"""Delivers a reply to its question exactly once, at the pace that Slack wants."""

from bot.slack.memory.database import Database
from bot.slack.memory.history import QuestionHistory
from bot.slack.questions.messenger import Messenger
from bot.slack.questions.question_queue import Claim, QuestionQueue
from bot.slack.questions.rate_limits import PostPacing
from bot.slack.questions.responder import Reply


class Delivery:
    """May be shared by threads. What Slack refuses is raised as the SDK raises it."""

    def __init__(
        self,
        database: Database,
        queue: QuestionQueue,
        history: QuestionHistory,
        messenger: Messenger,
        pacing: PostPacing,
    ) -> None:
        self._database = database
        self._queue = queue
        self._messenger = messenger
        self._history = history
        self._pacing = pacing

    def wait_s(self, claim: Claim) -> float:
        """The seconds until a post may leave for the question's line."""
        return self._pacing.wait_s(claim.question.line)

    def hold(self, claim: Claim, seconds: float) -> None:
        """Slack wants to be left alone for so long in the question's line."""
        self._pacing.hold(claim.question.line, seconds)

    def was_posted(self, claim: Claim) -> bool:
        """Whether an answer whose post broke off has arrived; it is then recorded."""
        if not claim.unsure or not (found := self._messenger.find_answer(claim.question)):
            return False
        self._queue.finish(claim, found)
        return True

    def show_working(self, claim: Claim) -> None:
        """In a direct message, until the reply comes."""
        if claim.question.direct:
            self._messenger.say_working(claim.question)

    def deliver(self, claim: Claim, reply: Reply) -> None:
        """Post the reply and record it.

        That a post is begun is on the disk before it leaves, so that after a crash the thread is
        looked into before anything is posted again. What one person alone sees is not in the
        thread, and may come twice then.
        """
        question = claim.question
        self._queue.begin_post(claim)
        if reply.to_person:
            # Slack shows nothing in a thread in which there are no replies yet.
            thread_ts = question.thread_ts if question.in_thread else None
            self._messenger.post(question.channel, reply.message, thread_ts, question.user)
            ts = ""
        else:
            ts = self._messenger.answer(question, reply.message)
        self._pacing.posted(question.line)
        with self._database.transaction():
            self._queue.finish(claim, ts)
            if reply.asked:
                self._history.record(
                    question.user,
                    question.channel,
                    question.thread_ts,
                    reply.asked,
                    answered=reply.answered,
                    written=reply.written,
                )
