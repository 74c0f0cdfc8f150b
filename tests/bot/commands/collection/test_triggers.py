"""Which changes are an occasion to rebuild, and when the clock is one."""

import itertools
import resource
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchfiles import Change

from bot.commands.collection import triggers as module
from bot.commands.collection.triggers import Matters
from index.errors import SourceError


def triggers(
    sources: Callable[[], Sequence[str]], data: Path, *, watch: bool, every_s: float | None
) -> Iterator[None]:
    def complain(error: Exception) -> None:
        raise error

    return module.triggers(sources, data, watch=watch, every_s=every_s, complain=complain)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root" / "data").mkdir(parents=True)
    return tmp_path / "root"


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("troops.md", True),
        ("news/2022/troops.md", True),
        ("news", True),
        (".", True),
        ("database/troops.md", True),
        ("data", False),
        ("data/snapshots/1/manifest.json", False),
        ("data/bot.sqlite", False),
        (".troops.md.swp", False),
        ("troops.md~", False),
        ("#troops.md#", False),
        ("4913", False),
        ("troops.html.part", False),
        ("TROOPS.TMP", False),
        (".git/index", False),
        ("news/.cache/troops.md", False),
    ],
)
def test_changes_of_articles_matter_and_ours_and_passing_ones_do_not(
    root: Path, path: str, matters: bool
) -> None:
    assert Matters([root], root / "data")(Change.modified, str(root / path)) is matters


def test_a_source_within_the_data_folder_or_a_hidden_one_matters(root: Path) -> None:
    hidden = root / ".archive"
    matters = Matters([root / "data" / "articles", hidden], root / "data")
    assert matters(Change.added, str(root / "data" / "articles" / "troops.md"))
    assert matters(Change.added, str(hidden / "troops.md"))
    assert not matters(Change.added, str(root / "data" / "bot.sqlite"))


def test_what_a_link_in_a_source_leads_to_matters(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").touch()
    (root / "link.md").symlink_to(tmp_path / "elsewhere.md")
    assert Matters([root], root / "data")(Change.modified, str(root / "link.md"))


@pytest.mark.parametrize("watch", [False, True])
def test_time_is_an_occasion_with_and_without_watching(root: Path, watch: bool) -> None:
    coming = triggers(lambda: [str(root)], root / "data", watch=watch, every_s=0.01)
    assert len(list(itertools.islice(coming, 3))) == 3


def test_a_glob_is_followed_from_the_folder_that_it_names(root: Path) -> None:
    coming = triggers(lambda: [f"{root}/*/new-*.md"], root / "data", watch=True, every_s=None)
    next(coming)
    (root / "news").mkdir()
    (root / "news" / "new-1.md").touch()
    next(coming)
    (root / "news" / "new-2.md").touch()
    next(coming)


@contextmanager
def no_more_files() -> Iterator[None]:
    """This process can open no file meanwhile, and so it can watch none."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_where_no_file_can_be_watched_the_clock_is_the_occasion_if_there_is_one(
    root: Path,
) -> None:
    complaints: list[Exception] = []

    def coming(every_s: float | None) -> Iterator[None]:
        return module.triggers(
            lambda: [str(root)],
            root / "data",
            watch=True,
            every_s=every_s,
            complain=complaints.append,
        )

    with no_more_files():
        assert len(list(itertools.islice(coming(0.01), 3))) == 3
        with pytest.raises(SourceError, match="cannot be watched"):
            next(coming(None))
    assert len(complaints) == 1
