"""The command that the bot runs, and what is made of what it prints."""

import sys
from pathlib import Path

import pytest

from bot.rebuild_events import Built, Failed, Working
from bot.slack.jobs.process import JobProcess, add_command, rebuild_command


def test_the_command_is_the_real_one_with_the_settings_of_the_bot(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('[sources]\npaths = ["nowhere"]\n')
    *before, last = JobProcess(rebuild_command(tmp_path / "data", config)).events()
    assert before[0] == Working("reading")
    assert last == Failed("there is no file or folder 'nowhere': check the path")


def test_the_command_that_adds_is_the_real_one_too(tmp_path: Path) -> None:
    link = "http://127.0.0.1:1/--force"
    [*before, last] = JobProcess((*add_command(tmp_path / "data", None), link)).events()
    assert before[0] == Working("reading")
    assert isinstance(last, Failed)
    [refused] = last.refused
    assert refused.path == link


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("", Failed("it gave no reason")),
        ("import sys; sys.exit('pullquote: the disk is full')", Failed("the disk is full")),
        ("import os; os.kill(os.getpid(), 9)", Failed("its process was killed (SIGKILL)")),
        ("import sys; sys.stderr.write('x' * 1_000_000 + '\\nlast')", Failed("last")),
        (
            'print(\'{"event": "report", "published": false, "articles": 1, "passages": 2, '
            '"seconds": 0.5, "skipped": []}\'); raise SystemExit(1)',
            Built(False, 1, 2, 0.5, ()),
        ),
    ],
)
def test_however_it_ends_there_is_one_last_event(code: str, last: Built | Failed) -> None:
    assert [*JobProcess([sys.executable, "-c", code]).events()] == [last]
