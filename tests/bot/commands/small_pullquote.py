"""`pullquote` as a process of its own with the small encoder and no reader: it imports no torch.

`python -m tests.bot.commands.small_pullquote GATE rebuild …` encodes no passage until the file GATE
is there; everything else is the real command. Beside the gate it leaves a file `pid`, and a file
`loads` with a letter for each time that an encoder was loaded. With a file
`fault` there, encoding fails, and with a file `slow` loading takes ten minutes.
"""

import os
import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.cli import main
from bot.engine import encoders
from config.settings import Settings
from index.encoder.encoding import Encoding
from index.text import languages
from tests.index.encoder.small_encoder import SmallEncoder

LANGUAGES = "UNPACKED_LANGUAGES"
"""In the environment: a file that has the languages' model ready to use, which saves half of the
time that a small rebuild takes."""


@dataclass(frozen=True)
class SmallFiles:
    fingerprint: str = "small@1"


class HeldEncoder(SmallEncoder):
    def __init__(self, gate: Path) -> None:
        super().__init__()
        self._gate = gate
        with gate.with_name("loads").open("a") as loads:
            loads.write("x")
        if gate.with_name("slow").exists():
            time.sleep(600)

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        while not self._gate.exists():
            time.sleep(0.01)
        if self._gate.with_name("fault").exists():
            raise RuntimeError("a fault that a test has made")
        yield from super().encode_passages(texts)


def run(gate: Path, *arguments: str) -> None:
    def load(settings: Settings, files: object) -> HeldEncoder:
        return HeldEncoder(gate)

    encoders.locate_encoder = lambda settings: SmallFiles()  # type: ignore[assignment,return-value]
    encoders.load_encoder = load
    if unpacked := os.environ.get(LANGUAGES):
        languages._identifier = cache(lambda: pickle.loads(Path(unpacked).read_bytes()))  # noqa: S301
    os.environ.setdefault("PULLQUOTE_READER_MODEL", "")
    gate.with_name("pid").write_text(str(os.getpid()))
    main(list(arguments))


if __name__ == "__main__":
    run(Path(sys.argv[1]), *sys.argv[2:])
