"""What each failure of Slack's means, on errors as the real client raises them."""

import asyncio
import errno
import http.client
import socket
import ssl
import urllib.error
from collections.abc import Iterator

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.fake_slack import FakeSlack, Fault, InstalledApp
from bot.slack.connection.admins import Admins, AdminUnknown
from bot.slack.connection.failures import Failure, UnreadableReply, field_of, header_of, judge
from bot.slack.connection.identity import SlackUnreachable, TokenError, expect_app_token, identify


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(InstalledApp()) as fake_slack:
        yield fake_slack


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return WebClient(slack.app.bot_token, base_url=slack.base_url, timeout=1, retry_handlers=[])


def failure_of(slack: FakeSlack, client: WebClient, fault: Fault, attempts: int = 0) -> Failure:
    slack.fail("auth.test", fault)
    with pytest.raises(Exception) as caught:  # noqa: PT011
        client.auth_test()
    failure = judge(caught.value, attempts)
    assert failure is not None
    assert "\n" not in failure.cause
    return failure


@pytest.mark.parametrize(
    ("fault", "remedy", "error", "unsure"),
    [
        (Fault.ratelimited(7), "wait", "ratelimited", False),
        (Fault.http(500), "wait", "http_500", True),
        (Fault.http(503), "wait", "http_503", True),
        (Fault.empty(), "wait", "unreadable", True),
        (Fault.html(), "wait", "unreadable", True),
        (Fault.cuts_off(), "wait", "unreachable", True),
        (Fault.resets(), "wait", "unreachable", True),
        (Fault.hangs(1.2), "wait", "timeout", True),
        (Fault.refuses("fatal_error"), "wait", "fatal_error", True),
        (Fault.refuses("token_expired"), "wait", "token_expired", False),
        (Fault.refuses("missing_scope", needed="x:y"), "wait", "missing_scope", False),
        (Fault.refuses("not_in_channel"), "say_elsewhere", "not_in_channel", False),
        (Fault.refuses("is_archived"), "say_elsewhere", "is_archived", False),
        (Fault.refuses("invalid_blocks"), "say_elsewhere", "invalid_blocks", False),
        (Fault.refuses("thread_not_found"), "drop", "thread_not_found", False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_failure_has_its_remedy(
    slack: FakeSlack, client: WebClient, fault: Fault, remedy: str, error: str, unsure: bool
) -> None:
    failure = failure_of(slack, client, fault)
    assert (failure.remedy, failure.error, failure.unsure) == (remedy, error, unsure)


def test_waits_are_slack_s_own_or_double_up_to_a_minute(
    slack: FakeSlack, client: WebClient
) -> None:
    assert failure_of(slack, client, Fault.ratelimited(7), attempts=5).after_s == 7
    waits = [failure_of(slack, client, Fault.http(500), n).after_s for n in (0, 1, 2, 50)]
    assert waits == [1, 2, 4, 60]


def test_the_missing_scope_is_named(slack: FakeSlack, client: WebClient) -> None:
    failure = failure_of(slack, client, Fault.refuses("missing_scope", needed="users:read"))
    assert "users:read" in failure.cause


def test_a_slack_that_is_not_there_is_unreachable() -> None:
    client = WebClient("xoxb-1", base_url="http://127.0.0.1:9/", timeout=1, retry_handlers=[])
    with pytest.raises(urllib.error.URLError) as caught:
        client.auth_test()
    failure = judge(caught.value)
    assert failure is not None
    assert failure.error == "unreachable"


@pytest.mark.parametrize(
    "error",
    [
        ValueError("ours"),
        KeyError("ours"),
        AssertionError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        OSError(errno.ENOSPC, "No space left on device"),
        FileNotFoundError(errno.ENOENT, "No such file or directory", "data/bot.sqlite"),
        PermissionError(errno.EACCES, "Permission denied", "python"),
    ],
)
def test_an_error_of_ours_is_no_failure_of_slack_s(error: Exception) -> None:
    assert judge(error) is None


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
        OSError(errno.EHOSTUNREACH, "No route to host"),
        ssl.SSLEOFError("EOF occurred in violation of protocol"),
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        http.client.IncompleteRead(b"{"),
        aiohttp.ServerDisconnectedError(),
    ],
)
def test_every_trouble_of_the_network_is_a_slack_that_cannot_be_reached(error: Exception) -> None:
    failure = judge(error)
    assert failure is not None
    assert (failure.remedy, failure.error, failure.unsure) == ("wait", "unreachable", True)


def test_a_machine_that_can_open_no_connection_is_named_and_nothing_is_in_doubt() -> None:
    failure = judge(urllib.error.URLError(OSError(errno.EMFILE, "Too many open files")))
    assert failure is not None
    assert (failure.remedy, failure.unsure) == ("wait", False)
    assert "from here: [Errno 24] Too many open files" in failure.cause


def test_a_reply_without_what_slack_promises_is_in_doubt() -> None:
    reply = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data={"ok": True}, headers={},
        status_code=200,
    )  # fmt: skip
    with pytest.raises(UnreadableReply, match="it has no 'ts'") as caught:
        field_of(reply, "ts")
    failure = judge(caught.value)
    assert failure is not None
    assert failure.unsure


