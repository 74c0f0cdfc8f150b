"""A message as Slack takes it, and the text in it: escaped, in one line, cut to length."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.wording.plain import clip

Block: TypeAlias = dict[str, Any]
View: TypeAlias = dict[str, Any]

MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted. `text`, at most 4,000 characters of mrkdwn, is the notification and what a
    screen reader reads; it says the same as `blocks`, shorter, and is always sent."""

    text: str
    blocks: list[Block]


def escape(text: str) -> str:
    """Text as mrkdwn in which Slack finds no mention and no link of the text's own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip_escaped(text: str, max_chars: int) -> str:
    """Text clipped so that it has at most `max_chars` once it is escaped, and then escaped."""
    room = max_chars
    while len(escaped := escape(clip(text, room))) > max_chars:
        room -= max(1, (len(escaped) - max_chars) // 5)
    return escaped


def split(text: str, max_chars: int) -> list[str]:
    """The text in pieces of at most `max_chars` that together are the text, cut after a space."""
    pieces = []
    while len(text) > max_chars:
        end = max(text.rfind(" ", 0, max_chars), text.rfind("\n", 0, max_chars)) + 1
        end = end or max_chars
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text] if text else pieces


def said(mrkdwn: str) -> Message:
    """`mrkdwn` is ours: whatever comes from an article or a person is escaped in it."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}
    return Message(mrkdwn, [block])
