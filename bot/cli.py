"""The command line: `pullquote rebuild · ask · chat · status · eval · serve · doctor · …`.

Results go to stdout, progress and complaints to stderr. Exit 2 is for wrong usage, 1 for a failure
that was foreseen, in one line. Commands import what they need when they run: torch takes seconds.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console

from config.settings import Settings, SettingsError, load
from index.errors import PullquoteError

if TYPE_CHECKING:
    from rich.progress import Progress

Command = TypeVar("Command", bound=Callable[..., Any])


class _Pullquote(click.Group):
    """Turns the errors that Pullquote raises on purpose into one line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (PullquoteError, SettingsError) as error:
            message = " ".join(str(error).split())
            click.echo(f"pullquote: {message}", err=True)
            ctx.exit(1)


def settings_options(command: Command) -> Command:
    """`--data` and `--config`, which every command has."""
    data = click.option("--data", type=click.Path(path_type=Path), help="Folder of the index.")
    config = click.option(
        "--config",
        type=click.Path(path_type=Path),
        help="Settings file; see config/default.toml.",
    )
    return data(config(command))


def _settings(config: Path | None, flags: dict[str, Any]) -> Settings:
    return load(os.environ, file=config, flags=flags)


@click.group("pullquote", cls=_Pullquote, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pullquote", message="%(prog)s %(version)s")
def main() -> None:
    """Answer questions from a collection of articles with verbatim, cited quotes.

    \b
    Example:
      pullquote rebuild articles
      pullquote ask "who sent troops?"
    """


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@settings_options
def rebuild(
    sources: tuple[str, ...], as_json: bool, data: Path | None, config: Path | None
) -> None:
    """Read articles and publish a new index of them; the old one answers until then.

    A SOURCE is a file, a folder or a quoted glob; without one, the setting sources.paths is read.
    Formats: .txt, .md, .html, .json, .jsonl. A file that cannot be read is skipped and named.
    Where nothing has changed, nothing is built.

    \b
    Example:
      pullquote rebuild articles "more/*.html"
    """
    from bot.engine import run_rebuild
    from bot.terminal import render_report, report_json

    settings = _settings(config, {"data.dir": data})
    with _progress() as bar:
        task = bar.add_task("reading", total=None)
        report = run_rebuild(
            settings,
            sources,
            on_load=lambda: bar.update(task, description="loading the encoder"),
            on_progress=lambda done, total: bar.update(
                task, description="encoding passages", completed=done, total=total
            ),
        )
    click.echo(_dumps(report_json(report)) if as_json else render_report(report))


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

    settings = _settings(config, {"data.dir": data, "answer.quotes": quotes})
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

    settings = _settings(config, {"data.dir": data, "answer.quotes": quotes})
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

    snapshot = open_current(_settings(config, {"data.dir": data}).data.dir)
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

    settings = _settings(config, {"data.dir": data})
    with _progress() as bar:
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


def _progress() -> "Progress":
    """A progress bar on stderr, if that is a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    errors = Console(stderr=True)
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)


@main.command()
@click.option("--demo", is_flag=True, help="Serve a made-up workspace in the browser; no tokens.")
@click.option(
    "--demo-port", type=click.IntRange(0, 65535), default=8080, help="Port of the demo's page."
)
@click.option("--verbose", is_flag=True, help="Log what happens in detail.")
@settings_options
def serve(
    demo: bool, demo_port: int, verbose: bool, data: Path | None, config: Path | None
) -> None:
    """Answer in Slack until stopped.

    With SLACK_BOT_TOKEN and SLACK_APP_TOKEN in the environment it opens a Socket Mode connection;
    with SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET it takes requests at /slack/events on PORT. What
    is rebuilt meanwhile is taken up without a pause. Ctrl-C or SIGTERM: the answers under way are
    finished first.

    \b
    Example:
      pullquote serve --demo
    """
    import signal

    from bot.slack.serve import Running
    from config.settings import read_secrets

    _log_to_stderr(verbose=verbose)
    settings, secrets = _settings(config, {"data.dir": data}), read_secrets(os.environ)
    showing = None
    if demo:
        from bot.slack.demo import start_demo

        showing = start_demo(settings, demo_port)
        settings, secrets = showing.settings, showing.secrets
    memory = showing.memory if showing else None
    running = Running(settings, secrets, config=config, memory=memory)
    names = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(name, lambda *_: running.request_stop()) for name in names]
    try:
        running.start()
        if showing is not None:
            click.echo(f"Open {showing.address} and ask. Ctrl-C ends it.")
        running.wait()
    finally:
        running.stop()
        if showing is not None:
            showing.stop()
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)


@main.command()
@settings_options
def doctor(data: Path | None, config: Path | None) -> None:
    """Check tokens, scopes, manifest, index and disk, and say what to mend; exit 1 if anything.

    \b
    Example:
      pullquote doctor
    """
    from bot.slack.doctor import examine
    from config.settings import read_secrets

    settings = _settings(config, {"data.dir": data})
    well = True
    for finding in examine(settings, read_secrets(os.environ)):
        click.echo(f"{'ok  ' if finding.is_well else 'MEND'} {finding.what:<14} {finding.found}")
        if not finding.is_well:
            well = False
            click.echo(f"{'':<19} → {finding.mend}")
    if not well:
        raise click.exceptions.Exit(1)


@main.command()
@settings_options
def feedback(data: Path | None, config: Path | None) -> None:
    """Print what people found helpful in Slack as JSON lines that `pullquote eval` reads.

    \b
    Example:
      pullquote feedback > feedback.jsonl && pullquote eval feedback.jsonl
    """
    from bot.slack.feedback_export import exported

    for line in exported(_settings(config, {"data.dir": data}).data.dir):
        click.echo(line)


def _log_to_stderr(*, verbose: bool) -> None:
    import logging

    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if verbose else logging.INFO,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
    )
    # The SDK and Bolt log bodies, with questions in them, at DEBUG, and every reconnect at INFO.
    for name in ("slack_bolt", "slack_sdk", "waitress", "aiohttp", "sentence_transformers"):
        logging.getLogger(name).setLevel(logging.INFO if verbose else logging.WARNING)


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
