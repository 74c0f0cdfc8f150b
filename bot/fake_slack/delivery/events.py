"""Events as Slack words them: which subscriptions each change fires, and with what body."""

import time

from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Channel, Message
from bot.fake_slack.wire import JsonObject, new_id, new_ts

_SUBSCRIPTIONS = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}


def callback(slack: Slack, event: JsonObject, event_id: str) -> JsonObject:
    """The `event_callback` around an event."""
    team, app = slack.workspace.team_id, slack.app
    return {
        "token": app.verification_token,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": new_id("4-"),
    }


def _reaches_the_app(slack: Slack, channel: Channel) -> bool:
    return slack.app.bot_user_id in channel.members


def _message_event(slack: Slack, channel: Channel, event: JsonObject) -> None:
    if _reaches_the_app(slack, channel):
        event |= {"channel": channel.id, "channel_type": channel.kind}
        slack.send_event(_SUBSCRIPTIONS[channel.kind], event)


def _mention(slack: Slack, channel: Channel, message: Message, event_ts: str) -> None:
    mentioned = slack.app.bot_user_id in message.addressed
    if mentioned and channel.kind != "im" and _reaches_the_app(slack, channel):
        body = {**slack.workspace.wire(message), "type": "app_mention"}
        slack.send_event("app_mention", body | {"channel": channel.id, "event_ts": event_ts})


def posted(slack: Slack, message: Message) -> None:
    """A new message: `message.*`, and `app_mention` beside it outside direct messages."""
    channel = slack.workspace.channel(message.channel)
    if message.user != slack.app.bot_user_id:
        _mention(slack, channel, message, message.ts)
    _message_event(slack, channel, slack.workspace.wire(message) | {"event_ts": message.ts})


def edited(slack: Slack, old: Message, new: Message) -> None:
    """`message_changed`, and `app_mention` if the edit added the mention."""
    channel = slack.workspace.channel(new.channel)
    event_ts = new_ts()
    if slack.app.bot_user_id not in old.addressed and new.user != slack.app.bot_user_id:
        _mention(slack, channel, new, event_ts)
    changed(slack, old, new, event_ts)


def changed(slack: Slack, old: Message, new: Message, event_ts: str | None = None) -> None:
    """`message_changed`, which Slack also sends when it adds the preview of a link."""
    channel = slack.workspace.channel(new.channel)
    event_ts = event_ts or new_ts()
    event = {"type": "message", "subtype": "message_changed", "hidden": True}
    event |= {"message": slack.workspace.wire(new), "previous_message": slack.workspace.wire(old)}
    _message_event(slack, channel, event | {"ts": event_ts, "event_ts": event_ts})


def deleted(slack: Slack, message: Message) -> None:
    event_ts = new_ts()
    event = {"type": "message", "subtype": "message_deleted", "hidden": True}
    event |= {"deleted_ts": message.ts, "previous_message": slack.workspace.wire(message)}
    channel = slack.workspace.channel(message.channel)
    _message_event(slack, channel, event | {"ts": event_ts, "event_ts": event_ts})


def reacted(slack: Slack, user: str, message: Message, name: str, *, added: bool) -> None:
    kind = "reaction_added" if added else "reaction_removed"
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    event = {"type": kind, "user": user, "reaction": name, "item": item}
    if _reaches_the_app(slack, slack.workspace.channel(message.channel)):
        slack.send_event(kind, event | {"item_user": message.user, "event_ts": new_ts()})


def membership(slack: Slack, user: str, channel: Channel, *, joined: bool) -> None:
    kind = "member_joined_channel" if joined else "member_left_channel"
    event: JsonObject = {"type": kind, "user": user, "channel": channel.id}
    event |= {"channel_type": "C" if channel.kind == "channel" else "G"}
    if _reaches_the_app(slack, channel):
        slack.send_event(kind, event | {"team": slack.workspace.team_id, "event_ts": new_ts()})


def home_opened(slack: Slack, user: str, tab: str) -> None:
    channel = slack.workspace.direct_message(user, slack.app.bot_user_id)
    event: JsonObject = {"type": "app_home_opened", "user": user, "channel": channel.id}
    event |= {"tab": tab, "event_ts": new_ts()}
    if tab == "home" and user in slack.views.homes:
        event["view"] = slack.views.homes[user]
    slack.send_event("app_home_opened", event)


def context_changed(slack: Slack, user: str, looking_at: str | None) -> None:
    channel = slack.workspace.direct_message(user, slack.app.bot_user_id)
    entity = {"type": "slack#/types/channel_id", "value": looking_at}
    context = {"entities": [{**entity, "team_id": slack.workspace.team_id}]} if looking_at else {}
    event: JsonObject = {"type": "app_context_changed", "user": user, "channel": channel.id}
    slack.send_event("app_context_changed", event | {"context": context, "event_ts": new_ts()})
