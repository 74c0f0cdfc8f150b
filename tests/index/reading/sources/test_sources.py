"""Files, folders and globs: what is read, in which order, and what is passed over."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from index.errors import SourceMissing
from index.reading.sources.files import FileReader
from index.types import Article, Skipped
from tests.index.reading.reading import read

LIMIT = 10_000
TEXT = "A headline of some words\n\nThe first paragraph has a sentence in it.\n"


def _read(*sources: str | Path, limit: int = LIMIT) -> list[Article | Skipped]:
    return read(*sources, max_file_bytes=limit)


def _paths(found: list[Article | Skipped]) -> list[str]:
    return [item.path for item in found]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "articles"
    (home / "deeper").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "deeper/c.txt"):
        (home / name).write_text(f"{TEXT}\n{name} is not like the others.\n")
    return home


def test_a_folder_is_read_in_the_order_of_its_paths(folder: Path) -> None:
    assert _paths(_read("articles")) == [
        "articles/a.txt",
        "articles/b.txt",
        "articles/deeper/c.txt",
    ]


def test_paths_are_as_reached_from_the_source(folder: Path) -> None:
    assert _paths(_read("./articles/")) == _paths(_read("articles"))
    assert _paths(_read(folder / "a.txt")) == [f"{folder.as_posix()}/a.txt"]


def test_a_glob_names_the_files_that_it_matches(folder: Path) -> None:
    assert _paths(_read("articles/**/c.txt")) == ["articles/deeper/c.txt"]
    assert _paths(_read("articles/[ab].txt")) == ["articles/a.txt", "articles/b.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(folder: Path) -> None:
    (folder / "[ab].txt").write_text(TEXT)
    assert _paths(_read("articles/[ab].txt")) == ["articles/[ab].txt"]


def test_an_address_without_its_scheme_is_told_from_a_path(folder: Path) -> None:
    with pytest.raises(SourceMissing, match="or write https:// before an address"):
        _read("news.example/feed.xml")
    with pytest.raises(SourceMissing, match=r"check the path$"):
        _read("articles/nothing.txt")


@pytest.mark.parametrize("source", ["nowhere", "articles/*.pdf", ""])
def test_a_source_that_is_not_there_is_an_error_before_anything_is_read(
    folder: Path, source: str
) -> None:
    with pytest.raises(SourceMissing, match="check the path"):
        FileReader(LIMIT).read(source, {})


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert _read(tmp_path) == []


def test_a_file_reached_twice_is_read_once(folder: Path) -> None:
    (folder / "again.txt").symlink_to(folder / "a.txt")
    found = _paths(_read("articles/b.txt", "articles", "articles/*.txt"))
    assert found == ["articles/b.txt", "articles/a.txt", "articles/deeper/c.txt"]


def test_a_file_is_read_for_each_source_that_is_kept_apart(folder: Path) -> None:
    reader = FileReader(LIMIT, apart=True)
    for source in ("articles/b.txt", "articles"):
        assert "articles/b.txt" in {reading.path for reading in reader.read(source, {})}


def test_a_folder_that_links_to_itself_does_not_hang(folder: Path) -> None:
    (folder / "deeper" / "up").symlink_to(folder)
    assert len(_read("articles")) == 3


def test_hidden_files_and_folders_are_passed_over(folder: Path) -> None:
    (folder / ".hidden.txt").write_text(TEXT)
    (folder / ".git").mkdir()
    (folder / ".git" / "notes.txt").write_text(TEXT)
    assert len(_read("articles")) == 3


def test_pictures_and_styles_beside_pages_are_not_mentioned(folder: Path) -> None:
    for name in ("photo.jpg", "site.css", "Thumbs.db"):
        (folder / name).write_bytes(b"\xff\xd8\xff")
    assert len(_read("articles")) == 3


def test_files_of_other_kinds_are_named_as_skipped(folder: Path) -> None:
    (folder / "table.xlsx").write_bytes(b"PK")
    skipped = [item for item in _read("articles") if isinstance(item, Skipped)]
    assert _paths(list(skipped)) == ["articles/table.xlsx"]
    assert "of a kind that is not read" in skipped[0].reason


def test_a_picture_given_by_name_is_named_as_skipped(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert isinstance(_read(tmp_path / "photo.jpg")[0], Skipped)


def test_one_bad_file_does_not_stop_the_rest(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"")
    first, *others = _read("articles")
    assert first == Skipped("articles/a.txt", "is empty")
    assert len(others) == 2
    assert all(isinstance(item, Article) for item in others)


def test_a_file_of_200_megabytes_is_refused_by_its_size_alone(folder: Path) -> None:
    with (folder / "a.txt").open("wb") as file:
        file.truncate(200_000_000)
    first = _read("articles", limit=20_000_000)[0]
    assert first == Skipped(
        "articles/a.txt", "is larger than the limit (200.0 MB of 20.0 MB at most)"
    )


def test_a_file_as_large_as_the_limit_is_read(folder: Path) -> None:
    size = (folder / "a.txt").stat().st_size
    assert isinstance(_read("articles/a.txt", limit=size)[0], Article)
    assert isinstance(_read("articles/a.txt", limit=size - 1)[0], Skipped)


def test_a_link_to_nowhere_is_skipped(folder: Path) -> None:
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(folder / "gone.txt")
    assert _read("articles")[0] == Skipped(
        "articles/a.txt", "cannot be read: No such file or directory"
    )


def test_a_pipe_is_skipped_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert Skipped("articles/pipe.txt", "is not a file") in _read("articles")


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs POSIX users")
def test_files_and_folders_that_may_not_be_read_are_skipped() -> None:
    home = Path(tempfile.mkdtemp())
    was = os.geteuid()
    try:
        home.chmod(0o755)
        (home / "a.txt").write_text(TEXT)
        (home / "a.txt").chmod(0)
        (home / "b").mkdir(0)
        (home / "c.txt").write_text(TEXT)
        if was == 0:
            os.seteuid(65534)
        closed, locked, read_one = _read(home)
    finally:
        os.seteuid(was)
        (home / "b").chmod(0o755)
        shutil.rmtree(home)
    assert isinstance(closed, Skipped)
    assert closed.reason == "cannot be read: Permission denied"
    assert isinstance(locked, Skipped)
    assert locked.reason == "cannot be opened: Permission denied"
    assert isinstance(read_one, Article)


def test_a_name_that_is_not_utf8_can_still_be_shown(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "w") as file:  # noqa: PTH123 (a name in bytes)
        file.write(TEXT)
    (found,) = _read(tmp_path)
    assert found.path.encode()
    assert found.path.endswith("caf\N{REPLACEMENT CHARACTER}.txt")
