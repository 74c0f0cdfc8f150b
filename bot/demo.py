"""The demo: the real bot in a workspace of the fake Slack, with a web page to use it from."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.fake_slack import FakeSlack, InstalledApp
from bot.index_in_use.current_index import CurrentIndex
from bot.slack.connection.http_server import PortTaken
from bot.slack.installation.manifest import read_manifest
from bot.slack.messages.names import COMMAND
from config.environment import Secrets
from config.settings import Settings
from index.errors import NoSnapshot

TEAM = "The Daily Sample"
PORT = 8080
CHANNELS = ("newsroom", "fact-checking")
QUESTIONS_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Demo:
    """`memory` is the bot's, for this time only: a real workspace knows nothing of it."""

    slack: FakeSlack
    settings: Settings
    secrets: Secrets
    memory_folder: TemporaryDirectory[str]
    channels: tuple[str, ...]

    @property
    def memory(self) -> Path:
        return Path(self.memory_folder.name)

    @property
    def address(self) -> str:
        return self.slack.url

    def offer_questions(self, index: CurrentIndex) -> None:
        """In channels that are still empty, what the articles answer, and how to ask."""
        try:
            asked = [
                f"@{self.slack.app.name} {prompt.message}"
                for prompt in index.prompts()[:QUESTIONS_OFFERED]
            ]
            private = [f"{COMMAND} ask {prompt.message}" for prompt in index.prompts()[-1:]]
        except NoSnapshot:
            asked, private = [], [f"{COMMAND} rebuild"]
        for channel in self.channels:
            self.slack.offer_examples(channel, *asked, *private, f"{COMMAND} help")

    def stop(self) -> None:
        self.slack.stop()
        self.memory_folder.cleanup()


def start_demo(settings: Settings, port: int = PORT) -> Demo:
    """A workspace of a few people and channels, installed from the real manifest.

    Raises `PortTaken`.
    """
    slack = FakeSlack(InstalledApp.from_manifest(read_manifest()), port=port, page=True, team=TEAM)
    try:
        slack.start()
    except OSError as error:
        slack.stop()
        raise PortTaken(f"cannot show the demo on port {port}: {error.strerror}") from error
    you = slack.add_user("you", "You", is_admin=True)
    anna = slack.add_user("anna", "Anna Berg")
    channels = tuple(slack.add_channel(name, you, anna) for name in CHANNELS)
    slack.direct_message(you)
    there = settings.slack.model_copy(update={"base_url": slack.base_url})
    bot = settings.bot.model_copy(update={"hint_at_mention": True, "ask_a_person": channels[-1]})
    return Demo(
        slack,
        # Groups name people and channels of a workspace, and this is another one.
        settings.model_copy(update={"slack": there, "bot": bot, "groups": ()}),
        Secrets(bot_token=slack.app.bot_token, app_token=slack.app.app_token),
        TemporaryDirectory(prefix="pullquote-demo-"),
        channels,
    )
