"""The reader: its scores against naive loops, its files, and what it marks."""

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from index.encoder.loading import EncoderOptions
from index.errors import EncoderError
from index.reader import reader as readers
from index.reader.reader import (
    PACKAGED,
    Reader,
    Reading,
    keep_converted,
    load_reader,
    read_sentences,
)
from tests.index.encoder.tiny_model import make_tiny_reader

TORCH = EncoderOptions("torch", "float32", 512)
OPENVINO = EncoderOptions("openvino", "float32", 512)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(PACKAGED, TORCH)


def reading_of(rng: np.random.Generator, tokens: int) -> Reading:
    offsets = np.array([[4 * i, 4 * i + 3] for i in range(tokens)], dtype=np.int32)
    start, end = rng.normal(size=(2, tokens)).astype(np.float32)
    return Reading(start, end, offsets, none=0.25)


def test_a_sentence_scores_its_best_answer_against_none() -> None:
    reading = reading_of(np.random.default_rng(3), tokens=70)
    spans = [(0, 39), (40, 239), (240, 280)]
    naive = []
    for first, last in spans:
        inside = [i for i, (a, b) in enumerate(reading.offsets) if a >= first and b <= last]
        naive.append(
            max(
                reading.start[i] + reading.end[j]
                for i in inside
                for j in inside
                if i <= j < i + readers.LONGEST_ANSWER
            )
            - reading.none
        )
    np.testing.assert_allclose(reading.of_sentences(spans), naive, rtol=1e-6)


def test_a_sentence_that_was_not_read_is_never_chosen() -> None:
    reading = reading_of(np.random.default_rng(4), tokens=5)
    scores = reading.of_sentences([(0, 20), (400, 500)])
    assert scores[0] > scores[1] == readers.NEVER


def test_a_neighbour_that_is_nearly_as_good_is_marked_too() -> None:
    alike = np.zeros(4, dtype=np.float32)

    def marked(*scores: float) -> tuple[int, int]:
        return read_sentences(np.array(scores, dtype=np.float32), alike)

    near = readers.NEAR / 2
    assert marked(0, 5, 5 - near, 0) == (1, 2)
    assert marked(0, 5 - near, 5, 0) == (1, 2)
    assert marked(5, 0, 5 - near, 0) == (0, 0)
    assert marked(0, 0, 0, 9) == (3, 3)


def test_offsets_are_those_of_the_passage_whatever_its_title(reader: Reader) -> None:
    text = "The ferry leaves at noon. It takes forty minutes."
    [untitled, titled] = reader.read(
        ["when does the ferry leave"] * 2, [("", text), ("A ferry", text)]
    )
    assert untitled.offsets.tolist() == titled.offsets.tolist()
    assert [text[a:b] for a, b in titled.offsets][:3] == ["The", "ferry", "leaves"]


def test_a_part_of_what_was_read_is_as_a_passage_of_its_own(reader: Reader) -> None:
    first, second = "The ferry leaves at noon.", "It takes forty minutes. It is free."
    [reading] = reader.read(["how long does it take"], [("A ferry", f"{first}\n{second}")])
    start = len(first) + 1
    part = reading.part(start, start + len(second))
    assert part.none == reading.none
    assert [second[a:b] for a, b in part.offsets][:2] == ["It", "takes"]
    [whole] = reading.of_sentences([(start, start + 23)])
    assert part.of_sentences([(0, 23)]).tolist() == [whole]
    assert len(reading.part(0, 0).start) == 0


def test_a_long_question_leaves_room_for_the_passage(reader: Reader) -> None:
    [reading] = reader.read(["why " * 2_000], [("", "Because the bridge was shut.")])
    assert len(reading.start) == len(reading.end) == len(reading.offsets) == 6


