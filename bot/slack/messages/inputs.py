"""Inputs of a form, and what was chosen or typed in them. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.slack.messages.block_kit import Element, plain_text
from bot.slack.messages.message import Block
from bot.wording.plain import one_line


def option(value: str, text: str) -> Element:
    return {"text": plain_text(one_line(text), 75), "value": value}


def input_block(block_id: str, label: str, element: Element, **more: object) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label),
        "element": element,
        **more,
    }


def entry(values: Mapping[str, Any], block_id: str, action_id: str) -> Mapping[str, Any]:
    """Of `view["state"]["values"]`; empty if nothing was filled in."""
    filled: Mapping[str, Any] = (values.get(block_id) or {}).get(action_id) or {}
    return filled


def chosen(values: Mapping[str, Any], block_id: str, action_id: str) -> str:
    selected = entry(values, block_id, action_id).get("selected_option") or {}
    return str(selected.get("value") or "")


def typed(values: Mapping[str, Any], block_id: str, action_id: str) -> str:
    return str(entry(values, block_id, action_id).get("value") or "").strip()
