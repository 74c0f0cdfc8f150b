"""OpenVINO gives torch's vectors, and the index of one answers under the other."""

import logging
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bot.engine.answerers import open_answerer
from bot.engine.rebuilding import run_rebuild
from config.settings import load as load_settings
from index.building.rebuild import Sources
from index.encoder.loading import EncoderOptions, Precision, load, load_multi_vector
from index.encoder.models import DEFAULT_MODEL, locate
from index.encoder.sentence_encoder import SentenceEncoder
from index.errors import EncoderError
from tests.index.encoder.tiny_model import make_tiny_colbert, make_tiny_model

pytestmark = pytest.mark.skipif(not find_spec("openvino"), reason="OpenVINO is not installed")

TEXTS = [
    "Troops were sent by the alliance on 6 January.",
    "Nobody knew.",
    "A telescope unfolded its mirror a million miles from home, and every segment worked. " * 5,
]


def options(name: str, precision: Precision = "float32") -> EncoderOptions:
    assert name in ("auto", "torch", "openvino")
    return EncoderOptions(name, precision, batch_tokens=128)  # type: ignore[arg-type]


def least_cosines(a: SentenceEncoder, b: SentenceEncoder, texts: Sequence[str]) -> list[float]:
    """The smallest cosine between passage vectors, and between token vectors."""
    ours, theirs = dict(a.encode_passages(texts)), dict(b.encode_passages(texts))
    return [
        min(float(ours[i].vector @ theirs[i].vector) for i in ours),
        min(float(np.sum(ours[i].tokens * theirs[i].tokens, axis=1).min()) for i in ours),
    ]


@pytest.fixture(scope="module")
def torch_encoder() -> SentenceEncoder:
    return load(locate(DEFAULT_MODEL), options("torch"))


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_vectors_are_those_of_torch_in_float32(
    precision: Precision, torch_encoder: SentenceEncoder
) -> None:
    encoder = load(locate(DEFAULT_MODEL), options("openvino", precision))
    assert min(least_cosines(encoder, torch_encoder, TEXTS)) > 0.999
    query = torch_encoder.encode_query(TEXTS[0])
    assert float(query.vector @ encoder.encode_query(TEXTS[0]).vector) > 0.999


def test_a_colbert_model_is_converted_with_its_projection(tmp_path: Path) -> None:
    files = locate(str(make_tiny_colbert(tmp_path / "colbert")))
    encoder = load_multi_vector(files, options("openvino"))
    assert type(encoder.engine).__name__ == "OpenVinoEngine"
    expected = load_multi_vector(files, options("torch"))
    assert least_cosines(encoder, expected, TEXTS[:2]) == pytest.approx([1, 1], abs=1e-5)


def test_threads_may_share_the_engine(tmp_path: Path) -> None:
    encoder = load(locate(str(make_tiny_model(tmp_path / "tiny"))), options("openvino"))
    alone = [encoder.encode_query(text).vector for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda i: encoder.encode_query(TEXTS[i % 3]).vector, range(48)))
    for i, vector in enumerate(together):
        assert vector == pytest.approx(alone[i % 3], abs=1e-5)


def test_an_index_built_by_one_engine_answers_under_the_other(
    tmp_path: Path, articles: Path, data: Path
) -> None:
    flags = {
        "encoder.model": str(make_tiny_model(tmp_path / "tiny")),
        "data.dir": data,
        "answer.threshold": 0,
        "sources.paths": [str(articles)],
    }
    built = load_settings({}, flags={**flags, "encoder.engine": "openvino"})
    run_rebuild(built, Sources(), on_load=lambda: None, on_progress=lambda done, total: None)
    for name in ("torch", "openvino"):
        asked = load_settings({}, flags={**flags, "encoder.engine": name})
        quotes = open_answerer(asked).answer("who sent troops?").quotes
        assert "sent 2,500 troops" in quotes[0].text


def test_a_model_that_openvino_cannot_run_is_run_by_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    files = locate(str(make_tiny_model(tmp_path / "tiny")))
    # No vectors agree to more than 1, so that any conversion counts as wrong.
    monkeypatch.setattr("index.encoder.loading.LEAST_COSINE", 1.1)
    with caplog.at_level(logging.WARNING):
        encoder = load(files, options("auto"))
    assert type(encoder.engine).__name__ == "TorchEngine"
    assert "its vectors differ from torch's" in caplog.text
    with pytest.raises(EncoderError, match=r"encoder\.engine is 'openvino', which cannot run"):
        load(files, options("openvino"))


def test_openvino_reports_nothing_over_the_network(tmp_path: Path) -> None:
    """Its reports would leave a client's id in the home folder."""
    environment = {"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
    code = "import index.encoder.openvino_engine"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert not list(tmp_path.iterdir())
