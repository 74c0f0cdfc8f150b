"""The commands `pullquote add`, `remove`, `sources`, `changes`: what was read, and from where."""

import json
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.collection.one_rebuild import (
    Rebuild,
    in_lines,
    print_report,
    progress_option,
    rebuild_of,
    with_bar,
)
from bot.commands.options import Day, files, settings_of, settings_options
from bot.commands.stopping import stoppable
from config.settings import SettingsError
from index.errors import PullquoteError

if TYPE_CHECKING:
    from index.building.rebuild import Sources


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", shell_complete=files)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@progress_option
@settings_options
def add(
    sources: tuple[str, ...], as_json: bool, progress: str, data: Path | None, config: Path | None
) -> None:
    """Add sources to the collection, read them, and publish an index with their articles.

    A SOURCE is a file, a folder, a quoted glob, an archive (.zip, .warc, .warc.gz), or the address
    of a page, a feed (RSS, Atom) or a sitemap. What cannot be read is reported and not added.
    `pullquote rebuild` reads them again from then on, whatever folder it runs in.

    \b
    Example:
      pullquote add reports/ "old/*.warc.gz" https://news.example/feed.xml
    """
    from index.building.rebuild import Sources

    do = in_lines if progress == "json" else _shown(as_json)
    _change(Sources(added=sources), do, force=False, data=data, config=config)
    _name_unseen(sources, config)


def _name_unseen(sources: tuple[str, ...], config: Path | None) -> None:
    """What was added but no group may see is at once shown to nobody in Slack."""
    from bot.groups import sources_without_group
    from index.collection.places import place

    groups = settings_of(config, {}).groups
    places = {source: place(source, Path.cwd()) for source in sources}
    if groups and (unseen := sources_without_group(groups, places)):
        click.echo(
            f"pullquote: no group may see {', '.join(unseen)}: name it in [[groups]]",
            err=True,
        )


def _listed(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    """Shell completion: the sources in the list that begin so."""
    from index.collection.collection import kept_sources

    given = {"data.dir": ctx.params.get("data")}
    with suppress(PullquoteError, SettingsError):
        kept = kept_sources(settings_of(ctx.params.get("config"), given).data.dir)
        return [each.location for each in kept if each.location.startswith(typed)]
    return []


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", shell_complete=_listed)
@click.option("--force", is_flag=True, help="Publish even if most articles are gone.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@settings_options
def remove(
    sources: tuple[str, ...], force: bool, as_json: bool, data: Path | None, config: Path | None
) -> None:
    """Remove sources, as `pullquote sources` lists them, and their articles.

    \b
    Example:
      pullquote remove https://news.example/feed.xml
    """
    from index.building.rebuild import Sources

    _change(Sources(removed=sources), _shown(as_json), force=force, data=data, config=config)


@click.command("sources")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@settings_options
def list_sources(as_json: bool, data: Path | None, config: Path | None) -> None:
    """List the sources: how many articles each gave, when it was last read, what went wrong.

    \b
    Example:
      pullquote sources
    """
    from bot.wording.as_json import sources_json
    from bot.wording.terminal import render_sources
    from index.collection.collection import kept_sources

    kept = kept_sources(settings_of(config, {"data.dir": data}).data.dir)
    if as_json:
        click.echo(json.dumps(sources_json(kept), indent=2, ensure_ascii=False))
    elif kept:
        click.echo(render_sources(kept, Path.cwd()))
    else:
        click.echo("there are no sources yet: add one with `pullquote add SOURCE`")


@click.command()
@click.argument("article", required=False)
@click.option(
    "--since",
    type=Day(),
    help="Compare with what had been read by the end of this day (UTC), as 2026-03-05.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@settings_options
def changes(
    article: str | None,
    since: date | None,
    as_json: bool,
    data: Path | None,
    config: Path | None,
) -> None:
    """Show which articles have changed since they were first read, and how.

    ARTICLE is a file, an address or words of a title: then the sentences are shown too, as they
    were and as they are. What counts is when an article was read, not when the paper changed it.

    \b
    Example:
      pullquote changes harbour.md --since 2026-03-05
    """
    from bot.engine.storage import engine_of
    from bot.index_in_use.earlier_readings import changed_articles
    from bot.wording.changes import changed_articles_json, render_changed

    with closing(engine_of(settings_of(config, {"data.dir": data})).open()) as snapshot:
        found = changed_articles(snapshot, article, since)
    rows = [(each.article, each.changes) for each in found]
    if as_json:
        click.echo(json.dumps(changed_articles_json(rows), indent=2, ensure_ascii=False))
    elif rows:
        click.echo(render_changed(rows, in_full=article is not None))
    else:
        when = f"{since:%Y-%m-%d}" if since else "it was first read"
        click.echo(f"no {'such ' if article else ''}article has changed since {when}")


def _shown(as_json: bool) -> Callable[[Rebuild, "Sources"], None]:
    return lambda run, sources: print_report(with_bar(run, sources), as_json=as_json)


def _change(
    sources: "Sources",
    do: Callable[[Rebuild, "Sources"], None],
    *,
    force: bool,
    data: Path | None,
    config: Path | None,
) -> None:
    with stoppable():
        do(rebuild_of(settings_of(config, {"data.dir": data}), force=force), sources)
