"""An engine for the tests of bench/peers: ranks by shared words; breaks when it is asked to."""

from collections.abc import Sequence
from pathlib import Path

from bench.peers.protocol import Document, run


class SharedWords:
    def index(self, documents: Sequence[Document], folder: Path) -> None:
        self.words = {document.id: set(document.text.lower().split()) for document in documents}
        (folder / "index").write_bytes(b"x" * 2_000_000)

    def search(self, question: str, depth: int) -> list[str]:
        if "whales" in question:
            raise ValueError("no whales | here")
        asked = set(question.lower().strip("?").split())
        return sorted(self.words, key=lambda id_: -len(asked & self.words[id_]))[:depth]


if __name__ == "__main__":
    run(SharedWords)
