"""The progress bar: one for each stage, with what is left of it."""

from io import StringIO

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from bot.wording.progress_bar import Stages


def test_each_stage_has_its_own_count_and_an_unknown_total_is_not_the_one_before() -> None:
    console = Console(file=StringIO(), force_terminal=True, width=60)
    bar = Progress("{task.description}", MofNCompleteColumn(), console=console, auto_refresh=False)
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
        shown.append((task.description, task.completed, task.total))
    assert shown == [
        ("reading", 0, None),
        ("reading", 3, 40),
        ("reading", 41, None),
        ("loading the encoder", 0, None),
        ("encoding passages", 20, 80),
    ]
