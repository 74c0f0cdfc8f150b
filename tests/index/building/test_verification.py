"""A damaged snapshot is found, and an older one can be put to use again."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.answering.retrieval.retriever import Retriever
from index.building.rebuild import RebuildReport
from index.building.verification import verify
from index.encoder.encoding import Encoding
from index.errors import SnapshotCorrupt, UnknownSnapshot
from index.manifest import FileRecord, Manifest, record_files
from index.snapshot.bm25 import Bm25Index
from index.snapshot.dense import DenseIndex
from index.snapshot.folders import current_folder
from index.snapshot.opening import open_current, roll_back
from tests.either_engine import engine_at, open_views
from tests.index.encoder.small_encoder import SmallEncoder

Build = Callable[..., RebuildReport]
either_engine = pytest.mark.usefixtures("either_engine")


def resealed(folder: Path) -> None:
    """Make the manifest fit what is in the folder, as a writer with a bug would."""
    manifest = Manifest.read(folder)
    files: dict[str, FileRecord] = record_files(folder)
    manifest.files.clear()
    manifest.files.update(files)
    manifest.write(folder)


def check(data: Path) -> None:
    with closing(open_current(data)) as snapshot:
        verify(snapshot)


def test_a_sound_snapshot_passes(build: Build, data: Path) -> None:
    build()
    check(data)


def test_a_large_damaged_file_is_found(
    build: Build, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    monkeypatch.setattr("index.snapshot.opening.CHECKED_ON_OPEN", 0)
    path = current_folder(data) / "encodings" / "vectors.bin"
    path.write_bytes(bytes(path.stat().st_size))
    with closing(open_current(data)) as snapshot, pytest.raises(SnapshotCorrupt, match="SHA-256"):
        verify(snapshot)


def test_a_passage_that_is_not_the_slice_that_was_encoded_is_found(
    build: Build, data: Path
) -> None:
    build()
    folder = current_folder(data)
    with sqlite3.connect(folder / "passages.sqlite") as connection:
        connection.execute("UPDATE passages SET start = start + 1 WHERE id = 2")
    connection.close()
    resealed(folder)
    with pytest.raises(SnapshotCorrupt, match="passages that were encoded"):
        check(data)


def test_a_sentence_outside_its_passage_is_found(build: Build, data: Path) -> None:
    build()
    folder = current_folder(data)
    path = folder / "encodings" / "sentences.bin"
    sentences = np.fromfile(path, dtype=np.int32)
    sentences[1] = 10_000
    sentences.tofile(path)
    resealed(folder)
    with pytest.raises(SnapshotCorrupt, match="sentences"):
        check(data)


def test_an_index_of_other_vectors_is_found(build: Build, data: Path) -> None:
    build()
    folder = current_folder(data)
    with closing(open_current(data)) as snapshot:
        others = -np.array(snapshot.encodings.vectors)
    DenseIndex.build(others, np.zeros((0, 64), np.float32)).save(folder / "dense.faiss")
    resealed(folder)
    with pytest.raises(SnapshotCorrupt, match="vectors"):
        check(data)


@pytest.fixture
def ids(build: Build, articles: Path) -> list[str]:
    made = []
    for n in range(2):
        (articles / "mirror.txt").write_text(f"News\n\nThe mirror number {n} is unfolded.\n")
        made.append(build().snapshot)
    return made


@either_engine
def test_rolling_back_puts_the_one_before_to_use(ids: list[str], build: Build, data: Path) -> None:
    engine = engine_at(data)
    assert [manifest.id for manifest in engine.kept()] == ids
    assert engine.roll_back().id == ids[0] == engine.current_id()
    for unknown in (None, "x", "../x"):
        with pytest.raises(UnknownSnapshot):
            engine.roll_back(unknown)
    assert engine.roll_back(ids[1]).id == ids[1]
    engine.roll_back()
    report = build()
    assert (report.published, report.snapshot, report.encoded) == (True, ids[1], 0)


def test_an_unknown_or_a_damaged_snapshot_is_not_rolled_back_to(ids: list[str], data: Path) -> None:
    with pytest.raises(UnknownSnapshot, match="no snapshot 'x'"):
        roll_back(data, "x")
    (data / "snapshots" / ids[0] / "dense.faiss").write_bytes(b"")
    with pytest.raises(SnapshotCorrupt):
        roll_back(data)
    assert current_folder(data).name == ids[1]


def test_a_rebuild_after_rolling_back_publishes_what_the_sources_hold(
    ids: list[str], build: Build, data: Path
) -> None:
    roll_back(data)
    report = build()
    assert (report.published, report.snapshot, report.encoded) == (True, ids[1], 0)
    roll_back(data)
    (data / "snapshots" / ids[1] / "dense.faiss").write_bytes(b"")
    assert build().snapshot > ids[1]


def made_of_other_words(folder: Path) -> None:
    texts = ["Some other words stand here.", "And here.", "And in this place.", "And in that."]
    Bm25Index.build(texts).save(folder / "bm25")


def test_an_index_of_other_words_is_found(build: Build, data: Path) -> None:
    build()
    folder = current_folder(data)
    made_of_other_words(folder)
    resealed(folder)
    with pytest.raises(SnapshotCorrupt, match="words of its passages"):
        check(data)


TITLES = {
    "quoted words that the text has not": 'Harbour chief calls the quay "a sorry sight"',
    "nothing but quoted words": "„Nobody asked us“",
    "an unclosed quotation mark": 'The 5" pipe that burst',
    "as long as a text": "The harbour quay and its long history " * 60,
    "filters": "from:wire since:2022 in:harbour",
    "no word": "???",
    "function words alone": "What is it that they have?",
    "signs": "🚢 ⚓ —",
    "other script": "港口码头需要修理",
}


@either_engine
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_no_title_makes_a_sound_index_look_damaged(
    build: Build, data: Path, articles: Path, title: str
) -> None:
    article = {"title": title, "text": "The quay was closed after a crane fell into the water."}
    (articles / "quay.json").write_text(json.dumps(article))
    report = build()
    assert (report.articles, report.skipped) == (4, ())
    engine_at(data).verify()


@either_engine
def test_an_index_that_the_encoder_does_not_read_is_sound(build: Build, data: Path) -> None:
    assert build(languages=("fr",)).published
    engine_at(data).verify()


@either_engine
def test_passages_whose_encoding_is_not_a_number_are_found_by_their_words(
    build: Build, data: Path
) -> None:
    report = build(HalfBrokenEncoder())
    engine_at(data).verify()
    assert any("it gives no numbers" in skipped.reason for skipped in report.skipped)
    with closing(open_views(data)) as snapshot:
        retriever = Retriever(snapshot, HalfBrokenEncoder())
        hits = retriever.search(retriever.query("telescope mirror"), 3)
    assert hits[0].passage.text.startswith("The telescope unfolded")


class HalfBrokenEncoder(SmallEncoder):
    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        for position, encoding in super().encode_passages(texts):
            broken = "telescope" in texts[position]
            yield (
                position,
                replace(encoding, vector=encoding.vector * np.nan) if broken else encoding,
            )
