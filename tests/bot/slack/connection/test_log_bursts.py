"""Bursts in the log: one line of a kind, with how many more there were."""

import logging

import pytest

from bot.slack.connection.log_bursts import BurstFilter


def test_one_line_of_a_kind_in_a_while_which_says_how_many_there_were(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]
    log = logging.getLogger("tests.bursts")
    log.addFilter(BurstFilter(lambda r: None if r.msg == "other" else r.msg, 30, lambda: now[0]))
    for depth in range(40):
        log.warning("%d requests wait", depth)
        log.warning("other")
    now[0] += 31
    log.warning("%d requests wait", 7)
    lines = [record.getMessage() for record in caplog.records if record.msg != "other"]
    assert lines == ["0 requests wait", "7 requests wait (39 more like it before)"]
    assert sum(record.msg == "other" for record in caplog.records) == 40
