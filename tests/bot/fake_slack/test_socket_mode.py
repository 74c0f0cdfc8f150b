"""Socket Mode: the real Bolt app over the real handlers against the fake Slack."""

import asyncio
import contextlib
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, TypeAlias, cast

import pytest
from slack_bolt import App, BoltRequest, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler as BuiltinHandler
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from websockets.sync.client import connect

from bot.fake_slack import FakeSlack, InstalledApp, RateLimits, RetryPolicy
from bot.fake_slack.delivery.outbox import Attempt
from bot.fake_slack.delivery.socket_mode import Connection, SocketMode
from bot.fake_slack.wire import JsonObject
from tests.bot.fake_slack.running_bolt import connected

Seen: TypeAlias = tuple[str, str, str | None, str | None]

FAST = RetryPolicy(ack_timeout_s=0.3, delays_s=(0.0, 0.05, 0.05))


PATIENT = RetryPolicy(ack_timeout_s=60)


@pytest.fixture
def retries() -> RetryPolicy:
    return PATIENT


@pytest.fixture
def slack(retries: RetryPolicy) -> Iterator[FakeSlack]:
    with FakeSlack(retries=retries, limits=RateLimits(enabled=False)) as fake_slack:
        yield fake_slack


@pytest.fixture
def anna(slack: FakeSlack) -> str:
    return slack.add_user("anna")


@pytest.fixture
def general(slack: FakeSlack, anna: str) -> str:
    return slack.add_channel("general", anna)


def echo(seen: list[Seen]) -> Callable[..., None]:
    def answer(event: JsonObject, body: JsonObject, say: Say, request: BoltRequest) -> None:
        retry = request.headers.get("x-slack-retry-num", [None])[0]
        seen.append((body["event_id"], event["type"], event.get("text"), retry))
        if event.get("bot_id") is None and event.get("subtype") is None:
            say(text=f"echo: {event['text']}", thread_ts=event.get("thread_ts") or event["ts"])

    return answer


@contextlib.contextmanager
def builtin_bot(slack: FakeSlack, seen: list[Seen], ping_interval: float = 0.3) -> Iterator[App]:
    app = App(
        client=WebClient(slack.app.bot_token, base_url=slack.base_url),
        signing_secret=slack.app.signing_secret,
    )
    app.event("app_mention")(echo(seen))
    app.event("message")(lambda event, body: seen.append((body["event_id"], "message", None, None)))
    handler = BuiltinHandler(app, slack.app.app_token, ping_interval=ping_interval)
    handler.connect()
    try:
        yield app
    finally:
        handler.close()


def aiohttp_bot(
    slack: FakeSlack, seen: list[Seen], ping_interval: float = 0.2
) -> AbstractContextManager[object]:
    def made(client: AsyncWebClient) -> AsyncApp:
        app = AsyncApp(client=client, signing_secret=slack.app.signing_secret)

        @app.event("app_mention")
        async def answer(
            event: JsonObject, body: JsonObject, say: AsyncSay, request: BoltRequest
        ) -> None:
            retry = request.headers.get("x-slack-retry-num", [None])[0]
            seen.append((body["event_id"], event["type"], event["text"], retry))
            await say(text=f"echo: {event['text']}", thread_ts=event["ts"])

        @app.event("message")
        async def note(body: JsonObject) -> None:
            seen.append((body["event_id"], "message", None, None))

        return app

    return connected(slack, made, ping_interval)


@contextlib.contextmanager
def raw_connection(
    slack: FakeSlack, received: list[JsonObject], acknowledge: bool = True
) -> Iterator[JsonObject]:
    """A bare WebSocket that keeps what arrives, but the hello."""
    client = WebClient(base_url=slack.base_url)
    url = client.apps_connections_open(app_token=slack.app.app_token)["url"]
    with connect(url) as socket:
        hello = json.loads(socket.recv())

        def read() -> None:
            with contextlib.suppress(Exception):
                for text in socket:
                    envelope = json.loads(text)
                    received.append(envelope)
                    if acknowledge and "envelope_id" in envelope:
                        socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))

        thread = threading.Thread(target=read)
        thread.start()
        yield {"url": url, "hello": hello}
    thread.join(timeout=2)


HASTY = pytest.mark.parametrize("retries", [FAST], ids=["hasty"])
BOTS = pytest.mark.parametrize("bot", [builtin_bot, aiohttp_bot])


