"""/healthz and /metrics of a bot at work."""

import json
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.fake_slack import FakeSlack, Fault
from bot.slack.background import Background
from bot.slack.connection.health import Pulse
from bot.slack.serve import Running
from tests.bot.slack.bot_at_work import (
    UNLIMITED,
    build_index,
    eventually,
    installed_app,
    serving,
    settled,
)


def get(bot: Running, path: str) -> tuple[int, str]:
    try:
        url = f"http://127.0.0.1:{bot.health_port}{path}"
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_bot_is_ready_with_an_index_and_a_socket(
    slack: FakeSlack, bot: Running, bot_data: Path
) -> None:
    eventually(lambda: get(bot, "/healthz")[0] == 200)
    body = json.loads(get(bot, "/healthz")[1])
    assert body == {
        "ready": True,
        "index": bot.assembly.current_index.snapshot_id,
        "slack": True,
        "memory": "ok",
        "dead_threads": [],
    }
    assert get(bot, "/other")[0] == 404


def test_metrics_count_questions_answers_and_time(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    slack.wait_for_reply(general, ts)
    settled(slack, bot)
    eventually(lambda: "answer_seconds_count 1.0" in get(bot, "/metrics")[1])
    text = get(bot, "/metrics")[1]
    assert 'pullquote_questions_total{outcome="answered",place="channel"} 1.0' in text
    assert "pullquote_answer_seconds_bucket" in text
    assert "pullquote_abstentions_total 0.0" in text
    assert "pullquote_questions_waiting 0.0" in text
    age = float(text.split("pullquote_index_age_seconds ")[-1].split()[0])
    assert 0 <= age < 600


def test_metrics_are_there_while_the_memory_is_locked(bot: Running) -> None:
    database = bot.assembly.database
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "pullquote_questions_waiting NaN" in get(bot, "/metrics")[1]
        other.execute("ROLLBACK")
    eventually(lambda: "pullquote_questions_waiting 0.0" in get(bot, "/metrics")[1])


def test_without_an_index_it_is_not_ready_until_one_is_published(
    articles: Path, data: Path
) -> None:
    with FakeSlack(installed_app(), limits=UNLIMITED) as slack, serving(slack, data) as bot:
        status, body = get(bot, "/healthz")
        assert (status, json.loads(body)["index"]) == (503, None)
        assert "pullquote_index_age_seconds NaN" in get(bot, "/metrics")[1]
        build_index(articles, data)
        eventually(lambda: get(bot, "/healthz")[0] == 200)


def test_without_slack_it_is_not_ready(articles: Path, data: Path) -> None:
    build_index(articles, data)
    with FakeSlack(installed_app(), limits=UNLIMITED) as slack, serving(slack, data) as bot:
        eventually(lambda: get(bot, "/healthz")[0] == 200)
        slack.fail("apps.connections.open", Fault.http(500), times=1000)
        slack.drop_connections()
        eventually(lambda: get(bot, "/healthz")[0] == 503)
        slack.clear_faults()
        eventually(lambda: get(bot, "/healthz")[0] == 200)


class Stumbling(WebClient):
    """A client with a fault of ours, the first time that it is used."""

    calls = 0

    def auth_test(self, **arguments: object) -> SlackResponse:
        self.calls += 1
        if self.calls == 1:
            raise ValueError("of ours")
        return super().auth_test()


def test_an_error_of_ours_does_not_end_the_pulse() -> None:
    with FakeSlack(installed_app(), limits=UNLIMITED) as slack:
        client = Stumbling(slack.app.bot_token, base_url=slack.base_url)
        pulse, background = Pulse(client, every_s=0.05), Background()
        thread = background.start("pulse", pulse.run)
        eventually(lambda: client.calls >= 2)
        eventually(lambda: pulse.is_reachable)
        assert background.dead() == []
        pulse.stop()
        thread.join(60)
        assert not thread.is_alive()
