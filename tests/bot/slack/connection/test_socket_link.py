"""Socket Mode: what keeps a bot from going deaf."""

import errno
import threading
import time
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.fake_slack import FakeSlack, InstalledApp
from bot.slack.background import Background
from bot.slack.connection.socket_link import SocketLink
from bot.slack.values import Tuning
from config.environment import Secrets
from config.settings import load
from tests.bot.slack.bot_at_work import FAST, UNLIMITED, eventually


class NeverAny(set[str]):
    """Tickets that are void at once, as if their one use had broken off."""

    def add(self, ticket: str) -> None:
        return


class Heard:
    """A Bolt app that notes what it heard, and a link to it."""

    def __init__(self, slack: FakeSlack) -> None:
        self.texts: list[str] = []
        self.replaced = 0
        self.hold = threading.Event()
        self.hold.set()
        client = WebClient(slack.app.bot_token, base_url=slack.base_url)
        app = App(client=client, signing_secret="")
        app.event("message")(self._note)
        settings = load({}, flags={"slack.base_url": slack.base_url})
        tuning = Tuning(ping_interval_s=0.2, deaf_after_s=0.6)
        secrets = Secrets(slack.app.bot_token, slack.app.app_token)
        self.link = SocketLink(app, settings, secrets, self._replaced, tuning)

    def _note(self, event: dict[str, str]) -> None:
        self.hold.wait(5)
        self.texts.append(event["text"])

    def _replaced(self) -> None:
        self.replaced += 1


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    app = InstalledApp(events=frozenset({"message.channels"}))
    with FakeSlack(app, retries=FAST, limits=UNLIMITED) as fake_slack:
        yield fake_slack


@pytest.fixture
def heard(slack: FakeSlack) -> Iterator[Heard]:
    made = Heard(slack)
    made.link.start(Background())
    slack.wait_for_connection()
    eventually(lambda: made.link.is_connected)
    yield made
    made.link.stop()


def test_a_client_that_stays_deaf_is_replaced(slack: FakeSlack, heard: Heard) -> None:
    """Its own reconnect goes on with an address that was used up: it would never come back."""
    anna = slack.add_user("anna")
    general = slack.add_channel("general", anna)
    socket_mode = slack.server.socket_mode
    tickets, opened = socket_mode._tickets, socket_mode.opened
    socket_mode._tickets = NeverAny()
    slack.drop_connections()
    eventually(lambda: heard.replaced)
    assert not heard.link.is_connected
    socket_mode._tickets = tickets
    slack.say(anna, general, "still there?")
    eventually(lambda: heard.texts == ["still there?"])
    assert socket_mode.opened == opened + 1


def test_a_slow_listener_keeps_neither_pings_nor_acks_waiting(
    slack: FakeSlack, heard: Heard
) -> None:
    anna = slack.add_user("anna")
    general = slack.add_channel("general", anna)
    heard.hold.clear()
    opened = slack.server.socket_mode.opened
    for text in ("one", "two", "three"):
        slack.say(anna, general, text)
    slack.wait_until_delivered()
    time.sleep(0.7)
    assert slack.server.socket_mode.opened == opened
    heard.hold.set()
    eventually(lambda: len(heard.texts) == 3)


def test_stopping_leaves_no_connection(slack: FakeSlack, heard: Heard) -> None:
    heard.link.stop()
    assert slack.server.socket_mode.open_connections() == []
    assert not heard.link.is_connected


class CannotBeginOnce(SocketLink):
    """As when no file descriptor is left for a new client."""

    tried = 0

    def _new_client(self) -> SocketModeClient:
        self.tried += 1
        if self.tried == 1:
            raise OSError(errno.EMFILE, "Too many open files")
        return super()._new_client()


def test_a_client_that_cannot_be_made_is_tried_again(slack: FakeSlack) -> None:
    app = App(client=WebClient(slack.app.bot_token, base_url=slack.base_url), signing_secret="")
    settings = load({}, flags={"slack.base_url": slack.base_url})
    secrets = Secrets(slack.app.bot_token, slack.app.app_token)
    link, background = CannotBeginOnce(app, settings, secrets, lambda: None, Tuning()), Background()
    link.start(background)
    eventually(lambda: link.is_connected, timeout_s=15)
    assert background.dead() == []
    link.stop()