def test_a_mention_is_answered_in_its_thread(slack: FakeSlack, anna: str, general: str) -> None:
    seen: list[Seen] = []
    with aiohttp_bot(slack, seen):
        slack.wait_for_connection()
        ts = slack.say(anna, general, f"{slack.mention} who?")
        assert slack.wait_for_reply(general, ts).text == f"echo: {slack.mention} who?"
        slack.wait_until_delivered()
    [mention] = slack.sent("app_mention")
    assert slack.sent("message")[0].event["ts"] == ts
    assert mention.event_id not in [p.event_id for p in slack.sent("message")]
    assert mention.ack is not None


@HASTY
def test_the_bot_comes_back_after_a_dropped_connection(
    slack: FakeSlack, anna: str, general: str
) -> None:
    seen: list[Seen] = []
    with aiohttp_bot(slack, seen):
        slack.wait_for_connection()
        slack.drop_connections()
        ts = slack.say(anna, general, f"{slack.mention} still there?")
        slack.wait_for_reply(general, ts)
    assert slack.server.socket_mode.opened == 2


@HASTY
@BOTS
def test_the_bot_moves_on_a_refresh_request(
    slack: FakeSlack, anna: str, general: str, bot: Callable[..., AbstractContextManager[object]]
) -> None:
    seen: list[Seen] = []
    with bot(slack, seen):
        slack.wait_for_connection()
        slack.disconnect("refresh_requested")
        ts = slack.say(anna, general, f"{slack.mention} moved?")
        slack.wait_for_reply(general, ts)
    assert slack.server.socket_mode.opened >= 2


def test_a_warning_closes_the_connection_a_little_later(slack: FakeSlack) -> None:
    with aiohttp_bot(slack, []):
        slack.wait_for_connection()
        slack.disconnect("warning", warning_s=0.1)
        socket_mode = slack.server.socket_mode
        slack.wait_for(lambda: socket_mode.opened >= 2, "a second connection")


def test_a_silent_connection_is_noticed_and_nothing_is_lost() -> None:
    patient = RetryPolicy(ack_timeout_s=0.3, delays_s=(0.3, 0.5, 1.0))
    with FakeSlack(retries=patient, ping_interval_s=0.1) as slack:
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        seen: list[Seen] = []
        with aiohttp_bot(slack, seen):
            slack.wait_for_connection()
            slack.go_silent()
            ts = slack.say(anna, general, f"{slack.mention} hello?")
            slack.wait_for_reply(general, ts)
            slack.wait_until_delivered()
    [mention] = slack.sent("app_mention")
    assert mention.attempts > 1
    assert {retry for _, kind, _, retry in seen if kind == "app_mention"} <= {"1", "2", "3"}


def test_events_wait_for_the_first_connection_in_order(
    slack: FakeSlack, anna: str, general: str
) -> None:
    first = slack.say(anna, general, f"{slack.mention} one")
    second = slack.say(anna, general, f"{slack.mention} two")
    seen: list[Seen] = []
    with aiohttp_bot(slack, seen):
        slack.wait_for_reply(general, second)
        slack.wait_for_reply(general, first)


@HASTY
def test_what_is_not_acknowledged_comes_again_three_times_marked(
    slack: FakeSlack, anna: str, general: str
) -> None:
    envelopes: list[JsonObject] = []
    with raw_connection(slack, envelopes, acknowledge=False):
        slack.say(anna, general, f"{slack.mention} hello?")
        slack.wait_until_delivered()
        mentions = [e for e in envelopes if e["payload"]["event"]["type"] == "app_mention"]
    assert [e["retry_attempt"] for e in mentions] == [0, 1, 2, 3]
    assert [e["retry_reason"] for e in mentions] == ["", "timeout", "timeout", "timeout"]
    assert len({e["envelope_id"] for e in mentions}) == 4
    assert len({e["payload"]["event_id"] for e in mentions}) == 1
    assert slack.sent("app_mention")[0].ack is None


def test_payloads_are_spread_over_the_connections(
    slack: FakeSlack, anna: str, general: str
) -> None:
    left: list[JsonObject] = []
    right: list[JsonObject] = []
    with raw_connection(slack, left), raw_connection(slack, right):
        slack.wait_for_connection(count=2)
        for number in range(6):
            slack.say(anna, general, str(number))
        slack.wait_until_delivered()
    assert len(left) == len(right) == 3


def test_the_eleventh_connection_is_turned_away(slack: FakeSlack) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(raw_connection(slack, []))
        slack.wait_for_connection(count=10)
        with raw_connection(slack, []) as eleventh:
            assert eleventh["hello"]["reason"] == "too_many_websockets"


def test_a_ticket_opens_one_connection(slack: FakeSlack) -> None:
    with raw_connection(slack, []) as client:
        url = client["url"]
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(url.replace("ws", "http", 1))  # noqa: S310


