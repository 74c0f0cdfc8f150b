"""How well pairs of the Microsoft Research Paraphrase Corpus are known to state the same.

`python -m bench.same_fact msr_paraphrase_test.txt` reads the corpus's own file (Dolan & Brockett
2005): tab-separated, with the judgement first and the two sentences last.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from bot.engine.encoders import load_encoder, locate_encoder
from bot.wording.evaluation_report import render_known
from config.settings import load
from index.evaluation.known_files import Line
from index.evaluation.statements import evaluate_same_facts


def lines_of(file: Path) -> Iterator[Line]:
    rows = file.read_text(encoding="utf-8-sig").splitlines()[1:]
    for number, row in enumerate(rows, start=2):
        if len(fields := row.split("\t")) == 5:
            judgement, *_, one, other = fields
            values = {"sentence": one, "other": other, "same": judgement == "1"}
            yield Line(values, f"{file}: line {number}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    settings = load({})
    encoder = load_encoder(settings, locate_encoder(settings))
    print(render_known([evaluate_same_facts(lines_of(options.file), encoder)]))


if __name__ == "__main__":
    main()
