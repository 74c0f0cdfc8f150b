"""LangChain: BM25Retriever and FAISS, joined by EnsembleRetriever (reciprocal rank, half and half).

BM25Retriever cannot be saved: it is built again from the texts at every start.
"""

from collections.abc import Sequence
from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings

from bench.peers.protocol import Document, encoder_folder, run


class LangChain:
    def __init__(self) -> None:
        self.embeddings = HuggingFaceEmbeddings(model_name=encoder_folder())

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        texts = [d.text for d in documents]
        metadatas = [{"id": d.id} for d in documents]
        store = FAISS.from_texts(texts, self.embeddings, metadatas=metadatas)
        store.save_local(str(folder))
        self.dense = store
        self.bm25 = BM25Retriever.from_texts(texts, metadatas=metadatas)

    def search(self, question: str, depth: int) -> list[str]:
        self.bm25.k = depth
        ensemble = EnsembleRetriever(
            retrievers=[self.bm25, self.dense.as_retriever(search_kwargs={"k": depth})],
            weights=[0.5, 0.5],
        )
        return [d.metadata["id"] for d in ensemble.invoke(question)][:depth]


if __name__ == "__main__":
    run(LangChain)
