from pathlib import Path

import numpy as np
import pytest

from index.dense import DenseIndex, FloatArray
from index.errors import SnapshotCorrupt


def unit_vectors(n: int, seed: int = 0) -> FloatArray:
    vectors = np.random.default_rng(seed).standard_normal((n, 32)).astype(np.float32)
    unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def test_search_agrees_with_a_sort_of_all_cosines() -> None:
    vectors, query = unit_vectors(500), unit_vectors(1, seed=1)[0]
    ids, cosines = DenseIndex.build(vectors).search(query, 20)
    expected = np.argsort(-(vectors @ query))[:20]
    assert ids.tolist() == expected.tolist()
    assert cosines == pytest.approx(vectors[expected] @ query, abs=1e-6)


def test_cosines_come_in_the_order_of_the_ids() -> None:
    vectors, query = unit_vectors(50), unit_vectors(1, seed=1)[0]
    ids = np.array([7, 3, 40])
    assert DenseIndex.build(vectors).cosines(query, ids) == pytest.approx(
        vectors[ids] @ query, abs=1e-6
    )


def test_asking_for_more_than_there_is_gives_all() -> None:
    ids, _ = DenseIndex.build(unit_vectors(3)).search(unit_vectors(1)[0], 50)
    assert sorted(ids.tolist()) == [0, 1, 2]


def test_a_loaded_index_finds_what_the_saved_one_finds(tmp_path: Path) -> None:
    index, query = DenseIndex.build(unit_vectors(100)), unit_vectors(1, seed=1)[0]
    index.save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss")
    assert loaded.search(query, 5)[0].tolist() == index.search(query, 5)[0].tolist()


def test_what_is_no_faiss_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dense.faiss").write_bytes(b"no index at all")
    with pytest.raises(SnapshotCorrupt):
        DenseIndex.load(tmp_path / "dense.faiss")
