"""LlamaIndex: a VectorStoreIndex over FAISS, dense only, as its FAISS guide has it."""

from collections.abc import Sequence
from pathlib import Path

import faiss
from llama_index.core import Document as LlamaDocument
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.faiss import FaissVectorStore

from bench.peers.protocol import Document, encoder_folder, run

DIMENSIONS = 384


class LlamaIndex:
    def __init__(self) -> None:
        self.embedding = HuggingFaceEmbedding(model_name=encoder_folder())

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        store = FaissVectorStore(faiss_index=faiss.IndexFlatL2(DIMENSIONS))
        self.vectors = VectorStoreIndex.from_documents(
            [LlamaDocument(text=d.text, doc_id=d.id) for d in documents],
            storage_context=StorageContext.from_defaults(vector_store=store),
            embed_model=self.embedding,
        )
        self.vectors.storage_context.persist(persist_dir=str(folder))

    def search(self, question: str, depth: int) -> list[str]:
        retriever = self.vectors.as_retriever(similarity_top_k=depth)
        # A long document may be split into several nodes; it counts where its first one does.
        return list(dict.fromkeys(hit.node.ref_doc_id for hit in retriever.retrieve(question)))


if __name__ == "__main__":
    run(LlamaIndex)
