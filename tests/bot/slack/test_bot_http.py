"""HTTP mode: signed requests at /slack/events, and what is refused there."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.fake_slack import FakeSlack, RetryPolicy
from bot.fake_slack.delivery.http_delivery import signed_headers
from bot.slack.connection.http_endpoint import REPLAY_S, AcceptedSignatures
from bot.slack.serve import Running
from tests.bot.slack.bot_at_work import (
    UNLIMITED,
    installed_app,
    serving,
    settled,
    unused_port,
    words_in,
)

TROOPS = "An alliance of six countries sent 2,500 troops"


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    url = f"http://127.0.0.1:{unused_port()}/slack/events"
    retries = RetryPolicy(ack_timeout_s=2.0, delays_s=(0.0, 0.05))
    with FakeSlack(
        installed_app(), request_url=url, retries=retries, limits=UNLIMITED
    ) as fake_slack:
        yield fake_slack


@pytest.fixture(scope="module")
def bot(slack: FakeSlack, bot_data: Path) -> Iterator[Running]:
    http = slack.server.http
    assert http is not None
    port = int(http.request_url.rpartition(":")[2].partition("/")[0])
    with serving(slack, bot_data, port=port) as running:
        assert running.port == port
        yield running


def send(bot: Running, body: str | bytes, headers: dict[str, str]) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{bot.port}/slack/events",
        body.encode() if isinstance(body, str) else body,
        {"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def mention(slack: FakeSlack, anna: str, general: str, ts: str) -> str:
    event = {"type": "app_mention", "user": anna, "channel": general, "ts": ts}
    event["text"] = f"{slack.mention} who sent troops?"
    body = {"type": "event_callback", "event_id": f"Ev{ts}", "team_id": "T0FAKE"}
    return json.dumps({**body, "event": event, "api_app_id": slack.app.app_id})


def test_a_mention_is_answered(slack: FakeSlack, bot: Running, anna: str, general: str) -> None:
    assert slack.verify_request_url()
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 1


def test_commands_and_buttons_work(slack: FakeSlack, bot: Running, anna: str, general: str) -> None:
    slack.slash(anna, general, "/pullquote", "ask who sent troops?")
    private = slack.wait_for_ephemeral(anna, general)
    block = next(b["block_id"] for b in private.blocks if b["type"] == "actions")
    slack.click(anna, private, "in_context", block_id=block)
    assert TROOPS in words_in(slack.wait_for_view(anna))


def test_retries_find_the_question_taken(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    slack.wait_for_reply(general, ts)
    time.sleep(1.1)  # Slack signs again; within a second the signature would be the same
    for number in (1, 2, 3):
        slack.redeliver(slack.sent("app_mention")[-1], retry_num=number)
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 1


@pytest.mark.parametrize("kind", ["unsigned", "forged", "stale", "future"])
def test_what_is_not_signed_now_by_slack_is_refused_and_nothing_runs(
    slack: FakeSlack, bot: Running, anna: str, general: str, kind: str
) -> None:
    ts = slack.say(anna, general, "not for the bot")
    body = mention(slack, anna, general, ts)
    headers = {
        "unsigned": {},
        "forged": signed_headers("another secret", body),
        "stale": signed_headers(slack.app.signing_secret, body, time.time() - 400),
        "future": signed_headers(slack.app.signing_secret, body, time.time() + 400),
    }[kind]
    assert send(bot, body, headers) == 401
    settled(slack, bot)
    assert slack.replies(general, ts) == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"not json", {}),
        (b"\xff\xfe\x00", {"X-Slack-Request-Timestamp": "0", "X-Slack-Signature": "v0=00"}),
        (b"[" * 50_000, {"X-Slack-Request-Timestamp": "now", "X-Slack-Signature": "v0=00"}),
        (b"null", {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "\xe9"}),
    ],
)
def test_rubbish_from_anybody_is_refused_unread_without_a_line_in_the_log(
    slack: FakeSlack,
    bot: Running,
    body: bytes,
    headers: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert send(bot, body, headers) == 401
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


def test_a_replayed_request_is_refused_and_nothing_runs_twice(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "not for the bot")
    body = mention(slack, anna, general, ts)
    headers = signed_headers(slack.app.signing_secret, body)
    assert send(bot, body, headers) == 200
    assert send(bot, body, headers) == 401
    slack.wait_for_reply(general, ts)
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 1


def test_a_request_with_a_changed_body_is_refused(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "not for the bot")
    body = mention(slack, anna, general, ts)
    headers = signed_headers(slack.app.signing_secret, body)
    assert send(bot, body.replace("troops", "ships"), headers) == 401


def test_other_paths_and_methods_are_not_found(slack: FakeSlack, bot: Running) -> None:
    for path in ("/", "/slack/install", "/healthz"):
        with pytest.raises(urllib.error.HTTPError, match="404") as error:
            urllib.request.urlopen(f"http://127.0.0.1:{bot.port}{path}", timeout=60)
        error.value.close()


def test_a_request_of_5_mb_is_refused_with_a_status_and_not_cut_off(
    slack: FakeSlack, bot: Running
) -> None:
    body = json.dumps({"type": "event_callback", "padding": "x" * 5_000_000})
    assert send(bot, body, signed_headers(slack.app.signing_secret, body)) == 413


def test_a_burst_is_one_line_in_the_log(
    slack: FakeSlack, bot: Running, anna: str, general: str, caplog: pytest.LogCaptureFixture
) -> None:
    """More requests at once than there are threads for them, none of which is lost."""
    asked = [slack.say(anna, general, f"{slack.mention} who sent troops?") for _ in range(60)]
    settled(slack, bot)
    assert [len(slack.replies(general, ts)) for ts in asked] == [1] * 60
    warnings = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert len(warnings) <= 1, warnings


def test_a_signature_is_remembered_for_as_long_as_bolt_would_take_it() -> None:
    now = [0.0]
    signatures = AcceptedSignatures(lambda: now[0])
    for number in range(1000):
        now[0] = float(number)
        assert signatures.first_time(f"v0={number}")
    assert not signatures.first_time("v0=999")
    assert not signatures.first_time(f"v0={1000 - int(REPLAY_S)}")
    assert signatures.first_time("v0=3")
    assert len(signatures._accepted) <= REPLAY_S + 2
    signatures.forget("v0=999")
    assert signatures.first_time("v0=999")
