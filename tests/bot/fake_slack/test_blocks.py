"""What the fake Slack refuses in blocks and views."""

import json
from typing import Any

import pytest

from bot.fake_slack.blocks.block_rules import block_faults, checked_view
from bot.fake_slack.wire import JsonObject, SlackRefusal


def plain(text: str) -> JsonObject:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> JsonObject:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "1") -> JsonObject:
    return {"text": plain(f"Option {value}"), "value": value}


def button(**fields: object) -> JsonObject:
    return {"type": "button", "text": plain("Press"), "action_id": "press", **fields}


def actions(*elements: JsonObject) -> JsonObject:
    return {"type": "actions", "elements": list(elements)}


def rich(*elements: JsonObject, kind: str = "rich_text_quote") -> JsonObject:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Good"), "value": "up"},
    "negative_button": {"text": plain("Bad"), "value": "down"},
}
TRASH = {"type": "icon_button", "icon": "trash", "text": plain("Remove"), "action_id": "bin"}
MENU = {"type": "static_select", "action_id": "menu", "options": [option()]}

GOOD: list[JsonObject] = [
    {"type": "header", "text": plain("x" * 150)},
    {"type": "section", "text": mrkdwn("x" * 3000)},
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10, "block_id": "b" * 255},
    {"type": "section", "text": mrkdwn("x"), "accessory": {**MENU, "initial_option": option()}},
    {"type": "context", "elements": [mrkdwn("x")] * 10},
    {"type": "divider"},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"},
    {"type": "markdown", "text": "**x**"},
    actions(button(value="v" * 2000, url="https://e.org/" + "u" * 2986), MENU),
    actions({"type": "overflow", "action_id": "more", "options": [option()]}),
    {"type": "context_actions", "elements": [FEEDBACK, TRASH]},
    rich({"type": "text", "text": "a"}, {"type": "text", "text": "b", "style": {"bold": True}}),
    rich({"type": "link", "url": "https://e.org/", "text": "e"}, kind="rich_text_section"),
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
]

BAD: list[tuple[object, str]] = [
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "header", "text": mrkdwn("x")}, "unsupported type of text: mrkdwn"),
    ({"type": "section", "text": mrkdwn("x" * 3001)}, "must be less than 3001 characters"),
    ({"type": "section", "text": mrkdwn("")}, "must be more than 0 characters"),
    ({"type": "section", "text": "x"}, "unsupported type of text"),
    ({"type": "section"}, "missing required field: text or fields"),
    ({"type": "section", "text": mrkdwn("x"), "color": "red"}, "unknown field: color"),
    ({"type": "section", "text": mrkdwn("x"), "accessory": FEEDBACK}, "unsupported type of acc"),
    ({"type": "divider", "block_id": "b" * 256}, "must be less than 256 characters"),
    ({"type": "context", "elements": [mrkdwn("x")] * 11}, "no more than 10 items"),
    ({"type": "context", "elements": []}, "no fewer than 1 items"),
    ({"type": "context", "elements": [button()]}, "unsupported type of element in context"),
    (actions(*[button(action_id=str(i)) for i in range(26)]), "no more than 25 items"),
    (actions(button(), button()), "`action_id` 'press' already exists"),
    (actions(button(text=plain("x" * 76))), "must be less than 76 characters"),
    (actions(button(text=mrkdwn("x"))), "unsupported type of text: mrkdwn"),
    (actions(button(value="v" * 2001)), "must be less than 2001 characters"),
    (actions(button(url="https://e.org/" + "u" * 3000)), "must be less than 3001 characters"),
    (actions(button(url="javascript:alert(1)")), "invalid url"),
    (actions(button(action_id="a" * 256)), "must be less than 256 characters"),
    (actions(button(style="green")), "must be one of primary, danger"),
    (actions(FEEDBACK), "unsupported type of element in actions"),
    (actions({**MENU, "initial_option": option("2")}), "not one of the options"),
    (actions({**MENU, "options": [option(str(i)) for i in range(101)]}), "no more than 100"),
    (actions({"type": "overflow", "options": [option(str(i)) for i in range(6)]}), "more than 5"),
    ({"type": "context_actions", "elements": [FEEDBACK] * 6}, "no more than 5 items"),
    ({"type": "context_actions", "elements": [{**FEEDBACK, "size": 1}]}, "unknown field: size"),
    ({"type": "context_actions", "elements": [{**TRASH, "icon": "bomb"}]}, "must be one of trash"),
    (rich({"type": "text", "text": "x", "style": {"bold": "yes"}}), "must be a boolean"),
    (rich({"type": "text"}), "missing required field: text"),
    (rich({"type": "text", "text": ""}), "must be more than 0 characters"),
    (rich({"type": "text", "text": "x", "style": {"huge": True}}), "unknown field: huge"),
    (rich({"type": "link", "url": "nonsense"}), "invalid url"),
    (rich({"type": "section"}), "unsupported type of rich text: section"),
    (rich(kind="rich_text_poem"), "unsupported type of rich text element"),
    ({"type": "table", "rows": []}, "rows attribute must be specified"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]], "x": 1}, "unknown field: x"),
    ({"type": "carousell"}, "unsupported type: carousell"),
    ("a string", "must be an object with a type"),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_a_good_block_is_taken(block: Any) -> None:
    assert block_faults([block], "message") == []


