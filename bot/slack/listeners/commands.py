"""The slash command: `ask`, `help`, `status`, `sources`, `settings`, `rebuild`, `add`, `erase`."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.slack.listeners.additions import add_links
from bot.slack.listeners.failures import guarded, respond_privately
from bot.slack.listeners.rebuild import start_rebuild
from bot.slack.listeners.settings import open_settings
from bot.slack.messages.message import Message, said
from bot.slack.messages.names import COMMAND
from bot.slack.messages.notices import (
    admins_only_message,
    help_message,
    no_index_message,
    sources_message,
    status_message,
)
from bot.slack.questions.question import plain
from bot.wording.phrases import counted

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly


def register(app: App, bot: "Assembly") -> None:
    def command(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        name, _, rest = command["text"].strip().partition(" ")
        words = {
            "": lambda: help_message(COMMAND),
            "help": lambda: help_message(COMMAND),
            "status": lambda: _status(bot),
            "sources": lambda: sources_message(bot.current_index.articles),
            "erase": lambda: _erased(bot, command["user_id"]),
            "settings": lambda: _settings(bot, command, client),
            "rebuild": lambda: start_rebuild(bot, command["user_id"], command["channel_id"]),
            "add": lambda: add_links(bot, rest, command["user_id"], command["channel_id"]),
            "ask": lambda: _ask(bot, command, rest),
        }
        known: Callable[[], Message | None] = words.get(
            name.lower(), lambda: _ask(bot, command, command["text"])
        )
        if (message := known()) is not None:
            respond_privately(respond, message)

    app.command(COMMAND)(guarded(bot, command))


def _ask(bot: "Assembly", command: dict[str, Any], text: str) -> Message:
    user, channel = command["user_id"], command["channel_id"]
    started = time.time()
    question = plain(text).strip()
    if not question:
        return help_message(COMMAND)
    reply = bot.responder.privately(question, user, channel, started)
    if reply.asked:
        bot.history.record(
            user, channel, "", reply.asked, answered=reply.answered, written=reply.written
        )
    bot.metrics.question("command", reply.outcome)
    bot.metrics.answered_after(time.time() - started)
    return reply.message


def _status(bot: "Assembly") -> Message:
    manifest = bot.current_index.manifest
    return status_message(manifest, datetime.now(UTC)) if manifest else no_index_message()


def _erased(bot: "Assembly", user: str) -> Message:
    count = bot.history.erase(user)
    return said(f"Done: I've erased {counted(count, 'question')} of yours, and your feedback.")


def _settings(bot: "Assembly", command: dict[str, Any], client: WebClient) -> Message | None:
    if not bot.admins.may_rebuild(command["user_id"]):
        return admins_only_message()
    open_settings(bot, client, command["trigger_id"], command["channel_id"])
    return None
