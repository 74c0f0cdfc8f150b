"""Batches hold every text once, padded as the tokenizers library pads, of about equal tokens."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.encoder.batches import WINDOW, BatchTokenizer, TokenizerSpec
from tests.index.encoder.tiny_model import make_tiny_model

LENGTH = 16


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> TokenizerSpec:
    folder = make_tiny_model(tmp_path_factory.mktemp("model") / "tiny")
    json = (folder / "tokenizer.json").read_text(encoding="utf-8")
    return TokenizerSpec(json, LENGTH, 0, ("input_ids", "attention_mask"))


@given(
    counts=st.lists(st.integers(0, 40), max_size=30),
    batch_tokens=st.integers(1, 200),
)
def test_every_text_is_in_one_batch_within_its_tokens(
    spec: TokenizerSpec, counts: list[int], batch_tokens: int
) -> None:
    texts = [" ".join(["troops"] * count) for count in counts]
    batches = list(BatchTokenizer(spec).batches(texts, "", batch_tokens))
    assert sorted(i for batch in batches for i in batch.positions) == list(range(len(texts)))
    lengths = [batch.inputs[0].shape[1] for batch in batches]
    assert lengths == sorted(lengths, reverse=True)
    for batch in batches:
        assert batch.inputs[0].size <= batch_tokens or len(batch.positions) == 1
        for i, kept in zip(batch.positions, batch.kept, strict=True):
            assert kept.sum() == min(counts[i], LENGTH - 2)


def test_arrays_are_those_of_the_tokenizers_library(spec: TokenizerSpec) -> None:
    texts = ["who sent troops?", "a bridge", "the alliance sent troops to a bridge and a mirror"]
    theirs = Tokenizer.from_str(spec.json)
    theirs.enable_truncation(LENGTH)
    theirs.enable_padding()
    (batch,) = BatchTokenizer(spec).batches(texts, "", 1000)
    rows = theirs.encode_batch([texts[i] for i in batch.positions])
    assert batch.inputs[0].tolist() == [row.ids for row in rows]
    assert batch.inputs[1].tolist() == [row.attention_mask for row in rows]


def test_windows_follow_one_another(spec: TokenizerSpec) -> None:
    texts = ["who"] * WINDOW + ["the alliance sent troops"]
    *_, last = BatchTokenizer(spec).batches(texts, "", 1000)
    assert last.positions == [WINDOW]
    assert last.ids[0].shape == (6,)
    assert np.array_equal(last.kept[0], [False, True, True, True, True, False])
