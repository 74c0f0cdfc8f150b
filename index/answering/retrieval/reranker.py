"""A cross-encoder as the last re-ranker: it reads question and passage together; off by default.

It reorders the first hits and leaves their scores alone, so that confidence keeps its meaning.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.encoder.models import ModelFiles, load_model
from index.types import Hit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker:
    """Orders the best `depth` hits by a cross-encoder's score; the rest keep their order."""

    def __init__(self, model: "CrossEncoder", depth: int) -> None:
        self._model = model
        self._depth = depth

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        first, rest = hits[: self._depth], hits[self._depth :]
        if not first:
            return []
        pairs = [(question, hit.passage.text) for hit in first]
        scores = np.asarray(self._model.predict(pairs, show_progress_bar=False)).reshape(len(first))
        order = np.argsort(-scores, kind="stable")
        return [*(first[i] for i in order), *rest]


def load_reranker(files: ModelFiles, depth: int) -> Reranker:
    """Raises `EncoderError` naming the setting if the model cannot be loaded."""
    from sentence_transformers import CrossEncoder

    return Reranker(load_model(CrossEncoder, files), depth)
