"""Turns a Slack event into a question: what a person wrote, without markup; or says why not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from bot.slack.understanding.markup import forwarded_by, mentions, own_text_of, text_of
from bot.slack.understanding.pointing import points_at
from index.text.courtesies import without_courtesies

MAX_CHARS = 4000
QUESTION_SUBTYPES = (None, "file_share", "thread_broadcast")
LATEST_EDIT_S = 6 * 86_400
"""An edit that adds our name is answered if the message is no older than this: for a day longer it
is remembered which messages were answered."""
WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Question:
    """`thread_ts` is the thread the answer belongs in: the event's own, or one that its message
    opens. `in_thread` says that the event was itself a reply; `mentions_bot` that it named us;
    `mentions_others` that it named somebody else; `direct` that it is a direct message.
    `forwarded` is the message that it forwards, if it says something of its own about that;
    `edited` that our name was added to it later. `response_url` is where the answer goes that
    only the person who gave a slash command sees; no message has its `ts` then."""

    text: str
    user: str
    channel: str
    ts: str
    thread_ts: str
    in_thread: bool
    mentions_bot: bool
    mentions_others: bool
    direct: bool
    forwarded: str = ""
    edited: bool = False
    response_url: str = ""

    @property
    def private(self) -> bool:
        return bool(self.response_url)

    @property
    def addressed(self) -> bool:
        """Whether it was meant for us and nobody else."""
        return self.private or self.direct or self.mentions_bot

    @property
    def line(self) -> str:
        """Those of one line are answered one after the other: a channel's, a person's commands."""
        return f"commands of {self.user}" if self.private else self.channel

    @property
    def id(self) -> str:
        """Of its message: what the log calls it."""
        return f"{self.channel}/{self.ts}"


@dataclass(frozen=True, slots=True)
class Ignored:
    """`reason` is for the log; `reply`, if there is one, is for the person: a sentence."""

    reason: str
    reply: str | None = None


def question_of_command(text: str, user: str, channel: str, response_url: str) -> Question:
    """Asked by a slash command, which is no message and has no number of its own."""
    return Question(
        text=text,
        user=user,
        channel=channel,
        ts=f"command-{token_hex(6)}",
        thread_ts="",
        in_thread=False,
        mentions_bot=False,
        mentions_others=False,
        direct=False,
        response_url=response_url,
    )


def question_of(
    event: Mapping[str, Any], bot_user_id: str, *, answer_bots: bool = False
) -> Question | Ignored:
    """Of an `app_mention` or `message` event (the inner one).

    What is not for us, or not from a person, has no `reply`; nor has an empty message that neither
    names us nor is direct. With `answer_bots`, what a workflow or another bot posts is a question
    if it names us. An edit is one if it adds our name.
    """
    named_by_edit = event.get("type") == "app_mention"
    if event.get("subtype") == "message_changed":
        event = _changed(event)
        named_by_edit = bot_user_id in mentions(event) - mentions(event["before"])
    if event.get("edited") and not (named_by_edit and _is_recent(event)):
        return Ignored("an edit")
    named = mentions(event)
    ours = bot_user_id in named or event.get("type") == "app_mention"
    subtype = event.get("subtype")
    user, channel, ts = (event.get(name) for name in ("user", "channel", "ts"))
    if user == bot_user_id:
        return Ignored("our own")
    if event.get("bot_id") or event.get("bot_profile"):
        if not (answer_bots and ours):
            return Ignored("from a bot")
        user = user or event.get("bot_id")
        subtype = None if subtype == "bot_message" else subtype
    if subtype not in QUESTION_SUBTYPES:
        return Ignored(f"subtype {subtype}")
    if not (isinstance(user, str) and isinstance(channel, str) and isinstance(ts, str)):
        return Ignored("no user, channel or ts")
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    addressed = ours or direct
    text, forwarded = _texts(event)
    parent = event.get("thread_ts")
    in_thread = bool(parent) and parent != ts
    if not WORD.search(text) and not (ours and in_thread):
        return Ignored("empty", EMPTY if addressed else None)
    if len(text) > MAX_CHARS:
        too_long = TOO_LONG.format(found=len(text), most=MAX_CHARS)
        return Ignored("too long", too_long if addressed else None)
    return Question(
        text=text,
        user=user,
        channel=channel,
        ts=ts,
        thread_ts=parent or ts,
        in_thread=in_thread,
        mentions_bot=ours,
        mentions_others=bool(named - {bot_user_id}),
        direct=direct,
        forwarded=forwarded,
        edited=bool(event.get("edited")),
    )


def _changed(event: Mapping[str, Any]) -> dict[str, Any]:
    """A `message_changed` as the event of the message that it is now, with what it was `before`."""
    new, old = event.get("message"), event.get("previous_message")
    where = {name: event.get(name) for name in ("channel", "channel_type")}
    shown = dict(new) if isinstance(new, Mapping) else {}
    return {"edited": True, **shown, **where, "before": old if isinstance(old, Mapping) else {}}


def _is_recent(edited: Mapping[str, Any]) -> bool:
    try:
        return float(edited["edited"]["ts"]) - float(edited["ts"]) < LATEST_EDIT_S
    except (KeyError, TypeError, ValueError):
        return False


def _texts(message: Mapping[str, Any]) -> tuple[str, str]:
    """What it asks, and what it forwards if that is asked about: of a message that is forwarded
    with "can you answer this?", the question is the other one."""
    own, forwarded = own_text_of(message), forwarded_by(message)
    bare = without_courtesies(own)
    if forwarded and (not WORD.search(bare) or points_at(bare) or points_at(own)):
        return forwarded, ""
    return own or text_of(message), forwarded[:MAX_CHARS]


EMPTY = "Hi! Ask me a question, such as: who sent troops?"
TOO_LONG = (
    "That message is {found:,} characters long, and I read up to {most:,}. "
    "Please ask in a sentence or two."
)
