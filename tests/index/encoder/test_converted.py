"""A converted model is kept beside the index, checked, and made again whenever it is not usable."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoder import converted, loading, models
from index.encoder.converted import DESCRIPTION, MODEL, WEIGHTS, Place
from index.encoder.loading import EncoderOptions, load, load_multi_vector
from index.encoder.models import ModelFiles, locate
from index.encoder.openvino_engine import fast_precision
from index.encoder.sentence_encoder import SentenceEncoder
from index.errors import EncoderError
from tests.index.encoder.tiny_model import make_tiny_colbert, make_tiny_model

pytestmark = pytest.mark.skipif(not find_spec("openvino"), reason="OpenVINO is not installed")

ROOT = Path(__file__).parents[3]
TEXTS = ["Troops were sent by the alliance.", "Why?", "The bridge and the mirror of the alliance."]
ASK = """
import sys
from pathlib import Path
from index.encoder.loading import EncoderOptions, load
from index.encoder.models import locate
load(locate(sys.argv[1]), EncoderOptions("auto", "float32", 128, Path(sys.argv[2])))
print(*{"torch", "transformers", "sentence_transformers"} & sys.modules.keys())
"""


@pytest.fixture
def files(tiny_model: Path) -> ModelFiles:
    return locate(str(tiny_model))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "converted"


def options(folder: Path, engine: loading.EngineName = "auto") -> EncoderOptions:
    return EncoderOptions(engine, "float32", 128, folder)


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows with each model that sentence-transformers reads."""
    read: list[object] = []
    real = models.load_model

    def load_model(kind: object, files: ModelFiles) -> object:
        read.append(kind)
        return real(kind, files)

    monkeypatch.setattr(loading, "load_model", load_model)
    return read


def vectors(encoder: SentenceEncoder) -> list[np.ndarray]:
    encoded = dict(encoder.encode_passages(TEXTS))
    rows = [array for i in range(len(TEXTS)) for array in (encoded[i].vector, encoded[i].tokens)]
    return [*rows, encoder.encode_query(TEXTS[0]).vector]


def names(folder: Path) -> list[str]:
    return sorted(path.name.split("-")[0] for path in folder.iterdir() if path.is_dir())


def test_the_second_load_reads_no_model_and_gives_the_same_vectors(
    files: ModelFiles, folder: Path, conversions: list[object]
) -> None:
    first, second = (load(files, options(folder)) for _ in range(2))
    assert len(conversions) == 1
    assert (second.dimension, second.max_tokens) == (first.dimension, first.max_tokens)
    assert second.fingerprint == first.fingerprint
    # Bit by bit: the first too runs the model as it comes from a file.
    assert all(map(np.array_equal, vectors(first), vectors(second)))


