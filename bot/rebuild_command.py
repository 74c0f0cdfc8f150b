"""The command `pullquote rebuild`: with a bar, or with progress as JSON lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli_options import settings_of, settings_options
from bot.stopping import Stopped, stop_when_unread, stoppable
from config.settings import Settings
from index.errors import PullquoteError

if TYPE_CHECKING:
    from bot.rebuild_events import Working
    from index.build import BuildReport

Rebuild = Callable[[Callable[["Working"], None]], "BuildReport"]
"""One rebuild; it calls back with what it is at."""

STDOUT = 1
DESCRIPTIONS = {
    "reading": "reading",
    "loading": "loading the encoder",
    "encoding": "encoding passages",
}


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--progress",
    type=click.Choice(["bar", "json"]),
    default="bar",
    help="A bar on a terminal, or JSON lines on stdout, the last one the report or the error.",
)
@settings_options
def rebuild(
    sources: tuple[str, ...],
    as_json: bool,
    progress: str,
    data: Path | None,
    config: Path | None,
) -> None:
    """Read articles and publish a new index of them; the old one answers until then.

    A SOURCE is a file, a folder or a quoted glob; without one, the setting sources.paths is read.
    Formats: .txt, .md, .html, .json, .jsonl. A file that cannot be read is skipped and named.
    Where nothing has changed, nothing is built. Ctrl-C or SIGTERM leaves the old index in use.

    \b
    Example:
      pullquote rebuild articles "more/*.html"
    """
    try:
        with stoppable():
            settings = settings_of(config, {"data.dir": data})
            run = _rebuild_of(settings, sources)
            if progress == "json":
                _in_lines(run)
            else:
                _print_report(_with_bar(run), as_json=as_json)
    except Stopped as stopped:
        click.echo("pullquote: stopped; the last complete index stays in use", err=True)
        raise click.exceptions.Exit(stopped.exit_code) from stopped


def _rebuild_of(settings: Settings, sources: tuple[str, ...]) -> Rebuild:
    from bot.engine import run_rebuild
    from bot.rebuild_events import Working

    def run(tell: Callable[[Working], None]) -> "BuildReport":
        tell(Working("reading"))
        return run_rebuild(
            settings,
            sources,
            on_load=lambda: tell(Working("loading")),
            on_progress=lambda done, total: tell(Working("encoding", done, total)),
        )

    return run


def _with_bar(run: Rebuild) -> "BuildReport":
    from bot.progress_bar import progress_bar

    with progress_bar() as bar:
        task = bar.add_task("", total=None)
        return run(
            lambda now: bar.update(
                task,
                description=DESCRIPTIONS[now.stage],
                completed=now.done,
                total=now.total or None,
            )
        )


def _print_report(report: "BuildReport", *, as_json: bool = False) -> None:
    from bot.terminal import render_report, report_json

    if as_json:
        click.echo(json.dumps(report_json(report), indent=2, ensure_ascii=False))
    else:
        click.echo(render_report(report))


def _in_lines(run: Rebuild) -> None:
    """Stopped once nobody reads the lines: whoever asked for the rebuild has died."""
    from bot.rebuild_events import built_line, failed_line, working_line

    stop_when_unread(STDOUT)
    try:
        report = run(lambda now: click.echo(working_line(now)))
    except PullquoteError as error:
        click.echo(failed_line(" ".join(str(error).split())))
        raise
    except Stopped:
        click.echo(failed_line("it was stopped"))
        raise
    click.echo(built_line(report))
