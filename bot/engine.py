"""From settings to a working engine: the one place where settings become `index`'s plain values."""

from collections.abc import Callable, Sequence

from config.settings import Settings
from index import encoder as encoders
from index.answer import Answerer
from index.build import BuildReport, Progress, rebuild
from index.encoder import Encoder, ModelFiles
from index.retriever import Retriever
from index.snapshot import Snapshot, open_current


def locate_encoder(settings: Settings) -> ModelFiles:
    return encoders.locate(settings.encoder.model, download=settings.encoder.download)


def load_encoder(settings: Settings, files: ModelFiles) -> Encoder:
    return encoders.load(
        files,
        precision=settings.encoder.precision,
        batch_tokens=settings.encoder.batch_tokens,
    )


def open_answerer(settings: Settings) -> Answerer:
    """Open the snapshot in use, then load its encoder, which takes seconds.

    The snapshot comes first, so that a missing or damaged one is told at once.
    """
    snapshot = open_current(settings.data.dir)
    files = locate_encoder(settings)
    snapshot.expect_encoder(files.fingerprint)
    return answerer_of(settings, snapshot, load_encoder(settings, files))


def answerer_of(settings: Settings, snapshot: Snapshot, encoder: Encoder) -> Answerer:
    return Answerer(
        Retriever(snapshot, encoder, bm25_weight=settings.retrieval.bm25_weight),
        quotes=settings.answer.quotes,
        threshold=settings.answer.threshold,
        candidates=settings.retrieval.candidates,
        max_chars=settings.question.max_chars,
    )


def run_rebuild(
    settings: Settings,
    sources: Sequence[str],
    *,
    on_load: Callable[[], None],
    on_progress: Progress,
) -> BuildReport:
    """Rebuild from `sources`, or from those in the settings; `on_load` comes before a slow load."""
    files = locate_encoder(settings)

    def load() -> Encoder:
        on_load()
        return load_encoder(settings, files)

    return rebuild(
        tuple(sources) or settings.sources.paths,
        settings.data.dir,
        files.fingerprint,
        load,
        max_file_bytes=int(settings.sources.max_file_mb * 1_000_000),
        keep=settings.data.keep_snapshots,
        on_progress=on_progress,
    )
