"""A channel's settings: the modal for admins, from the command or the Home tab, and its form."""

from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.listeners.failures import guarded
from bot.slack.messages import names
from bot.slack.messages.settings_form import read_settings, settings_view
from bot.slack.references import ChannelRef

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly


def register(app: App, bot: "Assembly") -> None:
    def chosen(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        channel = body["actions"][0].get("selected_conversation")
        if channel and bot.admins.may_rebuild(body["user"]["id"]):
            open_settings(bot, client, body["trigger_id"], channel)

    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        ack()
        ref, user = ChannelRef.decode(view["private_metadata"], bot.key), body["user"]["id"]
        if not bot.admins.may_rebuild(user) or not bot.seen.first_time(f"view:{view['id']}"):
            return
        settings = read_settings(view["state"]["values"], _publishers(bot, ref.channel_id))
        bot.channels.put(ref.channel_id, settings, user)

    app.action(names.OPEN_SETTINGS)(guarded(bot, chosen))
    app.view(names.SETTINGS_VIEW)(guarded(bot, submitted))


def _publishers(bot: "Assembly", channel: str) -> list[str]:
    """Those whose articles the channel may see."""
    seen = bot.current_index.seen(bot.rights.of_channel(channel))
    return seen.publishers if seen else []


def open_settings(bot: "Assembly", client: WebClient, trigger_id: str, channel: str) -> None:
    view = settings_view(
        bot.channels.of(channel),
        _publishers(bot, channel),
        channel_id=channel,
        default_quotes=bot.settings.answer.quotes,
        key=bot.key,
    )
    client.views_open(trigger_id=trigger_id, view=view)
