"""What went wrong in a call to Slack, and what is to be done about it. Pure.

The one danger is a message that was posted though its call failed: of a time-out, a connection
that broke, a server error or a reply that cannot be read nobody knows whether Slack did its work.
Such a call is `unsure`, and is repeated only after looking into the thread.
"""

import errno
import http.client
import re
import socket
import ssl
import urllib.error
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

Remedy = Literal["wait", "say_elsewhere", "drop"]
"""`wait`: try again; `say_elsewhere`: it can never be posted here; `drop`: the question is gone."""

TOKEN_ERRORS = frozenset(
    "account_inactive invalid_auth not_authed token_expired token_revoked org_login_required "
    "team_access_not_granted not_allowed_token_type missing_scope no_permission".split()
)
GONE_ERRORS = frozenset(
    "channel_not_found not_in_channel is_archived is_inactive restricted_action "
    "restricted_action_thread_only_channel restricted_action_read_only_channel user_not_in_channel "
    "messages_tab_disabled posting_to_channel_denied cannot_reply_to_message".split()
)
DELETED_ERRORS = frozenset("thread_not_found message_not_found".split())
UNSURE_ERRORS = frozenset(
    "fatal_error internal_error service_unavailable request_timeout team_added_to_org".split()
)

NETWORK_ERRORS = (
    ConnectionError,
    TimeoutError,
    urllib.error.URLError,
    http.client.HTTPException,
    socket.gaierror,
    ssl.SSLError,
    aiohttp.ClientError,
)
NETWORK_ERRNOS = frozenset(
    (errno.ENETDOWN, errno.ENETUNREACH, errno.ENETRESET, errno.EHOSTDOWN, errno.EHOSTUNREACH)
)
EXHAUSTED_ERRNOS = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS))
ERROR_NAME = re.compile(r"[a-z0-9_.:-]+")
OPEN_SOCKET = "apps.connections.open"

TOKEN_WAIT_S = 30.0
MAX_WAIT_S = 60.0


class UnreadableReply(Exception):
    """A reply that Slack would not give: nobody knows whether the call did its work."""


@contextmanager
def readable() -> Iterator[None]:
    """Raises `UnreadableReply` if the SDK, or what is done within it, cannot read a reply."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, UnicodeDecodeError, LookupError) as error:
        raise UnreadableReply(f"{type(error).__name__}: {error}") from error


def field_of(reply: SlackResponse, name: str) -> Any:
    """A field that Slack promises. Raises `UnreadableReply` if it is missing."""
    if (value := reply.get(name)) is None:
        raise UnreadableReply(f"it has no {name!r}")
    return value


@dataclass(frozen=True, slots=True)
class Failure:
    """`error` is Slack's word for it, `cause` a line for the log."""

    remedy: Remedy
    error: str
    cause: str
    after_s: float = 0.0
    unsure: bool = False


def judge(error: Exception, attempts: int = 0, first_wait_s: float = 1.0) -> Failure | None:
    """None for an error that is not Slack's, but ours or this machine's.

    `attempts` made before this one double the wait, which is `first_wait_s` at first.
    """
    backoff_s = min(MAX_WAIT_S, first_wait_s * 2 ** min(attempts, 10))
    if isinstance(error, SlackApiError):
        return _judged(error, backoff_s)
    if isinstance(error, UnreadableReply):
        cause = f"Slack's reply cannot be read ({error})"
        return Failure("wait", "unreadable", cause, backoff_s, unsure=True)
    if isinstance(error, urllib.error.URLError) and _errno(error.reason) in EXHAUSTED_ERRNOS:
        cause = f"no connection to Slack can be opened from here: {error.reason}"
        return Failure("wait", "exhausted", cause, backoff_s)
    if isinstance(error, NETWORK_ERRORS) or _errno(error) in NETWORK_ERRNOS:
        kind = "timeout" if isinstance(error, TimeoutError) or "timed out" in str(error) else ""
        kind = kind or "unreachable"
        cause = f"Slack cannot be reached: {type(error).__name__}: {error}"
        return Failure("wait", kind, cause, backoff_s, unsure=True)
    return None


def _errno(error: object) -> int | None:
    return error.errno if isinstance(error, OSError) else None


def _judged(error: SlackApiError, backoff_s: float) -> Failure:
    status, headers, body = _parts(error.response)
    name = str(body.get("error") or "")
    if status == 429 or name in ("ratelimited", "rate_limited"):
        after_s = _retry_after_s(headers)
        return Failure("wait", "ratelimited", f"Slack asks to wait {after_s:.0f} s", after_s)
    # Without JSON the SDK gives the whole answer for an error, a web page at times.
    if status >= 500:
        name = f"http_{status}"
    elif not ERROR_NAME.fullmatch(name):
        cause = f"something other than Slack answered (status {status})"
        return Failure("wait", "unreadable", cause, backoff_s, unsure=True)
    if status >= 500 or name in UNSURE_ERRORS:
        cause = f"Slack answered {name} (status {status})"
        return Failure("wait", name, cause, backoff_s, unsure=True)
    if name in TOKEN_ERRORS:
        needed = f", it needs the scope {body['needed']}" if body.get("needed") else ""
        cause = f"Slack refuses {_token(error)} ({name}{needed}): see `pullquote doctor`"
        return Failure("wait", name, cause, min(TOKEN_WAIT_S, backoff_s))
    if name in GONE_ERRORS:
        return Failure("say_elsewhere", name, f"the bot cannot post there any more ({name})")
    if name in DELETED_ERRORS:
        return Failure("drop", name, f"the question was deleted ({name})")
    detail = (body.get("response_metadata") or {}).get("messages", "")
    return Failure("say_elsewhere", name, f"Slack refuses the message: {name} {detail}".strip())


def _token(error: SlackApiError) -> str:
    """The environment variable of the token that the call was made with."""
    url = str(getattr(error.response, "api_url", ""))
    return "SLACK_APP_TOKEN" if OPEN_SOCKET in url else "SLACK_BOT_TOKEN"


def _parts(response: Any) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """Status, headers and JSON body, of whichever kind of response the SDK gave the error."""
    if isinstance(response, dict):
        return int(response.get("status", 0)), dict(response.get("headers") or {}), {}
    data = getattr(response, "data", None)
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    return status, dict(response.headers), data if isinstance(data, dict) else {}


def header_of(headers: Mapping[str, Any], name: str) -> str:
    """A header's value, however its name is spelt; "" if it is not there."""
    for spelt, value in headers.items():
        if spelt.lower() == name.lower():
            return str(value[0] if isinstance(value, list | tuple) else value)
    return ""


def _retry_after_s(headers: Mapping[str, Any]) -> float:
    text = header_of(headers, "retry-after")
    return max(1.0, float(text)) if text.isdecimal() else 1.0
