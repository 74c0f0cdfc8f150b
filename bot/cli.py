"""The command line: `pullquote rebuild · ask · chat · status · eval`, and the bot's commands.

Results go to stdout, progress and complaints to stderr. Exit 2 is for wrong usage, 1 for a failure
that was foreseen, in one line. Commands import what they need when they run: torch takes seconds.
"""

import errno
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bot.cli_options import settings_of, settings_options
from bot.progress_bar import progress_bar
from bot.rebuild_command import rebuild
from bot.slack.cli import doctor, feedback, serve
from bot.snapshot_commands import rollback, snapshots, verify
from bot.source_commands import add, list_sources, remove
from config.settings import SettingsError
from index.errors import PullquoteError

_OUTPUT_IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Pullquote(click.Group):
    """Turns the errors that Pullquote raises on purpose, and an output that takes no more, into
    one line and exit code 1.
    """

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            if error.errno not in _OUTPUT_IS_FULL or error.filename is not None:
                raise
            click.echo(f"pullquote: the output cannot be written: {error.strerror}", err=True)
            # Else Python tries once more at its end, and complains.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (PullquoteError, SettingsError) as error:
            message = " ".join(str(error).split())
            click.echo(f"pullquote: {message}", err=True)
            ctx.exit(1)
        except UnicodeEncodeError as error:
            missing = error.object[error.start : error.end]
            click.echo(
                f"pullquote: the output's encoding {error.encoding!r} has no {missing!r}: "
                "set PYTHONIOENCODING=utf-8",
                err=True,
            )
            ctx.exit(1)


@click.group("pullquote", cls=_Pullquote, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pullquote", message="%(prog)s %(version)s")
def main() -> None:
    """Answer questions from a collection of articles with verbatim, cited quotes.

    \b
    Example:
      pullquote rebuild articles
      pullquote ask "who sent troops?"
    """


COMMANDS = (
    rebuild,
    add,
    remove,
    list_sources,
    snapshots,
    rollback,
    verify,
    serve,
    doctor,
    feedback,
)
for command in COMMANDS:
    main.add_command(command)


@main.command()
@click.argument("question")
@click.option("--quotes", type=click.IntRange(1, 10), help="How many quotes at most.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@settings_options
def ask(
    question: str, quotes: int | None, as_json: bool, data: Path | None, config: Path | None
) -> None:
    """Answer QUESTION with quotes, each cited to its article and paragraph.

    Where the articles do not answer, that is what it says, and the nearest passage is shown as
    such. In --json, "answered" is then false and "quotes" holds that passage.

    \b
    Example:
      pullquote ask "who sent troops?" --quotes 2
    """
    from bot.engine import open_answerer
    from bot.terminal import answer_json

    settings = settings_of(config, {"data.dir": data, "answer.quotes": quotes})
    answer = open_answerer(settings).answer(question)
    if as_json:
        click.echo(_dumps(answer_json(answer)))
    else:
        _show(answer)


@main.command()
@click.option("--quotes", type=click.IntRange(1, 10), help="How many quotes at most.")
@settings_options
def chat(quotes: int | None, data: Path | None, config: Path | None) -> None:
    """Ask question after question; the index is loaded once.

    Lines can be edited and recalled with the arrow keys. "exit" or Ctrl-D ends it.

    \b
    Example:
      pullquote chat --quotes 1
    """
    from bot.chat import chat as run_chat
    from bot.engine import open_answerer

    settings = settings_of(config, {"data.dir": data, "answer.quotes": quotes})
    run_chat(
        open_answerer(settings),
        settings.data.dir / "chat_history",
        show=_show,
        complain=lambda message: click.echo(f"pullquote: {message}", err=True),
    )


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the status as JSON.")
@settings_options
def status(as_json: bool, data: Path | None, config: Path | None) -> None:
    """Say what is indexed, when, by which encoder, and how large it is.

    \b
    Example:
      pullquote status --data data
    """
    from bot.terminal import render_status, status_json
    from index.snapshot import open_current

    snapshot = open_current(settings_of(config, {"data.dir": data}).data.dir)
    if as_json:
        click.echo(_dumps(status_json(snapshot.manifest)))
    else:
        click.echo(render_status(snapshot.manifest, datetime.now(UTC)))


@main.command("eval")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), help="Ask only so many questions, at random.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which ones at random.")
@click.option("--baseline", is_flag=True, help="Also rank by vectors alone and by BM25 alone.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@settings_options
def evaluate(
    files: tuple[Path, ...],
    limit: int | None,
    seed: int,
    baseline: bool,
    as_json: bool,
    data: Path | None,
    config: Path | None,
) -> None:
    """Measure the answers on questions with known answers; the index in use is not touched.

    FILES are SQuAD v1 or v2 files, or JSON lines with question, context and answers. Their contexts
    are indexed in a temporary folder and their questions asked, each with its article indexed and
    with it left out.

    \b
    Example:
      pullquote eval questions.json --limit 3000 --baseline
    """
    from bot.engine import run_evaluation
    from bot.evaluation_report import evaluation_json, render_evaluation

    settings = settings_of(config, {"data.dir": data})
    with progress_bar() as bar:
        task = bar.add_task("loading", total=None)
        evaluation = run_evaluation(
            settings,
            files,
            limit=limit,
            seed=seed,
            baseline=baseline,
            on_step=lambda step, done, total: bar.update(
                task, description=step, completed=done, total=total
            ),
        )
    result = evaluation_json(evaluation)
    click.echo(_dumps(result) if as_json else render_evaluation(evaluation))


def _show(answer: Any) -> None:
    from bot.terminal import render_answer

    console = Console(highlight=False)
    styled = console.is_terminal and not console.no_color and not console.is_dumb_terminal
    for part in render_answer(answer, styled=styled):
        # Wrapped for people only: a pipe gets each quote in one line, as it stands in the article.
        in_one_line = not console.is_terminal or getattr(part, "no_wrap", False)
        console.print(part, soft_wrap=in_one_line)


def _dumps(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
