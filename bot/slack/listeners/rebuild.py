"""Rebuilding: what `/pullquote rebuild` starts, and the button that cancels it."""

from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, Respond

from bot.slack.jobs.index_lock import UnderWay
from bot.slack.listeners.failures import guarded, tell
from bot.slack.messages import names
from bot.slack.messages.message import Message, said
from bot.slack.values import Posted

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

ADMINS_ONLY = "Only an admin may do that: ask one of yours."


def register(app: App, bot: "Assembly") -> None:
    def cancel(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        user, container = body["user"]["id"], body["container"]
        shown = Posted(container["channel_id"], container["message_ts"])
        if not bot.admins.may_rebuild(user):
            tell(respond, said(ADMINS_ONLY))
        elif not bot.rebuilds.cancel(user, shown):
            tell(respond, said("This rebuild is over already."))

    app.action(names.CANCEL_REBUILD)(guarded(bot, cancel))


def start_rebuild(bot: "Assembly", user: str, channel: str) -> Message | None:
    """What to say to the person alone, if anything: the message in the channel says the rest."""
    if not bot.admins.may_rebuild(user):
        return said(ADMINS_ONLY)
    try:
        in_channel = bot.rebuilds.start(user, channel)
    except UnderWay as other:
        return said(f"{other.what.capitalize()} is under way already; <@{other.by}> asked for it.")
    if in_channel:
        return None
    return said("I may not post here: see our direct messages for how the rebuild goes.")
