"""Whether both engines answer the same, and what publishing in PostgreSQL does to questions.

`python -m bench.rebuild.engines FILE --url URL` indexes the articles of SQuAD-format files in a
temporary folder and in the database, whose index is dropped before, and asks both the same
questions, one after the other. Then every article is changed and the index of the database built
again, as often as `--editions` says, while threads ask: of each answer all titles must be of the
edition of its snapshot.
"""

import argparse
import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Any, Self

from bench.rebuild.scale import empty, publishing
from bench.rebuild.served import served_s
from bot.engine import answerers, encoders, storage
from bot.index_in_use.current_index import CurrentIndex
from config.settings import Settings, load
from index.answering.answer import Answerer
from index.building.build import build_snapshot
from index.building.embedded import EmbeddedEngine
from index.collection.kept_articles import kept
from index.encoder.encoding import Encoder
from index.engine.engine import Engine, Known
from index.evaluation.datasets import Dataset, Example, read_datasets
from index.evaluation.evaluate import is_relevant
from index.types import Article

AT_ONCE = 100  # questions
ASKING = 2  # threads
SEEN_OF_EACH = 10
FOLLOWED_EVERY_S = 0.02
EDITION = "Edition"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="SQuAD-format files")
    parser.add_argument("--url", required=True, help="a database of PostgreSQL")
    parser.add_argument("--limit", type=int, default=3000, help="ask so many questions, at random")
    parser.add_argument("--seed", type=int, default=0, help="of the random choice")
    parser.add_argument("--editions", type=int, default=10, help="publish so often")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args()
    dataset = read_datasets(options.files)
    examples = random.Random(options.seed).sample(  # noqa: S311 - no secret
        dataset.examples, min(options.limit, len(dataset.examples))
    )
    with tempfile.TemporaryDirectory(prefix="pullquote-engines-") as folder:
        flags = {"data.dir": folder, "data.engine": "postgres", "data.url": options.url}
        settings = load({}, flags=flags)
        encoder = encoders.load_encoder(settings, encoders.locate_encoder(settings))
        empty(options.url)
        figures = compared(settings, encoder, dataset, examples)
        figures |= published(settings, encoder, dataset, examples, options.editions)
    for name, value in figures.items():
        print(f"{name:<28} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def compared(
    settings: Settings, encoder: Encoder, dataset: Dataset, examples: Sequence[Example]
) -> dict[str, Any]:
    embedded, there = EmbeddedEngine(settings.data.dir), storage.engine_of(settings)
    articles = dataset.articles
    build_snapshot(map(kept, articles), settings.data.dir, encoder, corpus="edition-0")
    with embedded.known(encoder) as known:
        build(there, encoder, articles, 0, elsewhere=known)
    with closing(embedded.open()) as first, closing(there.open()) as second:
        asked = [
            Asked(answerers.answerer_of(settings, views, encoder), settings)
            for views in (first, second)
        ]
        for start in range(0, len(examples), AT_ONCE):
            for each in asked:
                each.ask(examples[start : start + AT_ONCE])
    pairs = list(zip(asked[0].found, asked[1].found, strict=True))
    return {
        "questions": len(examples),
        "passages": second.manifest.passages,
        "first_passage_equal": sum(a[:1] == b[:1] for a, b in pairs) / len(pairs),
        "candidates_equal": sum(a == b for a, b in pairs) / len(pairs),
        "success_at_1": [sum(each.right) / len(each.right) for each in asked],
        "p50_ms": [1000 * statistics.median(each.seconds) for each in asked],
        "processor_ms": [1000 * each.processor_s / len(each.seconds) for each in asked],
    }


@dataclass(slots=True)
class Asked:
    """What one engine found, by where each passage stands, and how long that took."""

    answerer: Answerer
    settings: Settings
    found: list[list[tuple[int, int]]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    processor_s: float = 0.0

    def ask(self, examples: Sequence[Example]) -> None:
        before = used_s(self.settings)
        for example in examples:
            started = time.perf_counter()
            passages = [hit.passage for hit in self.answerer.find(example.question).hits]
            self.seconds.append(time.perf_counter() - started)
            self.found.append([(each.article_id, each.start) for each in passages])
            self.right.append(bool(passages) and is_relevant(passages[0], example))
        self.processor_s += used_s(self.settings) - before


def used_s(settings: Settings) -> float:
    """Processor seconds of this process and of the server's."""
    return time.process_time() + served_s(settings)


def build(
    kept_in: Engine,
    encoder: Encoder,
    articles: Sequence[Article],
    edition: int,
    elsewhere: Known | None = None,
) -> str:
    """The id of what is published."""
    with kept_in.only_rebuild():
        return kept_in.build(
            map(kept, articles),
            encoder,
            corpus=f"edition-{edition}",
            sources={},
            keep=3,
            elsewhere=elsewhere,
        ).manifest.id


def published(
    settings: Settings, encoder: Encoder, dataset: Dataset, examples: Sequence[Example], times: int
) -> dict[str, Any]:
    """Publish again and again while threads ask."""
    kept_in = storage.engine_of(settings)
    index = CurrentIndex(settings, encoder)
    editions = {build(kept_in, encoder, edition_of(dataset.articles, 0), 0): 0}
    with publishing(settings) as seconds, Asking(index, examples) as asking:
        for edition in range(1, times + 1):
            editions[build(kept_in, encoder, edition_of(dataset.articles, edition), edition)] = (
                edition
            )
            asking.wait_until_answered(edition)
    index.close()
    mixed = sum(shown != {editions[snapshot]} for snapshot, shown in asking.shown if shown)
    return {
        "publish_ms": [round(1000 * each, 1) for each in seconds],
        "questions_meanwhile": len(asking.shown) + len(asking.failures),
        "of_editions": len({snapshot for snapshot, _ in asking.shown}),
        "failed": len(asking.failures),
        "mixed": mixed,
        "slowest_ms": 1000 * max(asking.seconds),
    }


def edition_of(articles: Sequence[Article], edition: int) -> list[Article]:
    """Each with another title, so that every row of it is stored again."""
    return [replace(each, title=f"{each.title}, {EDITION} {edition}") for each in articles]


class Asking:
    """Threads that ask, and one that follows the index, as the bot's do."""

    def __init__(self, index: CurrentIndex, examples: Sequence[Example]) -> None:
        self.shown: list[tuple[str, set[int]]] = []
        self.seconds: list[float] = []
        self.failures: list[str] = []
        self._index = index
        self._questions = cycle([example.question for example in examples])
        self._over = threading.Event()
        work = [self._follow, *[self._ask] * ASKING]
        self._threads = [threading.Thread(target=each) for each in work]

    def _ask(self) -> None:
        while not self._over.is_set():
            started = time.perf_counter()
            try:
                answer = self._index.answer(next(self._questions), 3, near=True)
            except Exception as error:
                self.failures.append(repr(error))
                continue
            self.seconds.append(time.perf_counter() - started)
            titles = (quote.title for quote in answer.quotes)
            editions = {int(title.rpartition(f"{EDITION} ")[2]) for title in titles}
            self.shown.append((answer.snapshot.id, editions))

    def _follow(self) -> None:
        while not self._over.wait(FOLLOWED_EVERY_S):
            self._index.follow()

    def wait_until_answered(self, edition: int) -> None:
        """From an edition, several times."""
        while sum(edition in shown for _, shown in self.shown) < SEEN_OF_EACH:
            if self._over.wait(FOLLOWED_EVERY_S):
                return

    def __enter__(self) -> Self:
        self._index.follow()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


if __name__ == "__main__":
    main()
