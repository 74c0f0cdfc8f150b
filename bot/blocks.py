"""Answers and notices as Slack messages; pure, nothing is posted here."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.message import Message
from index.snapshot import Manifest
from index.types import Answer, Article


def answer_message(
    answer: Answer,
    *,
    key: bytes,
    asked: str | None = None,
    shareable: bool = False,
    private: bool = False,
    follow_up_hint: str | None = None,
    with_stop: bool = False,
) -> Message:
    """An answer, or that there is none, with its buttons.

    `asked` is the question as it can be asked again, filters included (default: the answer's own).
    """
    raise NotImplementedError


def more_quotes_message(
    answer: Answer, *, key: bytes, shown: int, asked: str | None = None
) -> Message:
    """The quotes behind the first `shown` ones; says so when there are none."""
    raise NotImplementedError


def share_message(answer: Answer, user: str, *, key: bytes, asked: str | None = None) -> Message:
    """A private answer for all to see; `user`, a Slack id, is who shares it."""
    raise NotImplementedError


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
