"""The commands of the Slack bot: `pullquote serve · doctor · feedback`."""

import os
import sys
from pathlib import Path

import click

from bot.commands.options import settings_of, settings_options
from bot.commands.stopping import leave


@click.command()
@click.option(
    "--demo", is_flag=True, help="Serve a made-up workspace in the browser, without tokens."
)
@click.option(
    "--demo-port", type=click.IntRange(0, 65535), default=8080, help="Port of the demo's page."
)
@click.option("--verbose", is_flag=True, help="Log in detail.")
@settings_options
def serve(
    demo: bool, demo_port: int, verbose: bool, data: Path | None, config: Path | None
) -> None:
    """Answer in Slack until stopped.

    With SLACK_BOT_TOKEN and SLACK_APP_TOKEN in the environment it opens a Socket Mode connection;
    with SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET it takes requests at /slack/events on PORT. It
    switches to a new index without a pause. Ctrl-C or SIGTERM ends it, after the answers under way.

    \b
    Example:
      pullquote serve --demo
    """
    import signal

    from bot.slack.serve import Running
    from config.settings import read_secrets

    _log_to_stderr(verbose=verbose)
    settings, secrets = settings_of(config, {"data.dir": data}), read_secrets(os.environ)
    showing = None
    if demo:
        from bot.demo import start_demo

        showing = start_demo(settings, demo_port)
        settings, secrets = showing.settings, showing.secrets
    memory = showing.memory if showing else None
    running = Running(settings, secrets, config=config, memory=memory)
    names = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(name, lambda *_: running.request_stop()) for name in names]
    try:
        running.start()
        if showing is not None:
            showing.offer_questions(running.assembly.current_index)
            click.echo(f"Open {showing.address} and ask. Ctrl-C ends it.")
        running.wait()
    finally:
        running.stop()
        if showing is not None:
            showing.stop()
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)
    leave(0)


@click.command()
@settings_options
def doctor(data: Path | None, config: Path | None) -> None:
    """Check tokens, scopes, manifest, index and disk, and say what to fix, if anything (exit 1).

    \b
    Example:
      pullquote doctor
    """
    from bot.slack.installation.doctor import examine
    from config.settings import read_secrets

    settings = settings_of(config, {"data.dir": data})
    well = True
    for finding in examine(settings, read_secrets(os.environ)):
        click.echo(f"{'ok  ' if finding.is_well else 'FIX '} {finding.what:<14} {finding.found}")
        if not finding.is_well:
            well = False
            click.echo(f"{'':<19} → {finding.fix}")
    if not well:
        raise click.exceptions.Exit(1)


@click.command()
@settings_options
def feedback(data: Path | None, config: Path | None) -> None:
    """Print what people found helpful in Slack as JSON lines that `pullquote eval` reads.

    \b
    Example:
      pullquote feedback > feedback.jsonl && pullquote eval feedback.jsonl
    """
    from bot.slack.memory.feedback_export import exported

    for line in exported(settings_of(config, {"data.dir": data}).data.dir):
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
