"""Questions under load and trouble, through the fake Slack: is each answered exactly once?

    python -m bench.slack_load              1,000 questions, trouble, Slack's rate limits
    python -m bench.slack_load --kills 20   … and the bot killed 20 times meanwhile
    python -m bench.slack_load --calm       no trouble: how long an answer takes

The bot is `pullquote serve` on the articles that come with it, or with `--bot MODULE` whatever
`python -m MODULE DATA BASE_URL [SETTING=VALUE …]` starts: tests.bot.slack.small_bot takes a second
to start, since its encoder needs no torch.

50 users ask in 20 channels, some in threads; deliveries are doubled, retried and reordered, posts
fail with 429, 500 and broken connections (before and after Slack did its work), the socket is
closed, dropped and goes silent. Prints what was lost or doubled, and the time from a question to
its answer.
"""

import argparse
import contextlib
import dataclasses
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.fake_slack import FakeSlack, Fault, InstalledApp, RateLimits, RetryPolicy
from bot.slack.installation.manifest import read_manifest

ASKED = ("who sent troops?", "who shut the old bridge?", "where is the golden mirror?")
ROOT = Path(__file__).parents[1]
# As Slack's: at once, then later; shorter, so that a run ends.
RETRIES = RetryPolicy(ack_timeout_s=3.0, delays_s=(0.0, 1.0, 3.0, 6.0))


@dataclass(frozen=True, slots=True)
class Load:
    """`bot` is a module to run instead of `pullquote serve`."""

    questions: int = 1000
    users: int = 50
    channels: int = 20
    per_s: float = 12.0
    kills: int = 0
    limited: bool = True
    bot: str | None = None
    trouble: bool = True
    seed: int = 13


@dataclass(slots=True)
class Result:
    """Timestamps of questions without an answer, and with more than one; seconds to an answer."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    astray: int = 0
    seconds: list[float] = field(default_factory=list)
    kills: int = 0
    posts_refused: int = 0
    deliveries: int = 0

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1]


class BotProcess:
    """The bot in a process that can be killed and started again."""

    def __init__(self, slack: FakeSlack, data: Path, load: Load) -> None:
        flags = {"bot__posts_per_s": "1", "post_burst": "4"} if load.limited else {}
        if load.bot is None:
            variables = {
                "PULLQUOTE_SLACK_BASE_URL": slack.base_url,
                "PULLQUOTE_BOT_HEALTH_PORT": "0",
                "PULLQUOTE_BOT_QUESTIONS_PER_MINUTE": "1000",
            }
            if not load.limited:
                variables["PULLQUOTE_BOT_POSTS_PER_S"] = "1000"
            self._command = [sys.executable, "-m", "bot.cli", "serve", "--data", str(data)]
        else:
            variables = {}
            given = [f"{name}={value}" for name, value in flags.items()]
            program = [sys.executable, "-m", load.bot]
            self._command = [*program, str(data), slack.base_url, *given]
        tokens = {
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            "SLACK_APP_TOKEN": slack.app.app_token,
        }
        self._environ = os.environ | tokens | variables
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, env=self._environ)

    def kill_and_restart(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = self._start()

    def stop(self) -> int:
        """By SIGTERM; its exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


