"""`pullquote rebuild` as a process: its progress in JSON, its end on a signal."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from bot.rebuild_events import Built, Failed, Working, read_line
from index.snapshot import open_current
from index.types import Skipped
from tests.bot_at_work import build_index
from tests.rebuild_process import command, running


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
        command(gate, articles, "--data", data, "--progress", "json"),
        capture_output=True,
        text=True,
        check=True,
    )
    *events, last = [read_line(line) for line in done.stdout.splitlines()]
    assert events[:2] == [Working("reading"), Working("loading")]
    assert events[-1] == Working("encoding", 4, 4)
    assert isinstance(last, Built)
    assert (last.published, last.articles, last.passages) == (True, 3, 4)
    [skipped] = last.skipped
    assert skipped.path.endswith("photo.txt")


def test_progress_that_ends_in_an_error_says_it_in_the_last_line_and_on_stderr(
    data: Path, gate: Path
) -> None:
    done = subprocess.run(
        command(gate, "nowhere", "--data", data, "--progress", "json"),
        capture_output=True,
        text=True,
        check=False,
    )
    reason = "there is no file or folder 'nowhere': check the path"
    assert read_line(done.stdout.splitlines()[-1]) == Failed(reason)
    assert done.stderr == f"pullquote: {reason}\n"
    assert done.returncode == 1


@pytest.mark.parametrize("line", ["", "Loading weights: 3%", "[1]", "{}", '{"event": "report"}'])
def test_a_line_that_is_no_event_is_none(line: str) -> None:
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
        rebuild.told('"loading"')
        code, stdout, stderr = rebuild.stop(number)
    assert code == exit_code
    assert stderr == "pullquote: stopped; the last complete index stays in use\n"
    assert read_line(stdout.splitlines()[-1]) == Failed("it was stopped")
    assert snapshots(data) == [before]
    assert open_current(data).manifest.id == before


def test_it_ends_when_nobody_reads_its_progress_any_more(
    articles: Path, data: Path, gate: Path
) -> None:
    before = build_index(articles, data)
    change(articles)
    with running(gate, articles, "--data", data, "--progress", "json") as rebuild:
        rebuild.told('"loading"')
        assert rebuild.process.stdout is not None
        rebuild.process.stdout.close()
        assert rebuild.process.wait(timeout=20) != 0
    assert snapshots(data) == [before]
