"""How many files and pages are still to be read, which is known before or once a list has come."""

import zipfile
from pathlib import Path

import pytest

from index.reading.expected import Expected
from index.reading.sources.files import FileReader

LIMIT = 1_000_000


def test_the_total_is_of_all_sources_and_unknown_where_more_comes_than_was_expected() -> None:
    expected = Expected({"folder": 2, "feed": 1, "page": 1}.__getitem__)
    expected.sources(["folder", "feed", "page"])
    assert expected.read("folder") == (1, 4)
    assert expected.read("folder") == (2, 4)
    expected.finished("folder")
    expected.listed("feed", 3)
    assert [expected.read("feed") for _ in range(3)] == [(3, 6), (4, 6), (5, 6)]
    assert expected.read("feed") == (6, 0)
    expected.finished("feed")
    assert expected.read("page") == (7, 7)


def test_what_a_source_did_not_have_after_all_is_expected_no_longer() -> None:
    expected = Expected(lambda place: 10)
    expected.sources(["one", "other"])
    assert expected.read("one") == (1, 20)
    expected.finished("one")
    assert expected.read("other") == (2, 11)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five files, one of them an archive of two."""
    folder = tmp_path / "some [articles]"
    (folder / "deeper").mkdir(parents=True)
    for name in ("a.txt", "b.md", "deeper/c.txt", ".hidden.txt"):
        (folder / name).write_text("The ferry runs every hour from the eastern pier.")
    (folder / "photo.xyz").write_bytes(b"x")
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        packed.writestr("d.txt", "The lighthouse was repaired after the storm.")
        packed.writestr("e.txt", "The harbour froze once, and nobody could leave.")
        packed.writestr("__MACOSX/d.txt", "x")
    return folder


def test_files_are_counted_as_they_are_read(folder: Path) -> None:
    read = list(FileReader(LIMIT).read(str(folder), {}))
    assert FileReader(LIMIT).count(str(folder)) == len(read) == 7
    assert FileReader(LIMIT).count(str(folder / "deeper" / "*.txt")) == 0  # [] is a glob's too
    assert FileReader(LIMIT, folder / "deeper").count(str(folder)) == 6
    assert FileReader(LIMIT).count(str(folder / "a.txt")) == 1
    assert FileReader(LIMIT).count(str(folder / "nowhere")) == 0


def test_a_damaged_archive_counts_as_one(folder: Path) -> None:
    (folder / "more.zip").write_bytes(b"PK\x03\x04 and no more")
    assert FileReader(LIMIT).count(str(folder / "more.zip")) == 1
