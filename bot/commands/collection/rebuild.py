"""The command `pullquote rebuild`: once, or again and again as its sources change."""

import re
import traceback
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
from bot.commands.options import files, settings_of, settings_options
from bot.commands.stopping import stoppable
from config.settings import Settings
from index.errors import PullquoteError

if TYPE_CHECKING:
    from index.building.rebuild import Sources
    from index.types import Skipped

SECONDS = {"s": 1, "m": 60, "h": 3600}
SHORTEST_S, LONGEST_S = 60, 7 * 24 * 3600


class _Interval(click.ParamType[int]):
    """A time such as 90s, 15m or 2h, as seconds."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        match = re.fullmatch(r"(\d{1,6})([smh])", str(value))
        if match is None:
            self.fail(f"{value!r} is not a time: write 90s, 15m or 2h", param, ctx)
        every_s = int(match[1]) * SECONDS[match[2]]
        if not SHORTEST_S <= every_s <= LONGEST_S:
            self.fail(f"{value!r} is not between 1m and 168h (a week)", param, ctx)
        return every_s


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", shell_complete=files)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@progress_option
@click.option("--watch", is_flag=True, help="Keep running, and rebuild when a source changes.")
@click.option(
    "--every", "every_s", type=_Interval(), help="Keep running, and rebuild at this interval: 15m."
)
@click.option("--force", is_flag=True, help="Publish even if most articles are gone.")
@click.option(
    "--ray",
    metavar="ADDRESS",
    help="Encode on the Ray cluster at this address: auto, local, host:port or ray://host:port.",
)
@settings_options
def rebuild(
    sources: tuple[str, ...],
    force: bool,
    as_json: bool,
    progress: str,
    watch: bool,
    every_s: int | None,
    ray: str | None,
    data: Path | None,
    config: Path | None,
) -> None:
    """Read articles and publish a new index of them; the old one answers until then.

    A SOURCE is a file, a folder, a quoted glob, an archive (.zip, .warc, .warc.gz), or the address
    of a page, a feed or a sitemap. The sources named here become the collection's; without any, the
    collection's sources are read again, at first those of the setting sources.paths. Formats: .txt,
    .md, .html, .pdf, .docx, .epub, .mhtml, .json, .jsonl. What cannot be read is reported, and
    keeps what it gave before. If nothing has changed, nothing is built. Ctrl-C or SIGTERM leaves
    the old index in use. With --watch or --every, or both, it runs until then, even if a rebuild
    fails.

    \b
    Example:
      pullquote rebuild articles "more/*.html"
      pullquote rebuild articles --watch --every 15m
    """
    goes_on = watch or every_s is not None
    if goes_on and (as_json or progress == "json"):
        raise click.UsageError("--json and --progress json do not go with --watch and --every")
    with stoppable(ends_so=goes_on):
        from index.building.rebuild import Sources

        settings = settings_of(config, {"data.dir": data})
        run = rebuild_of(settings, force=force, ray=ray)
        chosen = Sources(chosen=sources)
        if goes_on:
            _again_and_again(run, chosen, settings, watch=watch, every_s=every_s)
        elif progress == "json":
            in_lines(run, chosen)
        else:
            print_report(with_bar(run, chosen), as_json=as_json)


def _again_and_again(
    run: Rebuild,
    chosen: "Sources",
    settings: Settings,
    *,
    watch: bool,
    every_s: int | None,
) -> None:
    """The first time of the sources that were `chosen`, then of those in the list.

    Says what each rebuild did, but not again and again that nothing had changed.
    """
    from bot.commands.collection.triggers import triggers
    from bot.engine.rebuilding import sources_in_use
    from index.building.rebuild import Sources

    def to_watch() -> tuple[str, ...]:
        return (chosen.chosen if first else ()) or sources_in_use(settings)

    def complain(about: object) -> None:
        click.echo(f"pullquote: {' '.join(str(about).split())}", err=True)

    first = True
    skipped: tuple[Skipped, ...] = ()
    for _ in triggers(to_watch, settings.data.dir, watch=watch, every_s=every_s, complain=complain):
        try:
            report = with_bar(run, chosen if first else Sources())
        except PullquoteError as error:
            complain(error)
            continue
        except Exception:
            traceback.print_exc()
            complain("this rebuild failed by a fault of Pullquote; the next one may succeed")
            continue
        if first or report.published or report.skipped != skipped:
            print_report(report)
        first, skipped = False, report.skipped
