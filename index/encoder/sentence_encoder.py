"""An encoder over a tokenizer and an engine that runs the model."""

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.arrays import FloatArray, IntArray
from index.encoder.batches import Batch, BatchTokenizer
from index.encoder.encoding import Encoding
from index.encoder.models import ModelFiles

# Batches begun or waiting for each stream: enough that none idles while the caller works.
AHEAD = 4


class Engine(Protocol):
    """Runs a model; may be shared by threads. Every engine gives the same vectors."""

    @property
    def streams(self) -> int:
        """How many batches are best run at once."""
        ...

    def run(self, inputs: Sequence[NDArray[np.int64]]) -> tuple[FloatArray, FloatArray]:
        """The token vectors (texts, length, d) and the passage vectors (texts, d)."""
        ...


class SentenceEncoder:
    """An `Encoder`; may be shared by threads."""

    def __init__(
        self,
        files: ModelFiles,
        tokenizer: BatchTokenizer,
        engine: Engine,
        *,
        dimension: int,
        query_prompt: str,
        document_prompt: str,
        batch_tokens: int,
    ) -> None:
        self.name = files.name
        self.fingerprint = files.fingerprint
        self.dimension = dimension
        self.engine = engine
        self.max_tokens = min(map(tokenizer.tokens_left, (query_prompt, document_prompt)))
        self._tokenizer = tokenizer
        self._query_prompt = query_prompt
        self._document_prompt = document_prompt
        self._batch_tokens = batch_tokens

    def token_offsets(self, text: str) -> IntArray:
        return self._tokenizer.offsets(text)

    def encode_passages(self, texts: Sequence[str]) -> Generator[tuple[int, Encoding], None, None]:
        streams = self.engine.streams
        pool = ThreadPoolExecutor(streams, thread_name_prefix="encoder")
        under_way: deque[Future[list[tuple[int, Encoding]]]] = deque()
        try:
            for batch in self._tokenizer.batches(texts, self._document_prompt, self._batch_tokens):
                under_way.append(pool.submit(self._encode, batch))
                if len(under_way) == AHEAD * streams:
                    yield from under_way.popleft().result()
            while under_way:
                yield from under_way.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def encode_query(self, text: str) -> Encoding:
        (batch,) = self._tokenizer.batches([text], self._query_prompt, self._batch_tokens)
        return self._encode(batch)[0][1]

    def _encode(self, batch: Batch) -> list[tuple[int, Encoding]]:
        tokens, vectors = self.engine.run(batch.inputs)
        return [
            (
                position,
                Encoding(
                    vectors[i],
                    tokens[i, : len(kept)][kept],
                    batch.offsets[i][kept],
                    batch.ids[i][kept],
                ),
            )
            for i, (position, kept) in enumerate(zip(batch.positions, batch.kept, strict=True))
        ]
