"""The message shortcut "Find a source for this"."""

import logging
import time
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.index_in_use.current_index import NothingInScope
from bot.slack.access.directory import RightsUnknown
from bot.slack.listeners.failures import guarded
from bot.slack.memory.database import MemoryUnavailable
from bot.slack.messages import names
from bot.slack.messages.message import View
from bot.slack.messages.modals import evidence_view, notice_view
from bot.slack.messages.notices import (
    no_index_message,
    nothing_in_scope_message,
    unreadable_index_message,
)
from bot.slack.questions.responder import outcome_of
from bot.slack.questions.search import Refused
from bot.slack.understanding.markup import text_of
from index.errors import NoSnapshot, PullquoteError, SnapshotError

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

log = logging.getLogger(__name__)

TITLE = "Find a source"


def register(app: App, bot: "Assembly") -> None:
    def find_source(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """The modal opens before the search: its trigger lives for three seconds."""
        ack()
        waiting = notice_view(TITLE, "Looking for quotes that support this message…")
        opened = client.views_open(trigger_id=body["trigger_id"], view=waiting)
        user, channel = body["user"]["id"], body["channel"]["id"]
        view = notice_view(TITLE, "Something went wrong on my side. Please try again in a moment.")
        try:
            view = _evidence(bot, text_of(body["message"]), user, channel)
        finally:
            client.views_update(view_id=opened["view"]["id"], view=view)

    app.shortcut(names.FIND_SOURCE)(guarded(bot, find_source))


def _evidence(bot: "Assembly", selected: str, user: str, channel: str) -> View:
    if refusal := bot.responder.refusal(user, time.time()):
        return notice_view(TITLE, refusal.message.text)
    if not selected.strip():
        return notice_view(TITLE, "This message has no words to find a source for.")
    try:
        text = selected[: bot.settings.question.max_chars]
        answer, narrowing = bot.search.support(text, channel, bot.rights.privately(user, channel))
    except Refused as refused:
        return notice_view(TITLE, refused.message.text)
    except RightsUnknown as unknown:
        return notice_view(TITLE, str(unknown))
    except NoSnapshot:
        return notice_view(TITLE, no_index_message().text)
    except SnapshotError as error:  # it names a path of the server
        log.error("the index cannot be read: %s", error)
        return notice_view(TITLE, unreadable_index_message().text)
    except NothingInScope:
        return notice_view(TITLE, nothing_in_scope_message("", ()).text)
    except MemoryUnavailable:
        raise
    except PullquoteError as error:
        return notice_view(TITLE, str(error))
    bot.metrics.question("shortcut", outcome_of(answer))
    return evidence_view(answer, selected, key=bot.key, narrowing=narrowing, channel=channel)
