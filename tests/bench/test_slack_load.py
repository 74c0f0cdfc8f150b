"""Load, retries, duplicates, failures of Slack and SIGKILL: each question is answered once."""

from pathlib import Path

import pytest

from bench.slack_load.load import Load
from bench.slack_load.measure import measure
from bench.slack_load.verdict import Result

BOT = "tests.bot.slack.small_bot"


def clean(result: Result) -> None:
    assert result.lost == []
    assert result.doubled == []
    assert result.silent == []
    assert result.astray == 0


def test_each_question_is_answered_once_in_its_thread_through_all_trouble(tmp_path: Path) -> None:
    load = Load(bot=BOT, questions=150, users=20, channels=10, per_s=60, limited=False)
    result = measure(load, tmp_path)
    clean(result)
    assert result.deliveries > 2 * load.questions
    assert result.posts_refused


@pytest.mark.parametrize("seed", [1])
def test_a_bot_that_is_killed_loses_and_doubles_nothing(tmp_path: Path, seed: int) -> None:
    load = Load(
        bot=BOT, questions=80, users=20, channels=10, per_s=20, kills=4, limited=False, seed=seed
    )
    result = measure(load, tmp_path)
    clean(result)
    assert result.kills == 4
    assert result.commands


def test_additions_and_a_disk_in_trouble_lose_double_and_silence_nothing(tmp_path: Path) -> None:
    load = Load(
        bot=BOT,
        questions=60,
        users=20,
        channels=10,
        per_s=20,
        additions=2,
        disk_troubles=1,
        limited=False,
    )
    result = measure(load, tmp_path)
    clean(result)
    assert result.kills == 1
