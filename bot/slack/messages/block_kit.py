"""Pieces of Slack's Block Kit, each made so that Slack shows text as it is and does not refuse it.

Words of articles and people go into `rich_text` or `plain_text`, where nothing is markup.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from bot.slack.messages.message import Block
from bot.wording.plain import clip, one_line

Element: TypeAlias = dict[str, Any]

MAX_SECTION = 3000
MAX_HEADER = 150
MAX_CONTEXT = 1900
MAX_BUTTON_TEXT = 75
MAX_LINK = 800
BAD_IN_LINKS = {ord(c): f"%{ord(c):02X}" for c in '<>|"`\\^{} '}


def plain_text(text: str, max_chars: int = MAX_SECTION) -> Element:
    return {"type": "plain_text", "text": clip(text, max_chars) or "–", "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(one_line(text), MAX_HEADER)}


def section(text: str) -> Block:
    return {"type": "section", "text": plain_text(text)}


def context(*texts: str) -> Block:
    """Small grey text: up to ten pieces beside one another."""
    return {"type": "context", "elements": [plain_text(text, MAX_CONTEXT) for text in texts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(elements: Sequence[Element]) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(
    text: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    spoken: str | None = None,
) -> Element:
    """`spoken` is what a screen reader says, if the text alone says too little."""
    made: Element = {
        "type": "button",
        "text": plain_text(text, MAX_BUTTON_TEXT),
        "action_id": action_id,
    }
    if value:
        made["value"] = value
    if style:
        made["style"] = style
    if spoken:
        made["accessibility_label"] = clip(spoken, MAX_BUTTON_TEXT)
    return made


def words(text: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Element:
    """Literal text within rich text."""
    styles = {"bold": bold, "italic": italic, "code": code}
    style = {name: True for name, on in styles.items() if on}
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def link(url: str | None, text: str, *, bold: bool = False) -> Element:
    """A link within rich text; without a URL that can be linked, the text in italics."""
    url = linkable(url)
    if url is None:
        return words(text, italic=True, bold=bold)
    style: Element = {"style": {"bold": True}} if bold else {}
    return {"type": "link", "url": url, "text": text, **style}


def linkable(url: str | None) -> str | None:
    """The URL if it is one of http or https and of bearable length, safe to be written in <…>."""
    if url is None:
        return None
    url = url.strip().translate(BAD_IN_LINKS)
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    lowered = parts.scheme + url[len(parts.scheme) :]
    return lowered if known and len(url) <= MAX_LINK and one_line(url) == url else None


def rich_text(*elements: Element) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def line(*parts: Element) -> Element:
    return {"type": "rich_text_section", "elements": _shown(parts)}


def quote(parts: Iterable[Element]) -> Element:
    return {"type": "rich_text_quote", "elements": _shown(parts)}


def preformatted(text: str) -> Element:
    return {"type": "rich_text_preformatted", "elements": _shown([words(text)])}


def bullets(items: Iterable[Sequence[Element]]) -> Element:
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [line(*parts) for parts in items],
    }


def _shown(parts: Iterable[Element]) -> list[Element]:
    """Without the text elements that are empty, which Slack refuses."""
    return [part for part in parts if part.get("text") != ""]


def json_chars(value: object) -> int:
    """The length of a value's compact JSON, which is what Slack's limit on messages counts."""
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False))


def visible_chars(blocks: Sequence[Block]) -> int:
    """How many characters a message's reader sees, button labels included."""

    def seen(node: object) -> int:
        if isinstance(node, list):
            return sum(map(seen, node))
        if not isinstance(node, dict):
            return 0
        text = node.get("text")
        return len(text) if isinstance(text, str) else sum(map(seen, node.values()))

    return seen(list(blocks))
