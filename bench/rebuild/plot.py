"""The figures of `scale` as a picture: `python -m bench.rebuild.plot FIGURES.json PICTURE.png`."""

import json
import sys
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

mpl.use("Agg")

GIB = 2**30


def main() -> None:
    figures, picture = map(Path, sys.argv[1:])
    rows = json.loads(figures.read_text())
    sizes = [row["built"] for row in rows]
    figure, (memory, latency) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    memory.plot(sizes, [row["build_rss"] / GIB for row in rows], "o-", label="building")
    memory.plot(sizes, [row["serve_rss"] / GIB for row in rows], "s-", label="answering")
    memory.set_ylabel("peak resident memory, GiB")
    latency.plot(sizes, [row["p50_ms"] for row in rows], "o-", label="p50")
    latency.plot(sizes, [row["p95_ms"] for row in rows], "s-", label="p95")
    latency.set_ylabel("a question, ms")
    for axes in (memory, latency):
        axes.set_xscale("log")
        axes.set_xlabel("passages")
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(picture, dpi=130)


if __name__ == "__main__":
    main()
