"""The commands `pullquote status`, `snapshots`, `rollback`, `verify` and `move`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.commands.ask import dumps
from bot.commands.options import settings_of, settings_options
from bot.commands.stopping import stoppable


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@settings_options
def snapshots(as_json: bool, data: Path | None, config: Path | None) -> None:
    """List the snapshots that are kept, newest first; * marks the one in use.

    \b
    Example:
      pullquote snapshots
    """
    from bot.engine.storage import engine_of
    from bot.wording.as_json import status_json
    from bot.wording.terminal import render_snapshots

    engine = engine_of(settings_of(config, {"data.dir": data}))
    in_use = engine.current_id()
    kept = engine.kept()[::-1]
    if as_json:
        rows: list[dict[str, Any]] = [
            status_json(manifest) | {"in_use": manifest.id == in_use} for manifest in kept
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        click.echo(render_snapshots(kept, in_use, datetime.now(UTC)))


@click.command()
@click.argument("snapshot", required=False)
@settings_options
def rollback(snapshot: str | None, data: Path | None, config: Path | None) -> None:
    """Answer from an older snapshot again: SNAPSHOT, or the one before the one in use.

    A running bot uses it within seconds. The next rebuild publishes what the sources hold then.

    \b
    Example:
      pullquote rollback
    """
    from bot.engine.storage import engine_of

    engine = engine_of(settings_of(config, {"data.dir": data}))
    engine.current_id()  # if nothing is indexed, nothing is made either
    with engine.only_rebuild():
        manifest = engine.roll_back(snapshot)
    click.echo(
        f"now in use: {manifest.id}, {manifest.articles:,} articles, {manifest.passages:,} passages"
    )


@click.command()
@settings_options
def verify(data: Path | None, config: Path | None) -> None:
    """Check the snapshot in use: the checksum of every file, every passage, sentence and vector.

    \b
    Example:
      pullquote verify
    """
    from bot.engine.storage import engine_of

    settings = settings_of(config, {"data.dir": data})
    manifest = engine_of(settings).verify()
    files = f"{len(manifest.files)} files, " if settings.data.engine == "embedded" else ""
    click.echo(
        f"sound: {files}{manifest.articles:,} articles, each of "
        f"{manifest.passages:,} passages a slice of its article"
    )


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the status as JSON.")
@settings_options
def status(as_json: bool, data: Path | None, config: Path | None) -> None:
    """Show what is indexed, when it was built, by which encoder, and how large it is.

    \b
    Example:
      pullquote status --data data
    """
    from contextlib import closing

    from bot.engine.storage import engine_of
    from bot.wording.as_json import status_json
    from bot.wording.terminal import render_status

    with closing(engine_of(settings_of(config, {"data.dir": data})).open()) as opened:
        manifest = opened.manifest
    if as_json:
        click.echo(dumps(status_json(manifest)))
    else:
        click.echo(render_status(manifest, datetime.now(UTC)))


@click.command()
@click.argument("engine", type=click.Choice(["embedded", "postgres"]), metavar="ENGINE")
@settings_options
def move(engine: str, data: Path | None, config: Path | None) -> None:
    """Copy the index to another ENGINE, where it is checked and put to use; nothing is encoded.

    It is copied from the other of the two: from the data folder to PostgreSQL at the setting
    data.url, or back. Which of them answers is decided by the setting data.engine. The one that it
    is copied from stays as it is.

    \b
    Example:
      pullquote move postgres
    """
    from bot.engine.rebuilding import run_move

    with stoppable():
        settings = settings_of(config, {"data.dir": data})
        build = run_move(settings, engine)
    manifest = build.manifest
    click.echo(
        f"moved to {engine}: {manifest.id}, {manifest.articles:,} articles, "
        f"{manifest.passages:,} passages"
        + (f", {build.encoded:,} encoded" if build.encoded else "")
    )
    if settings.data.engine != engine:
        click.echo(f'answers come from there once the setting data.engine is "{engine}"')
