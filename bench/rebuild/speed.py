"""How many passages a second each engine and precision encodes, side by side.

    python -m bench.rebuild.speed FILE … [--passages 512] [--rounds 3] [--json OUT]

FILE is what `pullquote eval` reads; its first paragraphs are encoded. In every round each engine
has its turn, and so has `SentenceTransformer.encode` as called by default and in batches of 64;
medians are compared. A question is timed in the same rounds.
"""

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

from config.settings import load as load_settings
from index.encoder.encoding import Encoder
from index.encoder.loading import EncoderOptions, load
from index.encoder.models import locate
from index.evaluation.datasets import read_datasets

QUERY = "Who sent troops to the capital?"
QUERIES_A_ROUND = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One way to encode: seconds to load it, medians of the rest, ratio to the default's speed.

    `cpu_ms` is the processor time of one passage, all threads together: other work on the machine
    changes it less than `passages_per_s`.
    """

    name: str
    load_s: float
    passages_per_s: float
    times_default: float
    cpu_ms: float
    query_ms: float
    seconds: tuple[float, ...]


class Contender:
    """A way to encode passages and a query, and the times that it took."""

    def __init__(
        self,
        name: str,
        load_s: float,
        passages: Callable[[Sequence[str]], object],
        query: Callable[[str], object],
    ) -> None:
        self.name = name
        self.load_s = load_s
        self._passages = passages
        self._query = query
        self.seconds: list[float] = []
        self.cpu_s: list[float] = []
        self.query_s: list[float] = []

    def take_turn(self, texts: Sequence[str]) -> None:
        cpu = time.process_time()
        self.seconds.append(timed(lambda: self._passages(texts)))
        self.cpu_s.append(time.process_time() - cpu)
        self.query_s += [timed(lambda: self._query(QUERY)) for _ in range(QUERIES_A_ROUND)]

    def row(self, texts: int, default_s: float) -> Row:
        seconds = statistics.median(self.seconds)
        return Row(
            self.name,
            self.load_s,
            texts / seconds,
            default_s / seconds,
            statistics.median(self.cpu_s) / texts * 1000,
            statistics.median(self.query_s) * 1000,
            tuple(self.seconds),
        )


def timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def all_passages(encoder: Encoder, texts: Sequence[str]) -> object:
    return list(encoder.encode_passages(texts))


def contenders() -> list[Contender]:
    """The default comes first."""
    settings = load_settings({})
    files = locate(settings.encoder.model)
    threads = torch.get_num_threads()
    started = time.perf_counter()
    model = SentenceTransformer(str(files.folder), local_files_only=True)
    load_s = time.perf_counter() - started

    def encode(texts: str | Sequence[str], batch_size: int) -> object:
        torch.set_num_threads(threads)  # our own engines run on one thread a stream
        return model.encode(texts, batch_size=batch_size)

    found = [
        Contender(
            f"SentenceTransformer.encode, batch {size}",
            load_s,
            partial(encode, batch_size=size),
            lambda text: encode(text, 32),
        )
        for size in (32, 64)
    ]
    for engine in ("torch", "openvino") if find_spec("openvino") else ("torch",):
        for precision in ("float32", "bfloat16"):
            started = time.perf_counter()
            options = EncoderOptions(engine, precision, settings.encoder.batch_tokens)
            encoder = load(files, options)
            load_s = time.perf_counter() - started
            found.append(
                Contender(
                    f"Pullquote, {engine} {precision}",
                    load_s,
                    partial(all_passages, encoder),
                    encoder.encode_query,
                )
            )
    return found


def measure(texts: Sequence[str], rounds: int) -> list[Row]:
    running = contenders()
    for contender in running:
        contender.take_turn(texts[:32])
        for times in (contender.seconds, contender.cpu_s, contender.query_s):
            times.clear()
    for done in range(rounds):
        for contender in running:
            contender.take_turn(texts)
        print(f"round {done + 1} of {rounds}, load {os.getloadavg()[0]:.1f}", flush=True)
    default_s = statistics.median(running[0].seconds)
    return [contender.row(len(texts), default_s) for contender in running]


def machine() -> dict[str, object]:
    packages = ("torch", "sentence-transformers", *(["openvino"] if find_spec("openvino") else []))
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "versions": {package: version(package) for package in packages},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--passages", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    articles = read_datasets(arguments.files).articles
    texts = [
        article.text[paragraph.start : paragraph.end]
        for article in articles
        for paragraph in article.paragraphs
    ][: arguments.passages]
    rows = measure(texts, arguments.rounds)
    print(f"\n| {len(texts)} passages | passages/s | × default | CPU ms | question, ms | load, s |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row.name} | {row.passages_per_s:.1f} | {row.times_default:.2f} "
            f"| {row.cpu_ms:.0f} | {row.query_ms:.1f} | {row.load_s:.1f} |"
        )
    if arguments.json:
        report = {
            "passages": len(texts),
            "machine": machine(),
            "rows": [asdict(row) for row in rows],
        }
        arguments.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
