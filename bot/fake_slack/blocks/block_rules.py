"""What Slack refuses in blocks and views: our shapes first, then the SDK's own models.

Blocks whose shape is not written here (tables, cards, video …) are checked by `slack_sdk.models`
alone, with unknown fields refused.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.fake_slack.blocks.block_elements import (
    IDENTIFIER,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    any_text,
    plain_text,
)
from bot.fake_slack.blocks.rich_text import RICH_TEXT_ELEMENTS
from bot.fake_slack.blocks.shapes import (
    Check,
    Shape,
    anything,
    array,
    boolean,
    choice,
    fault,
    one_of_types,
    string,
    url,
)
from bot.fake_slack.wire import JsonObject, SlackRefusal, compact, new_id

Surface = Literal["message", "modal", "home"]

MAX_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MAX_MESSAGE_CHARS = 13_200
"""Of the blocks' compact JSON. Slack documents no figure: this one is measured in bolt-js #2509,
and #2867 shows that more than the text alone counts."""
MAX_VIEW_CHARS = 250_000


def _block(required: Mapping[str, Check], also: Check = anything, **optional: Check) -> Shape:
    return Shape({"type": anything, **required}, {"block_id": IDENTIFIER, **optional}, also)


def _text_or_fields(value: Any, pointer: str) -> Iterator[str]:
    if value.get("text") is None and not value.get("fields"):
        yield fault("missing required field: text or fields", pointer)


def _a_picture(value: Any, pointer: str) -> Iterator[str]:
    if ("image_url" in value) == ("slack_file" in value):
        yield fault("must have either image_url or slack_file", pointer)


