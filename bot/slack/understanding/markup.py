"""What a person wrote in Slack, read out of a message's markup or its blocks."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

USER = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
FENCE = re.compile(r"```|`")
# Slack's own marks of emphasis: at the edges of words, on one line.
EMPHASIS = re.compile(r"(?<![\w*_~])([*_~]+)(?=\S)([^\n*_~]*?\S)\1(?![\w*_~])")
WORD = re.compile(r"\w")
SPACES = re.compile(r"[^\S\n]+")
# What stands between a mention and the question; the colon of :tada: is no such mark.
BEFORE = re.compile(r"^(?:(?!:[\w+'-]+:)[\s,:;–-])+(?=[\w:])")
MAX_DEPTH = 20
ATTACHED = ("pretext", "title", "text")


def text_of(message: Mapping[str, Any]) -> str:
    """What a message says, all its markup read out; of a shortcut's message too.

    The words are in `text`, or only in `blocks`, or only in attachments: the first that has any.
    """
    return own_text_of(message) or _tidy("\n".join(_of_attachments(message.get("attachments"))))


def own_text_of(message: Mapping[str, Any]) -> str:
    """What its author wrote, without what is attached to it."""
    text = message.get("text")
    said = plain(text) if isinstance(text, str) else ""
    return said or _tidy("\n".join(_of_blocks(message.get("blocks"), 0)))


def forwarded_by(message: Mapping[str, Any]) -> str:
    """What the message forwards of another one, or shows of one that it links to; else ""."""
    attachments = message.get("attachments")
    shared = [
        attachment
        for attachment in (attachments if isinstance(attachments, list) else [])
        if isinstance(attachment, Mapping)
        and (attachment.get("is_share") or attachment.get("is_msg_unfurl"))
    ]
    return _tidy("\n".join(_of_attachments(shared)))


def plain(mrkdwn: str) -> str:
    """mrkdwn as typed: a slash command's text too.

    Mentions of people and struck-out words go, links and channels leave their words, entities
    become characters, and code keeps its words.
    """
    bare = MARKUP.sub(_words_of, mrkdwn)
    bare = FENCE.sub(" ", bare)
    kept = EMPHASIS.sub(lambda m: " " if "~" in m[1] else m[2], bare)
    return _tidy(unescape(kept if WORD.search(kept) else EMPHASIS.sub(r"\2", bare)))


def mentions(message: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the users whom a message names, in its text or its blocks."""
    text = message.get("text")
    found = set(USER.findall(text)) if isinstance(text, str) else set()
    for element in _elements(message.get("blocks"), 0):
        if element.get("type") == "user" and isinstance(element.get("user_id"), str):
            found.add(element["user_id"])
        elif element.get("type") == "mrkdwn" and isinstance(element.get("text"), str):
            found.update(USER.findall(element["text"]))
    return frozenset(found)


def _words_of(match: re.Match[str]) -> str:
    target, label = match[1], match[2] or ""
    if target.startswith("@"):
        return " "
    if target.startswith("#"):
        return f"#{label}" if label else " "
    if target.startswith("!"):
        return label.removeprefix("@") if target.startswith("!date") else " "
    return label or target.removeprefix("mailto:")


def _tidy(text: str) -> str:
    lines = (SPACES.sub(" ", line).strip() for line in text.replace("\0", " ").splitlines())
    tidy = "\n".join(line for line in lines if line)
    return BEFORE.sub("", tidy)


def _elements(node: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(node, list):
        for item in node:
            yield from _elements(item, depth + 1)
    elif isinstance(node, Mapping):
        yield node
        for value in node.values():
            if isinstance(value, list | Mapping):
                yield from _elements(value, depth + 1)


def _of_attachments(attachments: object) -> Iterator[str]:
    for attachment in attachments if isinstance(attachments, list) else []:
        if isinstance(attachment, Mapping):
            said = [
                plain(attachment[name])
                for name in ATTACHED
                if isinstance(attachment.get(name), str)
            ]
            yield from said if any(said) else _of_blocks(_forwarded_blocks(attachment), 0)


def _forwarded_blocks(attachment: Mapping[str, Any]) -> list[Any]:
    """The blocks of a message that is forwarded without its text."""
    blocks: list[Any] = []
    parts = attachment.get("message_blocks")
    for part in parts if isinstance(parts, list) else []:
        message = part.get("message") if isinstance(part, Mapping) else None
        found = message.get("blocks") if isinstance(message, Mapping) else None
        blocks += found if isinstance(found, list) else []
    return blocks


def _of_blocks(blocks: object, depth: int) -> Iterator[str]:
    """The text of each block, or part of one that stands in lines of its own."""
    if depth > MAX_DEPTH:
        return
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Mapping):
            continue
        kind, text = block.get("type"), block.get("text")
        if kind in ("rich_text", "rich_text_list", "context"):
            yield from _of_blocks(block.get("elements"), depth + 1)
        elif kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            yield "".join(_of_inline(block.get("elements")))
        elif kind == "mrkdwn" and isinstance(text, str):
            yield plain(text)
        elif isinstance(text, str):
            yield text
        elif isinstance(text, Mapping):
            yield from _of_blocks([text], depth + 1)
        if kind == "section":
            yield from _of_blocks(block.get("fields"), depth + 1)


def _of_inline(elements: object) -> Iterator[str]:
    for element in elements if isinstance(elements, list) else []:
        if not isinstance(element, Mapping):
            continue
        style = element.get("style")
        if isinstance(style, Mapping) and style.get("strike"):
            yield " "
        elif element.get("type") in ("text", "link"):
            said = element.get("text") or element.get("url")
            yield said if isinstance(said, str) else ""
        else:
            yield " "