def test_it_stops_while_events_are_still_on_their_way() -> None:
    with FakeSlack(retries=RetryPolicy(ack_timeout_s=60)) as slack:
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        slack.say(anna, general, "nobody is connected")
        with raw_connection(slack, [], acknowledge=False):
            slack.wait_for_connection()
            slack.say(anna, general, "nobody acknowledges")
            outbox = slack.server.outbox
            slack.wait_for(lambda: all(p.attempts for p in outbox.sent), "the attempts")
    assert [delivery.ack for delivery in slack.sent()] == [None, None]


class _Link:
    """What an envelope is sent through and a connection ended by."""

    closed = False

    async def send_json(self, envelope: JsonObject) -> None: ...

    def is_closing(self) -> bool:
        return False


def test_an_event_ends_if_its_connection_is_lost_as_it_is_cancelled() -> None:
    async def lost_and_cancelled() -> None:
        mode = SocketMode("A1", lambda kind, detail: None)
        connection = Connection(cast(Any, _Link()), cast(Any, _Link()))
        mode.connections.append(connection)
        task = asyncio.create_task(mode.attempt(Attempt("events_api", {}, timeout_s=60)))
        while not connection.unacknowledged:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        [waiting] = connection.unacknowledged.values()
        waiting.set_exception(ConnectionResetError())
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(lost_and_cancelled())


def test_a_taken_port_is_an_error(slack: FakeSlack) -> None:
    port = int(slack.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        FakeSlack(port=port).start()


def test_duplicates_and_retries_can_be_made(slack: FakeSlack, anna: str, general: str) -> None:
    seen: list[Seen] = []
    with aiohttp_bot(slack, seen):
        slack.wait_for_connection()
        ts = slack.say(anna, general, f"{slack.mention} twice")
        slack.wait_for_reply(general, ts)
        [mention] = slack.sent("app_mention")
        slack.redeliver(mention)
        slack.wait_for_reply(general, ts, count=2)
        slack.redeliver(mention, retry_num=1)
        slack.wait_for_reply(general, ts, count=3)
    deliveries = [(event, retry) for event, kind, _, retry in seen if kind == "app_mention"]
    assert deliveries == [(mention.event_id, retry) for retry in ("0", "0", "1")]


def test_events_can_be_reordered(slack: FakeSlack, anna: str, general: str) -> None:
    envelopes: list[JsonObject] = []
    with raw_connection(slack, envelopes):
        slack.wait_for_connection()
        with slack.reordered():
            for word in ("one", "two", "three"):
                slack.say(anna, general, word)
        slack.wait_until_delivered()
    assert [e["payload"]["event"]["text"] for e in envelopes] == ["three", "two", "one"]


def test_a_bot_not_in_the_channel_hears_nothing(slack: FakeSlack, anna: str) -> None:
    outside = slack.add_channel("outside", anna, with_app=False)
    slack.say(anna, outside, f"{slack.mention} hello?")
    assert slack.sent() == []


def test_events_follow_subscriptions_and_scopes() -> None:
    app = InstalledApp(
        events=frozenset({"app_mention", "message.im"}),
        scopes=frozenset({"app_mentions:read", "im:history", "chat:write"}),
    )
    with FakeSlack(app) as slack:
        anna = slack.add_user("anna")
        general, direct = slack.add_channel("general", anna), slack.direct_message(anna)
        slack.say(anna, general, "chatter")
        slack.say(anna, direct, f"{slack.mention} in private")
        slack.say(anna, general, f"{slack.mention} in public")
        kinds = [(p.event["type"], p.event.get("channel_type")) for p in slack.sent()]
    assert kinds == [("message", "im"), ("app_mention", None)]


def test_edits_deletions_and_joins_come_as_subtypes(
    slack: FakeSlack, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "one")
    slack.edit_message(general, ts, f"{slack.mention} two")
    slack.delete_message(general, ts)
    bob = slack.add_user("bob")
    slack.join(bob, general)
    slack.leave(bob, general)
    kinds = [(p.event["type"], p.event.get("subtype")) for p in slack.sent()]
    assert kinds == [
        ("message", None),
        ("app_mention", None),
        ("message", "message_changed"),
        ("message", "message_deleted"),
        ("message", "channel_join"),
        ("member_joined_channel", None),
        ("message", "channel_leave"),
        ("member_left_channel", None),
    ]
    assert slack.sent()[2].event["previous_message"]["text"] == "one"


def test_hello_says_how_many_connections_there_are(slack: FakeSlack) -> None:
    with raw_connection(slack, []) as first, raw_connection(slack, []) as second:
        assert first["hello"]["num_connections"] == 1
        assert second["hello"]["num_connections"] == 2
        assert "approximate_connection_time" in first["hello"]["debug_info"]