class Workload:
    """Asks, and makes trouble in between; all of it drawn from one seed."""

    def __init__(self, slack: FakeSlack, load: Load) -> None:
        self._slack = slack
        self._load = load
        self._random = random.Random(load.seed)  # noqa: S311
        self.asked: dict[tuple[str, str], str] = {}
        people = [slack.add_user(f"user{n}") for n in range(load.users)]
        self._people = people
        self._channels = [slack.add_channel(f"c{n}", *people) for n in range(load.channels)]

    def run(self, bot: BotProcess) -> int:
        """Ask everything; how often the bot was killed."""
        load, chance = self._load, self._random
        disconnects = {load.questions * n // 4: n for n in (1, 2, 3)} if load.trouble else {}
        kills = {load.questions * n // (load.kills + 1) for n in range(1, load.kills + 1)}
        started, asked, killed = time.monotonic(), 0, 0
        while asked < load.questions:
            batch = min(chance.choice((1, 1, 2, 5)), load.questions - asked)
            with (
                self._slack.reordered() if load.trouble and batch > 2 else contextlib.nullcontext()
            ):
                for _ in range(batch):
                    self._ask()
                    asked += 1
                    if asked in kills:
                        bot.kill_and_restart()
                        killed += 1
                    if asked in disconnects:
                        self._disconnect(disconnects[asked])
            if load.trouble:
                self._trouble()
            due = started + asked / load.per_s
            time.sleep(max(0.0, due - time.monotonic()))
        return killed

    def _ask(self) -> None:
        slack, chance = self._slack, self._random
        user, channel = chance.choice(self._people), chance.choice(self._channels)
        thread = slack.say(user, channel, "some talk") if chance.random() < 0.2 else None
        text = f"{slack.mention} {chance.choice(ASKED)}"
        ts = slack.say(user, channel, text, thread_ts=thread)
        self.asked[channel, ts] = thread or ts

    def _trouble(self) -> None:
        slack, chance = self._slack, self._random
        sent = slack.sent("app_mention")[-30:]
        if sent and chance.random() < 0.3:
            slack.redeliver(chance.choice(sent))
        if sent and chance.random() < 0.3:
            slack.redeliver(chance.choice(sent), retry_num=chance.choice((1, 2, 3)))
        faults = (
            Fault.ratelimited(1),
            Fault.http(500),
            Fault.http(503, after=True),
            Fault.resets(),
            Fault.resets(after=True),
            Fault.hangs(1.5, after=True),
        )
        if chance.random() < 0.1:
            slack.fail("chat.postMessage", chance.choice(faults))

    def _disconnect(self, number: int) -> None:
        slack = self._slack
        (lambda: slack.disconnect(), slack.drop_connections, slack.go_silent)[number - 1]()


def judge(slack: FakeSlack, workload: Workload) -> Result:
    """Look at what stands in the threads."""
    result = Result()
    answers: dict[tuple[str, str], list[float]] = {key: [] for key in workload.asked}
    for channel in {channel for channel, _ in workload.asked}:
        for message in slack.messages(channel):
            if message.user != slack.app.bot_user_id:
                continue
            payload = (message.metadata or {}).get("event_payload", {})
            key = (channel, payload.get("question", ""))
            if key in answers and message.thread_ts == workload.asked[key]:
                answers[key].append(float(message.ts))
            else:
                result.astray += 1
    for (channel, ts), posted in answers.items():
        if not posted:
            result.lost.append(f"{channel} {ts}")
        elif len(posted) > 1:
            result.doubled.append(f"{channel} {ts}")
        else:
            result.seconds.append(posted[0] - float(ts))
    calls = slack.calls("chat.postMessage")
    result.posts_refused = sum(not call.ok for call in calls)
    result.deliveries = sum(delivery.attempts for delivery in slack.sent())
    return result


def measure(load: Load, folder: Path, patience_s: float = 120.0) -> Result:
    """One run from an empty workspace to the last answer."""
    data = folder / "data"
    if load.bot is None:
        _index(data)
    limits = RateLimits(enabled=load.limited)
    app = InstalledApp.from_manifest(read_manifest())
    with FakeSlack(app, retries=RETRIES, limits=limits) as slack:
        bot = BotProcess(slack, data, load)
        try:
            slack.wait_for_connection(timeout_s=60)
            workload = Workload(slack, load)
            killed = workload.run(bot)
            _wait_for_answers(slack, workload, patience_s)
            time.sleep(1.0)  # anything doubled comes now
        finally:
            bot.stop()
        return dataclasses.replace(judge(slack, workload), kills=killed)


def _index(data: Path) -> None:
    command = [sys.executable, "-m", "bot.cli", "rebuild", str(ROOT / "articles")]
    subprocess.run([*command, "--data", str(data)], check=True, capture_output=True)


def _wait_for_answers(slack: FakeSlack, workload: Workload, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        found = judge(slack, workload)
        if not found.lost and all(delivery.finished for delivery in slack.sent()):
            return
        time.sleep(0.2)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--per-s", type=float, default=12.0, help="questions a second, in all")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--unlimited", action="store_true", help="without Slack's rate limits")
    parser.add_argument("--bot", metavar="MODULE", help="instead of pullquote serve")
    parser.add_argument("--calm", action="store_true", help="no trouble: the time alone")
    given = parser.parse_args()
    load = Load(
        given.questions,
        per_s=given.per_s,
        kills=given.kills,
        limited=not given.unlimited,
        bot=given.bot,
        trouble=not given.calm,
    )
    with _folder() as folder:
        started = time.monotonic()
        result = measure(load, folder)
    print(f"{load.questions} questions in {time.monotonic() - started:.0f} s, {result.kills} kills")
    print(f"{result.deliveries} deliveries, {result.posts_refused} posts refused or broken off")
    print(f"lost {len(result.lost)}, doubled {len(result.doubled)}, astray {result.astray}")
    if len(result.seconds) > 1:
        p50, p95 = result.percentile(50), result.percentile(95)
        print(f"from question to answer: p50 {p50:.3f} s, p95 {p95:.3f} s")
    return 1 if result.lost or result.doubled or result.astray else 0


if __name__ == "__main__":
    sys.exit(main())
