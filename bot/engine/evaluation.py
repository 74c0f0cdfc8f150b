"""Measuring on files of questions, or of other examples, whose answers are known."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.engine.answerers import answerer_of
from bot.engine.encoders import load_encoder, locate_encoder
from config.settings import Settings
from index.answering.answer import Answerer
from index.building.build import build_snapshot
from index.building.embedded import EmbeddedEngine
from index.collection.kept_articles import kept
from index.encoder.encoding import Encoder
from index.engine.engine import Progress
from index.evaluation import edits, followed_questions, speakers, statements
from index.evaluation.datasets import read_datasets
from index.evaluation.evaluate import Evaluation, evaluate
from index.evaluation.known_files import Judged, Line, kind_of, lines_of
from index.types import Article


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
        "said": speakers.KEYS,
        "follow": followed_questions.KEYS,
    }
    found = {file: kind_of(file, kinds) for file in files}
    measure: dict[str, Callable[[Iterable[Line]], Judged]] = {
        "edits": lambda lines: edits.evaluate_edits(edits.read_edits(lines)),
        "samefact": lambda lines: statements.evaluate_same_facts(lines, encoder()),
        "figures": lambda lines: statements.evaluate_figures(lines, encoder()),
        "origin": statements.evaluate_origins,
        "said": lambda lines: speakers.evaluate_said(speakers.read_said(lines)),
        "follow": lambda lines: followed_questions.evaluate_follows(
            followed_questions.read_follows(lines),
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