@pytest.mark.parametrize(
    ("question", "text", "answering"),
    [
        (
            "who won the rowing cup in 2019",
            "The rowing cup of 2019 was held on the lake in June. Marrow College beat eleven other "
            "crews by two lengths. It rained all day.",
            "Marrow College",
        ),
        (
            "when did the lighthouse open",
            "The lighthouse stands on a rock two miles from the harbour. It was first lit on "
            "3 March 1871. Its keepers lived there with their families.",
            "3 March 1871",
        ),
    ],
)
def test_the_sentence_that_answers_is_preferred_to_the_one_that_repeats_the_question(
    reader: Reader, question: str, text: str, answering: str
) -> None:
    spans, start = [], 0
    for sentence in text.split(". "):
        spans.append((start, min(start + len(sentence) + 1, len(text))))
        start += len(sentence) + 2
    [reading] = reader.read([question], [("", text)])
    best = spans[int(reading.of_sentences(spans).argmax())]
    assert answering in text[slice(*best)]


def test_both_engines_give_the_same_scores(reader: Reader) -> None:
    passages = [
        ("A bridge", "Engineers shut the old bridge after a crack was found. It is closed.")
    ]
    [by_torch] = reader.read(["why was the bridge shut"], passages)
    [by_openvino] = load_reader(PACKAGED, OPENVINO).read(["why was the bridge shut"], passages)
    np.testing.assert_allclose(by_torch.start, by_openvino.start, atol=1e-2)
    np.testing.assert_allclose(by_torch.end, by_openvino.end, atol=1e-2)


@pytest.mark.skipif(not find_spec("openvino"), reason="OpenVINO is not installed")
def test_the_number_of_threads_makes_no_difference(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_tiny_reader(tiny_model, tmp_path / "qa")
    text = "They left on Monday. The bridge was shut and troops were sent to the capital. " * 6
    read = []
    for threads in (1, 2):
        monkeypatch.setattr(readers, "THREADS", threads)
        [reading] = load_reader(str(folder), OPENVINO).read(["who left?"], [("The bridge", text)])
        read.append(reading)
    one, other = read
    np.testing.assert_array_equal(one.start, other.start)
    np.testing.assert_array_equal(one.end, other.end)
    assert one.none == other.none


def test_a_damaged_adapter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "reader.safetensors"
    content = bytearray(readers.ADAPTER.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(content)
    monkeypatch.setattr(readers, "ADAPTER", damaged)
    with pytest.raises(EncoderError, match="is damaged: install Pullquote again"):
        load_reader(PACKAGED, TORCH)


def test_any_model_for_question_answering_reads(tiny_model: Path, tmp_path: Path) -> None:
    folder = make_tiny_reader(tiny_model, tmp_path / "qa")
    [reading] = load_reader(str(folder), TORCH).read(["who left?"], [("", "They left on Monday.")])
    assert len(reading.start) > 0
    assert np.isfinite(reading.start).all()


def test_a_model_that_cannot_read_is_named_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderError, match=r"reader\.model"):
        load_reader(str(tmp_path), TORCH)


@pytest.mark.skipif(not find_spec("openvino"), reason="OpenVINO is not installed")
def test_a_converted_reader_is_kept_and_reads_the_same(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_tiny_reader(tiny_model, tmp_path / "qa")
    options = EncoderOptions("auto", "float32", 512, tmp_path / "converted")
    first = load_reader(str(folder), EncoderOptions("auto", "float32", 512))
    keep_converted(str(folder), options)
    monkeypatch.setitem(sys.modules, "index.reader.model", None)  # which imports torch
    keep_converted(str(folder), options)
    second = load_reader(str(folder), options)
    passages = [("", "They left on Monday."), ("The bridge", "Troops were sent.")]
    for one, other in zip(
        *(each.read(["who left?"] * len(passages), passages) for each in (first, second)),
        strict=True,
    ):
        np.testing.assert_allclose(one.start, other.start, atol=1e-5)
        np.testing.assert_allclose(one.end, other.end, atol=1e-5)
        assert one.offsets.tolist() == other.offsets.tolist()


@pytest.mark.skipif(not find_spec("openvino"), reason="OpenVINO is not installed")
def test_a_damaged_converted_reader_is_converted_again(tiny_model: Path, tmp_path: Path) -> None:
    folder = make_tiny_reader(tiny_model, tmp_path / "qa")
    options = EncoderOptions("auto", "float32", 512, tmp_path / "converted")
    keep_converted(str(folder), options)
    [weights] = options.converted.glob("*/model.bin") if options.converted else []
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    keep_converted(str(folder), options)
    assert weights.read_bytes() == whole
