"""A bot at work on an index of the three articles, for the tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.fake_slack import FakeSlack
from bot.slack.serve import Running
from tests.articles import write_articles
from tests.bot.slack.bot_at_work import FAST, UNLIMITED, build_index, installed_app, serving


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bot")
    build_index(write_articles(folder / "articles"), folder / "data")
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
def anna(slack: FakeSlack) -> str:
    return slack.add_user("anna")


@pytest.fixture
def general(slack: FakeSlack, anna: str) -> str:
    return slack.add_channel("general", anna)
