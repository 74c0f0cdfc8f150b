"""Which events are questions for us; those are recorded before the event is acknowledged.

Bolt acknowledges an event before its listener runs, but after the listener's middleware. So this is
one: what cannot be recorded is not acknowledged, and Slack delivers it again.
"""

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltRequest, BoltResponse

from bot.logs import about
from bot.narrowing.filters import without_filters
from bot.slack.connection.failures import judge
from bot.slack.connection.log_bursts import bursts_of
from bot.slack.memory.channel_settings import ChannelStore
from bot.slack.memory.database import Database, MemoryUnavailable
from bot.slack.memory.joined_threads import JoinedThreads
from bot.slack.messages.notices import error_message
from bot.slack.questions.messenger import Messenger
from bot.slack.questions.question import Question, question_of
from bot.slack.questions.question_queue import QuestionQueue
from bot.slack.understanding.is_question import is_question

log = logging.getLogger(__name__)
NOT_RECORDED = "an event is not acknowledged: %s"
# A disk that is full stays so for a while, and each event would say so.
log.addFilter(bursts_of(NOT_RECORDED))

LAST_RETRY = 3
LOST = "I have no room to write your question down right now. Please ask again later"


class EventRecorder:
    def __init__(
        self,
        database: Database,
        queue: QuestionQueue,
        joined_threads: JoinedThreads,
        channels: ChannelStore,
        messenger: Messenger,
        bot_user_id: str,
        *,
        answer_bots: bool,
        hint_at_mention: bool,
    ) -> None:
        """`answer_bots`: posts of workflows and other bots that name us are answered;
        `hint_at_mention`: who asks in a channel without naming us learns once how to."""
        self._messenger = messenger
        self._database = database
        self._queue = queue
        self._joined_threads = joined_threads
        self._channels = channels
        self._bot_user_id = bot_user_id
        self._answer_bots = answer_bots
        self._hint_at_mention = hint_at_mention

    def record(
        self,
        body: dict[str, Any],
        request: BoltRequest,
        next: Callable[[], None],  # noqa: A002
    ) -> BoltResponse | None:
        """Bolt's middleware for `app_mention` and `message`; its arguments go by their names."""
        event = body["event"]
        read = question_of(event, self._bot_user_id, answer_bots=self._answer_bots)
        try:
            if isinstance(read, Question):
                if self._is_for_us(read):
                    self._accept(body["event_id"], read, "")
            elif read.reply:
                self._accept(body["event_id"], _addressed(event), read.reply)
            else:
                log.debug("event %s is ignored: %s", body["event_id"], read.reason)
        except MemoryUnavailable as error:
            log.error(NOT_RECORDED, error)
            # Slack sends a mention as `app_mention` and as `message`: one word is enough.
            addressed = event["type"] == "app_mention" or (
                isinstance(read, Question) and read.direct
            )
            if isinstance(read, Question) and addressed and _retries(request) >= LAST_RETRY:
                self._say_lost(event)
            return BoltResponse(status=503, body="not recorded")
        next()
        return None

    def record_command(self, trigger_id: str, asked: Question) -> None:
        """A question asked by a slash command; to be called before that is acknowledged, as Slack
        delivers it only once. Raises `MemoryUnavailable`."""
        self._accept(f"command:{trigger_id}", asked, "")

    def _say_lost(self, event: dict[str, Any]) -> None:
        """Slack will not deliver it again, so tell the person that no answer will come."""
        try:
            self._messenger.post(
                event["channel"], error_message(LOST), event.get("thread_ts"), event["user"]
            )
        except Exception as error:
            failure = judge(error)
            log.error(
                "the person could not be informed: %s", failure.cause if failure else repr(error)
            )

    def _is_for_us(self, question: Question) -> bool:
        if question.direct or question.mentions_bot:
            return True
        if question.mentions_others:
            return False
        settings = self._channels.of(question.channel)
        if question.in_thread:
            joined = self._joined_threads.is_ours(question.channel, question.thread_ts)
            return joined and settings.follow_ups
        wanted = settings.every_question or self._hint_at_mention
        return wanted and is_question(without_filters(question.text))

    def _accept(self, event_id: str, question: Question, notice: str) -> None:
        with about(question.id):
            self._accept_new(event_id, question, notice)

    def _accept_new(self, event_id: str, question: Question, notice: str) -> None:
        with self._database.transaction():
            new = self._queue.add(event_id, question, notice)
            if new and question.mentions_bot and not question.direct:
                self._joined_threads.join(question.channel, question.thread_ts)
        if new:
            log.info("accepted")
        else:
            log.debug("delivered again: %s", event_id)


def _addressed(event: dict[str, Any]) -> Question:
    """The place of a message that was meant for us but is not a question."""
    ts = event["ts"]
    thread_ts = event.get("thread_ts") or ts
    direct = event.get("channel_type") == "im"
    return Question(
        text="",
        user=event.get("user", ""),
        channel=event["channel"],
        ts=ts,
        thread_ts=thread_ts,
        in_thread=thread_ts != ts,
        mentions_bot=not direct,
        mentions_others=False,
        direct=direct,
    )


def _retries(request: BoltRequest) -> int:
    """How often Slack has delivered this before."""
    [number, *_] = request.headers.get("x-slack-retry-num") or ["0"]
    return int(number) if number.isdecimal() else 0
