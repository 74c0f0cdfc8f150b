"""One engine after the other, each in a process of its own, asked and scored alike."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.peers.environment import InstallFailed, environment, last_line, pins
from index.evaluation import measures
from index.evaluation.datasets import Dataset, Example

ROOT = Path(__file__).parents[2]
DEPTH = 100
"""How many documents are ranked for each question; MRR counts nothing below."""

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine: the module that runs it, how it is set up, and what it is installed from.

    Without a requirement file it runs in the environment that runs the comparison. `package` is the
    pinned package whose version is shown.
    """

    label: str
    module: str
    setup: str
    requirements: Path | None = None
    package: str = ""

    @property
    def name(self) -> str:
        return self.module.rpartition(".")[2]

    @property
    def version(self) -> str:
        for line in pins(self.requirements) if self.requirements else ():
            package, _, version = line.partition("==")
            if package == self.package:
                return version
        return ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; shares are 0 to 1, memory and disk in megabytes of 10^6 bytes.

    CPU times are of all threads together: if other work shares the machine, they say more than
    elapsed time.
    """

    success_1: float
    success_3: float
    success_5: float
    mrr: float
    index_s: float
    index_cpu_s: float
    ms_p50: float
    ms_p95: float
    cpu_ms_p50: float
    memory_mb: float
    disk_mb: float


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table: figures, or the reason why there are none.

    `load` is the average number of busy processes in the minute before the engine started.
    """

    peer: Peer
    figures: Figures | None
    failure: str = ""
    load: float = 0.0


class RunFailed(Exception):
    """An engine that did not run to its end, or gave something else than the protocol asks for."""


def sample(dataset: Dataset, limit: int | None, seed: int) -> list[Example]:
    """The questions that `pullquote eval` asks and ranks: its sample, less those without answer."""
    examples = list(dataset.examples)
    if limit is not None and limit < len(examples):
        examples = random.Random(seed).sample(examples, limit)  # noqa: S311 - no secret
    return [example for example in examples if example.answers]


def task(dataset: Dataset, examples: Sequence[Example]) -> dict[str, Any]:
    """What every engine gets: each context of the dataset as one document, and the questions."""
    documents = [
        {
            "id": document_id(number, paragraph.number),
            "title": article.title,
            "text": article.text[paragraph.start : paragraph.end],
        }
        for number, article in enumerate(dataset.articles)
        for paragraph in article.paragraphs
    ]
    return {
        "documents": documents,
        "questions": [example.question for example in examples],
        "depth": DEPTH,
    }


def document_id(article: int, paragraph: int) -> str:
    return f"{article}:{paragraph}"


def compare(
    peers: Sequence[Peer],
    dataset: Dataset,
    examples: Sequence[Example],
    *,
    environments: Path,
    timeout_s: float,
    torch_index: str | None = None,
    on_result: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Install all, then run one after the other; what fails has its reason and stops no other."""
    results: list[Result] = []
    with TemporaryDirectory(prefix="pullquote-peers-") as folder:
        task_file = Path(folder) / "task.json"
        task_file.write_text(json.dumps(task(dataset, examples)), encoding="utf-8")
        pythons: dict[str, Path | InstallFailed] = {}
        for peer in peers:
            pythons[peer.name] = _python(peer, environments, torch_index)
        for peer in peers:
            python = pythons[peer.name]
            load = round(os.getloadavg()[0], 1)
            try:
                if isinstance(python, InstallFailed):
                    raise python
                lines, disk_bytes = _run(peer, python, task_file, timeout_s)
                result = Result(peer, score(lines, disk_bytes, examples), load=load)
            except InstallFailed as error:
                result = Result(peer, None, f"does not install: {error}", load)
            except RunFailed as error:
                result = Result(peer, None, f"does not run: {error}", load)
            results.append(result)
            on_result(result)
    return results


def _python(peer: Peer, environments: Path, torch_index: str | None) -> Path | InstallFailed:
    if peer.requirements is None:
        return Path(sys.executable)
    try:
        return environment(peer.name, peer.requirements, environments, torch_index)
    except InstallFailed as error:
        return error


def _run(
    peer: Peer, python: Path, task_file: Path, timeout_s: float
) -> tuple[list[dict[str, Any]], int]:
    """The lines an engine wrote, and the bytes it left in its folder."""
    with TemporaryDirectory(prefix=f"pullquote-peer-{peer.name}-") as folder:
        index, output = Path(folder) / "index", Path(folder) / "output.jsonl"
        index.mkdir()
        command = [str(python), "-m", peer.module, str(task_file), str(index), str(output)]
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | OFFLINE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                timeout=timeout_s,
            )
        except subprocess.TimeoutExpired as error:
            raise RunFailed(f"it took longer than {timeout_s:g} s") from error
        if done.returncode:
            raise RunFailed(last_line(done.stderr))
        lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
        return lines, sum(path.stat().st_size for path in index.rglob("*") if path.is_file())


def score(lines: Sequence[dict[str, Any]], disk_bytes: int, examples: Sequence[Example]) -> Figures:
    """Figures from an engine's lines; the relevant document is the question's own context."""
    if len(lines) != len(examples) + 2:
        raise RunFailed(f"it answered {len(lines) - 2} of {len(examples)} questions")
    first, *answers, last = lines
    rankings = [answer["ranking"] for answer in answers]
    for ranking in rankings:
        if len(ranking) > DEPTH or len(set(ranking)) < len(ranking):
            raise RunFailed(f"a ranking is longer than {DEPTH} or names a document twice")
    ranks = [
        _rank(ranking, document_id(example.article, example.paragraph))
        for ranking, example in zip(rankings, examples, strict=True)
    ]
    milliseconds = [answer["ms"] for answer in answers]
    return Figures(
        success_1=measures.success(ranks, 1),
        success_3=measures.success(ranks, 3),
        success_5=measures.success(ranks, 5),
        mrr=measures.mrr(ranks),
        index_s=first["index_s"],
        index_cpu_s=first["index_cpu_s"],
        ms_p50=measures.quantile(milliseconds, 0.5),
        ms_p95=measures.quantile(milliseconds, 0.95),
        cpu_ms_p50=measures.quantile([answer["cpu_ms"] for answer in answers], 0.5),
        memory_mb=last["peak_mb"],
        disk_mb=disk_bytes / 1e6,
    )


def _rank(ranking: Sequence[str], relevant: str) -> int | None:
    return ranking.index(relevant) + 1 if relevant in ranking else None
