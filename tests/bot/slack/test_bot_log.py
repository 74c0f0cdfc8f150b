"""The log of `pullquote serve` as JSON, in detail: it follows a question, and quotes nobody."""

import json
import os
import signal
import subprocess
from pathlib import Path

from bot.fake_slack import FakeSlack
from tests.articles import ARTICLES
from tests.bot.commands.rebuild_process import small_pullquote
from tests.bot.slack.bot_at_work import words_in
from tests.processes import PATIENCE_S, started

QUESTION = "who sent troops to the capital?"
FOLLOW_UP = "and what about bread?"
COMMANDED = "who shut the old bridge?"


def test_a_question_is_followed_from_event_to_post_and_never_quoted(
    slack: FakeSlack, bot_data: Path, anna: str, general: str, tmp_path: Path
) -> None:
    environ = os.environ | {
        "PULLQUOTE_SLACK_BASE_URL": slack.base_url,
        "PULLQUOTE_BOT_HEALTH_PORT": "0",
        "PULLQUOTE_ANSWER_THRESHOLD": "0",
        "PULLQUOTE_READER_MODEL": "",
        "PULLQUOTE_LOG": "json",
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_APP_TOKEN": slack.app.app_token,
    }
    command = small_pullquote(tmp_path / "gate", "serve", "--verbose", "--data", bot_data)
    with started(command, env=environ, stderr=subprocess.PIPE) as process:
        slack.wait_for_connection()
        ts = slack.say(anna, general, f"{slack.mention} {QUESTION}")
        answer = words_in(slack.wait_for_reply(general, ts))
        follow_up = slack.say(anna, general, FOLLOW_UP, thread_ts=ts)
        slack.wait_for_reply(general, ts, count=2)
        slack.slash(anna, general, "/pullquote", f"ask {COMMANDED}")
        slack.wait_for_ephemeral(anna, general)
        slack.wait_until_delivered()
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    log = stderr.decode()
    records = [json.loads(line) for line in log.splitlines()]
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, records))
    assert "debug" in {record["level"] for record in records}
    commanded = [r["question"] for r in records if "/command-" in r.get("question", "")]
    assert len(set(commanded)) == 1
    for asked in (f"{general}/{ts}", f"{general}/{follow_up}", commanded[0]):
        about = [r["message"] for r in records if r.get("question") == asked]
        assert [message for message in about if message == "accepted"] == ["accepted"]
        assert about[-1].startswith("posted after ")
    assert "2,500 troops" in answer
    said = [
        QUESTION,
        FOLLOW_UP,
        COMMANDED,
        "/response/",
        "2,500",
        *(text.split("\n")[-2] for text in ARTICLES.values()),
    ]
    for secret in (*said, slack.app.bot_token, slack.app.app_token):
        assert secret not in log
