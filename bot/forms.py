"""Modals that ask for something, and what was filled in: feedback, settings, sharing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channel_settings import ChannelSettings
from bot.message import View
from bot.references import AnswerRef, FeedbackRef


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said to be wrong: one of `REASONS`' keys, and a comment or ""."""

    reason: str
    comment: str


def feedback_view(ref: FeedbackRef, *, key: bytes) -> View:
    raise NotImplementedError


def read_feedback(values: Mapping[str, Any]) -> Feedback:
    """Of `view["state"]["values"]` of a submitted feedback view."""
    raise NotImplementedError


def settings_view(
    settings: ChannelSettings,
    publishers: Sequence[str],
    *,
    channel_id: str,
    default_quotes: int,
    key: bytes,
) -> View:
    """`private_metadata` is a `ChannelRef`."""
    raise NotImplementedError


def read_settings(values: Mapping[str, Any], publishers: Sequence[str]) -> ChannelSettings:
    """Of `view["state"]["values"]` of a submitted settings view; `publishers` as they are now."""
    raise NotImplementedError


def share_view(ref: AnswerRef, *, key: bytes) -> View:
    """Asks for a comment to share an answer with; `private_metadata` is the `AnswerRef`."""
    raise NotImplementedError


def read_share_comment(values: Mapping[str, Any]) -> str:
    raise NotImplementedError
