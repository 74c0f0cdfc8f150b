"""What no listener caught or knows: a line in the log with the cause, a sentence for people."""

import functools
import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_sdk.webhook import WebhookClient

from bot.slack.connection.failures import judge
from bot.slack.messages.notices import error_message
from bot.slack.references import BadReference

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

from slack_bolt import Respond

from bot.slack.messages.message import Message

log = logging.getLogger(__name__)

TAMPERED = "this button is not one that I made, or it is from before I was set up anew: ask again"


def register(app: App, bot: "Assembly") -> None:
    def failed(error: Exception, body: dict[str, Any]) -> None:
        tell_failure(bot, error, body)

    def unknown(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        tell_failure(bot, BadReference("no listener has this action_id"), body)

    app.error(failed)
    app.action(re.compile(""))(unknown)


def guarded(bot: "Assembly", listener: Callable[..., None]) -> Callable[..., None]:
    """A listener that acknowledges first, and fails here: Bolt forgets an acknowledgement when the
    listener raises within ten milliseconds of it, and Slack then says that we did not respond."""

    @functools.wraps(listener)
    def run(**arguments: Any) -> None:
        try:
            listener(**arguments)
        except Exception as error:
            tell_failure(bot, error, arguments.get("body") or arguments.get("command") or {})

    return run


def tell_failure(bot: "Assembly", error: Exception, body: dict[str, Any]) -> None:
    reason = ""
    if isinstance(error, BadReference):
        log.warning("a button was refused: %s", error)
        reason = TAMPERED
    elif failure := judge(error):
        log.error("%s failed: %s", body.get("type", "a request"), failure.cause)
        bot.metrics.slack_error(failure.error)
        reason = "Slack did not take my answer: try again in a moment"
    else:
        log.error("%s failed", body.get("type", "a request"), exc_info=error)
    if url := body.get("response_url"):
        _tell(url, reason)


def _tell(response_url: str, reason: str) -> None:
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
        log.error("and nobody could be told: %s", failure.cause)


def tell(respond: Respond, message: Message) -> None:
    """The message with the button, if there is one, stays."""
    respond(
        text=message.text,
        blocks=message.blocks,
        response_type="ephemeral",
        replace_original=False,
    )
