"""The data folders of older versions: what still opens, what is said, and what a rebuild keeps.

`older_indexes` has one of each format that there was, made by the version that wrote it, of two
short articles which have been moved away since. Those up to format 4 had no collection yet.
"""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.index_in_use.current_index import CurrentIndex, SnapshotGone
from index.errors import NothingToIndex, SnapshotTooOld, UnknownSnapshot
from index.manifest import FORMAT
from index.snapshot.folders import current_folder
from index.snapshot.opening import roll_back
from tests.bot.conftest import Run
from tests.bot.slack.bot_at_work import settings_for
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder

INDEXES = Path(__file__).with_name("older_indexes")
FORMATS = range(1, FORMAT)
FIRST_WITH_COLLECTION = 5
QUESTION = "who repaired the lighthouse after the storm?"


@pytest.fixture
def old(data: Path, number: int) -> str:
    """The id of the snapshot in `data`, which an older version made."""
    with zipfile.ZipFile(INDEXES / f"format-{number}.zip") as packed:
        packed.extractall(data)
    return current_folder(data).name


@pytest.fixture
def index(data: Path, old: str) -> Iterator[CurrentIndex]:
    with closing(CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())) as opened:
        yield opened


@pytest.mark.parametrize("number", FORMATS)
def test_an_index_of_an_older_format_is_named_with_what_to_do(
    index: CurrentIndex, old: str, number: int, run: Run
) -> None:
    todo = f"has format {number}, this version reads format {FORMAT}: build it again with"
    with pytest.raises(SnapshotTooOld, match=todo):
        index.follow()
    for command in (("ask", QUESTION), ("status",), ("verify",)):
        said = run(*command)
        assert said.exit_code == 1
        assert said.stderr.count("\n") == 1
        assert todo in said.stderr


@pytest.mark.parametrize("number", FORMATS)
def test_a_rebuild_takes_its_place_and_keeps_the_articles_though_their_files_are_gone(
    index: CurrentIndex, data: Path, old: str, number: int, articles: Path
) -> None:
    if number < FIRST_WITH_COLLECTION:
        with pytest.raises(NothingToIndex):
            rebuild_from([], data)
        assert rebuild_from([articles], data).published
        question, title = "who shut the old bridge?", "The old bridge"
    else:
        report = rebuild_from([], data)
        assert (report.published, report.articles) == (True, 2)
        [skipped] = report.skipped
        assert skipped.reason.endswith("what it gave before is kept")
        question, title = QUESTION, "The lighthouse"
    assert index.follow()
    assert index.answer(question, 1).quotes[0].title == title
    with pytest.raises(UnknownSnapshot):
        roll_back(data, old)


@pytest.mark.parametrize("number", FORMATS)
@pytest.mark.parametrize("passage", [0, 10_000])
def test_buttons_that_refer_to_it_no_longer_work(
    index: CurrentIndex, old: str, passage: int
) -> None:
    with pytest.raises(SnapshotGone):
        index.passage(old, passage)
