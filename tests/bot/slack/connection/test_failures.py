"""What each failure of Slack's means, on errors as the real client raises them."""

import urllib.error
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.fake_slack import FakeSlack, Fault, InstalledApp
from bot.slack.connection.admins import Admins
from bot.slack.connection.failures import Failure, judge
from bot.slack.connection.identity import SlackUnreachable, TokenError, identify


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
        (Fault.resets(), "wait", "unreachable", True),
        (Fault.hangs(1.2), "wait", "timeout", True),
        (Fault.refuses("fatal_error"), "wait", "fatal_error", True),
        (Fault.refuses("token_expired"), "wait", "token_expired", False),
        (Fault.refuses("missing_scope", needed="x:y"), "wait", "missing_scope", False),
        (Fault.refuses("not_in_channel"), "tell_them", "not_in_channel", False),
        (Fault.refuses("is_archived"), "tell_them", "is_archived", False),
        (Fault.refuses("invalid_blocks"), "tell_them", "invalid_blocks", False),
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


@pytest.mark.parametrize("error", [ValueError("ours"), KeyError("ours"), AssertionError()])
def test_an_error_of_ours_is_no_failure_of_slack_s(error: Exception) -> None:
    assert judge(error) is None


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
    slack.fail("users.info", Fault.http(500))
    assert not admins.may_rebuild("UNKNOWN")


def test_a_list_of_those_who_may_rebuild_counts_alone(slack: FakeSlack, client: WebClient) -> None:
    ada = slack.add_user("ada", is_admin=True)
    admins = Admins(client, may_ask=frozenset({"U1"}), may_rebuild=frozenset({"U2"}))
    assert admins.may_rebuild("U2")
    assert not admins.may_rebuild(ada)
    assert [admins.may_ask(user) for user in ("U1", "U2", ada)] == [True, True, False]
