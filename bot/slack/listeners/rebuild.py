"""Rebuilding: what `/pullquote rebuild` starts, and the button that cancels it."""

from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, Respond

from bot.slack.jobs.index_lock import UnderWay
from bot.slack.jobs.process import NotStarted
from bot.slack.listeners.failures import guarded, respond_privately
from bot.slack.messages import names
from bot.slack.messages.message import Message, said
from bot.slack.messages.notices import admins_only_message
from bot.slack.values import Posted

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly


def register(app: App, bot: "Assembly") -> None:
    def cancel(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        user, container = body["user"]["id"], body["container"]
        shown = Posted(container["channel_id"], container["message_ts"])
        if not bot.admins.may_rebuild(user):
            respond_privately(respond, admins_only_message())
        elif not bot.rebuilds.cancel(user, shown):
            respond_privately(respond, said("This rebuild has already finished."))

    app.action(names.CANCEL_REBUILD)(guarded(bot, cancel))


def start_rebuild(bot: "Assembly", user: str, channel: str) -> Message | None:
    """What to say to the person alone, if anything: the message in the channel says the rest."""
    if not bot.admins.may_rebuild(user):
        return admins_only_message()
    # A report has names and counts of everything.
    place = user if bot.rights.are_limited else channel
    try:
        in_channel = bot.rebuilds.start(user, place)
    except UnderWay as other:
        return said(f"{other.what.capitalize()} is already under way; <@{other.by}> asked for it.")
    except NotStarted as error:
        return said(f"The rebuild could not start: {error}.")
    if in_channel:
        return None
    return said("I'll report on the rebuild in our direct messages.")
