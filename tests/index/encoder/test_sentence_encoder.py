"""Batches are encoded ahead of the caller: how far, what an error does, and what an end does."""

import gc
import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from index.arrays import FloatArray
from index.encoder.batches import BatchTokenizer, TokenizerSpec
from index.encoder.models import locate
from index.encoder.sentence_encoder import AHEAD, SentenceEncoder
from index.errors import EncoderError
from tests.index.encoder.tiny_model import make_tiny_model

TEXTS = ["who sent troops"] * 40


class CountingEngine:
    """Gives constant vectors; fails from its `fail_at`th batch on."""

    streams = 2

    def __init__(self, fail_at: int = 1000) -> None:
        self.batches = 0
        self._fail_at = fail_at
        self._lock = threading.Lock()

    def run(self, inputs: Sequence[NDArray[np.int64]]) -> tuple[FloatArray, FloatArray]:
        with self._lock:
            self.batches += 1
            if self.batches >= self._fail_at:
                raise EncoderError("the engine broke")
        shape = inputs[0].shape
        return np.ones((*shape, 4), dtype=np.float32), np.ones((shape[0], 4), dtype=np.float32)


MakeEncoder = Callable[[CountingEngine], SentenceEncoder]


@pytest.fixture(scope="module")
def make_encoder(tmp_path_factory: pytest.TempPathFactory) -> MakeEncoder:
    """An encoder whose batches are one text each."""
    folder = make_tiny_model(tmp_path_factory.mktemp("model") / "tiny")
    json = (folder / "tokenizer.json").read_text(encoding="utf-8")
    tokenizer = BatchTokenizer(TokenizerSpec(json, 64, 0, ("input_ids",)))

    def make(engine: CountingEngine) -> SentenceEncoder:
        return SentenceEncoder(
            locate(str(folder)),
            tokenizer,
            engine,
            dimension=4,
            query_prompt="",
            document_prompt="",
            batch_tokens=1,
        )

    return make


def encoder_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("encoder")]


def test_every_position_comes_once(make_encoder: MakeEncoder) -> None:
    positions = [i for i, _ in make_encoder(CountingEngine()).encode_passages(TEXTS)]
    assert sorted(positions) == list(range(len(TEXTS)))
    assert not encoder_threads()


def test_no_more_than_a_few_batches_are_ahead_of_the_caller(make_encoder: MakeEncoder) -> None:
    engine = CountingEngine()
    encodings = make_encoder(engine).encode_passages(TEXTS)
    assert engine.batches == 0
    for taken in range(1, 20):
        next(encodings)
        assert taken <= engine.batches < taken + AHEAD * engine.streams
    encodings.close()


def test_an_error_of_the_engine_reaches_the_caller(make_encoder: MakeEncoder) -> None:
    engine = CountingEngine(fail_at=5)
    with pytest.raises(EncoderError, match="the engine broke"):
        list(make_encoder(engine).encode_passages(TEXTS))
    assert not encoder_threads()


def test_an_iterator_that_is_left_ends_its_threads(make_encoder: MakeEncoder) -> None:
    engine = CountingEngine()
    for _ in make_encoder(engine).encode_passages(TEXTS):
        break
    gc.collect()
    assert not encoder_threads()
    assert engine.batches <= AHEAD * engine.streams
