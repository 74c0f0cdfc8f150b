"""What the bot says when it does not answer: help, status, errors; as Slack messages. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.message import Message
from index.snapshot import Manifest
from index.types import Article


def error_message(reason: str) -> Message:
    """`reason` is a sentence for people."""
    raise NotImplementedError


def help_message(command: str) -> Message:
    raise NotImplementedError


def unknown_filter_message(unknown: Sequence[str]) -> Message:
    raise NotImplementedError


def status_message(manifest: Manifest, now: datetime) -> Message:
    raise NotImplementedError


def sources_message(articles: Iterable[Article]) -> Message:
    raise NotImplementedError


def rate_limited_message(seconds: float) -> Message:
    raise NotImplementedError


def not_allowed_message() -> Message:
    raise NotImplementedError
