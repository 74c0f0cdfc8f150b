"""The options that every command has, and the settings read through them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from config.settings import LOCAL_FILE, Settings, load

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
    return load(os.environ, file=config, here=Path(LOCAL_FILE), flags=flags)
