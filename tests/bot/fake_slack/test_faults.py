"""Answers that something between the app and Slack has spoiled, seen by a plain HTTP client."""

import contextlib
import http.client
import json
from collections.abc import Callable, Iterator

import pytest

from bot.fake_slack import FakeSlack, Fault, RateLimits


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(limits=RateLimits(enabled=False)) as fake_slack:
        yield fake_slack


@pytest.fixture
def general(slack: FakeSlack) -> str:
    return slack.add_channel("general", slack.add_user("anna"))


@contextlib.contextmanager
def posting(slack: FakeSlack, channel: str, text: str) -> Iterator[http.client.HTTPResponse]:
    """A call of chat.postMessage; the response, its body not read yet."""
    connection = http.client.HTTPConnection("127.0.0.1", int(slack.url.rpartition(":")[2]))
    headers = {"Authorization": f"Bearer {slack.app.bot_token}"}
    body = json.dumps({"channel": channel, "text": text})
    with contextlib.closing(connection):
        connection.request(
            "POST", "/api/chat.postMessage", body, headers | {"Content-Type": "application/json"}
        )
        with connection.getresponse() as answer:
            yield answer


def test_an_empty_answer_has_status_200(slack: FakeSlack, general: str) -> None:
    slack.fail("chat.postMessage", Fault.empty())
    with posting(slack, general, "a tide table") as answer:
        assert (answer.status, answer.read()) == (200, b"")


def test_a_web_page_answers_with_status_200(slack: FakeSlack, general: str) -> None:
    slack.fail("chat.postMessage", Fault.html())
    with posting(slack, general, "a tide table") as answer:
        assert answer.status == 200
        assert answer.headers.get_content_type() == "text/html"
        assert answer.read().startswith(b"<!DOCTYPE html>")


def test_a_connection_is_reset_after_the_headers(slack: FakeSlack, general: str) -> None:
    slack.fail("chat.postMessage", Fault.cuts_off())
    with posting(slack, general, "a tide table") as answer:
        assert answer.status == 200
        assert answer.headers.get_content_type() == "application/json"
        assert int(answer.headers["Content-Length"]) > 1
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            answer.read()


@pytest.mark.parametrize("kind", [Fault.empty, Fault.html, Fault.cuts_off])
def test_the_message_is_posted_only_if_the_fault_comes_after(
    slack: FakeSlack, general: str, kind: Callable[..., Fault]
) -> None:
    slack.fail("chat.postMessage", kind())
    slack.fail("chat.postMessage", kind(after=True))
    for text in ("lost on the way there", "lost on the way back", "neither"):
        with posting(slack, general, text):
            pass
    assert [m.text for m in slack.messages(general)] == ["lost on the way back", "neither"]
    assert [call.ok for call in slack.calls()] == [False, False, True]
