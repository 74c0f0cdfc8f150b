"""What a question in a thread is about: the questions before it, or the one that it points at."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack.connection.failures import TOKEN_ERRORS, judge
from bot.slack.memory.history import QuestionHistory
from bot.slack.questions.messenger import Messenger
from bot.slack.questions.question import MAX_CHARS, Question
from bot.slack.understanding.is_question import is_question
from bot.slack.understanding.markup import text_of
from bot.slack.understanding.pointing import points_at, points_up
from bot.slack.understanding.small_talk import asks_for_help
from index.answering.questions.follow_up import leans
from index.text.courtesies import without_courtesies

log = logging.getLogger(__name__)

MAX_STATEMENT = 300
"""Characters that are searched of a message that asks nothing."""
NOTHING = re.compile(r"[\s?!.…]*")


@dataclass(frozen=True, slots=True)
class InContext:
    """`text` is the question, "" if there is none; `earlier` are those before it, oldest first."""

    text: str
    earlier: tuple[str, ...] = ()


class ThreadContext:
    """May be shared by threads. What Slack refuses is raised as the SDK raises it."""

    def __init__(self, history: QuestionHistory, messenger: Messenger) -> None:
        self._history = history
        self._messenger = messenger

    def of(self, question: Question) -> InContext:
        """People begin threads without us: "@pullquote any idea?" asks the thread's question, and
        "@pullquote how many?" one that is understood with it."""
        bare = without_courtesies(question.text)
        pointing = NOTHING.fullmatch(question.text) is not None or any(
            map(points_at, (bare, question.text))
        )
        if question.forwarded:
            return InContext(question.text, (question.forwarded,))
        if not question.in_thread:
            points = pointing and question.mentions_bot and not asks_for_help(bare)
            return InContext("" if points else question.text)
        earlier = tuple(self._history.of_thread(question.channel, question.thread_ts))
        if question.direct or not question.mentions_bot:
            return InContext(question.text, earlier)
        if pointing or (not earlier and points_up(question.text)):
            return InContext(thread_question(self._before(question), root_first=not earlier))
        if not earlier and bare and leans(bare):
            before = thread_question(self._before(question))
            return InContext(question.text, (before,) if before else ())
        return InContext(question.text, earlier)

    def _before(self, question: Question) -> list[dict[str, Any]]:
        """The thread's messages; none if we may not read them."""
        try:
            return self._messenger.thread_of(question)
        except SlackApiError as error:
            failure = judge(error)
            if failure is None or (failure.remedy == "wait" and failure.error not in TOKEN_ERRORS):
                raise
            log.warning("a thread cannot be read: %s", failure.cause)
            return []


def thread_question(messages: Iterable[Mapping[str, Any]], *, root_first: bool = True) -> str:
    """What a thread asks: its first message if that is a question, else the last question in it;
    else what its first message says. "" if nothing is said.

    Without `root_first`, for a thread whose first question was answered, the last question.
    """
    said = [text_of(message)[:MAX_CHARS] for message in messages]
    said = [text for text in said if without_courtesies(text)]
    asked = [text for text in said if is_question(text) and not leans(text)]
    if root_first and asked[:1] == said[:1]:
        return "".join(asked[:1])
    return "".join(asked[-1:]) or "".join(said[:1])[:MAX_STATEMENT]
