"""The slash command, and what each word after it does: `ask`, `follow`, `help` and so on."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.slack.connection.log_bursts import bursts_of
from bot.slack.listeners.additions import add_links
from bot.slack.listeners.buttons import erase_all_of
from bot.slack.listeners.failures import guarded, respond_privately
from bot.slack.listeners.follows import follow, following
from bot.slack.listeners.rebuild import start_rebuild
from bot.slack.listeners.settings import open_settings
from bot.slack.memory.database import MemoryUnavailable
from bot.slack.messages.message import Message, said
from bot.slack.messages.names import COMMAND
from bot.slack.messages.notices import (
    admins_only_message,
    help_message,
    no_index_message,
    sources_message,
    status_message,
    unknown_command_message,
)
from bot.slack.questions.question import question_of_command
from bot.slack.understanding.markup import plain
from bot.slack.understanding.slash_command import Known, Unknown, read_command
from bot.wording.phrases import counted

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

log = logging.getLogger(__name__)
NOT_KEPT = "a question is answered, but not kept: %s"
# A disk that is full stays so for a while, and each question would say so.
log.addFilter(bursts_of(NOT_KEPT))


def register(app: App, bot: "Assembly") -> None:
    def command(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        user, channel = command["user_id"], command["channel_id"]
        answers: dict[str, Callable[[str], Message | None]] = {
            "ask": lambda question: _ask(bot, user, channel, question),
            "follow": lambda question: follow(bot, user, channel, question),
            "following": lambda _: following(bot, user, channel),
            "help": lambda _: help_message(COMMAND),
            "status": lambda _: _status(bot, user, channel),
            "sources": lambda _: _sources(bot, user, channel),
            "settings": lambda _: _settings(bot, command, client),
            "rebuild": lambda _: start_rebuild(bot, user, channel),
            "add": lambda links: add_links(bot, links, user, channel),
            "erase": lambda _: _erased(bot, user),
        }
        read = read_command(command["text"], answers)
        recorded = _recorded(bot, command, read)
        ack()
        if recorded:
            return
        if isinstance(read, Unknown):
            message: Message | None = unknown_command_message(
                plain(read.word), plain(read.rest), read.meant
            )
        else:
            message = answers[read.name](read.rest)
        if message is not None:
            respond_privately(respond, message)

    app.command(COMMAND)(guarded(bot, command))


def _recorded(bot: "Assembly", command: dict[str, Any], read: Known | Unknown) -> bool:
    """Whether it is a question that the workers will answer."""
    if isinstance(read, Unknown) or read.name != "ask" or not (text := plain(read.rest).strip()):
        return False
    user, channel = command["user_id"], command["channel_id"]
    asked = question_of_command(text, user, channel, command["response_url"])
    try:
        bot.recorder.record_command(command["trigger_id"], asked)
    except MemoryUnavailable as error:
        log.error(NOT_KEPT, error)
        return False
    return True


def _ask(bot: "Assembly", user: str, channel: str, text: str) -> Message:
    """At once, as it could not be recorded."""
    started = time.time()
    question = plain(text).strip()
    if not question:
        return help_message(COMMAND)
    reply = bot.responder.privately(question, user, channel, started)
    bot.metrics.question("command", reply.outcome)
    bot.metrics.answered_after(time.time() - started)
    return reply.message


def _status(bot: "Assembly", user: str, channel: str) -> Message:
    seen = bot.current_index.seen(bot.rights.privately(user, channel))
    return status_message(seen.manifest, datetime.now(UTC)) if seen else no_index_message()


def _sources(bot: "Assembly", user: str, channel: str) -> Message:
    seen = bot.current_index.seen(bot.rights.privately(user, channel))
    return sources_message(seen.articles if seen else ())


def _erased(bot: "Assembly", user: str) -> Message:
    count = erase_all_of(bot, user)
    return said(
        f"Done: I've erased {counted(count, 'question')} you asked, your feedback, and what you "
        "followed."
    )


def _settings(bot: "Assembly", command: dict[str, Any], client: WebClient) -> Message | None:
    if not bot.admins.may_rebuild(command["user_id"]):
        return admins_only_message()
    open_settings(bot, client, command["trigger_id"], command["channel_id"])
    return None
