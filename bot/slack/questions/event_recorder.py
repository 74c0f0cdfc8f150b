"""At the door: which events are questions for us, recorded before Slack is told that they came.

Bolt acknowledges an event before its listener runs, but after the listener's middleware. So this is
one: what cannot be recorded raises, is not acknowledged, and is delivered again.
"""

import logging
from collections.abc import Callable
from typing import Any

from bot.slack.memory.channel_settings import ChannelStore
from bot.slack.memory.database import Database
from bot.slack.memory.joined_threads import JoinedThreads
from bot.slack.questions.question import Question, question_of
from bot.slack.questions.question_queue import QuestionQueue

log = logging.getLogger(__name__)


class EventRecorder:
    def __init__(
        self,
        database: Database,
        queue: QuestionQueue,
        joined_threads: JoinedThreads,
        channels: ChannelStore,
        bot_user_id: str,
    ) -> None:
        self._database = database
        self._queue = queue
        self._joined_threads = joined_threads
        self._channels = channels
        self._bot_user_id = bot_user_id

    def record(self, body: dict[str, Any], next: Callable[[], None]) -> None:  # noqa: A002
        """Bolt's middleware for `app_mention` and `message`; its arguments go by their names."""
        event = body["event"]
        read = question_of(event, self._bot_user_id)
        if isinstance(read, Question):
            if self._is_for_us(read):
                self._accept(body["event_id"], read, "")
        elif read.reply:
            self._accept(body["event_id"], _addressed(event), read.reply)
        else:
            log.debug("event %s is ignored: %s", body["event_id"], read.reason)
        next()

    def _is_for_us(self, question: Question) -> bool:
        if question.direct or question.mentions_bot:
            return True
        return (
            question.in_thread
            and not question.mentions_others
            and self._joined_threads.is_ours(question.channel, question.thread_ts)
            and self._channels.of(question.channel).follow_ups
        )

    def _accept(self, event_id: str, question: Question, notice: str) -> None:
        with self._database.transaction():
            new = self._queue.accept(event_id, question, notice)
            if new and question.mentions_bot and not question.direct:
                self._joined_threads.join(question.channel, question.thread_ts)


def _addressed(event: dict[str, Any]) -> Question:
    """Where a message came from that was meant for us and is no question."""
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
