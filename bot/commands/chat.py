"""Question after question at the terminal, on one loaded index."""

import sys
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.ask import loaded_answerer, show_answer
from bot.commands.options import WholeNumber, group_option, settings_of, settings_options
from index.errors import BadQuestion
from index.types import Answer

if TYPE_CHECKING:
    from index.answering.answer import Answerer

PROMPT = "? "
EARLIER = 5  # questions
ENDINGS = {"exit", "quit", ":q"}


def converse(
    answerer: "Answerer",
    history: Path,
    show: Callable[[Answer], None],
    complain: Callable[[str], None],
) -> None:
    """Answer until the input ends, also after a question that cannot be asked.

    A question that leans on those before it is understood with them.
    """
    from bot.narrowing.terminal_answers import answer_narrowed

    earlier: deque[str] = deque(maxlen=EARLIER)
    for question in _questions(history):
        if question.strip().lower() in ENDINGS:
            return
        if not question.strip():
            continue
        try:
            answer = answer_narrowed(answerer, question, tuple(earlier))
        except BadQuestion as error:
            complain(str(error))
            continue
        earlier += (each.searched_for or each.question for each in (answer, *answer.further))
        show(answer)


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


@click.command()
@click.option("--quotes", type=WholeNumber(1, 10), help="Show at most this many quotes.")
@click.option("--origins", is_flag=True, help="Show who else says it, grouped by origin.")
@group_option
@settings_options
def chat(
    quotes: int | None,
    origins: bool,
    groups: tuple[str, ...],
    data: Path | None,
    config: Path | None,
) -> None:
    """Ask question after question; the index is loaded once.

    A question may lean on those before it: "and what about China?". Lines can be edited and
    recalled with the arrow keys. "exit" or Ctrl-D ends it.

    \b
    Example:
      pullquote chat --quotes 1
    """
    from bot.groups import view_of

    settings = settings_of(config, {"data.dir": data, "answer.quotes": quotes})
    converse(
        loaded_answerer(settings, view_of(settings.groups, groups)),
        settings.data.dir / "chat_history",
        show=partial(show_answer, with_origins=origins),
        complain=lambda message: click.echo(f"pullquote: {message}", err=True),
    )
