"""The payloads of commands, buttons, shortcuts and modals, as Slack sends them."""

from bot.fake_slack.state.form_state import Filled, elements_of, form_state, options_of
from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Channel, Message, User
from bot.fake_slack.wire import JsonObject, new_ts

_STATELESS_FIELDS = ("value", "text", "url", "icon")


def _who(slack: Slack, user: User) -> JsonObject:
    team = slack.workspace.team_id
    return {
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team},
        "team": {"id": team, "domain": slack.workspace.domain},
        "api_app_id": slack.app.app_id,
        "token": slack.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> JsonObject:
    names = {"im": "directmessage", "group": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def _response_url(slack: Slack, channel: str, user: str, message: Message | None) -> str:
    return f"{slack.url}/response/{slack.keys.new_response_url(channel, user, message)}"


def slash_command(
    slack: Slack, user: User, channel: Channel, command: str, text: str
) -> tuple[JsonObject, str]:
    """The payload, and the key of its response_url."""
    key = slack.keys.new_response_url(channel.id, user.id)
    return {
        "token": slack.app.verification_token,
        "team_id": slack.workspace.team_id,
        "team_domain": slack.workspace.domain,
        "channel_id": channel.id,
        "channel_name": _channel(channel)["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": slack.app.app_id,
        "is_enterprise_install": "false",
        "response_url": f"{slack.url}/response/{key}",
        "trigger_id": slack.keys.new_trigger(user.id),
    }, key


def find_element(
    blocks: list[JsonObject], action_id: str, block_id: str | None
) -> tuple[JsonObject, JsonObject]:
    """(block, element). Raises LookupError when it is not on the screen."""
    for block, element in elements_of(blocks):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, element
    raise LookupError(f"nothing with the action_id {action_id!r} is there to be clicked")


def action(block: JsonObject, element: JsonObject, choose: str | list[str] | None) -> JsonObject:
    """The entry in `actions`. `choose` is the option's or the feedback button's value."""
    made: JsonObject = {"type": element["type"], "action_id": element["action_id"]}
    made |= {"block_id": block["block_id"], "action_ts": new_ts()}
    if element["type"] == "feedback_buttons":
        for button in (element["positive_button"], element["negative_button"]):
            if choose == button["value"]:
                return made | {"text": button["text"], "value": button["value"]}
        raise LookupError(f"no feedback button has the value {choose!r}")
    if element["type"] == "overflow":
        for option in options_of(element):
            if option["value"] == choose:
                return made | {"selected_option": option}
        raise LookupError(f"no option has the value {choose!r}")
    filled = {block["block_id"]: {element["action_id"]: choose}}
    state: JsonObject = form_state([block], filled)["values"].get(block["block_id"], {})
    made |= state.get(element["action_id"], {})
    return made | {key: element[key] for key in _STATELESS_FIELDS if key in element}


def block_actions_in_message(
    slack: Slack, user: User, message: Message, action: JsonObject, filled: Filled
) -> JsonObject:
    channel = slack.workspace.channel(message.channel)
    container: JsonObject = {"type": "message", "message_ts": message.ts}
    container |= {"channel_id": channel.id, "is_ephemeral": message.visible_to is not None}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload: JsonObject = {
        "type": "block_actions",
        **_who(slack, user),
        "container": container,
        "trigger_id": slack.keys.new_trigger(user.id),
        "channel": _channel(channel),
        "state": form_state(list(message.blocks), filled),
        "response_url": _response_url(slack, channel.id, user.id, message),
        "actions": [action],
    }
    if message.visible_to is None:
        payload["message"] = slack.workspace.wire(message)
    return payload


def block_actions_in_view(
    slack: Slack, user: User, view: JsonObject, action: JsonObject, filled: Filled
) -> JsonObject:
    in_modal = view["id"] if view["type"] == "modal" else None
    state = form_state(view["blocks"], filled)
    return {
        "type": "block_actions",
        **_who(slack, user),
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": slack.keys.new_trigger(user.id, in_modal),
        "view": {**view, "state": state},
        "actions": [action],
    }


def view_submission(slack: Slack, user: User, view: JsonObject, state: JsonObject) -> JsonObject:
    return {
        "type": "view_submission",
        **_who(slack, user),
        "trigger_id": slack.keys.new_trigger(user.id, view["id"]),
        "view": {**view, "state": state},
        "response_urls": [],
    }


def view_closed(slack: Slack, user: User, view: JsonObject, is_cleared: bool) -> JsonObject:
    head = {"type": "view_closed", **_who(slack, user)}
    return head | {"view": view, "is_cleared": is_cleared}


def message_shortcut(slack: Slack, user: User, message: Message, callback_id: str) -> JsonObject:
    return {
        "type": "message_action",
        **_who(slack, user),
        "callback_id": callback_id,
        "trigger_id": slack.keys.new_trigger(user.id),
        "response_url": _response_url(slack, message.channel, user.id, message),
        "action_ts": new_ts(),
        "message_ts": message.ts,
        "channel": _channel(slack.workspace.channel(message.channel)),
        "message": slack.workspace.wire(message),
    }


def global_shortcut(slack: Slack, user: User, callback_id: str) -> JsonObject:
    head = {"type": "shortcut", **_who(slack, user), "callback_id": callback_id}
    return head | {"trigger_id": slack.keys.new_trigger(user.id), "action_ts": new_ts()}
