"""What goes wrong in a listener: a line in the log with the cause, a sentence for the person."""

import functools
import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_sdk.webhook import WebhookClient

from bot.slack.access.directory import RightsUnknown
from bot.slack.connection.admins import AdminUnknown
from bot.slack.connection.failures import judge
from bot.slack.connection.log_bursts import bursts_of
from bot.slack.memory.database import MemoryUnavailable
from bot.slack.messages.notices import error_message
from bot.slack.references import BadReference

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

from slack_bolt import Respond

from bot.slack.messages.message import Message

log = logging.getLogger(__name__)
NOT_SAVED = "a request failed: %s"
# A disk that is full stays so for a while, and each request would say so.
log.addFilter(bursts_of(NOT_SAVED))

UNKNOWN_BUTTON = "that button doesn't work any more. Please ask again"


def register(app: App, bot: "Assembly") -> None:
    def failed(error: Exception, body: dict[str, Any]) -> None:
        report_failure(bot, error, body)

    def unknown(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        report_failure(bot, BadReference("no listener has this action_id"), body)

    app.error(failed)
    app.action(re.compile(""))(unknown)


def guarded(bot: "Assembly", listener: Callable[..., None]) -> Callable[..., None]:
    """A listener that acknowledges first, and fails here: Bolt forgets an acknowledgement when the
    listener raises within ten milliseconds of it, and Slack then shows an error."""

    @functools.wraps(listener)
    def run(**arguments: Any) -> None:
        try:
            listener(**arguments)
        except Exception as error:
            report_failure(bot, error, arguments.get("body") or arguments.get("command") or {})

    return run


def report_failure(bot: "Assembly", error: Exception, body: dict[str, Any]) -> None:
    reason = ""
    if isinstance(error, BadReference):
        log.warning("a button was refused: %s", error)
        reason = UNKNOWN_BUTTON
    elif isinstance(error, AdminUnknown | RightsUnknown):
        reason = str(error)
    elif isinstance(error, MemoryUnavailable):
        log.error(NOT_SAVED, error)
        reason = "I have no room to write anything down right now. Please try again later"
    elif failure := judge(error):
        log.error("%s failed: %s", body.get("type", "a request"), failure.cause)
        bot.metrics.slack_error(failure.error)
        reason = "Slack didn't accept my answer. Please try again in a moment"
    else:
        log.error("%s failed", body.get("type", "a request"), exc_info=error)
    if url := body.get("response_url"):
        _report_privately(url, reason)


def _report_privately(response_url: str, reason: str) -> None:
    message = error_message(reason)
    try:
        WebhookClient(response_url, timeout=5).send(
            text=message.text,
            blocks=message.blocks,
            response_type="ephemeral",
            replace_original=False,
        )
    except Exception as error:
        if (failure := judge(error)) is None:
            raise
        log.error("the person could not be informed: %s", failure.cause)


def respond_privately(respond: Respond, message: Message, thread_ts: str | None = None) -> None:
    """In the thread, if there is one; the message with the button, if there is one, stays."""
    respond(
        text=message.text,
        blocks=message.blocks,
        response_type="ephemeral",
        replace_original=False,
        thread_ts=thread_ts,
    )
