"""A Slack event to a question: what a person wrote, without markup; or why it is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.understanding.markup import mentions, plain, text_of

__all__ = ["Ignored", "Question", "plain", "question_of", "text_of"]

MAX_CHARS = 4000
QUESTION_SUBTYPES = (None, "file_share", "thread_broadcast")
WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Question:
    """`thread_ts` is the thread the answer belongs in: the event's own, or one that its message
    opens. `in_thread` says that the event was itself a reply; `mentions_bot` that it named us;
    `mentions_others` that it named somebody else; `direct` that it is a direct message."""

    text: str
    user: str
    channel: str
    ts: str
    thread_ts: str
    in_thread: bool
    mentions_bot: bool
    mentions_others: bool
    direct: bool


@dataclass(frozen=True, slots=True)
class Ignored:
    """`reason` is for the log; `reply`, where there is one, is for the person: a sentence."""

    reason: str
    reply: str | None = None


def question_of(event: Mapping[str, Any], bot_user_id: str) -> Question | Ignored:
    """Of an `app_mention` or `message` event (the inner one).

    What is not for us, or from no person, has no `reply`; nor has an empty message that neither
    names us nor is direct.
    """
    subtype = event.get("subtype")
    if subtype not in QUESTION_SUBTYPES:
        return Ignored(f"subtype {subtype}")
    if event.get("bot_id") or event.get("bot_profile") or event.get("user") == bot_user_id:
        return Ignored("from a bot")
    user, channel, ts = (event.get(name) for name in ("user", "channel", "ts"))
    if not (isinstance(user, str) and isinstance(channel, str) and isinstance(ts, str)):
        return Ignored("no user, channel or ts")
    if event.get("edited"):
        return Ignored("an edit")
    named = mentions(event)
    ours = bot_user_id in named or event.get("type") == "app_mention"
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    addressed = ours or direct
    text = text_of(event)
    if not WORD.search(text):
        return Ignored("empty", EMPTY if addressed else None)
    if len(text) > MAX_CHARS:
        too_long = TOO_LONG.format(found=len(text), most=MAX_CHARS)
        return Ignored("too long", too_long if addressed else None)
    parent = event.get("thread_ts")
    return Question(
        text=text,
        user=user,
        channel=channel,
        ts=ts,
        thread_ts=parent or ts,
        in_thread=bool(parent) and parent != ts,
        mentions_bot=ours,
        mentions_others=bool(named - {bot_user_id}),
        direct=direct,
    )


EMPTY = "Hi! Ask me a question after my name, such as: who sent troops?"
TOO_LONG = (
    "That message is {found:,} characters long, and I read up to {most:,}. "
    "Please ask in a sentence or two."
)
