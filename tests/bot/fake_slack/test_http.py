"""HTTP mode: signed requests, checked by slack_bolt itself, and retries."""

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from slack_bolt import Ack, App, BoltRequest, Say
from slack_bolt.app.app import SlackAppDevelopmentServer
from slack_sdk import WebClient

from bot.fake_slack import FakeSlack, InstalledApp, RateLimits, RetryPolicy
from bot.fake_slack.delivery.http_delivery import HttpDelivery, signed_headers
from bot.fake_slack.wire import JsonObject


class Bot:
    """The real Bolt app on its own HTTP server; `held` and `seen` steer and show its listeners."""

    def __init__(self, slack_app: InstalledApp, port: int) -> None:
        self.seen: list[tuple[str, str | None, str | None]] = []
        self.held: Callable[[], object] | None = None
        self.app = App(
            token=slack_app.bot_token,
            signing_secret=slack_app.signing_secret,
            token_verification_enabled=False,
            process_before_response=True,
        )
        self.app.event("app_mention")(self._mention)
        self.app.command("/pullquote")(self._command)
        self.app.action("go")(lambda ack: ack())
        self.server = SlackAppDevelopmentServer(port, "/slack/events", self.app)
        self.thread = threading.Thread(target=self.server._server.serve_forever, args=(0.02,))
        self.thread.start()

    def connect(self, slack: FakeSlack) -> None:
        self.app._client = WebClient(slack.app.bot_token, base_url=slack.base_url)

    def _mention(self, event: JsonObject, request: BoltRequest, say: Say) -> None:
        retry = request.headers.get("x-slack-retry-num", [None])[0]
        reason = request.headers.get("x-slack-retry-reason", [None])[0]
        self.seen.append((event["text"], retry, reason))
        if self.held is not None:
            self.held()
        if "fail" in event["text"]:
            raise RuntimeError("on purpose")
        say("here", thread_ts=event["ts"])

    def _command(self, ack: Ack, command: JsonObject) -> None:
        ack(f"got {command['text']}")

    def close(self) -> None:
        self.server._server.shutdown()
        self.server._server.server_close()
        self.thread.join()


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def ack_timeout_s() -> float:
    return 60.0


@pytest.fixture
def setting(unused_port: int, ack_timeout_s: float) -> Iterator[tuple[FakeSlack, Bot]]:
    app = InstalledApp(events=frozenset({"app_mention"}))
    bot = Bot(app, unused_port)
    retries = RetryPolicy(ack_timeout_s=ack_timeout_s, delays_s=(0.0, 0.05, 0.05))
    url = f"http://127.0.0.1:{unused_port}/slack/events"
    limits = RateLimits(enabled=False)
    with FakeSlack(app, request_url=url, retries=retries, limits=limits) as slack:
        bot.connect(slack)
        yield slack, bot
    bot.close()


@pytest.fixture
def slack(setting: tuple[FakeSlack, Bot]) -> FakeSlack:
    return setting[0]


@pytest.fixture
def bot(setting: tuple[FakeSlack, Bot]) -> Bot:
    return setting[1]


@pytest.fixture
def anna(slack: FakeSlack) -> str:
    return slack.add_user("anna")


@pytest.fixture
def general(slack: FakeSlack, anna: str) -> str:
    return slack.add_channel("general", anna)


def http(slack: FakeSlack) -> HttpDelivery:
    assert slack.server.http is not None
    return slack.server.http


def test_the_request_url_is_verified(slack: FakeSlack) -> None:
    assert slack.verify_request_url()


def test_a_signed_event_is_answered(slack: FakeSlack, bot: Bot, anna: str, general: str) -> None:
    ts = slack.say(anna, general, f"{slack.mention} hello")
    assert slack.wait_for_reply(general, ts).text == "here"
    slack.wait_until_delivered()
    assert http(slack).answers == [200]


def test_a_command_and_a_button_travel_as_forms(
    slack: FakeSlack, bot: Bot, anna: str, general: str
) -> None:
    slack.slash(anna, general, "/pullquote", "a & b = c")
    assert slack.ephemerals(anna, general)[0].text == "got a & b = c"
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    ts = slack.say(anna, general, "x", blocks=[{"type": "actions", "elements": [button]}])
    assert slack.click(anna, slack.message(general, ts), "go").acknowledged


def test_a_failing_listener_gets_three_retries(
    slack: FakeSlack, bot: Bot, anna: str, general: str
) -> None:
    slack.say(anna, general, f"{slack.mention} fail")
    slack.wait_until_delivered()
    retries = [(retry, reason) for _, retry, reason in bot.seen]
    assert retries == [(None, None), *((str(n), "http_error") for n in (1, 2, 3))]
    assert http(slack).answers == [500] * 4


@pytest.mark.parametrize("ack_timeout_s", [2.0])
def test_a_slow_listener_is_asked_again(
    slack: FakeSlack, bot: Bot, anna: str, general: str
) -> None:
    outbox = slack.server.outbox

    def until_asked_again() -> None:
        while outbox.sent[0].attempts < 2:
            time.sleep(0.01)

    bot.held = until_asked_again
    slack.say(anna, general, f"{slack.mention} slow")
    slack.wait_until_delivered()
    assert [(retry, reason) for _, retry, reason in bot.seen][:2] == [
        (None, None),
        ("1", "http_timeout"),
    ]


def test_nobody_there_is_a_failed_connection(unused_port: int) -> None:
    retries = RetryPolicy(delays_s=(0.0, 0.0, 0.0))
    url = f"http://127.0.0.1:{unused_port}/slack/events"
    with FakeSlack(request_url=url, retries=retries) as slack:
        anna = slack.add_user("anna")
        slack.say(anna, slack.add_channel("general", anna), "hello")
        slack.wait_until_delivered()
        [delivery] = slack.sent()
    assert (delivery.attempts, delivery.ack) == (4, None)


@pytest.mark.parametrize(
    ("secret", "age_s", "status"), [(None, 0, 200), ("wrong", 0, 401), (None, 400, 401)]
)
def test_bolt_refuses_wrong_and_stale_signatures(
    slack: FakeSlack, bot: Bot, secret: str | None, age_s: int, status: int
) -> None:
    body = '{"type": "event_callback", "event": {"type": "app_mention", "text": "x", "ts": "1"}}'
    body = body.replace('"ts"', '"user": "U0ANNA", "channel": "C0", "ts"')
    body = body.replace('"x"', '"fail"') if status == 401 else body
    headers = signed_headers(secret or slack.app.signing_secret, body, time.time() - age_s)
    url = http(slack).request_url
    headers["Content-Type"] = "application/json"
    request = urllib.request.Request(url, body.encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            answered = response.status
    except urllib.error.HTTPError as error:
        answered = error.code
        error.close()
    if status == 401:
        assert answered == 401
        assert bot.seen == []
    else:
        assert answered != 401
        assert len(bot.seen) == 1
