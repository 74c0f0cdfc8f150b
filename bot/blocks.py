"""Answers as Slack messages; pure, nothing is posted here. Notices are in `bot.notices`."""

from bot.message import Message
from index.types import Answer


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
