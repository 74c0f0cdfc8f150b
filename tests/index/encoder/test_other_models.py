"""ColBERT models for the token vectors, and cross-encoders, by setting."""

from pathlib import Path

import numpy as np
import pytest

from bot.engine.answerers import open_answerer
from bot.engine.rebuilding import run_rebuild
from config.settings import load
from index.answering.retrieval.reranker import Reranker, load_reranker
from index.building.rebuild import Sources
from index.encoder.loading import EncoderOptions, load_multi_vector
from index.encoder.loading import load as load_encoder
from index.encoder.models import locate
from index.encoder.paired_encoder import PairedEncoder
from index.errors import EncoderError, EncoderMismatch
from index.types import Hit, Passage
from tests.index.encoder.tiny_model import (
    make_tiny_colbert,
    make_tiny_cross_encoder,
    make_tiny_model,
)

FLOAT32 = EncoderOptions(engine="torch", precision="float32", batch_tokens=1000)
TEXT = "the alliance sent troops to a bridge."


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("models")
    return {
        "encoder.model": str(make_tiny_model(folder / "tiny")),
        "late_interaction.model": str(make_tiny_colbert(folder / "colbert")),
        "rerank.model": str(make_tiny_cross_encoder(folder / "cross")),
    }


def test_token_vectors_are_those_of_the_colbert_model(models: dict[str, str]) -> None:
    from sentence_transformers import MultiVectorEncoder

    folder = models["late_interaction.model"]
    encoder = load_multi_vector(locate(folder), FLOAT32)
    ((_, ours),) = encoder.encode_passages([TEXT])
    theirs = MultiVectorEncoder(folder, device="cpu").encode_document(TEXT, convert_to_numpy=True)
    assert ours.tokens.shape == (len(ours.offsets), 8)
    rows = np.asarray(theirs)[1:-1]  # without [CLS] and [SEP]
    assert ours.tokens == pytest.approx(
        rows / np.linalg.norm(rows, axis=1, keepdims=True), abs=1e-5
    )


def test_a_pair_takes_the_vector_of_one_and_the_tokens_of_the_other(
    models: dict[str, str],
) -> None:
    dense = load_encoder(locate(models["encoder.model"]), FLOAT32)
    files = locate(models["late_interaction.model"])
    tokens = load_multi_vector(files, FLOAT32)
    pair = PairedEncoder(dense, tokens)
    both = pair.encode_query(TEXT)
    assert both.vector == pytest.approx(dense.encode_query(TEXT).vector)
    assert both.tokens == pytest.approx(tokens.encode_query(TEXT).tokens)
    texts = ["who?", TEXT, "a bridge", TEXT * 3]
    expected = dict(dense.encode_passages(texts))
    for i, encoding in pair.encode_passages(texts):
        assert encoding.vector == pytest.approx(expected[i].vector, abs=1e-6)
        assert encoding.tokens.shape == (len(dense.token_offsets(texts[i])), 8)


def test_both_models_work_by_setting_and_change_the_fingerprint(
    models: dict[str, str], articles: Path, data: Path
) -> None:
    flags = {**models, "data.dir": data, "answer.threshold": 0, "sources.paths": [str(articles)]}
    settings = load({}, flags=flags)
    run_rebuild(settings, Sources(), on_load=lambda: None, on_progress=lambda done, total: None)
    answer = open_answerer(settings).answer("who sent troops?")
    assert answer.quotes
    alone = load({}, flags={**flags, "late_interaction.model": ""})
    with pytest.raises(EncoderMismatch):
        open_answerer(alone)


def test_a_cross_encoder_orders_the_first_hits_and_leaves_the_rest(models: dict[str, str]) -> None:
    from sentence_transformers import CrossEncoder

    texts = ["the bridge", "troops and troops", "a mirror was sent", "who", "in the alliance"]
    passages = [Passage(i, 0, 0, 9, 1, 1, "body", text) for i, text in enumerate(texts)]
    hits = [Hit(passage, 1.0 - i / 10, 0.5, 0.5) for i, passage in enumerate(passages)]
    model = CrossEncoder(models["rerank.model"], device="cpu")
    scores = model.predict([("who sent troops?", text) for text in texts[:3]])
    reranked = Reranker(model, depth=3).rerank("who sent troops?", hits)
    assert [hit.passage.id for hit in reranked] == [*np.argsort(-scores).tolist(), 3, 4]
    assert Reranker(model, depth=3).rerank("who?", []) == []


def test_a_model_that_cannot_be_loaded_names_its_setting(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    reranker = locate(str(tmp_path), setting="rerank.model")
    with pytest.raises(EncoderError, match=r"rerank\.model"):
        load_reranker(reranker, depth=3)
    colbert = locate(str(tmp_path), setting="late_interaction.model")
    with pytest.raises(EncoderError, match=r"late_interaction\.model"):
        load_multi_vector(colbert, FLOAT32)
