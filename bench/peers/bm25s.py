"""bm25s as its README starts: English stop words out, Snowball stems, k1 1.5, b 0.75."""

from collections.abc import Sequence
from pathlib import Path

import bm25s
import Stemmer

from bench.peers.protocol import Document, run


class Bm25s:
    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("english")
        self.retriever = bm25s.BM25()

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        texts = [d.text for d in documents]
        self.ids = [d.id for d in documents]
        tokens = bm25s.tokenize(texts, stopwords="en", stemmer=self.stemmer, show_progress=False)
        self.retriever.index(tokens, show_progress=False)
        self.retriever.save(str(folder), corpus=[{"id": d.id, "text": d.text} for d in documents])

    def search(self, question: str, depth: int) -> list[str]:
        tokens = bm25s.tokenize(question, stopwords="en", stemmer=self.stemmer, show_progress=False)
        rows, _ = self.retriever.retrieve(tokens, k=min(depth, len(self.ids)), show_progress=False)
        return [self.ids[row] for row in rows[0]]


if __name__ == "__main__":
    run(Bm25s)
