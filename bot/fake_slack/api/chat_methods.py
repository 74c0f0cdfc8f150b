"""`chat.*` and `reactions.*`."""

from dataclasses import replace
from typing import Any

from bot.fake_slack.blocks.block_rules import checked_message_blocks
from bot.fake_slack.delivery import events
from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Channel, Message, next_message
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_ts

MAX_POST_CHARS = 40_000
MAX_UPDATE_CHARS = 4_000


def checked_content(args: JsonObject, max_chars: int) -> tuple[str, tuple[JsonObject, ...]]:
    """The text and the blocks as Slack stores them. Refuses what is too long, empty or invalid."""
    markdown = args.get("markdown_text")
    if markdown is not None and (args.get("text") is not None or args.get("blocks") is not None):
        raise SlackRefusal("markdown_text_conflict")
    text: str = args.get("text") or markdown or ""
    if len(text) > (12_000 if markdown else max_chars):
        raise SlackRefusal("msg_too_long")
    blocks = checked_message_blocks(args["blocks"]) if args.get("blocks") else ()
    if args.get("blocks") is not None and not isinstance(args["blocks"], list):
        raise SlackRefusal("invalid_blocks_format")
    if not text.strip() and not blocks:
        raise SlackRefusal("no_text")
    return text, blocks


def _thread(slack: Slack, channel: Channel, args: JsonObject) -> str | None:
    """Refuses replies to what is not there, and to what is itself a reply."""
    thread_ts: str | None = args.get("thread_ts")
    if thread_ts is None:
        return None
    root = slack.workspace.messages[channel.id].get(thread_ts)
    if root is None:
        raise SlackRefusal("thread_not_found")
    if root.is_reply:
        raise SlackRefusal("cannot_reply_to_message")
    return thread_ts


def _target(slack: Slack, reference: str) -> Channel:
    app, workspace = slack.app, slack.workspace
    if reference in workspace.users:
        channel = workspace.direct_message(reference, app.bot_user_id)
    else:
        channel = slack.visible_channel(reference)
    if channel.kind == "im" and not app.messages_tab:
        raise SlackRefusal("messages_tab_disabled")
    if "chat:write.public" in app.scopes and channel.kind == "channel":
        return channel
    return slack.joined_channel(channel.id)


def post_message(slack: Slack, args: JsonObject) -> JsonObject:
    channel = _target(slack, args["channel"])
    text, blocks = checked_content(args, MAX_POST_CHARS)
    metadata: Any = args.get("metadata")
    if metadata is not None and not {"event_type", "event_payload"} <= set(metadata):
        raise SlackRefusal("invalid_metadata_format")
    thread_ts = _thread(slack, channel, args)
    message = next_message(
        channel.id,
        slack.app.bot_user_id,
        text,
        blocks=blocks,
        thread_ts=thread_ts,
        bot_id=slack.app.bot_id,
        metadata=metadata,
        subtype="thread_broadcast" if thread_ts and args.get("reply_broadcast") else None,
    )
    slack.workspace.put(message)
    events.posted(slack, message)
    return {"channel": channel.id, "ts": message.ts, "message": slack.workspace.wire(message)}


def post_ephemeral(slack: Slack, args: JsonObject) -> JsonObject:
    channel = _target(slack, args["channel"])
    if args["user"] not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    text, blocks = checked_content(args, MAX_POST_CHARS)
    message = slack.workspace.put(
        next_message(
            channel.id,
            slack.app.bot_user_id,
            text,
            blocks=blocks,
            thread_ts=_thread(slack, channel, args),
            bot_id=slack.app.bot_id,
            visible_to=args["user"],
        )
    )
    return {"message_ts": message.ts}


def _own(slack: Slack, channel: Channel, ts: str, refusal: str) -> Message:
    message = slack.workspace.message(channel.id, ts)
    if message.user != slack.app.bot_user_id:
        raise SlackRefusal(refusal)
    return message


def update(slack: Slack, args: JsonObject) -> JsonObject:
    """Text without blocks takes the blocks away; ephemeral messages are not found here."""
    channel = slack.joined_channel(args["channel"])
    old = _own(slack, channel, args["ts"], "cant_update_message")
    text, blocks = checked_content(args, MAX_UPDATE_CHARS)
    new = replace(old, text=text, blocks=blocks, edited_ts=new_ts())
    slack.workspace.put(new)
    events.edited(slack, old, new)
    answer = {"channel": channel.id, "ts": new.ts, "text": text}
    return answer | {"message": slack.workspace.wire(new)}


def delete(slack: Slack, args: JsonObject) -> JsonObject:
    channel = slack.joined_channel(args["channel"])
    message = _own(slack, channel, args["ts"], "cant_delete_message")
    slack.workspace.remove(message)
    events.deleted(slack, message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(slack: Slack, args: JsonObject) -> JsonObject:
    channel = slack.visible_channel(args["channel"])
    message = slack.workspace.message(channel.id, args["message_ts"])
    link = f"{slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def set_reaction(
    slack: Slack, user: str, channel_id: str, ts: str, name: str, *, present: bool
) -> Message:
    """Add or take away one person's reaction."""
    message = slack.workspace.message(channel_id, ts)
    reactions = dict(message.reactions)
    users = reactions.get(name, ())
    if (user in users) == present:
        raise SlackRefusal("already_reacted" if present else "no_reaction")
    reactions[name] = (*users, user) if present else tuple(u for u in users if u != user)
    kept = tuple((key, who) for key, who in reactions.items() if who)
    changed = slack.workspace.put(replace(message, reactions=kept))
    events.reacted(slack, user, message, name, added=present)
    return changed


def _react(slack: Slack, args: JsonObject, present: bool) -> JsonObject:
    channel = slack.joined_channel(args["channel"])
    user = slack.app.bot_user_id
    set_reaction(slack, user, channel.id, args["timestamp"], args["name"], present=present)
    return {}


def add_reaction(slack: Slack, args: JsonObject) -> JsonObject:
    return _react(slack, args, True)


def remove_reaction(slack: Slack, args: JsonObject) -> JsonObject:
    return _react(slack, args, False)
