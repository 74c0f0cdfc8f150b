"""The links in what a person wrote or shared in Slack; never a path of the bot's own machine."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

MAX_LINKS = 10
MAX_CHARS = 2000
MAX_DEPTH = 20
MARKUP = re.compile(r"<([^<>|\s]+)(?:\|[^<>]*)?>")
UNSEEN = re.compile(r"[\s\x00-\x1f\x7f]")


def links_of(message: Mapping[str, Any]) -> tuple[str, ...]:
    """Of a message in order, each once, at most MAX_LINKS; if it has none, of what it quotes.

    Links to messages and files of Slack itself are left out: they lead to a login page.
    """
    own = {name: message.get(name) for name in ("text", "blocks")}
    return _wanted(own) or _wanted(message.get("attachments"))


def _wanted(part: object) -> tuple[str, ...]:
    found = [link for link in _links(part, 0) if is_link(link) and not _is_slack_s(link)]
    return tuple(dict.fromkeys(found))[:MAX_LINKS]


def words_as_links(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a command's text: those that are links, each once, and those that are not."""
    words = [_unescaped(word) for word in MARKUP.sub(r" \1 ", text).split()]
    links = dict.fromkeys(word for word in words if is_link(word))
    return tuple(links), tuple(word for word in words if word not in links)


def is_link(text: str) -> bool:
    """Whether it is an address of http or https."""
    if len(text) > MAX_CHARS or UNSEEN.search(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _is_slack_s(link: str) -> bool:
    parts = urlsplit(link)
    return (parts.hostname or "").endswith(".slack.com") and parts.path.startswith(
        ("/archives/", "/files/", "/files-pri/", "/team/")
    )


def _links(node: object, depth: int) -> Iterator[str]:
    """As they stand in mrkdwn, in blocks and in attachments."""
    if depth > MAX_DEPTH:
        return
    if isinstance(node, list):
        for item in node:
            yield from _links(item, depth + 1)
    elif isinstance(node, Mapping):
        for name in ("text", "pretext"):
            if isinstance(node.get(name), str) and node.get("type") not in ("text", "plain_text"):
                yield from map(_unescaped, MARKUP.findall(node[name]))
        for name in ("from_url", "title_link"):
            if isinstance(node.get(name), str):
                yield node[name]
        if node.get("type") == "link" and isinstance(node.get("url"), str):
            yield node["url"]
        for value in node.values():
            if isinstance(value, list | Mapping):
                yield from _links(value, depth + 1)


def _unescaped(mrkdwn: str) -> str:
    """Without Slack's three entities; to HTML's others, `&copy=1` would be one."""
    return mrkdwn.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