def test_a_kept_model_is_used_without_torch(files: ModelFiles, folder: Path) -> None:
    load(files, options(folder))
    run = [sys.executable, "-c", ASK, files.name, str(folder)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_without_torch_a_kept_model_is_used_and_any_other_refused(
    files: ModelFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(files, options(folder))
    real = find_spec
    torchless = {"torch", "transformers", "sentence_transformers"}
    monkeypatch.setattr(loading, "find_spec", lambda n: None if n in torchless else real(n))
    assert load(files, options(folder)).dimension == 16
    with pytest.raises(EncoderError, match="`pip install torch transformers sentence-transform"):
        load(files, options(folder.with_name("empty")))


def test_prompts_and_lengths_are_kept(tmp_path: Path, folder: Path) -> None:
    prompts = {"query": "a query : ", "passage": "the bridge : "}
    model = locate(str(make_tiny_model(tmp_path / "prompted", prompts)))
    first, second = (load(model, options(folder)) for _ in range(2))
    assert second.max_tokens == first.max_tokens < load(model, options(folder)).max_tokens + 1
    for ours, theirs in zip(vectors(second), vectors(first), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "weights changed": lambda kept: flip_a_byte(kept / WEIGHTS),
    "weights cut short": lambda kept: (kept / WEIGHTS).write_bytes(b""),
    "model changed": lambda kept: flip_a_byte(kept / MODEL),
    "model gone": lambda kept: shutil.move(kept / MODEL, kept / "elsewhere"),
    "description changed": lambda kept: flip_a_byte(kept / DESCRIPTION),
    "description of another kind": lambda kept: (kept / DESCRIPTION).write_text("[]"),
    "description not in UTF-8": lambda kept: (kept / DESCRIPTION).write_bytes(b"\xff\xfe{"),
    "everything gone": lambda kept: [shutil.move(p, kept.parent) for p in list(kept.iterdir())],
    "a file in its place": lambda kept: (
        kept.rename(kept.parents[1] / "away") and kept.parent.joinpath(kept.name).write_text("")
    ),
}


@pytest.fixture(scope="module")
def before(
    tiny_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[np.ndarray]]:
    """A model that has been converted, and the vectors it gives."""
    folder = tmp_path_factory.mktemp("before") / "converted"
    return folder, vectors(load(locate(str(tiny_model)), options(folder)))


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_what_is_damaged_is_made_again(
    before: tuple[Path, list[np.ndarray]],
    files: ModelFiles,
    folder: Path,
    conversions: list[object],
    damage: Callable[[Path], object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    shutil.copytree(before[0], folder)
    [kept] = folder.glob("encoder-*")
    damage(kept)
    with caplog.at_level(logging.WARNING):
        again, after = (load(files, options(folder)) for _ in range(2))
    assert len(conversions) == 1
    assert not caplog.records
    assert names(folder) == ["encoder"]
    for each in (again, after):
        for ours, theirs in zip(vectors(each), before[1], strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_another_model_takes_the_place_of_the_one_before(
    tmp_path: Path, files: ModelFiles, folder: Path, conversions: list[object]
) -> None:
    load(files, options(folder))
    copy = shutil.copytree(files.folder, tmp_path / "other")
    (copy / "README.txt").write_text("another fingerprint")
    load(locate(str(copy)), options(folder))
    assert len(conversions) == 2
    assert names(folder) == ["encoder"]
    load_multi_vector(locate(str(make_tiny_colbert(tmp_path / "colbert"))), options(folder))
    assert names(folder) == ["encoder", "tokens"]


def test_a_new_way_to_convert_is_followed(
    files: ModelFiles,
    folder: Path,
    conversions: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load(files, options(folder))
    monkeypatch.setattr(converted, "FORMAT", converted.FORMAT + 1)
    load(files, options(folder))
    assert len(conversions) == 2
    assert names(folder) == ["encoder"]


def in_the_way(folder: Path) -> None:
    folder.write_text("not a folder")


def of_an_index_that_is_not_there(folder: Path) -> None:
    folder.parent.rmdir()


@pytest.mark.parametrize("hinder", [in_the_way, of_an_index_that_is_not_there])
def test_what_cannot_be_kept_works_all_the_same(
    files: ModelFiles,
    tmp_path: Path,
    hinder: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = tmp_path / "data" / "converted"
    folder.parent.mkdir()
    hinder(folder)
    with caplog.at_level(logging.WARNING):
        encoder = load(files, options(folder))
    assert type(encoder.engine).__name__ == "OpenVinoEngine"
    assert not caplog.records
    assert not folder.is_dir()


def test_a_full_disk_leaves_nothing(
    files: ModelFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openvino

    def cut_short(model: object, path: str, **others: object) -> None:
        Path(path).write_text("<net")
        Path(path).with_suffix(".bin").write_bytes(b"")

    monkeypatch.setattr(openvino, "save_model", cut_short)
    load(files, options(folder))
    assert names(folder) == []


def test_torch_alone_keeps_nothing(files: ModelFiles, folder: Path) -> None:
    load(files, options(folder, "torch"))
    assert not folder.exists()


def test_many_may_keep_the_same_model_at_once(
    files: ModelFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_by: list[Any] = []
    keep = Place.keep
    monkeypatch.setattr(Place, "keep", lambda *given: kept_by.append(given))
    load(files, options(folder))
    folder.mkdir()
    (folder / "encoder-0123.unfinished").mkdir()  # what a killed process left
    [given] = kept_by
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: keep(*given), range(4)))
    assert names(folder) == ["encoder"]
    assert not list(folder.glob("*.unfinished"))
    place, kept = options(folder).kept("encoder", files.fingerprint)
    assert kept is not None
    assert place.folder == folder


def test_the_precision_is_the_one_that_torch_would_choose(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import torch

    from index.encoder import openvino_engine
    from index.encoder.torch_engine import runs_bfloat16_fast

    fast = runs_bfloat16_fast(torch.device("cpu"))
    assert fast_precision("auto") == ("bfloat16" if fast else "float32")
    assert fast_precision("float32") == "float32"
    info = tmp_path / "cpuinfo"
    monkeypatch.setattr(openvino_engine, "CPU_INFO", info)
    assert fast_precision("auto") == "float32"
    info.write_text("flags\t\t: fpu avx512f avx512_bf16 avx512_fp16\n")
    assert fast_precision("auto") == "bfloat16"
    info.write_text("flags\t\t: fpu avx512f\n")
    assert fast_precision("auto") == "float32"
