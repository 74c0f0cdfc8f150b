"""What speakers, origins and other figures cost: `python -m bench.annotation_costs FILE …`.

FILE are SQuAD-format files: their contexts are indexed in a temporary folder, and questions of
theirs are asked with and without, one after the other. `--texts FOLDER` indexes the text files of a
folder as well, such as news, in which people are quoted. All times are of the processor, so that
other work on the machine affects them little.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.engine import answerers, encoders
from config.settings import Settings, load
from index.answering.answer import Answerer
from index.building import store_articles
from index.building.build import build_snapshot
from index.building.embedded import EmbeddedEngine
from index.collection.kept_articles import kept
from index.encoder.encoding import Encoder
from index.encodings import store
from index.encodings.store import MEANINGS
from index.evaluation.datasets import Dataset, read_datasets
from index.manifest import PASSAGES
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.snapshot.store.passage_store_writer import PassageStoreWriter
from index.types import Article

LISTS = ("speech", "speakers")


def articles_in(folder: Path) -> Iterator[Article]:
    """The text files of a folder, a paragraph a line."""
    for file in sorted(folder.glob("*.txt")):
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        blocks = [Block("body", line.strip()) for line in lines if line.strip()]
        if blocks:
            yield assemble(file.name, blocks, Details(title=file.stem, language="en"))


@contextmanager
def timed(*functions: tuple[Any, str]) -> Iterator[list[float]]:
    """How many seconds these functions take, one number for each call."""
    spent: list[float] = []

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            started = time.thread_time()
            try:
                return function(*args, **more)
            finally:
                spent.append(time.thread_time() - started)

        return call

    with ExitStack() as patches:
        for owner, name in functions:
            patches.enter_context(patch.object(owner, name, watched(getattr(owner, name))))
        yield spent


def built(articles: list[Article], folder: Path, encoder: Encoder) -> tuple[float, float]:
    """The seconds of the build, and how many of them go into speakers and sentence vectors."""
    with timed(
        (store_articles, "speech_of"), (store, "pooled"), (PassageStoreWriter, "_add_speech")
    ) as spent:
        started = time.process_time()
        build_snapshot(map(kept, articles), folder, encoder, corpus="who says")
        return time.process_time() - started, sum(spent)


def sizes(folder: Path) -> tuple[int, int]:
    """The bytes of the snapshot, and how many of them are speakers and sentence vectors."""
    [snapshot] = (folder / "snapshots").iterdir()
    whole = sum(file.stat().st_size for file in snapshot.rglob("*") if file.is_file())
    vectors = sum(file.stat().st_size for file in snapshot.rglob(MEANINGS))
    return whole, vectors + _bytes_of_tables(snapshot / PASSAGES)


def _bytes_of_tables(passages: Path) -> int:
    """By how much the store shrinks without them."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(passages)) as whole:
        without = Path(folder) / "without.sqlite"
        sizes = []
        whole.execute("VACUUM INTO ?", (str(without),))
        with closing(sqlite3.connect(without, isolation_level=None)) as copy:
            sizes.append(without.stat().st_size)
            for table in LISTS:
                copy.execute(f"DROP TABLE {table}")
            copy.execute("VACUUM")
        sizes.append(without.stat().st_size)
    return sizes[0] - sizes[1]


def asked(answerer: Answerer, questions: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of each question with and without, in turns: which is first changes."""
    took: tuple[list[float], list[float]] = ([], [])
    for number, question in enumerate(questions):
        for without in (number % 2, 1 - number % 2):
            with ExitStack() as off:
                if without:
                    nothing = patch("index.answering.answer.beside", lambda *_: (None, ()))
                    off.enter_context(nothing)
                    off.enter_context(patch("index.answering.quoting.said_in", lambda *_: ()))
                started = time.process_time()
                answerer.answer(question)
                took[without].append((time.process_time() - started) * 1000)
    return took


def questions_of(dataset: Dataset, count: int, seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    examples = chance.sample(dataset.examples, min(count, len(dataset.examples)))
    return [example.question for example in examples]


def measured(settings: Settings, dataset: Dataset, texts: Path | None, questions: list[str]) -> str:
    encoder = encoders.load_encoder(settings, encoders.locate_encoder(settings))
    articles = [*dataset.articles, *(articles_in(texts) if texts else ())]
    with tempfile.TemporaryDirectory(prefix="pullquote-who-says-") as name:
        folder = Path(name)
        seconds, of_them = built(articles, folder, encoder)
        whole, part = sizes(folder)
        with closing(EmbeddedEngine(folder).open()) as snapshot:
            answerer = answerers.answerer_of(settings, snapshot, encoder)
            asked(answerer, questions[:10])
            on, off = asked(answerer, questions)
            passages = snapshot.manifest.passages
    extra = statistics.median(a - b for a, b in zip(on, off, strict=True))
    rows = [
        ("a question, CPU ms at the median", f"{statistics.median(off):.1f}",
         f"{statistics.median(on):.1f}", f"{extra:+.1f}"),
        ("the rebuild, CPU s", f"{seconds - of_them:.1f}", f"{seconds:.1f}",
         f"{of_them / (seconds - of_them):+.1%}"),
        ("the index, MB", f"{(whole - part) / 1e6:.1f}", f"{whole / 1e6:.1f}",
         f"{part / (whole - part):+.1%}"),
    ]  # fmt: skip
    lines = [f"{passages:,} passages, {len(questions):,} questions", ""]
    lines += ["| cost | without | with | more |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    dataset = read_datasets(options.files)
    questions = questions_of(dataset, options.limit, options.seed)
    print(measured(load({}), dataset, options.texts, questions))


if __name__ == "__main__":
    main()