@pytest.mark.parametrize(("block", "reason"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_block_is_refused_with_its_reason(block: Any, reason: str) -> None:
    faults = block_faults([block], "message")
    assert any(reason in fault for fault in faults), faults
    assert all("[json-pointer:/blocks/0" in fault for fault in faults)


def test_a_message_has_at_most_fifty_blocks_and_a_view_a_hundred() -> None:
    dividers = [{"type": "divider"}] * 51
    assert "no more than 50" in block_faults(dividers, "message")[0]
    assert block_faults(dividers, "home") == []
    assert "no more than 100" in block_faults(dividers * 2, "modal")[0]


def test_block_ids_are_unique_in_a_message() -> None:
    blocks = [{"type": "divider", "block_id": "same"}] * 2
    assert "already exists" in block_faults(blocks, "message")[0]


def test_feedback_belongs_in_messages_only() -> None:
    feedback = {"type": "context_actions", "elements": [FEEDBACK]}
    assert "unsupported type on this surface" in block_faults([feedback], "modal")[0]


def modal(**fields: object) -> JsonObject:
    return {"type": "modal", "title": plain("Title"), "blocks": [{"type": "divider"}], **fields}


def an_input(**element: object) -> JsonObject:
    return {"type": "input", "label": plain("Label"), "element": element}


INPUTS: list[JsonObject] = [
    {"type": "plain_text_input", "multiline": True, "max_length": 10},
    {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
    {"type": "datepicker", "initial_date": "2026-01-31"},
    {"type": "static_select", "options": [option()], "placeholder": plain("Choose")},
    {"type": "multi_static_select", "options": [option()], "max_selected_items": 1},
    {"type": "checkboxes", "options": [option()], "initial_options": [option()]},
    {"type": "radio_buttons", "options": [option()], "initial_option": option()},
]


@pytest.mark.parametrize("element", INPUTS, ids=lambda element: element["type"])
def test_a_modal_takes_every_input(element: JsonObject) -> None:
    view = checked_view(modal(blocks=[an_input(**element)], submit=plain("Go")), "modal")
    assert view["blocks"][0]["block_id"]
    assert view["blocks"][0]["element"]["action_id"]


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        (modal(title=plain("x" * 25)), "must be less than 25 characters"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
        (modal(callback_id="x" * 256), "must be less than 256 characters"),
        (modal(blocks=[]), "between 1 and 100 blocks"),
        (modal(colour=1), "unknown field: colour"),
        (modal(blocks=[an_input(type="plain_text_input")]), "must have submit"),
        ({"type": "modal", "blocks": [{"type": "divider"}]}, "missing required field: title"),
        ({"type": "home", "blocks": [{"type": "divider"}]}, "must be modal"),
        ("{}", "must be an object"),
    ],
)
def test_a_bad_view_is_refused_with_its_reason(view: Any, reason: str) -> None:
    with pytest.raises(SlackRefusal) as raised:
        checked_view(view, "modal")
    assert raised.value.error == "invalid_arguments"
    assert any(reason in message for message in raised.value.messages), raised.value.messages


def test_a_refusal_reads_like_slacks() -> None:
    body = SlackRefusal("missing_scope", needed="chat:write").body()
    assert json.loads(json.dumps(body)) == {
        "ok": False,
        "error": "missing_scope",
        "needed": "chat:write",
    }
