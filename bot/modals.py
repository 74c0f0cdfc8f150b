"""Modals that show something: a quote in context, citations, evidence, notices. Pure.

Those that ask for something are in `bot.forms`.
"""

from collections.abc import Sequence

from bot.citation_styles import Cited
from bot.message import View
from bot.references import QuoteRef
from index.types import Answer, Article, Passage, Span


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
