"""`pullquote ask`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from bot.commands.options import WholeNumber, group_option, settings_of, settings_options
from config.settings import Settings

if TYPE_CHECKING:
    from bot.groups import View
    from index.answering.answer import Answerer


@click.command()
@click.argument("question", nargs=-1, required=True, metavar="QUESTION...")
@click.option("--quotes", type=WholeNumber(1, 10), help="Show at most this many quotes.")
@click.option("--origins", is_flag=True, help="Show who else says it, grouped by origin.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@group_option
@settings_options
def ask(
    question: tuple[str, ...],
    quotes: int | None,
    origins: bool,
    as_json: bool,
    groups: tuple[str, ...],
    data: Path | None,
    config: Path | None,
) -> None:
    """Answer QUESTION with quotes, each cited to its article and paragraph.

    Quote it if it has characters that are special to the shell, such as ' or (. If the articles
    don't answer, it says so, and shows the nearest passage if there is one; in --json, "answered"
    is then false and "quotes" holds that passage.

    Filters narrow the question: by:"Ann Sample" to what she says, from:publisher, before:2022,
    after:, on:, during:january, and in:"title words". asof:2026-03-01 answers from the texts as
    they had been read by the end of that day.

    \b
    Example:
      pullquote ask "who sent troops?" --quotes 2
      pullquote ask 'what of the fares? by:"Ann Sample" after:2022'
    """
    from bot.groups import view_of
    from bot.narrowing.terminal_answers import answer_narrowed
    from bot.wording.as_json import answer_json

    settings = settings_of(config, {"data.dir": data, "answer.quotes": quotes})
    answerer = loaded_answerer(settings, view_of(settings.groups, groups))
    answer = answer_narrowed(answerer, " ".join(question))
    if as_json:
        click.echo(dumps(answer_json(answer)))
    else:
        show_answer(answer, with_origins=origins)


def loaded_answerer(settings: Settings, view: "View") -> "Answerer":
    """The index in use with its encoder, which takes seconds if it is to be converted first."""
    from bot.wording.progress_bar import doing

    with doing("loading the index and the encoder"):
        from bot.engine.answerers import open_answerer

        return open_answerer(settings, view)


def show_answer(answer: Any, *, with_origins: bool = False) -> None:
    from bot.wording.terminal import render_answer

    console = Console(highlight=False)
    styled = console.is_terminal and not console.no_color and not console.is_dumb_terminal
    for part in render_answer(answer, styled=styled, with_origins=with_origins):
        # Wrapped for people only: a pipe gets each quote in one line, as it stands in the article.
        in_one_line = not console.is_terminal or getattr(part, "no_wrap", False)
        console.print(part, soft_wrap=in_one_line)


def dumps(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