_CONTEXT = one_of_types(
    {"image": IMAGE, "mrkdwn": any_text(3000), "plain_text": plain_text(3000)},
    "element in context",
)
BLOCKS: Mapping[str, Shape] = {
    "section": _block(
        {},
        _text_or_fields,
        text=any_text(3000),
        fields=array(any_text(2000), 1, 10),
        accessory=IN_SECTION,
        expand=boolean,
    ),
    "divider": _block({}),
    "header": _block({"text": plain_text(150)}),
    "context": _block({"elements": array(_CONTEXT, 1, 10)}),
    "actions": _block({"elements": array(IN_ACTIONS, 1, 25)}),
    "context_actions": _block({"elements": array(IN_CONTEXT_ACTIONS, 1, 5)}),
    "rich_text": _block({"elements": array(RICH_TEXT_ELEMENTS, 1)}),
    "markdown": _block({"text": string(12_000)}),
    "image": _block(
        {"alt_text": string(2000)},
        _a_picture,
        image_url=url,
        slack_file=anything,
        title=plain_text(2000),
    ),
    "input": _block(
        {"label": plain_text(2000), "element": IN_INPUT},
        hint=plain_text(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
}
_ONLY_ON: Mapping[str, tuple[Surface, ...]] = {
    "context_actions": ("message",),
    "markdown": ("message",),
    "table": ("message",),
}
_VIEW = Shape(
    {"type": choice("modal", "home"), "blocks": anything},
    {
        "title": plain_text(24),
        "submit": plain_text(24),
        "close": plain_text(24),
        "private_metadata": string(3000, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)


def _elements(block: JsonObject) -> Iterator[JsonObject]:
    for candidate in (block.get("accessory"), block.get("element"), *block.get("elements", ())):
        if isinstance(candidate, dict):
            yield candidate


def _by_the_sdk(block: JsonObject, pointer: str) -> Iterator[str]:
    try:
        model = Block.parse(copy.deepcopy(block))
        if model is None:
            yield fault(f"unsupported type: {block.get('type')}", f"{pointer}/type")
            return
        model.to_dict()
    except (SlackObjectFormationError, TypeError, AttributeError, ValueError, KeyError) as error:
        yield fault(str(error), pointer)
        return
    for key in sorted(block.keys() - model.attributes):
        yield fault(f"unknown field: {key}", pointer)


def _one_block(block: Any, pointer: str, surface: Surface) -> Iterator[str]:
    if not isinstance(block, dict) or not isinstance(block.get("type"), str):
        yield fault("must be an object with a type", pointer)
        return
    kind = block["type"]
    if surface not in _ONLY_ON.get(kind, (surface,)):
        yield fault(f"unsupported type on this surface: {kind}", f"{pointer}/type")
        return
    faults = list(BLOCKS[kind](block, pointer)) if kind in BLOCKS else []
    yield from faults or _by_the_sdk(block, pointer)
    seen: set[str] = set()
    for element in _elements(block):
        if (action_id := element.get("action_id")) is None:
            continue
        if action_id in seen:
            yield fault(f"`action_id` {action_id!r} already exists in this block", pointer)
        seen.add(action_id)


def block_faults(blocks: Any, surface: Surface, pointer: str = "/blocks") -> list[str]:
    """Every reason for which Slack would refuse these blocks; empty when they are good."""
    if not isinstance(blocks, list):
        return [fault("must be an array", pointer)]
    faults: list[str] = []
    if len(blocks) > MAX_BLOCKS[surface]:
        faults.append(fault(f"no more than {MAX_BLOCKS[surface]} items allowed", pointer))
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        faults += _one_block(block, f"{pointer}/{index}", surface)
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if block_id in seen:
            faults.append(fault(f"`block_id` {block_id!r} already exists", f"{pointer}/{index}"))
        if isinstance(block_id, str):
            seen.add(block_id)
    return faults


def with_ids(blocks: list[JsonObject]) -> tuple[JsonObject, ...]:
    """A copy in which every block and every element that acts has an id, as Slack stores them."""
    copies = copy.deepcopy(blocks)
    for block in copies:
        block.setdefault("block_id", new_id("b")[-8:])
        if block["type"] in ("section", "actions", "context_actions", "input"):
            for element in _elements(block):
                if element.get("type") not in ("image", "mrkdwn", "plain_text"):
                    element.setdefault("action_id", new_id("a")[-8:])
    return tuple(copies)


def checked_message_blocks(blocks: Any) -> tuple[JsonObject, ...]:
    """The blocks as Slack stores them. Refuses with `invalid_blocks`, `msg_blocks_too_long` …"""
    if not isinstance(blocks, list):
        raise SlackRefusal("invalid_blocks_format")
    if faults := block_faults(blocks, "message"):
        raise SlackRefusal("invalid_blocks", faults)
    if len(compact(blocks)) > MAX_MESSAGE_CHARS:
        raise SlackRefusal("msg_blocks_too_long")
    return with_ids(blocks)


def checked_view(view: Any, kind: Literal["modal", "home"]) -> JsonObject:
    """The view as Slack stores it. Refuses with `invalid_arguments` and the reasons."""
    faults = list(_VIEW(view, "/view"))
    if not faults:
        if view["type"] != kind:
            faults.append(fault(f"must be {kind}", "/view/type"))
        if kind == "modal" and "title" not in view:
            faults.append(fault("missing required field: title", "/view"))
        if kind == "home" and view.keys() & {"submit", "close"}:
            faults.append(fault("a home view has neither submit nor close", "/view"))
        faults += block_faults(view["blocks"], kind, "/view/blocks")
        if kind == "modal" and "submit" not in view and not faults:
            inputs = [b for b in view["blocks"] if b["type"] == "input"]
            if inputs:
                faults.append(fault("a view with input blocks must have submit", "/view"))
    if not faults:
        try:
            View(**copy.deepcopy(view)).to_dict()
        except SlackObjectFormationError as error:
            faults.append(fault(str(error), "/view"))
    if faults:
        raise SlackRefusal("invalid_arguments", faults)
    if len(compact(view)) > MAX_VIEW_CHARS:
        raise SlackRefusal("view_too_large")
    return {**view, "blocks": list(with_ids(view["blocks"]))}
