"""txtai, hybrid: dense vectors in FAISS and its own BM25, scores joined half and half."""

from collections.abc import Sequence
from pathlib import Path

from txtai import Embeddings

from bench.peers.protocol import Document, encoder_folder, run


class Txtai:
    def __init__(self) -> None:
        self.embeddings = Embeddings(path=encoder_folder(), hybrid=True)

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        self.embeddings.index((d.id, d.text) for d in documents)
        self.embeddings.save(str(folder / "txtai"))

    def search(self, question: str, depth: int) -> list[str]:
        return [found for found, _ in self.embeddings.search(question, depth)]


if __name__ == "__main__":
    run(Txtai)
