"""A Slack event to a question: what a person wrote, without markup; or why it is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Question:
    """`thread_ts` is the thread the answer belongs in: the event's own, or one that its message
    opens. `in_thread` says that the event was itself a reply; `mentions_bot` that it named us;
    `direct` that it is a direct message."""

    text: str
    user: str
    channel: str
    ts: str
    thread_ts: str
    in_thread: bool
    mentions_bot: bool
    direct: bool


@dataclass(frozen=True, slots=True)
class Ignored:
    """`reason` is for the log; `reply`, where there is one, is for the person: a sentence."""

    reason: str
    reply: str | None = None


def question_of(event: Mapping[str, Any], bot_user_id: str) -> Question | Ignored:
    """Of an `app_mention` or `message` event (the inner one)."""
    raise NotImplementedError


def text_of(message: Mapping[str, Any]) -> str:
    """What a message says, all its markup read out; of a shortcut's message too."""
    raise NotImplementedError


def plain(mrkdwn: str) -> str:
    """mrkdwn as typed: a slash command's text too."""
    raise NotImplementedError
