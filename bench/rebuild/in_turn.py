"""One or two engines asked the same questions in turn, and what that takes each of them.

`python -m bench.rebuild.in_turn FILE --data FOLDER --url URL` asks indexes that are there, so that
a change can be measured without building them again. On a busy machine a processor second is dearer
at one moment than at another: asked in turn, both engines pay the same.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.rebuild.served import served_s
from bot.engine import answerers, encoders, storage
from config.settings import Settings, load
from index.answering.answer import Answerer
from index.arrays import FloatArray, IdArray
from index.engine.views import Views
from index.evaluation.datasets import read_datasets
from index.text.words import words

QUESTIONS, WARM_UP = 200, 20
RECALL_AT, RECALL_OF = 50, 100
READ_AT_ONCE = 20_000  # vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="SQuAD-format files")
    parser.add_argument("--data", type=Path, help="the folder of an embedded index")
    parser.add_argument("--url", help="the database of an index in PostgreSQL")
    parser.add_argument("--no-reader", action="store_true", help="measure without the reader")
    options = parser.parse_args()
    found = asked(engines(options.data, options.url, reader=not options.no_reader), options.files)
    for name, figures in found.items():
        print(name, json.dumps(figures))


def engines(data: Path | None, url: str | None, *, reader: bool = True) -> dict[str, Settings]:
    flags: dict[str, Any] = {} if reader else {"reader.model": ""}
    given = {
        "embedded": data and {"data.dir": data},
        "postgres": url and {"data.engine": "postgres", "data.url": url},
    }
    return {name: load({}, flags={**flags, **own}) for name, own in given.items() if own}


@dataclass(slots=True)
class Asked:
    """An engine, and what each question took it."""

    settings: Settings
    answerer: Answerer
    opened_s: float
    wall_s: list[float] = field(default_factory=list)
    own_s: list[float] = field(default_factory=list)
    trips: list[int] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    served_s: float = 0.0

    def ask(self, question: str) -> None:
        with counted(self.settings) as trips:
            started, used = time.perf_counter(), time.process_time()
            hits = self.answerer.answer(question, near=True).quotes
            self.own_s.append(time.process_time() - used)
            self.wall_s.append(time.perf_counter() - started)
        self.trips.append(len(trips))
        self.first.append(hits[0].text if hits else "")

    def forget_warm_up(self) -> None:
        for each in (self.wall_s, self.own_s, self.trips, self.first):
            each.clear()
        self.served_s = -served_s(self.settings)

    def figures(self, questions: Sequence[str], vectors: FloatArray) -> dict[str, Any]:
        self.served_s += served_s(self.settings)
        wall, views = sorted(self.wall_s), self.answerer.snapshot
        asked = len(wall)
        server = self.served_s / asked
        return {
            "passages": views.manifest.passages,
            "open_s": round(self.opened_s, 2),
            "p50_ms": round(1000 * statistics.median(wall), 1),
            "p95_ms": round(1000 * wall[int(asked * 0.95)], 1),
            "client_ms": round(1000 * sum(self.own_s) / asked, 1),
            "server_ms": round(1000 * server, 1),
            "processor_ms": round(1000 * (sum(self.own_s) / asked + server), 1),
            "round_trips": round(sum(self.trips) / asked, 1),
            "recall_by_vectors": round(recall_by_vectors(views, vectors), 4),
            "recall_by_words": round(recall_by_words(views, questions), 4),
        }


def asked(settings: dict[str, Settings], files: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """The figures of each engine, by its name; with two, how often the first quote is the same."""
    examples = read_datasets(files).examples
    chosen = random.Random(0).sample(examples, QUESTIONS + WARM_UP)  # noqa: S311 - no secret
    questions = [example.question for example in chosen]
    first = next(iter(settings.values()))
    encoder = encoders.load_encoder(first, encoders.locate_encoder(first))
    each = {}
    for name, own in settings.items():
        started = time.monotonic()
        views = storage.engine_of(own).open()
        opened = time.monotonic() - started
        each[name] = Asked(own, answerers.answerer_of(own, views, encoder), opened)
    for number, question in enumerate(questions):
        if number == WARM_UP:
            for engine in each.values():
                engine.forget_warm_up()
        in_order = list(each.values())
        for engine in in_order if number % 2 else reversed(in_order):
            engine.ask(question)
    some = questions[-RECALL_OF:]
    vectors = np.array([encoder.encode_query(question).vector for question in some])
    found = {name: engine.figures(some, vectors) for name, engine in each.items()}
    if len(each) > 1:
        pairs = list(zip(*(engine.first for engine in each.values()), strict=True))
        same = sum(a == b for a, b in pairs) / len(pairs)
        for figures in found.values():
            figures["first_quote_equal"] = round(same, 4)
    return found


@contextmanager
def counted(settings: Settings) -> Iterator[list[None]]:
    """How often PostgreSQL is waited for meanwhile: something for each time."""
    trips: list[None] = []
    if settings.data.engine != "postgres":
        yield trips
        return
    from index.postgres.database import Database

    run = Database.run

    def noted(self: Database, *given: Any) -> Any:
        trips.append(None)
        return run(self, *given)

    Database.run = noted  # type: ignore[method-assign, assignment]
    try:
        yield trips
    finally:
        Database.run = run  # type: ignore[method-assign]


def recall_by_vectors(views: Views, vectors: FloatArray) -> float:
    """Recall@50 of the nearest to each query against all vectors, as the engine keeps them."""
    shares = []
    for vector, ids in zip(vectors, exact(views, vectors), strict=True):
        least = (views.vectors(ids) @ vector).min()
        _, cosines = views.nearest(vector, RECALL_AT)
        # One that is as near as the last of them counts as it.
        shares.append(np.count_nonzero(cosines >= least) / len(ids))
    return float(np.mean(shares))


def exact(views: Views, vectors: FloatArray) -> list[IdArray]:
    """The ids of the 50 passages that are nearest to each query."""
    compared = getattr(views, "compared", None)
    if compared is not None:
        return [compared(vector, RECALL_AT) for vector in vectors]
    best = np.full((len(vectors), RECALL_AT), -2, dtype=np.float32)
    ids = np.zeros((len(vectors), RECALL_AT), dtype=np.int64)
    for start in range(0, views.manifest.passages, READ_AT_ONCE):
        page = np.arange(start, min(start + READ_AT_ONCE, views.manifest.passages))
        scores = np.concatenate([best, vectors @ views.vectors(page).T], axis=1)
        numbers = np.concatenate([ids, np.broadcast_to(page, (len(vectors), len(page)))], axis=1)
        top = np.argpartition(-scores, RECALL_AT - 1, axis=1)[:, :RECALL_AT]
        best, ids = np.take_along_axis(scores, top, 1), np.take_along_axis(numbers, top, 1)
    return list(ids)


def recall_by_words(views: Views, questions: Sequence[str]) -> float:
    """Recall@50 of the best by BM25 against every posting; the embedded index knows no other."""
    every = getattr(views, "scored_by_words", None)
    if every is None:
        return 1.0
    shares = []
    for sought in filter(None, words(questions)):
        ids, scores = every(sought)
        if len(ids):
            best = np.sort(scores)[::-1][:RECALL_AT]
            found = scores[np.isin(ids, views.best_by_words(sought, RECALL_AT))]
            # One that is as good as the last of them counts as it.
            shares.append(np.count_nonzero(found >= best[-1]) / len(best))
    return float(np.mean(shares)) if shares else 1.0


if __name__ == "__main__":
    main()
