"""The options that every command has, and the settings read through them."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from config.settings import LOCAL_FILE, Settings, SettingsError, load


class WholeNumber(click.IntRange):
    """An IntRange that says at once what it takes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            most = "" if self.max is None else f" to {self.max}"
            self.fail(f"{str(value)!r} is not a whole number from {self.min}{most}", param, ctx)


class Day(click.ParamType[date]):
    """A day as 2026-03-05."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{str(value)!r} is not a day: write it as 2026-03-05", param, ctx)


Command = TypeVar("Command", bound=Callable[..., Any])


def files(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Shell completion of a SOURCE: the files and folders there are."""
    return [CompletionItem(typed, type="file")]


def settings_options(command: Command) -> Command:
    """`--data` and `--config`, which every command has."""
    data = click.option("--data", type=click.Path(path_type=Path), help="Folder of the index.")
    config = click.option(
        "--config",
        type=click.Path(path_type=Path),
        help=f"Settings file; {LOCAL_FILE} of the current folder if there is one.",
    )
    return data(config(command))


def group_option(command: Command) -> Command:
    """`--group`, for commands that answer."""
    option = click.option(
        "--group",
        "groups",
        multiple=True,
        help="Answer as for this group of the settings; may be given again. Default: everything.",
    )
    return option(command)


def settings_of(config: Path | None, flags: dict[str, Any]) -> Settings:
    settings = load(os.environ, file=config, here=Path(LOCAL_FILE), flags=flags)
    if os.path.isfile(settings.data.dir):  # noqa: PTH113 (which raises where it may not look)
        raise SettingsError(f"data.dir: {str(settings.data.dir)!r} is a file, not a folder")
    return settings
