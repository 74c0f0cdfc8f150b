"""`pullquote rebuild` as a process: its progress in JSON, its end on a signal, and going on."""

import json
import signal
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from bot.cli import main
from bot.rebuild_events import Built, Failed, Working, read_line
from index.snapshot.folders import current_folder
from index.snapshot.opening import open_current
from index.types import Skipped
from tests.bot.commands.rebuild_process import rebuild_command, running
from tests.bot.slack.bot_at_work import build_index, eventually
from tests.index.building.small_index import rebuild_from


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    (tmp_path / "gate").mkdir()
    return tmp_path / "gate" / "open"


def change(articles: Path) -> None:
    text = "# Rain\n\nIt rained on the fields for eleven days and the river rose.\n"
    (articles / "rain.md").write_text(text)


def snapshots(data: Path) -> list[str]:
    return sorted(folder.name for folder in (data / "snapshots").iterdir())


def test_progress_comes_in_lines_of_which_the_last_is_the_report(
    articles: Path, data: Path, gate: Path
) -> None:
    gate.touch()
    (articles / "photo.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    done = subprocess.run(
        rebuild_command(gate, articles, "--data", data, "--progress", "json"),
        capture_output=True,
        text=True,
        check=True,
    )
    *events, last = [read_line(line) for line in done.stdout.splitlines()]
    assert events[0] == Working("reading")
    # What has been read is said now and then, so more often if the machine is slow.
    read = [event for event in events if isinstance(event, Working) and event.stage == "reading"]
    assert [event.done for event in read] == sorted(event.done for event in read)
    assert {event.total for event in read[1:]} <= {4}
    assert events[len(read)] == Working("loading")
    assert events[-1] == Working("encoding", 4, 4)
    assert isinstance(last, Built)
    assert (last.published, last.articles, last.passages) == (True, 3, 4)
    [skipped] = last.skipped
    assert skipped.path.endswith("photo.txt")


def test_progress_that_ends_in_an_error_says_it_in_the_last_line_and_on_stderr(
    data: Path, gate: Path
) -> None:
    done = subprocess.run(
        rebuild_command(gate, "nowhere", "--data", data, "--progress", "json"),
        capture_output=True,
        text=True,
        check=False,
    )
    reason = "there is no file or folder 'nowhere': check the path"
    assert read_line(done.stdout.splitlines()[-1]) == Failed(reason)
    assert done.stderr == f"pullquote: {reason}\n"
    assert done.returncode == 1


@pytest.mark.parametrize("line", ["", "Loading weights: 3%", "[1]", "{}", '{"event": "report"}'])
def test_a_line_that_is_no_event_is_skipped(line: str) -> None:
    assert read_line(line) is None


def test_an_event_of_a_newer_version_may_have_more_fields() -> None:
    report = {
        "event": "report",
        **{"published": True, "articles": 3, "passages": 4, "seconds": 0.5},
        "skipped": [{"path": "photo.txt", "reason": "is no text"}],
        "reused": 2,
    }
    skipped = (Skipped("photo.txt", "is no text"),)
    assert read_line(json.dumps(report)) == Built(True, 3, 4, 0.5, skipped)


