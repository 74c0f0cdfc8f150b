"""The bot's threads: what dies is named, and started again."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.slack.background import STEADY_S, Background, finish
from tests.bot.slack.bot_at_work import eventually


def test_a_thread_that_dies_is_named_until_it_has_run_for_a_while_again() -> None:
    now = [100.0]
    background = Background(restart_s=0.01, clock=lambda: now[0])
    runs: list[int] = []
    over = threading.Event()

    def work() -> None:
        runs.append(len(runs))
        if len(runs) < 3:
            raise ValueError("of ours")
        over.wait(60)

    thread = background.start("worker-7", work)
    eventually(lambda: len(runs) == 3)
    assert thread.is_alive()
    assert background.dead() == ["worker-7"]
    now[0] += STEADY_S + 1
    assert background.dead() == []
    over.set()
    thread.join(60)
    assert not thread.is_alive()
    assert background.dead() == []


def test_work_that_is_repeated_goes_on_after_an_error_which_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    background = Background()
    runs: list[int] = []

    def work() -> None:
        runs.append(len(runs))
        raise ValueError("of ours")

    thread = background.repeat("housekeeping", work, every_s=0.001)
    eventually(lambda: len(runs) > 3)
    assert background.dead() == []
    background.stop()
    thread.join(60)
    assert not thread.is_alive()
    assert caplog.text.count("housekeeping failed and is tried again") == 1


def test_an_executor_is_waited_for_no_longer_than_it_may_take() -> None:
    executor, over, done = ThreadPoolExecutor(1), threading.Event(), threading.Event()

    def work() -> None:
        over.wait(60)
        done.set()

    executor.submit(work)
    finish(executor, 0.01)
    assert not done.is_set()
    over.set()
    finish(executor, 60)
    assert done.is_set()
