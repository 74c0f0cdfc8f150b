"""People who ask, and the trouble in between; all of it drawn from one seed."""

import contextlib
import random
import time
from dataclasses import dataclass

from bench.slack_load.additions import Additions
from bench.slack_load.bot_process import BotProcess
from bench.slack_load.load import Load
from bot.fake_slack import FakeSlack, Fault
from bot.slack.messages.names import COMMAND

ASKED = ("who sent troops?", "who shut the old bridge?", "where is the golden mirror?")
FAULTS = (
    Fault.ratelimited(1),
    Fault.http(500),
    Fault.http(503, after=True),
    Fault.resets(),
    Fault.resets(after=True),
    Fault.cuts_off(after=True),
    Fault.hangs(1.5, after=True),
    Fault.empty(),
    Fault.empty(after=True),
    Fault.html(),
    Fault.html(after=True),
)
DISK_S = 1.5
"""How long the disk is full or the memory locked: less than Slack goes on to deliver."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, and the thread in which the answer belongs."""

    user: str
    thread_ts: str


class Workload:
    def __init__(self, slack: FakeSlack, load: Load, address: str) -> None:
        self._slack = slack
        self._load = load
        self._random = random.Random(load.seed)  # noqa: S311
        self.asked: dict[tuple[str, str], Asked] = {}
        self.commands: list[tuple[str, str]] = []
        self.kills = 0
        people = [slack.add_user(f"user{n}") for n in range(load.users)]
        self._people = people
        self._channels = [slack.add_channel(f"c{n}", *people) for n in range(load.channels)]
        self.additions = Additions(slack, address)

    def run(self, bot: BotProcess) -> None:
        """Ask everything."""
        load, chance = self._load, self._random
        disconnects = {load.questions * n // 4: n for n in (1, 2, 3)} if load.trouble else {}
        kills, additions, disk_troubles = (
            load.at(times) for times in (load.kills, load.additions, load.disk_troubles)
        )
        started, asked = time.monotonic(), 0
        while asked < load.questions:
            batch = min(chance.choice((1, 1, 2, 5)), load.questions - asked)
            with (
                self._slack.reordered() if load.trouble and batch > 2 else contextlib.nullcontext()
            ):
                for _ in range(batch):
                    self._ask()
                    asked += 1
                    if asked in kills:
                        self._kill(bot)
                    if asked in disconnects:
                        self._disconnect(disconnects[asked])
            if additions & set(range(asked - batch + 1, asked + 1)):
                self._add(bot)
            if disk_troubles & set(range(asked - batch + 1, asked + 1)):
                asked += self._ask_in_disk_trouble(bot, load.questions - asked)
            if load.trouble:
                self._trouble()
            due = started + asked / load.per_s
            time.sleep(max(0.0, due - time.monotonic()))

    def _ask(self) -> None:
        slack, chance = self._slack, self._random
        user, channel = chance.choice(self._people), chance.choice(self._channels)
        thread = slack.say(user, channel, "some talk") if chance.random() < 0.2 else None
        text = f"{slack.mention} {chance.choice(ASKED)}"
        ts = slack.say(user, channel, text, thread_ts=thread)
        self.asked[channel, ts] = Asked(user, thread or ts)

    def _command(self) -> None:
        """Asked by somebody who asks nothing else, and acknowledged."""
        user, channel = self._slack.add_user("commander"), self._random.choice(self._channels)
        self._slack.join(user, channel)
        if self._slack.slash(user, channel, COMMAND, f"ask {ASKED[0]}").trouble is None:
            self.commands.append((user, channel))

    def _kill(self, bot: BotProcess) -> None:
        """Just after it has acknowledged a command."""
        self._command()
        bot.kill_and_restart()
        self.kills += 1

    def _add(self, bot: BotProcess) -> None:
        """Every other time the bot is killed in the middle of it."""
        self.additions.add()
        if len(self.additions.asked) % 2:
            time.sleep(self._random.random())
            self._kill(bot)

    def _ask_in_disk_trouble(self, bot: BotProcess, most: int) -> int:
        """With the disk full, then with the memory locked; how many were asked."""
        asked = 0
        self._slack.wait_for_connection(timeout_s=300)
        for trouble in (bot.full_disk, bot.locked_memory):
            with trouble():
                for _ in range(min(5, most - asked)):
                    self._ask()
                    asked += 1
                time.sleep(DISK_S)
        return asked

    def _trouble(self) -> None:
        slack, chance = self._slack, self._random
        sent = slack.sent("app_mention")[-30:]
        if sent and chance.random() < 0.3:
            slack.redeliver(chance.choice(sent))
        if sent and chance.random() < 0.3:
            slack.redeliver(chance.choice(sent), retry_num=chance.choice((1, 2, 3)))
        if chance.random() < 0.1:
            slack.fail("chat.postMessage", chance.choice(FAULTS))

    def _disconnect(self, number: int) -> None:
        slack = self._slack
        (lambda: slack.disconnect(), slack.drop_connections, slack.go_silent)[number - 1]()