@pytest.mark.parametrize(
    ("number", "exit_code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["TERM", "INT"]
)
def test_a_signal_ends_it_in_one_line_and_leaves_the_old_index_and_nothing_else(
    articles: Path, data: Path, gate: Path, number: int, exit_code: int
) -> None:
    before = build_index(articles, data)
    change(articles)
    with running(gate, articles, "--data", data, "--progress", "json") as rebuild:
        rebuild.line_with('"loading"')
        code, stdout, stderr = rebuild.stop(number)
    assert code == exit_code
    assert stderr == "pullquote: stopped; the last complete index stays in use\n"
    assert read_line(stdout.splitlines()[-1]) == Failed("it was stopped")
    assert snapshots(data) == [before]
    assert open_current(data).manifest.id == before


@pytest.mark.parametrize(
    ("name", "number", "exit_code"), [("add", signal.SIGTERM, 143), ("remove", signal.SIGINT, 130)]
)
def test_a_signal_ends_a_change_of_the_collection_in_one_line(
    articles: Path, data: Path, gate: Path, tmp_path: Path, name: str, number: int, exit_code: int
) -> None:
    rain = tmp_path / "rain.md"
    rain.write_text("# Rain\n\nIt rained on the fields for eleven days and the river rose.\n")
    before = rebuild_from([articles, rain], data).snapshot
    rain.write_text("# Rain\n\nIt rained for twelve days, and then the sun came out again.\n")
    with running(gate, rain, "--data", data, name=name) as change:
        eventually(lambda: gate.with_name("loads").exists(), timeout_s=60)
        code, stdout, stderr = change.stop(number)
    assert (code, stdout) == (exit_code, "")
    assert stderr == "pullquote: stopped; the last complete index stays in use\n"
    assert open_current(data).manifest.id == before


def test_a_fault_of_ours_does_not_end_watching(articles: Path, data: Path, gate: Path) -> None:
    gate.touch()
    fault = gate.with_name("fault")
    fault.touch()
    with running(gate, articles, "--data", data, "--watch") as rebuild:
        rebuild.line_with("RuntimeError: a fault that a test has made", on_stderr=True)
        rebuild.line_with("this rebuild failed by a fault of Pullquote", on_stderr=True)
        fault.unlink()
        change(articles)
        rebuild.line_with("indexed 4 articles")
        code, _, _ = rebuild.stop()
    assert code == 0


def test_it_ends_when_nobody_reads_its_progress_any_more(
    articles: Path, data: Path, gate: Path
) -> None:
    before = build_index(articles, data)
    change(articles)
    with running(gate, articles, "--data", data, "--progress", "json") as rebuild:
        rebuild.line_with('"loading"')
        assert rebuild.process.stdout is not None
        rebuild.process.stdout.close()
        assert rebuild.process.wait(timeout=60) != 0
    assert snapshots(data) == [before]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--every", "5x"], "'5x' is not a time: write 90s, 15m or 2h"),
        (["--every", "-3m"], "'-3m' is not a time"),
        (["--every", "59s"], "'59s' is not between 1m and 168h"),
        (["--every", "999999h"], "'999999h' is not between 1m and 168h"),
        (["--watch", "--json"], "--json and --progress json do not go with --watch and --every"),
        (["--every", "2h", "--progress", "json"], "do not go with --watch and --every"),
    ],
)
def test_a_time_or_options_that_make_no_sense_are_wrong_usage(
    arguments: list[str], message: str
) -> None:
    result = CliRunner().invoke(main, ["rebuild", *arguments])
    assert result.exit_code == 2
    assert message in result.stderr


def test_watching_rebuilds_at_once_and_as_files_change_come_and_go(
    articles: Path, data: Path, gate: Path, tmp_path: Path
) -> None:
    gate.touch()
    late = tmp_path / "late"
    with running(gate, articles, late, "--data", data, "--watch", "--every", "15m") as rebuild:
        rebuild.line_with(f"there is no file or folder '{late}'", on_stderr=True)
        late.mkdir()
        rebuild.line_with("indexed 3 articles, 4 passages")
        change(articles)
        rebuild.line_with("indexed 4 articles, 5 passages")
        written = late / "new"
        written.write_text("A lighthouse on the cape was lit again after forty years.\n")
        written.rename(late / "cape.txt")
        rebuild.line_with("indexed 5 articles, 6 passages")
        (late / "cape.txt").unlink()
        late.rmdir()
        rebuild.line_with("what it gave before is kept")
        late.mkdir()
        (late / "cape.txt").write_text("The keeper of the lighthouse came back to see it.\n")
        (articles / "bridge.md").unlink()
        rebuild.line_with("4 articles, 5 passages")
        rebuild.line_with("cape.txt: 1 sentence gone")
        code, stdout, stderr = rebuild.stop()
    assert (code, stdout) == (0, "")
    assert stderr == "pullquote: stopped; the last complete index stays in use\n"
    assert gate.with_name("loads").read_text() == "x", "the encoder was not kept"
    assert current_folder(data).name in snapshots(data)


def test_a_source_that_is_a_file_is_followed_when_an_editor_puts_another_into_its_place(
    tmp_path: Path, data: Path, gate: Path
) -> None:
    gate.touch()
    article = tmp_path / "notes.md"
    article.write_text("# Notes\n\nThe first words of a note about the harbour.\n")
    with running(gate, article, "--data", data, "--watch") as rebuild:
        rebuild.line_with("indexed 1 article, 1 passage")
        for count in (2, 3):
            draft = tmp_path / "notes.md.new"
            more = f"Boat {count} came into the harbour with the tide, and with a torn sail."
            draft.write_text(f"{article.read_text()}\n{more}\n")
            draft.replace(article)
            rebuild.line_with(f"indexed 1 article, {count} passages")


def test_a_rebuild_that_another_process_holds_is_reported_and_tried_again(
    articles: Path, data: Path, gate: Path
) -> None:
    gate.touch()
    data.mkdir()
    lock = FileLock(data / "rebuild.lock")
    lock.acquire()
    with running(gate, articles, "--data", data, "--watch") as rebuild:
        rebuild.line_with("a rebuild is already running", on_stderr=True)
        lock.release()
        change(articles)
        rebuild.line_with("indexed 4 articles")
