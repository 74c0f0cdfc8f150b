"""The commands `pullquote status`, `snapshots`, `rollback` and `verify`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.commands.ask import dumps
from bot.commands.options import settings_of, settings_options


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@settings_options
def snapshots(as_json: bool, data: Path | None, config: Path | None) -> None:
    """List the snapshots that are kept, newest first; * marks the one in use.

    \b
    Example:
      pullquote snapshots
    """
    from bot.wording.as_json import status_json
    from bot.wording.terminal import render_snapshots
    from index.snapshot.folders import current_folder, finished

    data_dir = settings_of(config, {"data.dir": data}).data.dir
    in_use = current_folder(data_dir).name
    kept = finished(data_dir)[::-1]
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
    from index.building.lock import only_rebuild
    from index.snapshot.folders import current_folder
    from index.snapshot.snapshot import roll_back

    data_dir = settings_of(config, {"data.dir": data}).data.dir
    current_folder(data_dir)  # if nothing is indexed, nothing is made either
    with only_rebuild(data_dir):
        manifest = roll_back(data_dir, snapshot)
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
    from contextlib import closing

    from index.building.verification import verify as verify_snapshot
    from index.snapshot.snapshot import open_current

    with closing(open_current(settings_of(config, {"data.dir": data}).data.dir)) as snapshot:
        verify_snapshot(snapshot)
        manifest = snapshot.manifest
    click.echo(
        f"sound: {len(manifest.files)} files, {manifest.articles:,} articles, each of "
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
    from bot.wording.as_json import status_json
    from bot.wording.terminal import render_status
    from index.snapshot.snapshot import open_current

    snapshot = open_current(settings_of(config, {"data.dir": data}).data.dir)
    if as_json:
        click.echo(dumps(status_json(snapshot.manifest)))
    else:
        click.echo(render_status(snapshot.manifest, datetime.now(UTC)))
