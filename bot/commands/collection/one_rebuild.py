"""One rebuild or addition as a command runs it: with a progress bar, or in JSON lines."""

import json
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import click

from bot.commands.stopping import Stopped, stop_when_unread
from config.settings import Settings
from index.errors import PullquoteError

if TYPE_CHECKING:
    from bot.engine.encoders import EncoderFiles
    from bot.rebuild_events import Working
    from index.building.rebuild import RebuildReport, Sources
    from index.encoder.encoding import Encoder

Rebuild = Callable[["Sources", Callable[["Working"], None]], "RebuildReport"]
"""One rebuild; it calls back with what it does."""

STDOUT = 1
EVERY_S = 1.0
DESCRIPTIONS = {
    "reading": "reading",
    "loading": "loading the encoder",
    "encoding": "encoding passages",
}


progress_option = click.option(
    "--progress",
    type=click.Choice(["bar", "json"]),
    default="bar",
    help="A bar on a terminal, or JSON lines on stdout, the last one the report or the error.",
)


def rebuild_of(settings: Settings, *, force: bool, ray: str | None = None) -> Rebuild:
    """The encoder stays loaded from one run to the next, as long as its files stay the same."""

    @lru_cache(maxsize=1)
    def load(settings: Settings, files: "EncoderFiles") -> "Encoder":
        from bot.engine.encoders import load_encoder

        return load_encoder(settings, files)

    def run(sources: "Sources", tell: Callable[["Working"], None]) -> "RebuildReport":
        # Importing these takes a second, in which it is said what is done.
        from bot.rebuild_events import Working

        tell(Working("reading"))
        from bot.engine.rebuilding import run_rebuild

        return run_rebuild(
            settings,
            sources,
            force=force,
            ray=ray,
            load=load,
            on_read=lambda done, total: tell(Working("reading", done, total)),
            on_load=lambda: tell(Working("loading")),
            on_progress=lambda done, total: tell(Working("encoding", done, total)),
        )

    return run


def with_bar(run: Rebuild, sources: "Sources") -> "RebuildReport":
    from bot.wording.progress_bar import progress_bar

    with progress_bar() as stages:
        return run(sources, lambda now: stages.show(DESCRIPTIONS[now.stage], now.done, now.total))


def print_report(report: "RebuildReport", *, as_json: bool = False) -> None:
    from bot.wording.as_json import report_json
    from bot.wording.terminal import render_report

    if as_json:
        click.echo(json.dumps(report_json(report), indent=2, ensure_ascii=False))
    else:
        click.echo(render_report(report))


def now_and_then(tell: Callable[["Working"], None]) -> Callable[["Working"], None]:
    """Leaves out what is read within a second of what was last said: there may be thousands."""
    said = float("-inf")

    def sometimes(now: "Working") -> None:
        nonlocal said
        clock = time.monotonic()
        if now.stage != "reading" or not now.done or clock - said >= EVERY_S:
            said = clock
            tell(now)

    return sometimes


def in_lines(run: Rebuild, sources: "Sources") -> None:
    """Stopped once nobody reads the lines: whoever asked for the rebuild has died."""
    from bot.rebuild_events import Failed, built_line, failed_line, failure, working_line

    stop_when_unread(STDOUT)
    try:
        report = run(sources, now_and_then(lambda now: click.echo(working_line(now))))
    except PullquoteError as error:
        click.echo(failed_line(failure(error)))
        raise
    except Stopped:
        click.echo(failed_line(Failed("it was stopped")))
        raise
    click.echo(built_line(report))
