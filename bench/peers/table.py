"""What was measured, as a Markdown table and as JSON, with what it was measured on."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.peers.comparison import Result

HEADER = (
    "| engine | Success@1 | @3 | @5 | MRR | index, s (CPU s) | question p50, ms (CPU ms) "
    "| memory, MB | disk, MB |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def render(
    results: Sequence[Result], *, questions: int, documents: int, machine: dict[str, Any]
) -> str:
    rows = [_row(result) for result in results]
    loads = [result.load for result in results]
    about = (
        f"{questions:,} questions, {documents:,} documents; {machine['cpu']}, "
        f"{machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}, "
        f"Python {machine['python']}; load {min(loads)} to {max(loads)} before each."
    )
    return "\n".join([HEADER, *rows, "", about])


def as_json(
    results: Sequence[Result], *, questions: int, documents: int, machine: dict[str, Any]
) -> dict[str, Any]:
    return {
        "questions": questions,
        "documents": documents,
        "machine": machine,
        "engines": [
            {
                "engine": result.peer.label,
                "version": result.peer.version,
                "setup": result.peer.setup,
                "figures": asdict(result.figures) if result.figures else None,
                "failure": result.failure,
                "load": result.load,
            }
            for result in results
        ],
    }


def _row(result: Result) -> str:
    peer = result.peer
    name = " ".join(filter(None, [peer.label, peer.version])) + f": {peer.setup}"
    if result.figures is None:
        return f"| {name} | {result.failure.replace('|', '¦')} | | | | | | | |"
    f = result.figures
    quality = [f"{share:.3f}" for share in (f.success_1, f.success_3, f.success_5, f.mrr)]
    cost = [
        f"{f.index_s:.1f} ({f.index_cpu_s:.1f})",
        f"{f.ms_p50:.1f} ({f.cpu_ms_p50:.1f})",
        f"{f.memory_mb:,.0f}",
        f"{f.disk_mb:.1f}",
    ]
    return "| " + " | ".join([name, *quality, *cost]) + " |"


def this_machine() -> dict[str, Any]:
    """What the figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def _cpu() -> str:
    about = Path("/proc/cpuinfo")
    for line in about.read_text().splitlines() if about.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
