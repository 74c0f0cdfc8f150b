"""Commands run in the test's own process, and what they need not make again each time."""

import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from index.encoder.loading import EncoderOptions, load
from index.encoder.models import locate
from index.text import languages
from tests.bot.commands.small_pullquote import LANGUAGES
from tests.conftest import MadeOnce

Run: TypeAlias = Callable[..., Result]


@pytest.fixture(scope="session", autouse=True)
def unpacked_languages(made_once: MadeOnce) -> Iterator[None]:
    """For the processes of `small_pullquote`: each would take half a second to unpack them."""

    def make(path: Path) -> None:
        path.write_bytes(pickle.dumps(languages._identifier()))

    with pytest.MonkeyPatch.context() as environ:
        environ.setenv(LANGUAGES, str(made_once("languages", make)))
        yield


@pytest.fixture(scope="session")
def converted(made_once: MadeOnce, tiny_model: Path) -> Path:
    """The tiny model as OpenVINO runs it; empty where that is not installed."""

    def make(folder: Path) -> None:
        folder.mkdir()
        load(locate(str(tiny_model)), EncoderOptions("auto", "float32", 128, folder / "converted"))

    return made_once("data", make)


@pytest.fixture
def run(tiny_model: Path, converted: Path, data: Path) -> Run:
    """A command in this process, on a model of random weights, answering everything unread."""
    shutil.copytree(converted, data, dirs_exist_ok=True)

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
