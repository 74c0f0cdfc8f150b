"""A rebuild, or a move to another engine, by the settings."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import version

from bot.engine.encoders import EncoderFiles, load_encoder, locate_encoder
from bot.engine.readers import keep_reader
from bot.engine.storage import engine_of, postgres_engine
from bot.engine.workers import Encoding
from bot.groups import groups_of_sources
from config.settings import Settings
from index.building.embedded import EmbeddedEngine
from index.building.moving import move
from index.building.rebuild import RebuildReport, Sources, rebuild
from index.collection.collection import kept_sources
from index.encoder.encoding import Encoder
from index.engine.engine import Build, Engine, Progress
from index.reading.expected import Expected
from index.reading.parser_process import ParserProcess
from index.reading.readings import Known, Reading
from index.reading.sources.files import FileReader
from index.web.limits import WebLimits


def sources_in_use(settings: Settings) -> tuple[str, ...]:
    """Addresses and absolute paths: the sources that were chosen, or else those of the settings."""
    kept = kept_sources(settings.data.dir)
    if listed := tuple(source.place for source in kept if source.listed):
        return listed
    places = {source.location: source.place for source in kept}
    return tuple(places.get(path, path) for path in settings.sources.paths)


def run_move(settings: Settings, to: str) -> Build:
    """Copy the index to the engine `to` from the other one."""
    if to == "postgres":
        EmbeddedEngine(settings.data.dir).current_id()  # before it is said what is to be set
    engines: tuple[Engine, Engine] = EmbeddedEngine(settings.data.dir), postgres_engine(settings)
    source, target = engines if to == "postgres" else engines[::-1]
    groups = settings.groups
    return move(
        source,
        target,
        settings.data.dir,
        lambda: load_encoder(settings, locate_encoder(settings)),
        languages=settings.encoder.languages,
        seen_by=(lambda places: groups_of_sources(groups, places)) if groups else None,
        keep=settings.data.keep_snapshots,
    )


def run_rebuild(
    settings: Settings,
    sources: Sources,
    *,
    force: bool = False,
    ray: str | None = None,
    load: Callable[[Settings, EncoderFiles], Encoder] = load_encoder,
    on_read: Progress = lambda done, total: None,
    on_load: Callable[[], None],
    on_progress: Progress,
) -> RebuildReport:
    """Rebuild with the settings' encoder and limits.

    What is new is encoded on the Ray cluster at the address `ray`, here without one.
    `load` may keep its encoder for the next time; `on_load` comes before it, as it is slow.
    `on_read` gets how many files and pages have been read, and of how many, 0 if unknown.
    """
    from index.web.reader import WebReader

    files = locate_encoder(settings)
    max_bytes = int(settings.sources.max_file_mb * 1_000_000)

    encoding = Encoding(settings, ray)

    def load_now() -> Encoder:
        on_load()
        encoder = load(settings, files)
        keep_reader(settings)
        return encoding.by(encoder)

    groups = settings.groups
    with ExitStack() as stack:
        stack.callback(encoding.close)
        parsers = stack.enter_context(ParserProcess())
        folders = FileReader(max_bytes, settings.data.dir, parsers.run, apart=bool(groups))
        expected = Expected(lambda place: 1 if "://" in place else folders.count(place))
        web = stack.enter_context(
            WebReader(web_limits(settings), run=parsers.run, on_listed=expected.listed)
        )

        def read(source: str, known: Known) -> Iterator[Reading]:
            place = source if "://" in source else os.path.abspath(source)  # noqa: PTH100
            for reading in (web if "://" in source else folders).read(source, known):
                on_read(*expected.read(place))
                yield reading
            expected.finished(place)

        report = rebuild(
            replace(sources, default=settings.sources.paths),
            read,
            settings.data.dir,
            files.fingerprint,
            load_now,
            languages=settings.encoder.languages,
            seen_by=(lambda places: groups_of_sources(groups, places)) if groups else None,
            keep=settings.data.keep_snapshots,
            force=force,
            engine=engine_of(settings),
            on_sources=expected.sources,
            on_progress=on_progress,
        )
    return replace(report, workers=encoding.workers)


def web_limits(settings: Settings) -> WebLimits:
    web = settings.web
    return WebLimits(
        user_agent=web.user_agent.replace("{version}", version("pullquote")),
        delay_s=web.delay_s,
        timeout_s=web.timeout_s,
        max_bytes=int(web.max_page_mb * 1_000_000),
        max_redirects=web.max_redirects,
        max_items=web.max_items,
        allow_private=web.allow_private,
        obey_robots=web.obey_robots,
    )
