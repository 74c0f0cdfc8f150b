"""What many tests start from: three small articles, an index of them, a bot at work on it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from bot.cli import main
from bot.fake_slack import FakeSlack
from bot.slack.serve import Running
from index.building.rebuild import RebuildReport
from tests.bot.slack.bot_at_work import FAST, UNLIMITED, build_index, installed_app, serving
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder
from tests.index.encoder.tiny_model import make_tiny_model
from tests.index.web.web_server import WebServer

Run = Callable[..., Result]

# Taken by `make fuzz`; every other run has hypothesis's own numbers of examples.
settings.register_profile("fuzz", max_examples=5_000)

ARTICLES = {
    "troops.md": """\
---
title: Troops leave
publisher: Example Wire
published: 2022-01-20
url: https://wire.example/troops
---
An alliance of six countries sent 2,500 troops to the capital on Thursday. They stayed ten days.

The price of bread had doubled before the protests began in the western oil towns.
""",
    "mirror.txt": "A mirror unfolds\n\nThe telescope unfolded its golden mirror far from Earth.\n",
    "bridge.md": "# The old bridge\n\nEngineers shut the old bridge after a crack was found.\n",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def run(tiny_model: Path, data: Path) -> Run:
    """A command in this process, on a model of random weights, answering everything."""

    def run(*arguments: str, typed: str | None = None, **environ: str) -> Result:
        environ = {
            "PULLQUOTE_ENCODER_MODEL": str(tiny_model),
            "PULLQUOTE_DATA_DIR": str(data),
            "PULLQUOTE_ANSWER_THRESHOLD": "0",
            **environ,
        }
        return CliRunner().invoke(main, list(arguments), env=environ, input=typed)

    return run


@pytest.fixture
def build(articles: Path, data: Path) -> Callable[..., RebuildReport]:
    """Rebuild `data` from `articles` with the small encoder."""

    def run(
        encoder: SmallEncoder | None = None, *sources: Path | str, **options: Any
    ) -> RebuildReport:
        return rebuild_from(sources or [articles], data, encoder, **options)

    return run


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the three articles, for a bot that serves a whole module."""
    folder = tmp_path_factory.mktemp("bot")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    build_index(folder / "articles", folder / "data")
    return folder / "data"


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(installed_app(), retries=FAST, limits=UNLIMITED) as fake_slack:
        yield fake_slack


@pytest.fixture(scope="module")
def bot(slack: FakeSlack, bot_data: Path) -> Iterator[Running]:
    with serving(slack, bot_data) as running:
        yield running


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def anna(slack: FakeSlack) -> str:
    return slack.add_user("anna")


@pytest.fixture
def general(slack: FakeSlack, anna: str) -> str:
    return slack.add_channel("general", anna)