async def _open_socket(slack: FakeSlack) -> None:
    client = AsyncWebClient(base_url=slack.base_url)
    try:
        await client.apps_connections_open(app_token=slack.app.app_token)
    finally:
        if client.session is not None:
            await client.session.close()


@pytest.mark.parametrize("fault", [Fault.empty(), Fault.html(), Fault.http(502)])
def test_what_the_asynchronous_client_raises_is_judged_too(slack: FakeSlack, fault: Fault) -> None:
    slack.fail("apps.connections.open", fault)
    with pytest.raises(Exception) as caught:  # noqa: PT011
        asyncio.run(_open_socket(slack))
    failure = judge(caught.value)
    assert failure is not None
    assert failure.remedy == "wait"


def test_the_token_that_slack_refuses_is_named(slack: FakeSlack, client: WebClient) -> None:
    assert "SLACK_BOT_TOKEN" in failure_of(slack, client, Fault.refuses("invalid_auth")).cause
    with pytest.raises(SlackApiError) as caught:
        client.apps_connections_open(app_token="xapp-wrong")  # noqa: S106
    failure = judge(caught.value)
    assert failure is not None
    assert "SLACK_APP_TOKEN" in failure.cause
    with pytest.raises(TokenError, match=r"SLACK_APP_TOKEN is refused \(invalid_auth\)"):
        expect_app_token(client, "xapp-wrong", lambda seconds: False)
    expect_app_token(client, slack.app.app_token, lambda seconds: False)


@pytest.mark.parametrize("name", ["x-oauth-scopes", "X-OAuth-Scopes", "X-OAUTH-SCOPES"])
def test_a_header_is_found_however_it_is_spelt(name: str) -> None:
    assert header_of({"Date": "today", name: "chat:write,commands"}, "x-oauth-scopes") == (
        "chat:write,commands"
    )
    assert header_of({"Date": "today"}, "x-oauth-scopes") == ""


def test_who_we_are_is_asked_until_slack_answers(slack: FakeSlack, client: WebClient) -> None:
    slack.fail("auth.test", Fault.http(500), times=2)
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    identity = identify(client, wait)
    assert identity.bot_user_id == slack.app.bot_user_id
    assert identity.scopes == slack.app.scopes
    assert waits == [1, 2]


def test_asking_who_we_are_ends_when_told_or_refused(slack: FakeSlack, client: WebClient) -> None:
    slack.fail("auth.test", Fault.http(500))
    with pytest.raises(SlackUnreachable, match="http_500"):
        identify(client, lambda seconds: True)
    slack.fail("auth.test", Fault.refuses("account_inactive"))
    with pytest.raises(TokenError, match=r"SLACK_BOT_TOKEN is refused \(account_inactive\)"):
        identify(client, lambda seconds: False)


def test_admins_are_asked_for_once_in_ten_minutes(slack: FakeSlack, client: WebClient) -> None:
    ada, bob = slack.add_user("ada", is_admin=True), slack.add_user("bob")
    now = [0.0]
    admins = Admins(client, may_ask=frozenset(), may_rebuild=frozenset(), clock=lambda: now[0])
    assert [admins.may_rebuild(user) for user in (ada, bob, ada, bob)] == [True, False] * 2
    assert len(slack.calls("users.info")) == 2
    now[0] = 601
    assert admins.may_rebuild(ada)
    assert len(slack.calls("users.info")) == 3
    assert not admins.may_rebuild("UNKNOWN")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.http(500), "Slack didn't answer"),
        (Fault.resets(), "Slack didn't answer"),
        (Fault.refuses("missing_scope", needed="users:read"), "missing_scope"),
    ],
)
def test_an_admin_of_whom_slack_does_not_say_so_is_not_called_none(
    slack: FakeSlack, client: WebClient, fault: Fault, words: str
) -> None:
    ada = slack.add_user("ada", is_admin=True)
    admins = Admins(client, may_ask=frozenset(), may_rebuild=frozenset())
    slack.fail("users.info", fault)
    with pytest.raises(AdminUnknown, match=words):
        admins.may_rebuild(ada)
    assert admins.may_rebuild(ada)


def test_a_list_of_those_who_may_rebuild_counts_alone(slack: FakeSlack, client: WebClient) -> None:
    ada = slack.add_user("ada", is_admin=True)
    admins = Admins(client, may_ask=frozenset({"U1"}), may_rebuild=frozenset({"U2"}))
    assert admins.may_rebuild("U2")
    assert not admins.may_rebuild(ada)
    assert [admins.may_ask(user) for user in ("U1", "U2", ada)] == [True, True, False]
