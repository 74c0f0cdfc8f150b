"""Question after question at the terminal, on one loaded index."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from index.answer import Answerer
from index.errors import BadQuestion
from index.types import Answer

PROMPT = "? "
ENDINGS = {"exit", "quit", ":q"}


def chat(
    answerer: Answerer,
    history: Path,
    show: Callable[[Answer], None],
    complain: Callable[[str], None],
) -> None:
    """Answer until the input ends; a question that cannot be asked does not end it."""
    for question in _questions(history):
        if question.strip().lower() in ENDINGS:
            return
        if not question.strip():
            continue
        try:
            show(answerer.answer(question))
        except BadQuestion as error:
            complain(str(error))


def _questions(history: Path) -> Iterator[str]:
    """Lines with editing and history on a terminal, plain lines from a pipe."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    try:
        history.touch()
        kept: History = FileHistory(str(history))
    except OSError:
        kept = InMemoryHistory()
    session: PromptSession[str] = PromptSession(history=kept)
    while True:
        try:
            yield session.prompt(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
