"""FAISS against a sort of all cosines."""

from pathlib import Path

import numpy as np
import pytest

from index.arrays import FloatArray, HalfArray
from index.errors import SnapshotCorrupt
from index.snapshot.dense import RECALL_AT, WANTED_RECALL, DenseIndex

NO_QUERIES = np.zeros((0, 32), dtype=np.float32)


def unit_vectors(n: int, seed: int = 0) -> FloatArray:
    vectors = np.random.default_rng(seed).standard_normal((n, 32)).astype(np.float32)
    unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def half(vectors: FloatArray) -> HalfArray:
    return vectors.astype(np.float16)


def exact_index(n: int) -> DenseIndex:
    return DenseIndex.build(half(unit_vectors(n)), NO_QUERIES)


@pytest.fixture(scope="module")
def approximate() -> DenseIndex:
    return DenseIndex.build(half(unit_vectors(3000)), unit_vectors(40, seed=5), exact_up_to=1000)


def test_search_agrees_with_a_sort_of_all_cosines() -> None:
    vectors, query = half(unit_vectors(500)), unit_vectors(1, seed=1)[0]
    ids, cosines = DenseIndex.build(vectors, NO_QUERIES).search(query, 20)
    expected = np.argsort(-(vectors.astype(np.float32) @ query))[:20]
    assert ids.tolist() == expected.tolist()
    assert cosines == pytest.approx(vectors[expected].astype(np.float32) @ query, abs=1e-5)


def test_cosines_come_in_the_order_of_the_ids() -> None:
    vectors, query = unit_vectors(50), unit_vectors(1, seed=1)[0]
    ids = np.array([7, 3, 40])
    assert exact_index(50).cosines(query, ids) == pytest.approx(vectors[ids] @ query, abs=1e-3)


def test_asking_for_more_than_there_is_gives_all() -> None:
    ids, _ = exact_index(3).search(unit_vectors(1)[0], 50)
    assert sorted(ids.tolist()) == [0, 1, 2]


def test_a_loaded_index_finds_what_the_saved_one_finds(
    tmp_path: Path, approximate: DenseIndex
) -> None:
    query = unit_vectors(1, seed=1)[0]
    for index, n in ((exact_index(100), 100), (approximate, 3000)):
        index.save(tmp_path / "dense.faiss")
        loaded = DenseIndex.load(tmp_path / "dense.faiss", unit_vectors(n).__getitem__)
        assert loaded.is_exact == index.is_exact
        assert loaded.search(query, 5)[0].tolist() == index.search(query, 5)[0].tolist()


def test_a_large_index_is_approximate_and_reaches_the_wanted_recall(
    approximate: DenseIndex,
) -> None:
    vectors, queries = unit_vectors(3000), unit_vectors(100, seed=6)
    recall = approximate.recall(half(vectors), queries)
    assert not approximate.is_exact
    assert recall >= WANTED_RECALL - 0.01
    found = [
        len({*approximate.search(q, RECALL_AT)[0]} & {*np.argsort(-(vectors @ q))[:RECALL_AT]})
        for q in queries
    ]
    assert recall == pytest.approx(np.mean(found) / RECALL_AT, abs=0.005)


@pytest.mark.parametrize("every", [3, 100])
def test_rows_that_are_not_allowed_are_left_out_and_the_best_others_found(
    approximate: DenseIndex, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.snapshot.dense.COMPARED_ALLOWED", 100)
    vectors, query = unit_vectors(3000), unit_vectors(1, seed=1)[0]
    allowed = np.arange(3000) % every == 0
    ids, cosines = approximate.search(query, 10, allowed)
    expected = np.flatnonzero(allowed)[np.argsort(-(vectors[allowed] @ query))[:10]]
    assert len({*ids} & {*expected}) >= 9
    assert allowed[ids].all()
    assert (np.diff(cosines) <= 0).all()


def test_what_is_no_faiss_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dense.faiss").write_bytes(b"no index at all")
    with pytest.raises(SnapshotCorrupt):
        DenseIndex.load(tmp_path / "dense.faiss", unit_vectors(1).__getitem__)
