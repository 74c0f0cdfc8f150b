"""What `pullquote add` says of each source, on the terminal and as JSON lines."""

import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

from bot.rebuild_events import Built, Failed, read_line
from index.building.rebuild import Added
from index.types import Skipped
from tests.bot.commands.rebuild_process import add_command


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    (tmp_path / "open").touch()
    return tmp_path / "open"


def last_event(gate: Path, data: Path, *sources: Path | str) -> object:
    command = add_command(gate, "--data", data, "--progress", "json", *sources)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return read_line(done.stdout.splitlines()[-1])


def test_what_was_added_is_reported_by_its_titles_and_what_was_not_by_the_reason(
    articles: Path, data: Path, gate: Path
) -> None:
    (articles / "rain.md").write_text("# Rain\n\nIt rained for eleven days and the river rose.\n")
    bridge = str(articles / "bridge.md")
    built = last_event(gate, data, bridge, "nowhere.md", articles)
    assert isinstance(built, Built)
    assert built.added == (
        Added(bridge, 1, ("The old bridge",)),
        Added(str(articles), 3, ("A mirror unfolds", "Rain", "Troops leave")),
    )
    assert built.skipped[0].path == "nowhere.md"
    assert built.skipped[0].reason.startswith("was not added: there is no file")


def test_the_terminal_names_what_was_added(articles: Path, data: Path, gate: Path) -> None:
    sources = [str(articles / "bridge.md"), str(articles)]
    command = add_command(gate, "--data", data, *sources)
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f"added {sources[0]}: The old bridge\n" in told
    assert f"added {articles}: 2 articles: A mirror unfolds; Troops leave\n" in told


def test_where_nothing_was_added_each_source_has_its_reason(data: Path, gate: Path) -> None:
    failed = last_event(gate, data, "nowhere.md", "neither.md")
    assert isinstance(failed, Failed)
    assert [each.path for each in failed.refused] == ["nowhere.md", "neither.md"]
    assert not failed.busy


def test_a_rebuild_that_is_running_is_reported_apart_from_other_failures(
    articles: Path, data: Path, gate: Path
) -> None:
    data.mkdir()
    with FileLock(data / "rebuild.lock"):
        failed = last_event(gate, data, articles)
    assert isinstance(failed, Failed)
    assert failed.busy
    assert failed.refused == ()


def test_lines_are_read_as_they_were_written() -> None:
    from bot.rebuild_events import failed_line

    failed = Failed("no", busy=True, refused=(Skipped("a", "is empty"),))
    assert read_line(failed_line(failed)) == failed
