"""One parser under atheris, which looks for input that reaches new code: `make atheris FORMAT=pdf`.

`python -m tests.index.reading.coverage_fuzzing .pdf -max_total_time=60` starts from a valid file;
everything after the suffix goes to libFuzzer. What breaks the parser, or takes it 10 s, is written
to `crash-…` in the working folder.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["index", "pypdf", "docx", "markdown_it", "warcio"]):
    from index.reading.lines.dates import iso_date
    from tests.index.reading.fuzzing import expect_sound, read, valid

    # What is loaded on first use, dateparser's languages among it, is not to count as a hang.
    read(sys.argv[1], valid(sys.argv[1]))
    iso_date("12 unknown 2022")


def main(suffix: str, options: list[str]) -> None:
    def parse_once(data: bytes) -> None:
        for found in read(suffix, data):
            expect_sound(found)

    with tempfile.TemporaryDirectory() as corpus:
        Path(corpus, "valid").write_bytes(valid(suffix))
        arguments = [sys.argv[0], "-timeout=10", "-rss_limit_mb=3000", *options, corpus]
        atheris.Setup(arguments, parse_once)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
