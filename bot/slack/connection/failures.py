"""What went wrong in a call to Slack, and what is to be done about it. Pure.

The one danger is a message that was posted though its call failed: of a time-out, a connection
that broke or a server error nobody knows whether Slack did its work. Such a call is `unsure`, and
is repeated only after looking into the thread.
"""

import http.client
from dataclasses import dataclass
from typing import Any, Literal

from slack_sdk.errors import SlackApiError

Remedy = Literal["wait", "tell_them", "drop"]
"""`wait`: try again; `tell_them`: it will never succeed here, say so elsewhere; `drop`: forget."""

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

TOKEN_WAIT_S = 30.0
MAX_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Failure:
    """`error` is Slack's word for it, `cause` a line for the log."""

    remedy: Remedy
    error: str
    cause: str
    after_s: float = 0.0
    unsure: bool = False


def judge(error: Exception, attempts: int = 0, first_wait_s: float = 1.0) -> Failure | None:
    """None for what is no failure of Slack's: an error of ours.

    `attempts` made before this one double the wait, which is `first_wait_s` at first.
    """
    backoff_s = min(MAX_WAIT_S, first_wait_s * 2 ** min(attempts, 10))
    if isinstance(error, SlackApiError):
        return _judged(error, backoff_s)
    if isinstance(error, OSError | http.client.HTTPException):
        kind = "timeout" if isinstance(error, TimeoutError) or "timed out" in str(error) else ""
        kind = kind or "unreachable"
        cause = f"Slack cannot be reached: {type(error).__name__}: {error}"
        return Failure("wait", kind, cause, backoff_s, unsure=True)
    return None


def _judged(error: SlackApiError, backoff_s: float) -> Failure:
    status, headers, body = _parts(error.response)
    # Without JSON the SDK gives the whole answer for an error, a web page at times.
    name = f"http_{status}" if status >= 500 else str(body.get("error") or f"http_{status}")
    if status == 429 or name in ("ratelimited", "rate_limited"):
        after_s = _retry_after_s(headers)
        return Failure("wait", "ratelimited", f"Slack asks to wait {after_s:.0f} s", after_s)
    if status >= 500 or name in UNSURE_ERRORS or not body:
        cause = f"Slack answered {name} (status {status})"
        return Failure("wait", name, cause, backoff_s, unsure=True)
    if name in TOKEN_ERRORS:
        needed = f", it needs the scope {body['needed']}" if body.get("needed") else ""
        cause = f"Slack refuses the bot token ({name}{needed}): see `pullquote doctor`"
        return Failure("wait", name, cause, min(TOKEN_WAIT_S, backoff_s))
    if name in GONE_ERRORS:
        return Failure("tell_them", name, f"the bot cannot post there any more ({name})")
    if name in DELETED_ERRORS:
        return Failure("drop", name, f"the question was deleted ({name})")
    detail = body.get("response_metadata", {}).get("messages", "")
    return Failure("tell_them", name, f"Slack refuses the message: {name} {detail}".strip())


def _parts(response: Any) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """Status, headers and JSON body; the SDK gives a plain dict where there was no JSON."""
    if isinstance(response, dict):
        return int(response.get("status", 0)), dict(response.get("headers") or {}), {}
    data = response.data if isinstance(response.data, dict) else {}
    return int(response.status_code), dict(response.headers), data


def _retry_after_s(headers: dict[str, Any]) -> float:
    for name, value in headers.items():
        if name.lower() == "retry-after":
            text = value[0] if isinstance(value, list | tuple) else value
            return max(1.0, float(text)) if str(text).isdecimal() else 1.0
    return 1.0
