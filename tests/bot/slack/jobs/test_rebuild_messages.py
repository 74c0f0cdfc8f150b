"""How a rebuild is shown, and how much time it may still take."""

import pytest

from bot.fake_slack.blocks.block_rules import block_faults
from bot.rebuild_events import Built, Failed, Working
from bot.slack.jobs.live_messages import TimeLeft
from bot.slack.jobs.rebuild_messages import closing_message, progress_message
from index.types import Skipped
from tests.bot.slack.bot_at_work import words_in


@pytest.mark.parametrize(
    ("now", "left_s", "text"),
    [
        (Working("reading"), None, "Reading the sources …"),
        (Working("reading", 12), None, "Reading the sources … · 12 read"),
        (
            Working("reading", 1200, 4000),
            200.0,
            "Reading the sources … · 1,200 of 4,000 read · about 3 minutes left",
        ),
        (Working("reading", 4000, 4000), 0.0, "Reading the sources … · 4,000 of 4,000 read"),
        (Working("encoding", 0, 0), None, "░" * 20 + " 0% · 0 of 0 passages"),
        (
            Working("encoding", 617, 1234),
            200.0,
            "█" * 10 + "░" * 10 + " 50% · 617 of 1,234 passages · about 3 minutes left",
        ),
        (Working("encoding", 1, 1234), 60.0, "1 of 1,234 passages · about 1 minute left"),
        (Working("encoding", 1200, 1234), 29.0, "97% · 1,200 of 1,234 passages · less than a"),
        (Working("encoding", 1234, 1234), 0.0, "█" * 20 + " 100% · 1,234 of 1,234 passages · fin"),
    ],
)
def test_progress_is_a_bar_the_passages_and_what_is_left(
    now: Working, left_s: float | None, text: str
) -> None:
    message = progress_message(now, "U1", left_s)
    assert text in words_in(message.blocks)
    assert text in message.text
    assert block_faults(message.blocks, "message") == []


@pytest.mark.parametrize(
    ("seconds", "took"), [(0.1, "1 second"), (119.4, "119 seconds"), (3600.0, "60 minutes")]
)
def test_the_closing_line_says_how_long_it_took(seconds: float, took: str) -> None:
    told = closing_message(Built(True, 1, 2, seconds, ()), "U1")
    assert f"Rebuilt: 1 article, 2 passages, in {took}." in told.text
    assert "skipped" not in told.text


def test_what_was_skipped_and_why_it_failed_is_shown_as_it_is_and_not_too_long() -> None:
    skipped = tuple(Skipped(f"<!channel>-{n}.txt" * 50, "*is* no\ntext") for n in range(1000))
    for ending in (Built(True, 1, 2, 3.0, skipped), Failed("<!channel> is *full*\n" * 1000)):
        message = closing_message(ending, "U1")
        assert block_faults(message.blocks, "message") == []
        assert "<!" not in message.text
        assert len(message.text) <= 4000
    assert "… and 995 more" in words_in(closing_message(Built(True, 1, 2, 3.0, skipped), "U1"))


def test_the_time_left_is_reckoned_of_each_stage_from_its_first_items_on() -> None:
    left = TimeLeft()
    assert left.after(Working("reading", 10, 0), 0.0) is None
    assert left.after(Working("reading", 100, 400), 10.0) is None
    assert left.after(Working("reading", 200, 400), 20.0) == 20.0
    assert left.after(Working("loading"), 60.0) is None
    assert left.after(Working("encoding", 500, 1000), 100.0) is None
    assert left.after(Working("encoding", 600, 1000), 110.0) == 40.0
    assert left.after(Working("encoding", 1000, 1000), 150.0) == 0.0
