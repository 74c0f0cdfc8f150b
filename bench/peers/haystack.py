"""Haystack: BM25 and embedding retrievers on its in-memory store, joined by reciprocal rank.

DocumentJoiner's own default, `concatenate`, orders by raw scores that cannot be compared and is
meant for a ranker behind it; reciprocal rank is what Haystack's MultiRetriever takes by default.
"""

from collections.abc import Sequence
from pathlib import Path

from haystack import Document as HaystackDocument
from haystack import Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from bench.peers.protocol import Document, encoder_folder, run


class Haystack:
    def __init__(self) -> None:
        self.store = InMemoryDocumentStore()
        self.embedder = SentenceTransformersDocumentEmbedder(
            model=encoder_folder(), progress_bar=False
        )
        self.embedder.warm_up()
        self.pipeline = Pipeline()
        self.pipeline.add_component(
            "text_embedder",
            SentenceTransformersTextEmbedder(model=encoder_folder(), progress_bar=False),
        )
        self.pipeline.add_component(
            "embedding_retriever", InMemoryEmbeddingRetriever(document_store=self.store)
        )
        self.pipeline.add_component(
            "bm25_retriever", InMemoryBM25Retriever(document_store=self.store)
        )
        self.pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self.pipeline.connect("text_embedder.embedding", "embedding_retriever.query_embedding")
        self.pipeline.connect("bm25_retriever", "joiner")
        self.pipeline.connect("embedding_retriever", "joiner")

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        contents = [HaystackDocument(id=d.id, content=d.text) for d in documents]
        self.store.write_documents(self.embedder.run(contents)["documents"])
        self.store.save_to_disk(str(folder / "store.json"))

    def search(self, question: str, depth: int) -> list[str]:
        result = self.pipeline.run(
            {
                "text_embedder": {"text": question},
                "embedding_retriever": {"top_k": depth},
                "bm25_retriever": {"query": question, "top_k": depth},
            }
        )
        return [document.id for document in result["joiner"]["documents"]][:depth]


if __name__ == "__main__":
    run(Haystack)
