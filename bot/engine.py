"""From settings to a working engine: the one place where settings become `index`'s plain values."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from bot.groups import EVERYTHING, View, groups_of_sources, source_ids
from config.settings import Settings
from index.answering.answer import Answerer
from index.answering.reranker import load_reranker
from index.answering.retriever import Retriever
from index.building.build import build_snapshot
from index.building.embedded import EmbeddedEngine
from index.building.moving import move
from index.building.rebuild import RebuildReport, Sources, rebuild
from index.collection.collection import kept_sources
from index.collection.kept import kept
from index.encoder import loading as encoder_loading
from index.encoder.cpu_threads import one_thread_per_question
from index.encoder.encoding import Encoder
from index.encoder.loading import EncoderOptions
from index.encoder.models import ModelFiles, locate
from index.encoder.paired_encoder import PairedEncoder, paired_fingerprint
from index.engine import Build, Engine, Progress, Views
from index.errors import EncoderError, EngineUnavailable
from index.evaluation import edits, follow, said, statements
from index.evaluation.datasets import read_datasets
from index.evaluation.evaluate import Evaluation, evaluate
from index.evaluation.known_files import Judged, Line, kind_of, lines_of
from index.reader.reader import Reader, keep_converted, load_reader
from index.reading.expected import Expected
from index.reading.parser_process import ParserProcess
from index.reading.readings import Known, Reading
from index.reading.sources.files import FileReader
from index.types import Article
from index.web.limits import WebLimits

log = logging.getLogger(__name__)

# torch cannot be imported by two threads at once, and a model is converted once for all.
_LOADING = Lock()


def engine_of(settings: Settings) -> Engine:
    """Where the index is kept; raises `EngineUnavailable` if that cannot be used."""
    if settings.data.engine == "postgres":
        return postgres_engine(settings)
    return EmbeddedEngine(settings.data.dir)


def postgres_engine(settings: Settings) -> Engine:
    try:
        from index.postgres.engine import PostgresEngine
    except ImportError as error:
        raise EngineUnavailable(
            f"{error.name} cannot be imported, which PostgreSQL needs: install pullquote[postgres]"
        ) from error
    return PostgresEngine(settings.data.url.get_secret_value(), settings.data.dir)


@dataclass(frozen=True, slots=True)
class EncoderFiles:
    """The located encoder; `tokens` only if another model gives the token vectors."""

    dense: ModelFiles
    tokens: ModelFiles | None

    @property
    def fingerprint(self) -> str:
        if self.tokens is None:
            return self.dense.fingerprint
        return paired_fingerprint(self.dense.fingerprint, self.tokens.fingerprint)


def locate_encoder(settings: Settings) -> EncoderFiles:
    download = settings.encoder.download
    tokens = settings.late_interaction.model
    return EncoderFiles(
        locate(settings.encoder.model, download=download),
        locate(tokens, setting="late_interaction.model", download=download) if tokens else None,
    )


def _options(settings: Settings) -> EncoderOptions:
    encoder = settings.encoder
    return EncoderOptions(
        encoder.engine,
        encoder.precision,
        encoder.batch_tokens,
        converted=settings.data.dir.absolute() / "converted",
    )


def load_encoder(settings: Settings, files: EncoderFiles) -> Encoder:
    """May be called by several threads, which load one after the other."""
    options = _options(settings)
    with _LOADING:
        dense = encoder_loading.load(files.dense, options)
        if files.tokens is None:
            return dense
        return PairedEncoder(dense, encoder_loading.load_multi_vector(files.tokens, options))


def open_answerer(settings: Settings, view: View = EVERYTHING) -> Answerer:
    """Open the snapshot in use, then load its encoder, which takes seconds; answer within a view.

    The snapshot comes first, so that a missing or damaged one is reported at once.
    """
    snapshot = engine_of(settings).open()
    files = locate_encoder(settings)
    snapshot.manifest.expect_encoder(files.fingerprint)
    return limited(answerer_of(settings, snapshot, load_encoder(settings, files)), settings, view)


def limited(answerer: Answerer, settings: Settings, view: View) -> Answerer:
    """The answerer as if there were nothing but what a view has."""
    if view.is_everything:
        return answerer
    sources = answerer.snapshot.sources()
    return answerer.limited_to(*source_ids(view, settings.groups, sources))


def loaded_reader(settings: Settings) -> Reader | None:
    """The reader of the settings, None without one; loaded by the first who asks for it."""
    with _LOADING:
        return _reader(settings.reader.model, _options(settings), settings.encoder.download)


@lru_cache(maxsize=1)
def _reader(model: str, options: EncoderOptions, download: bool) -> Reader | None:
    """Loaded once, however many snapshots are opened."""
    return load_reader(model, options, download=download) if model else None


def _keep_reader(settings: Settings) -> None:
    """Convert the reader beside a new index, so that the first question need not import torch."""
    model, download = settings.reader.model, settings.encoder.download
    if model:
        try:
            with _LOADING:
                keep_converted(model, _options(settings), download=download)
        except EncoderError as error:  # which does not concern the index, but whoever asks
            log.warning("%s", error)


def answerer_of(settings: Settings, snapshot: Views, encoder: Encoder) -> Answerer:
    one_thread_per_question()
    model = settings.rerank.model
    reranker = None
    if model:
        files = locate(model, setting="rerank.model", download=settings.encoder.download)
        reranker = load_reranker(files, settings.rerank.depth)
    reader = loaded_reader(settings)
    return Answerer(
        Retriever(snapshot, encoder, reranker, reader),
        quotes=settings.answer.quotes,
        threshold=settings.answer.threshold,
        candidates=settings.retrieval.candidates,
        max_chars=settings.question.max_chars,
    )


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


def run_evaluation(
    settings: Settings,
    files: Sequence[Path],
    *,
    limit: int | None,
    seed: int,
    among: Sequence[Path] = (),
    baseline: bool,
    on_step: Callable[[str, int, int], None],
) -> Evaluation:
    """Index the files' contexts in a temporary folder and ask their questions there.

    The contexts of the files `among` are indexed too, but their questions are not asked.
    """
    dataset = read_datasets(files)
    if among:
        dataset = dataset.among(read_datasets(among))
    encoder = load_encoder(settings, locate_encoder(settings))
    with _indexed(
        settings,
        encoder,
        dataset.articles,
        on_progress=lambda done, total: on_step("encoding passages", done, total),
    ) as answerer:
        return evaluate(
            dataset,
            answerer,
            quotes=settings.answer.quotes,
            threshold=settings.answer.threshold,
            limit=limit,
            seed=seed,
            baseline=baseline,
            on_progress=lambda done, total: on_step("asking", done, total),
        )


@contextmanager
def _indexed(
    settings: Settings,
    encoder: Encoder,
    articles: Iterable[Article],
    on_progress: Progress = lambda done, total: None,
) -> Iterator[Answerer]:
    """Answers from these articles alone, indexed in a temporary folder."""
    with TemporaryDirectory(prefix="pullquote-eval-") as folder:
        build_snapshot(
            map(kept, articles),
            Path(folder),
            encoder,
            corpus="evaluation",
            on_progress=on_progress,
        )
        with closing(EmbeddedEngine(Path(folder)).open()) as snapshot:
            yield answerer_of(settings, snapshot, encoder)


def run_known_files(
    settings: Settings, files: Sequence[Path]
) -> tuple[tuple[Judged, ...], tuple[Path, ...]]:
    """Measure the files of examples other than questions; returns with it the files of questions.

    Raises `DatasetError`.
    """
    encoder = cache(lambda: load_encoder(settings, locate_encoder(settings)))
    kinds = {
        "edits": edits.KEYS,
        "samefact": statements.SAMEFACT,
        "figures": statements.FIGURES,
        "origin": statements.ORIGIN,
        "said": said.KEYS,
        "follow": follow.KEYS,
    }
    found = {file: kind_of(file, kinds) for file in files}
    measure: dict[str, Callable[[Iterable[Line]], Judged]] = {
        "edits": lambda lines: edits.evaluate_edits(edits.read_edits(lines)),
        "samefact": lambda lines: statements.evaluate_same_facts(lines, encoder()),
        "figures": lambda lines: statements.evaluate_figures(lines, encoder()),
        "origin": statements.evaluate_origins,
        "said": lambda lines: said.evaluate_said(said.read_said(lines)),
        "follow": lambda lines: follow.evaluate_follows(
            follow.read_follows(lines),
            lambda articles: _indexed(settings, encoder(), articles),
            settings.bot.follow_confidence,
        ),
    }
    known = tuple(
        measure[name](lines_of([file for file in files if found[file] == name]))
        for name in kinds
        if name in found.values()
    )
    return known, tuple(file for file in files if found[file] is None)


def sources_in_use(settings: Settings) -> tuple[str, ...]:
    """Addresses and absolute paths: the sources that were chosen, or else those of the settings."""
    kept = kept_sources(settings.data.dir)
    if listed := tuple(source.place for source in kept if source.listed):
        return listed
    places = {source.location: source.place for source in kept}
    return tuple(places.get(path, path) for path in settings.sources.paths)


def run_move(settings: Settings, to: str) -> Build:
    """Copy the index to the engine `to` from the other one."""
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
    load: Callable[[Settings, EncoderFiles], Encoder] = load_encoder,
    on_read: Progress = lambda done, total: None,
    on_load: Callable[[], None],
    on_progress: Progress,
) -> RebuildReport:
    """Rebuild with the settings' encoder and limits.

    `load` may keep its encoder for the next time; `on_load` comes before it, as it is slow.
    `on_read` gets how many files and pages have been read, and of how many, 0 if unknown.
    """
    from index.web.reader import WebReader

    files = locate_encoder(settings)
    max_bytes = int(settings.sources.max_file_mb * 1_000_000)

    def load_now() -> Encoder:
        on_load()
        encoder = load(settings, files)
        _keep_reader(settings)
        return encoder

    groups = settings.groups
    with ExitStack() as stack:
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

        return rebuild(
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
