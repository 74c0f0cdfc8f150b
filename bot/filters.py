"""Slack's own search words in a question: `from:`, `before:`, `after:`, `on:`, `during:`, `in:`."""

from dataclasses import dataclass
from datetime import date

from index.scope import Scope


@dataclass(frozen=True, slots=True)
class Filtered:
    """A question without its filters, their scope, and the filters that are not understood."""

    question: str
    scope: Scope
    unknown: tuple[str, ...]


def filtered(text: str, today: date) -> Filtered:
    raise NotImplementedError
