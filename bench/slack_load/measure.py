"""One run from an empty workspace to the last answer."""

import subprocess
import sys
import time
from pathlib import Path

from bench.slack_load.additions import pages
from bench.slack_load.bot_process import BotProcess
from bench.slack_load.load import Load
from bench.slack_load.verdict import Result, judge
from bench.slack_load.workload import Workload
from bot.fake_slack import FakeSlack, InstalledApp, RateLimits, RetryPolicy
from bot.slack.installation.manifest import read_manifest

STARTS_WITHIN_S = 300.0
"""Loading torch takes a second on a calm machine, and more than a minute on a busy one."""
ROOT = Path(__file__).parents[2]
# As Slack's: at once, then later; shorter, so that a run ends.
RETRIES = RetryPolicy(ack_timeout_s=3.0, delays_s=(0.0, 1.0, 3.0, 6.0))


def measure(load: Load, folder: Path, patience_s: float = 120.0) -> Result:
    data = folder / "data"
    if load.bot is None:
        command = [sys.executable, "-m", "bot.cli", "rebuild", str(ROOT / "articles")]
        subprocess.run([*command, "--data", str(data)], check=True, capture_output=True)
    app = InstalledApp.from_manifest(read_manifest())
    limits = RateLimits(enabled=load.limited)
    with pages() as address, FakeSlack(app, retries=RETRIES, limits=limits) as slack:
        bot = BotProcess(slack, data, load)
        try:
            slack.wait_for_connection(timeout_s=STARTS_WITHIN_S)
            workload = Workload(slack, load, address)
            workload.run(bot)
            _wait_for_answers(slack, workload, patience_s)
            time.sleep(1.0)  # anything doubled comes now
        finally:
            bot.stop()
        return judge(slack, workload)


def _wait_for_answers(slack: FakeSlack, workload: Workload, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        found = judge(slack, workload)
        finished = all(delivery.finished for delivery in slack.sent())
        if finished and not found.lost and not found.silent:
            return
        time.sleep(0.2)
