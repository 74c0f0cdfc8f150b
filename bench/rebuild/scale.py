"""Memory, latency and duration against the size of the corpus: `python -m bench.rebuild.scale`.

Each size is built and asked in a process of its own, with precomputed vectors (see
`precomputed.py`): encoding a million passages would take hours. With `--url` the same is done in a
PostgreSQL on this machine, in schemas that are dropped before.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from bench.rebuild.corpus import Corpus, paragraphs_of
from bench.rebuild.precomputed import PrecomputedEncoder
from bot.engine import answerers, encoders, storage
from config.settings import Settings, load
from index.building import build as building
from index.building.rebuild import Sources, rebuild
from index.engine import Views
from index.evaluation.datasets import read_datasets
from index.text.words import words

QUESTIONS = 200
RECALL_AT = 50
THEIRS = """SELECT coalesce(string_agg(pid::text, ' '), '') FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND application_name LIKE 'citus_internal%'"""
WARM_UP = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="SQuAD-format files")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    parser.add_argument("--url", help="a database of PostgreSQL to measure beside the data folder")
    parser.add_argument("--engine", default="embedded", help=argparse.SUPPRESS)
    parser.add_argument("--part", choices=["build", "ask"], help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        part = build if options.part == "build" else ask
        flags = {"data.dir": options.data, "data.engine": options.engine, "data.url": options.url}
        settings = load({}, flags=flags)
        print(json.dumps(part(options.files, settings, options.sizes[0])))
        return
    engines = ["embedded", "postgres"] if options.url else ["embedded"]
    rows = [
        measure(options.files, size, name, options.url)
        for size in options.sizes
        for name in engines
    ]
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")


def measure(files: list[Path], size: int, engine: str, url: str | None) -> dict[str, Any]:
    if url and engine == "postgres":
        empty(url)
    with tempfile.TemporaryDirectory(prefix="pullquote-scale-") as folder:
        row: dict[str, Any] = {"engine": engine, "passages": size}
        for part in ("build", "ask"):
            command = [sys.executable, "-m", "bench.rebuild.scale", *map(str, files)]
            command += ["--part", part, "--data", folder, "--sizes", str(size)]
            command += ["--engine", engine, *(("--url", url) if url else ())]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            row |= json.loads(done.stdout.splitlines()[-1])
    print(row, file=sys.stderr)
    return row


def empty(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for schema in ("pullquote", "pullquote_earlier"):
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


def build(files: list[Path], settings: Settings, size: int) -> dict[str, Any]:
    paragraphs = paragraphs_of(files)
    kept_in = storage.engine_of(settings)
    real = encoders.load_encoder(settings, encoders.locate_encoder(settings))
    encoder = PrecomputedEncoder(real, paragraphs)
    seconds = []
    with publishing(settings) as published:
        for edition in (0, 0, 1):
            started = time.monotonic()
            rebuild(
                Sources(chosen=("the corpus",)),
                Corpus(paragraphs, size, edition).read,
                settings.data.dir,
                encoder.fingerprint,
                lambda: encoder,
                keep=1,
                engine=kept_in,
            )
            seconds.append(time.monotonic() - started)
    manifest = kept_in.open().manifest
    return {
        "built": manifest.passages,
        "recall": manifest.recall,
        "bytes": manifest.bytes,
        "build_s": seconds[0],
        "unchanged_s": seconds[1],
        "changed_s": seconds[2],
        "publish_ms": 1000 * published[-1],
        "build_rss": peak_memory(),
    }


def ask(files: list[Path], settings: Settings, size: int) -> dict[str, Any]:
    kept_in = storage.engine_of(settings)
    answerer = answerers.open_answerer(settings)
    examples = read_datasets(files).examples
    chosen = random.Random(0).sample(examples, QUESTIONS + WARM_UP)  # noqa: S311 - no secret
    milliseconds, used = [], 0.0
    for number, example in enumerate(chosen):
        if number == WARM_UP:
            used = time.process_time() + served_s(settings)
        started = time.perf_counter()
        answerer.answer(example.question)
        milliseconds.append((time.perf_counter() - started) * 1000)
    used = time.process_time() + served_s(settings) - used
    measured = sorted(milliseconds[WARM_UP:])
    serve_rss = peak_memory()
    by_words = recall_by_words(answerer.snapshot, [each.question for each in chosen])
    started = time.monotonic()
    kept_in.open().close()
    opened = time.monotonic() - started
    return {
        "open_s": opened,
        "p50_ms": statistics.median(measured),
        "p95_ms": measured[int(len(measured) * 0.95)],
        "processor_ms": used * 1000 / len(measured),
        "recall_by_words": by_words,
        "serve_rss": serve_rss,
        "swap_rss": peak_memory(),
    }


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


def publishing(settings: Settings) -> AbstractContextManager[list[float]]:
    """The seconds of each time that an index is put to use."""
    if settings.data.engine == "postgres":
        from index.postgres import engine

        return timed(engine, "publish")
    return timed(building, "publish")


@contextmanager
def timed(module: ModuleType, name: str) -> Iterator[list[float]]:
    """How long each call of a function of a module takes, seconds."""
    function, seconds = getattr(module, name), list[float]()

    def call(*given: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*given)
        finally:
            seconds.append(time.perf_counter() - started)

    setattr(module, name, call)
    try:
        yield seconds
    finally:
        setattr(module, name, function)


def served_s(settings: Settings) -> float:
    """Processor seconds of PostgreSQL's processes that this user's connections have, if it is used
    and runs on this machine; of a cluster of Citus those on the workers too."""
    if settings.data.engine != "postgres":
        return 0.0
    import psycopg

    statement = (
        "SELECT pid FROM pg_stat_activity "
        "WHERE application_name = 'pullquote' AND datname = current_database()"
    )
    with psycopg.connect(settings.data.url.get_secret_value()) as connection:
        pids = [row[0] for row in connection.execute(statement)]
        row = connection.execute("SELECT to_regproc('run_command_on_workers')").fetchone()
        if row and row[0]:
            on_each = connection.execute("SELECT result FROM run_command_on_workers(%s)", (THEIRS,))
            pids += [pid for [found] in on_each for pid in found.split()]
    total = 0.0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def peak_memory() -> int:
    """The largest resident set of this process so far, bytes; mapped files count in it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def table(rows: list[dict[str, Any]]) -> str:
    lines = [
        "| engine | passages | index | from nothing, without encoding | unchanged | 1% changed "
        "| put to use | peak memory, building | answering | opened in | recall@50: vectors | words "
        "| question p50 | p95 | processor |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['engine']} | {row['built']:,} | {row['bytes'] / 1e9:.2f} GB "
        f"| {row['build_s']:.0f} s "
        f"| {row['unchanged_s']:.1f} s | {row['changed_s']:.1f} s "
        f"| {row['publish_ms']:.0f} ms "
        f"| {row['build_rss'] / 2**30:.2f} GiB | {row['serve_rss'] / 2**30:.2f} GiB "
        f"| {row['open_s']:.2f} s | {row['recall']:.3f} | {row['recall_by_words']:.3f} "
        f"| {row['p50_ms']:.0f} ms | {row['p95_ms']:.0f} ms "
        f"| {row['processor_ms']:.0f} ms |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
