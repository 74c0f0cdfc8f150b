"""Modals sent in: what was wrong with an answer, and a channel's settings. Each counts once."""

import logging
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App

from bot import actions as names
from bot.forms import read_feedback, read_settings
from bot.references import ChannelRef, FeedbackRef

if TYPE_CHECKING:
    from bot.assembly import Assembly

log = logging.getLogger(__name__)


def register(app: App, bot: "Assembly") -> None:
    def feedback(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        ack()
        ref = FeedbackRef.decode(view["private_metadata"], bot.key)
        if not bot.inbox.first_time(f"view:{view['id']}"):
            return
        said = read_feedback(view["state"]["values"])
        bot.feedback.record(body["user"]["id"], ref, reason=said.reason, comment=said.comment)

    def settings(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        ack()
        ref, user = ChannelRef.decode(view["private_metadata"], bot.key), body["user"]["id"]
        if not bot.admins.may_rebuild(user) or not bot.inbox.first_time(f"view:{view['id']}"):
            return
        chosen = read_settings(view["state"]["values"], bot.library.publishers)
        bot.channels.put(ref.channel_id, chosen, user)

    app.view(names.FEEDBACK_VIEW)(feedback)
    app.view(names.SETTINGS_VIEW)(settings)
