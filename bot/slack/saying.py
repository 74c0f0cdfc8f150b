"""A sentence of ours as a message; mrkdwn, so that it can name a channel. Pure."""

from bot.slack.message import Message


def said(mrkdwn: str) -> Message:
    """`mrkdwn` is ours: whatever comes from an article or a person is escaped in it."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}
    return Message(mrkdwn, [block])
