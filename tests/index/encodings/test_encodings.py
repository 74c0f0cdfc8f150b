"""Encodings on disk: written, found again, copied, and cut back after a crash."""

from pathlib import Path

import numpy as np
import pytest

from index.encoder.encoding import Encoding
from index.encodings.lookup import EncodingLookup, hash_array, runs
from index.encodings.store import CODES, EncodingStore, Shape, content_hash, sign_codes
from index.encodings.writer import EncodingWriter
from index.errors import SnapshotCorrupt
from index.text.sentences import sentence_spans
from tests.index.encoder.small_encoder import SmallEncoder

TEXTS = [f"Sentence {n} is here. The other one has the number {n * n}." for n in range(9)]
ENCODER = SmallEncoder()


def write(folder: Path, texts: list[str], encoder: str = "small") -> EncodingStore:
    with EncodingWriter(folder, ENCODER.dimension, encoder) as writer:
        for text in texts:
            writer.add(content_hash(text), ENCODER.encode_query(text), sentence_spans(text))
    return EncodingStore(folder)


def passage(encodings: EncodingStore, row: int) -> tuple[object, ...]:
    """All that is stored of a passage."""
    tokens = slice(*encodings.first_token[row : row + 2])
    sentences = slice(*encodings.first_sentence[row : row + 2])
    ids = slice(*encodings.first_id[row : row + 2])
    meanings = slice(*encodings.first_meaning[row : row + 2])
    return (
        encodings.records[row].tobytes(),
        encodings.vectors[row].tobytes(),
        encodings.codes[tokens].tobytes(),
        encodings.sentences[sentences].tobytes(),
        encodings.meanings[meanings].tobytes(),
        encodings.ids[ids].tobytes(),
    )


def test_what_is_added_is_found_by_its_text(tmp_path: Path) -> None:
    encodings = write(tmp_path / "a", TEXTS)
    folder_of, row_of = EncodingLookup([encodings]).find(
        hash_array([content_hash(TEXTS[4]), content_hash("another"), content_hash(TEXTS[0])])
    )
    assert folder_of.tolist() == [0, -1, 0]
    assert row_of[[0, 2]].tolist() == [4, 0]
    expected = ENCODER.encode_query(TEXTS[4])
    assert encodings.vectors[4] == pytest.approx(expected.vector, abs=1e-3)
    start, end = encodings.first_token[4:6]
    assert encodings.codes[start:end].tolist() == sign_codes(expected.tokens).tolist()


def test_what_is_read_is_what_is_mapped(tmp_path: Path) -> None:
    encodings = write(tmp_path / "a", TEXTS)
    ids = np.array([3, 0, 8])
    spans = [slice(*encodings.first_token[i : i + 2]) for i in ids]
    mapped = np.concatenate([encodings.codes[span] for span in spans])
    assert encodings.codes_of(ids).tolist() == mapped.tolist()
    assert encodings.vectors_of(ids).tolist() == encodings.vectors[ids].tolist()


def test_a_sentence_has_the_mean_of_its_tokens(tmp_path: Path) -> None:
    encodings = write(tmp_path / "a", TEXTS)
    found = encodings.meanings_of(np.array([5, 2]))
    assert len(found) == 4
    encoding = ENCODER.encode_query(TEXTS[5])
    [_, second] = sentence_spans(TEXTS[5])
    mean = encoding.tokens[encoding.offsets[:, 0] >= second[0]].mean(axis=0)
    assert float(found[1] @ mean / np.linalg.norm(mean)) > 0.999
    assert np.linalg.norm(found, axis=1) == pytest.approx(1)


def test_a_passage_without_tokens_has_no_meanings(tmp_path: Path) -> None:
    nothing = Encoding.empty(ENCODER.dimension)
    with EncodingWriter(tmp_path / "a", ENCODER.dimension, "small") as writer:
        writer.add(b"0" * 16, nothing, [(0, 4), (5, 9)])
        writer.add(b"1" * 16, ENCODER.encode_query(TEXTS[0]), sentence_spans(TEXTS[0]))
    encodings = EncodingStore(tmp_path / "a")
    assert len(encodings.meanings_of(np.array([0]))) == 0
    assert len(encodings.meanings_of(np.array([0, 1, 1]))) == 4


def test_codes_are_one_bit_a_dimension() -> None:
    codes = sign_codes(np.array([[0.5, -0.1, 0.0, 2.0, -1, -1, -1, -1, 0.1]], dtype=np.float32))
    assert codes.tolist() == [[0b10010000, 0b10000000]]


def test_copies_of_two_folders_are_what_was_copied(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", TEXTS[:5]), write(tmp_path / "b", TEXTS[4:])
    wanted = [8, 1, 2, 3, 7, 0, 0]
    lookup = EncodingLookup([first, second])
    with EncodingWriter(tmp_path / "c", ENCODER.dimension, "small") as writer:
        hashes = hash_array([content_hash(TEXTS[i]) for i in wanted])
        for number, rows in runs(*lookup.find(hashes)):
            writer.copy(lookup.folders[number], rows)
    whole, copied = write(tmp_path / "d", TEXTS), EncodingStore(tmp_path / "c")
    assert len(copied) == len(wanted)
    for row, i in enumerate(wanted):
        assert passage(copied, row) == passage(whole, i)


def test_what_was_not_saved_is_cut_off_and_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write(folder, TEXTS[:3])
    lost = EncodingWriter(folder, ENCODER.dimension, "small")
    for text in TEXTS[3:]:
        lost.add(content_hash(text), ENCODER.encode_query(text), sentence_spans(text))
    lost.__exit__(KeyboardInterrupt)
    assert (folder / CODES).stat().st_size > EncodingStore(folder).codes.nbytes
    assert len(EncodingStore(folder)) == 3
    continued = write(folder, TEXTS[5:])
    assert len(continued) == 3 + len(TEXTS[5:])
    assert passage(continued, 3) == passage(write(tmp_path / "b", TEXTS), 5)


def test_those_of_another_encoder_are_dropped(tmp_path: Path) -> None:
    write(tmp_path / "a", TEXTS)
    assert len(write(tmp_path / "a", TEXTS[:2], encoder="other")) == 2


def test_a_file_that_is_too_short_is_refused_and_then_begun_again(tmp_path: Path) -> None:
    write(tmp_path / "a", TEXTS)
    (tmp_path / "a" / CODES).write_bytes(b"\x00")
    with pytest.raises(SnapshotCorrupt, match=CODES):
        EncodingStore(tmp_path / "a")
    assert len(write(tmp_path / "a", TEXTS[:2])) == 2


@pytest.mark.parametrize("content", ["", "[]", '{"rows": 1}', "{}"])
def test_what_is_no_shape_is_refused(tmp_path: Path, content: str) -> None:
    write(tmp_path / "a", TEXTS)
    (tmp_path / "a" / "rows.json").write_text(content)
    with pytest.raises(SnapshotCorrupt):
        Shape.read(tmp_path / "a")
