"""What is going on, on stderr, if that is a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress


class Stages:
    """What is done one after the other, each with its own pace and what is left of it."""

    def __init__(self, bar: "Progress") -> None:
        self._bar = bar
        self._task = bar.add_task("starting", total=None, count="", time="")
        self._stage, self._total = "", 0

    def show(self, stage: str, done: int, total: int) -> None:
        """`total` is 0 if it is not known."""
        # Without a total a task keeps the one it had.
        if stage != self._stage or (self._total and not total):
            self._bar.remove_task(self._task)
            self._task = self._bar.add_task(stage, total=None, count="", time="")
            self._stage = stage
        self._total = total
        of_all = f" of {total:,}" if total else ""
        count = f"{done:,}{of_all}" if done or total else ""
        self._bar.update(self._task, completed=done, total=total or None, count=count)
        left_s = self._bar.tasks[-1].time_remaining if done < total else None
        left = f"{timedelta(seconds=round(left_s))} left" if left_s else ""
        self._bar.update(self._task, time=left)


@contextmanager
def progress_bar() -> Iterator[Stages]:
    from rich.progress import BarColumn, Progress

    columns = ("{task.description}", BarColumn(), "{task.fields[count]}", "{task.fields[time]}")
    errors = Console(stderr=True)
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        yield Stages(bar)


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Shows `what` within, with the seconds that it takes."""
    from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn

    errors = Console(stderr=True)
    columns = (SpinnerColumn(), "{task.description}", TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        bar.add_task(what, total=None)
        yield
