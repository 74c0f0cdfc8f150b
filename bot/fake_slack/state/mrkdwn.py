"""Who and what a message's text addresses, and the rich text that Slack's composer makes of it."""

import re
from collections.abc import Iterator

from bot.fake_slack.wire import JsonObject

GROUP_MENTION = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")
USER_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
BROADCAST = re.compile(r"<!(channel|here|everyone)(?:\|[^>]*)?>")
_TOKEN = re.compile(
    r"<(?:@(?P<user>[UW][A-Z0-9]+)|#(?P<channel>[CG][A-Z0-9]+)|!(?P<range>channel|here|everyone)"
    r"|!subteam\^(?P<group>S[A-Z0-9]+)|(?P<url>https?://[^|>]+))(?:\|(?P<label>[^>]*))?>"
)


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def composed(text: str) -> list[JsonObject]:
    """The `rich_text` block that Slack stores with what a person typed."""
    elements: list[JsonObject] = []
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() > end:
            elements.append({"type": "text", "text": unescape(text[end : token.start()])})
        if token["user"]:
            elements.append({"type": "user", "user_id": token["user"]})
        elif token["channel"]:
            elements.append({"type": "channel", "channel_id": token["channel"]})
        elif token["group"]:
            elements.append({"type": "usergroup", "usergroup_id": token["group"]})
        elif token["range"]:
            elements.append({"type": "broadcast", "range": token["range"]})
        else:
            label = {"text": unescape(token["label"])} if token["label"] else {}
            elements.append({"type": "link", "url": unescape(token["url"]), **label})
        end = token.end()
    if text[end:]:
        elements.append({"type": "text", "text": unescape(text[end:])})
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "elements": [section]}]


def _markup(node: object) -> Iterator[tuple[str, str]]:
    """(kind, value) of everything in blocks that can address someone."""
    if isinstance(node, list):
        for item in node:
            yield from _markup(item)
    elif isinstance(node, dict):
        kind = node.get("type")
        if kind == "mrkdwn":
            yield "text", node.get("text", "")
        elif kind == "user":
            yield "user", node.get("user_id", "")
        elif kind == "broadcast":
            yield "broadcast", node.get("range", "")
        elif kind == "usergroup":
            yield "usergroup", node.get("usergroup_id", "")
        else:
            for value in node.values():
                yield from _markup(value)


def addressed(text: str, blocks: list[JsonObject]) -> frozenset[str]:
    """Who is notified by a message: ids of users and usergroups, and `channel`, `here`, `everyone`.

    Blocks, if there are any, are what is shown, but the notification is made of `text`: both count.
    `markdown` blocks are not read.
    """
    texts, found = [text], set()
    for kind, value in _markup(blocks):
        if kind == "text":
            texts.append(value)
        else:
            found.add(value)
    for markup in texts:
        found.update(USER_MENTION.findall(markup))
        found.update(GROUP_MENTION.findall(markup))
        found.update(BROADCAST.findall(markup))
    return frozenset(found)
