"""The progress bar: one for each stage, with what is left of it."""

from io import StringIO

from rich.console import Console
from rich.progress import Progress

from bot.wording.progress_bar import Stages


def test_each_stage_has_its_own_count_and_an_unknown_total_is_not_the_one_before() -> None:
    console = Console(file=StringIO(), force_terminal=True, width=60)
    bar = Progress("{task.fields[count]}", console=console, auto_refresh=False)
    stages = Stages(bar)
    shown = []
    for stage, done, total in [
        ("reading", 0, 0),
        ("reading", 3, 40),
        ("reading", 41, 0),
        ("loading the encoder", 0, 0),
        ("encoding passages", 20, 80),
    ]:
        stages.show(stage, done, total)
        [task] = bar.tasks
        shown.append((task.description, task.completed, task.total, task.fields["count"]))
    assert shown == [
        ("reading", 0, None, ""),
        ("reading", 3, 40, "3 of 40"),
        ("reading", 41, None, "41"),
        ("loading the encoder", 0, None, ""),
        ("encoding passages", 20, 80, "20 of 80"),
    ]


def test_how_long_it_may_still_take_is_said_once_the_pace_is_known() -> None:
    now = iter(range(100))
    console = Console(file=StringIO(), force_terminal=True, width=60, get_time=lambda: next(now))
    bar = Progress("", console=console, auto_refresh=False, get_time=lambda: float(next(now)))
    stages = Stages(bar)
    stages.show("encoding", 0, 50)
    assert bar.tasks[0].fields["time"] == ""
    for done in (10, 20, 30):
        stages.show("encoding", done, 50)
    assert bar.tasks[0].fields["time"].endswith(" left")
    stages.show("encoding", 50, 50)
    assert bar.tasks[0].fields["time"] == ""
