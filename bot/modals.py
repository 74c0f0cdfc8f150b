"""The modals: a quote in context, citations, feedback, settings, sharing, evidence, notices. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channel_settings import ChannelSettings
from bot.citation_styles import Cited
from bot.message import View
from bot.references import AnswerRef, FeedbackRef, QuoteRef
from index.types import Answer, Article, Passage, Span


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said to be wrong: one of `REASONS`' keys, and a comment or ""."""

    reason: str
    comment: str


def context_view(
    article: Article,
    passage: Passage,
    highlights: Sequence[Span],
    page: int = 0,
    *,
    ref: QuoteRef,
    key: bytes,
) -> View:
    """`private_metadata`, and the values of next and previous, are `QuoteRef`s with their page."""
    raise NotImplementedError


def citation_view(cited: Cited, quoted: str) -> View:
    """`quoted` are the quote's own words, to be copied with the citation."""
    raise NotImplementedError


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


def evidence_view(answer: Answer, selected: str, *, key: bytes) -> View:
    """Quotes that support a selected message's text."""
    raise NotImplementedError


def erased_view(count: int) -> View:
    raise NotImplementedError


def gone_view(question: str = "") -> View:
    """For a button on an answer whose snapshot is no longer there."""
    raise NotImplementedError


def notice_view(title: str, text: str) -> View:
    """A modal that only says something: loading, an error."""
    raise NotImplementedError
