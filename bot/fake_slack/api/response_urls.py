"""`response_url`: posting, replacing and deleting what an interaction came from."""

from dataclasses import replace

from bot.fake_slack.api.chat_methods import MAX_POST_CHARS, checked_content
from bot.fake_slack.delivery import events
from bot.fake_slack.state.interaction_keys import ResponseUrl
from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Message, next_message
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_ts

_KNOWN = frozenset(
    {
        *("text", "blocks", "attachments", "mrkdwn", "metadata", "unfurl_links", "unfurl_media"),
        *("response_type", "replace_original", "delete_original", "thread_ts"),
    }
)


def _original(slack: Slack, response: ResponseUrl) -> Message | None:
    if response.message is None:
        return None
    try:
        return slack.workspace.message(response.channel, response.message.ts, response.user)
    except SlackRefusal:
        return None


def respond(slack: Slack, response: ResponseUrl, body: JsonObject) -> None:
    """Do what the app posted to a response_url, or sent along with its ack of a command."""
    if unknown := sorted(body.keys() - _KNOWN):
        raise SlackRefusal("invalid_payload", [f"[ERROR] unknown field: {key}" for key in unknown])
    original = _original(slack, response)
    if body.get("delete_original"):
        if original is not None:
            slack.workspace.remove(original)
        return
    text, blocks = checked_content(body, MAX_POST_CHARS)
    if body.get("replace_original") and original is not None:
        new = replace(original, text=text, blocks=blocks, edited_ts=new_ts())
        slack.workspace.put(new)
        if not new.visible_to:
            events.edited(slack, original, new)
        return
    if body.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
        raise SlackRefusal("invalid_payload", ["[ERROR] response_type"])
    in_channel = body.get("response_type") == "in_channel"
    message = next_message(
        response.channel,
        slack.app.bot_user_id,
        text,
        blocks=blocks,
        bot_id=slack.app.bot_id,
        thread_ts=body.get("thread_ts"),
        visible_to=None if in_channel else response.user,
    )
    slack.workspace.put(message)
    if in_channel:
        events.posted(slack, message)
