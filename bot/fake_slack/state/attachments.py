"""What Slack adds below a message: a message that was forwarded, the preview of a link."""

from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Message
from bot.fake_slack.wire import JsonObject


def shared_message(slack: Slack, message: Message) -> JsonObject:
    channel = slack.workspace.channel(message.channel)
    author = slack.workspace.users.get(message.user)
    link = f"{slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    body: JsonObject = {"id": 1, "ts": message.ts, "from_url": link, "original_url": link}
    body |= {"is_msg_unfurl": True, "is_share": True, "mrkdwn_in": ["text"]}
    body |= {"channel_id": channel.id, "channel_team": slack.workspace.team_id}
    body |= {"author_id": message.user, "author_name": author.real_name if author else ""}
    body |= {"text": message.text, "fallback": f"[{message.ts}] {message.text}"}
    if message.blocks:
        content = {"blocks": list(message.blocks)}
        part = {"team": slack.workspace.team_id, "channel": channel.id, "ts": message.ts}
        body["message_blocks"] = [{**part, "message": content}]
    return body


def link_preview(url: str, title: str, text: str) -> JsonObject:
    body: JsonObject = {"id": 1, "from_url": url, "original_url": url, "title_link": url}
    return body | {"title": title, "text": text, "fallback": title}
