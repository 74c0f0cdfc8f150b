"""The commands of the Slack bot: `pullquote serve · doctor · feedback`."""

import json
import os
from pathlib import Path

import click

from bot.commands.options import WholeNumber, settings_of, settings_options
from bot.commands.stopping import leave
from config.settings import SettingsError
from index.errors import PullquoteError


@click.command()
@click.option(
    "--demo", is_flag=True, help="Serve a made-up workspace in the browser, without tokens."
)
@click.option(
    "--demo-port", type=WholeNumber(0, 65535), default=8080, help="Port of the demo's page."
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
    import logging
    import signal

    from bot.logs import log_to_stderr
    from config.environment import read_log_format, read_secrets

    as_json = read_log_format(os.environ) == "json"
    log_to_stderr(verbose=verbose, as_json=as_json)
    log = logging.getLogger(__name__)
    log.info("starting")
    from bot.slack.serve import Running

    settings, secrets = settings_of(config, {"data.dir": data}), read_secrets(os.environ)
    showing = None
    if demo:
        from bot.demo import start_demo

        showing = start_demo(settings, demo_port)
        settings, secrets = showing.settings, showing.secrets
    memory = showing.memory if showing else None
    running = Running(settings, secrets, config=config, memory=memory)
    names = (signal.SIGTERM, signal.SIGINT)

    def stop(*_: object) -> None:
        running.request_stop()
        if not running.has_begun:  # there is nothing to finish, and loading an encoder takes long
            log.info("stopped while it was starting")
            leave(0)

    before = [signal.signal(name, stop) for name in names]
    try:
        running.start()
        if showing is not None:
            showing.offer_questions(running.assembly.current_index)
            click.echo(f"Open {showing.address} and ask. Ctrl-C ends it.")
        running.wait()
    except (PullquoteError, SettingsError) as error:
        if not as_json:
            raise
        log.error("%s", " ".join(str(error).split()))
        raise click.exceptions.Exit(1) from error
    finally:
        running.stop()
        if showing is not None:
            showing.stop()
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)
    leave(0)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
@settings_options
def doctor(as_json: bool, data: Path | None, config: Path | None) -> None:
    """Check tokens, scopes, manifest, index and disk, and say what to fix, if anything (exit 1).

    Each check is one line: what was looked at, what was found, and after an arrow what to do.

    \b
    Example:
      pullquote doctor
    """
    from bot.slack.installation.doctor import examine
    from config.environment import read_secrets

    settings = settings_of(config, {"data.dir": data})
    checks = []
    for finding in examine(settings, read_secrets(os.environ)):
        checks.append(finding)
        if not as_json:
            fix = f" → {finding.fix}" if finding.fix else ""
            verdict = "ok  " if finding.is_well else "FIX "
            click.echo(f"{verdict} {finding.what:<14} {finding.found}{fix}")
    well = all(finding.is_well for finding in checks)
    if as_json:
        listed = [
            {"check": each.what, "ok": each.is_well, "found": each.found, "fix": each.fix}
            for each in checks
        ]
        click.echo(json.dumps({"ok": well, "checks": listed}, indent=2, ensure_ascii=False))
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
    from bot.engine.storage import engine_of
    from bot.slack.memory.feedback_export import exported

    settings = settings_of(config, {"data.dir": data})
    nothing = True
    for line in exported(settings.data.dir, engine_of(settings)):
        click.echo(line)
        nothing = False
    if nothing:
        click.echo("pullquote: nobody has found an answer helpful in Slack lately", err=True)
