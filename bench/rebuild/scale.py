"""Memory, latency and duration against the size of the corpus: `python -m bench.rebuild.scale`.

Each size is built and asked in a process of its own, with precomputed vectors (see
`precomputed.py`): encoding a million passages would take hours. With `--url` the same is done in a
PostgreSQL on this machine, in schemas that are dropped before.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.rebuild.corpus import Corpus, paragraphs_of
from bench.rebuild.in_turn import WARM_UP, asked, engines
from bench.rebuild.precomputed import PrecomputedEncoder
from bench.rebuild.served import following_served
from bot.engine import answerers, encoders, storage
from config.settings import Settings
from index.building import build as building
from index.building.rebuild import Sources, rebuild
from index.evaluation.datasets import read_datasets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="SQuAD-format files")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    parser.add_argument("--url", help="a database of PostgreSQL to measure beside the data folder")
    parser.add_argument("--engine", default="embedded", help=argparse.SUPPRESS)
    parser.add_argument("--part", choices=["build", "memory", "ask"], help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    settings = engines(options.data, options.url)
    if options.part == "build":
        print(json.dumps(build(options.files, settings[options.engine], options.sizes[0])))
    elif options.part == "memory":
        print(json.dumps(memory(options.files, settings[options.engine])))
    elif options.part == "ask":
        print(json.dumps(asked(settings, options.files)))
    else:
        rows = [row for size in options.sizes for row in measure(options, size)]
        print(table(rows))
        if options.json:
            options.json.write_text(json.dumps(rows, indent=1) + "\n")


def measure(options: argparse.Namespace, size: int) -> list[dict[str, Any]]:
    """A row for each engine; they are built one after the other, and asked in turn."""
    if options.url:
        empty(options.url)
    with tempfile.TemporaryDirectory(prefix="pullquote-scale-") as folder:

        def done(part: str, engine: str) -> dict[str, Any]:
            command = [sys.executable, "-m", "bench.rebuild.scale", *map(str, options.files)]
            command += ["--part", part, "--data", folder, "--sizes", str(size)]
            command += ["--engine", engine, *(("--url", options.url) if options.url else ())]
            found = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            figures: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
            print(part, engine, figures, file=sys.stderr)
            return figures

        names = ["embedded", "postgres"] if options.url else ["embedded"]
        rows = {name: done("build", name) | done("memory", name) for name in names}
        figures = done("ask", "")
    return [{"engine": name, **row, **figures[name]} for name, row in rows.items()]


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
    seconds, processor_s = [], []
    with publishing(settings) as published, following_served(settings) as served:
        for edition in (0, 0, 1):
            started, used = time.monotonic(), time.process_time() + served()
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
            processor_s.append(time.process_time() + served() - used)
    manifest = kept_in.open().manifest
    return {
        "built": manifest.passages,
        "recall": manifest.recall,
        "bytes": manifest.bytes,
        "build_s": seconds[0],
        "build_processor_s": processor_s[0],
        "unchanged_s": seconds[1],
        "changed_s": seconds[2],
        "changed_processor_s": processor_s[2],
        "publish_ms": 1000 * published[-1],
        "build_rss": peak_memory(),
    }


def memory(files: list[Path], settings: Settings) -> dict[str, Any]:
    """Of a process that answers; and while it opens a newer index beside the one in use."""
    kept_in = storage.engine_of(settings)
    answerer = answerers.open_answerer(settings)
    for example in read_datasets(files).examples[:WARM_UP]:
        answerer.answer(example.question)
    serve_rss = peak_memory()
    kept_in.open().close()
    return {"serve_rss": serve_rss, "swap_rss": peak_memory()}


def publishing(settings: Settings) -> AbstractContextManager[list[float]]:
    """The seconds of each time that an index is put to use."""
    if settings.data.engine == "postgres":
        from index.postgres import generation_build

        return timed(generation_build, "publish")
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


def peak_memory() -> int:
    """The largest resident set of this process so far, bytes; mapped files count in it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def table(rows: list[dict[str, Any]]) -> str:
    lines = [
        "| engine | passages | index | from nothing, without encoding | processor | 1% changed "
        "| processor | put to use | peak memory, building | answering | opened in "
        "| recall@50: vectors | words | question p50 | p95 | processor: client | server |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['engine']} | {row['built']:,} | {row['bytes'] / 1e9:.2f} GB "
        f"| {row['build_s']:.0f} s | {row['build_processor_s']:.0f} s "
        f"| {row['changed_s']:.1f} s | {row['changed_processor_s']:.1f} s "
        f"| {row['publish_ms']:.0f} ms "
        f"| {row['build_rss'] / 2**30:.2f} GiB | {row['serve_rss'] / 2**30:.2f} GiB "
        f"| {row['open_s']:.2f} s | {row['recall_by_vectors']:.3f} "
        f"| {row['recall_by_words']:.3f} "
        f"| {row['p50_ms']:.0f} ms | {row['p95_ms']:.0f} ms "
        f"| {row['client_ms']:.0f} ms | {row['server_ms']:.0f} ms |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
