"""Commands run in the test's own process."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def run(tiny_model: Path, data: Path) -> Run:
    """A command in this process, on a model of random weights, answering everything unread."""

    def run(*arguments: str, typed: str | None = None, **environ: str) -> Result:
        environ = {
            "PULLQUOTE_ENCODER_MODEL": str(tiny_model),
            "PULLQUOTE_DATA_DIR": str(data),
            "PULLQUOTE_ANSWER_THRESHOLD": "0",
            "PULLQUOTE_READER_MODEL": "",
            **environ,
        }
        return CliRunner().invoke(main, list(arguments), env=environ, input=typed)

    return run
