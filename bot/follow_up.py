"""Questions in a thread: what is one, what leans on the one before, and what ends it."""

from collections.abc import Sequence


def is_question(text: str) -> bool:
    raise NotImplementedError


def leans(text: str) -> bool:
    raise NotImplementedError


def resolve(new: str, earlier: Sequence[str]) -> list[str]:
    """The queries to try in order; `earlier` are the thread's questions, oldest first."""
    raise NotImplementedError


def wants_stop(text: str) -> bool:
    raise NotImplementedError
