"""What a rebuild costs when nothing or little has changed: `python -m bench.rebuild.incremental`.

With the encoder in force, loaded beforehand: start-up is not in the figures.
"""

import argparse
import tempfile
import time
from pathlib import Path

from bench.rebuild.corpus import Corpus, paragraphs_of
from bot.engine.encoders import load_encoder, locate_encoder
from config.settings import load
from index.building.rebuild import RebuildReport, Sources, rebuild


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="SQuAD-format files")
    parser.add_argument("--passages", type=int, default=10_000)
    options = parser.parse_args()
    paragraphs = paragraphs_of(options.files)
    settings = load({}, flags={})
    encoder = load_encoder(settings, locate_encoder(settings))

    def run(edition: int) -> tuple[RebuildReport, float]:
        started = time.monotonic()
        report = rebuild(
            Sources(chosen=("the corpus",)),
            Corpus(paragraphs, options.passages, edition).read,
            data,
            encoder.fingerprint,
            lambda: encoder,
            keep=2,
        )
        return report, time.monotonic() - started

    with tempfile.TemporaryDirectory(prefix="pullquote-incremental-") as folder:
        data = Path(folder)
        rows = [("from nothing", *run(0)), ("nothing changed", *run(0)), ("1% changed", *run(1))]
    whole = rows[0][2]
    print("| rebuild | passages | encoded | seconds | times as fast |\n|---|---|---|---|---|")
    for name, report, seconds in rows:
        print(
            f"| {name} | {report.passages:,} | {report.encoded:,} | {seconds:.2f} "
            f"| {whole / seconds:.0f} |"
        )


if __name__ == "__main__":
    main()
