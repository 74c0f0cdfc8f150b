"""What came of the questions, as it stands in the threads afterwards."""

import statistics
from dataclasses import dataclass, field

from bench.slack_load.workload import Workload
from bot.fake_slack import FakeSlack


@dataclass(slots=True)
class Result:
    """Timestamps of questions without an answer, and with more than one; seconds to an answer.
    Who asked by a command may get its answer twice, as nobody can see whether it has arrived.

    `silent` are the questions without an answer whose asker heard nothing either, and the links of
    which nothing says how adding them went.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    astray: int = 0
    seconds: list[float] = field(default_factory=list)
    kills: int = 0
    commands: int = 0
    posts_refused: int = 0
    deliveries: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.silent or self.astray)

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1]


def judge(slack: FakeSlack, workload: Workload) -> Result:
    result = Result(kills=workload.kills, commands=len(workload.commands))
    answers: dict[tuple[str, str], list[float]] = {key: [] for key in workload.asked}
    for channel in {channel for channel, _ in workload.asked}:
        for message in slack.messages(channel):
            if message.user != slack.app.bot_user_id:
                continue
            payload = (message.metadata or {}).get("event_payload", {})
            key = (channel, payload.get("question", ""))
            if key in answers and message.thread_ts == workload.asked[key].thread_ts:
                answers[key].append(float(message.ts))
            else:
                result.astray += 1
    for (channel, ts), posted in answers.items():
        if not posted:
            result.lost.append(f"{channel} {ts}")
            if not slack.ephemerals(workload.asked[channel, ts].user, channel):
                result.silent.append(f"{channel} {ts}")
        elif len(posted) > 1:
            result.doubled.append(f"{channel} {ts}")
        else:
            result.seconds.append(posted[0] - float(ts))
    for user, channel in workload.commands:
        if not slack.ephemerals(user, channel):
            result.lost.append(f"{channel} {user}")
    result.silent += workload.additions.silent()
    result.doubled += workload.additions.doubled()
    calls = slack.calls("chat.postMessage")
    result.posts_refused = sum(not call.ok for call in calls)
    result.deliveries = sum(delivery.attempts for delivery in slack.sent())
    return result
