"""The shapes of text, options and interactive elements, with Slack's limits."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.fake_slack.blocks.shapes import (
    Check,
    Shape,
    anything,
    array,
    boolean,
    choice,
    fault,
    integer,
    matching,
    one_of_types,
    string,
    url,
)

IDENTIFIER = string(255)
_type: dict[str, Check] = {"type": anything}


def plain_text(maximum: int) -> Check:
    shape = Shape(_type | {"text": string(maximum)}, {"emoji": boolean})
    return one_of_types({"plain_text": shape}, "text")


def any_text(maximum: int) -> Check:
    mrkdwn = Shape(_type | {"text": string(maximum)}, {"verbatim": boolean})
    return one_of_types({"mrkdwn": mrkdwn, "plain_text": plain_text(maximum)}, "text")


IMAGE = Shape(
    _type | {"alt_text": string(2000)},
    {"image_url": url, "slack_file": anything},
)
CONFIRM = Shape(
    {"title": plain_text(100), "text": any_text(300)}
    | {"confirm": plain_text(30), "deny": plain_text(30)},
    {"style": choice("primary", "danger")},
)


def _option(text: Check, link: bool = False) -> Shape:
    return Shape(
        {"text": text, "value": string(150)},
        {"description": any_text(75)} | ({"url": url} if link else {}),
    )


def _initial_is_an_option(value: Any, pointer: str) -> Iterator[str]:
    options = list(value.get("options") or ())
    for group in value.get("option_groups") or ():
        options += group.get("options", ()) if isinstance(group, dict) else ()
    initial = value.get("initial_options") or []
    if value.get("initial_option") is not None:
        initial = [value["initial_option"]]
    if any(option not in options for option in initial):
        yield fault("the initial option is not one of the options", pointer)


def _menu(value: Any, pointer: str) -> Iterator[str]:
    if ("options" in value) == ("option_groups" in value):
        yield fault("must have either options or option_groups", pointer)
    yield from _initial_is_an_option(value, pointer)


def _element(required: dict[str, Check], **optional: Check) -> Shape:
    return Shape(_type | required, {"action_id": IDENTIFIER} | optional)


def _picker(**optional: Check) -> Shape:
    return _element(
        {}, placeholder=plain_text(150), confirm=CONFIRM, focus_on_load=boolean, **optional
    )


def _choices(initial: str, check: Check) -> Shape:
    option = _option(any_text(75))
    return Shape(
        _type | {"options": array(option, 1, 10)},
        {"action_id": IDENTIFIER, "confirm": CONFIRM, "focus_on_load": boolean, initial: check},
        _initial_is_an_option,
    )


def _static_menu(**optional: Check) -> Shape:
    option = _option(plain_text(75))
    group = Shape({"label": plain_text(75), "options": array(option, 1, 100)}, {})
    fields: dict[str, Check] = {
        "action_id": IDENTIFIER,
        "placeholder": plain_text(150),
        "confirm": CONFIRM,
        "focus_on_load": boolean,
        "options": array(option, 1, 100),
        "option_groups": array(group, 1, 100),
    }
    return Shape(_type, fields | optional, _menu)


def _single_text(**optional: Check) -> Shape:
    dispatch = Shape(
        {},
        {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 1, 2)},
    )
    return _element(
        {},
        placeholder=plain_text(150),
        focus_on_load=boolean,
        dispatch_action_config=dispatch,
        **optional,
    )


_FEEDBACK = Shape(
    {"text": plain_text(75), "value": string(2000)}, {"accessibility_label": string(75)}
)
_DATE = matching(r"\d{4}-\d\d-\d\d", "a date as YYYY-MM-DD")
_TIME = matching(r"\d\d:\d\d", "a time as HH:mm")
_NUMBER = matching(r"-?\d+(\.\d+)?", "a number in a string")
_OPTION = _option(plain_text(75))
_FILTER = Shape({}, dict.fromkeys(("exclude_bot_users", "include"), anything))

ELEMENTS: Mapping[str, Shape] = {
    "button": _element(
        {"text": plain_text(75)},
        value=string(2000, 0),
        url=url,
        style=choice("primary", "danger"),
        confirm=CONFIRM,
        accessibility_label=string(75),
    ),
    "icon_button": _element(
        {"text": plain_text(75), "icon": choice("trash")},
        value=string(2000, 0),
        confirm=CONFIRM,
        accessibility_label=string(75),
        visible_to_user_ids=array(string(20), 1, 10),
    ),
    "feedback_buttons": _element({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}),
    "overflow": _element(
        {"options": array(_option(plain_text(75), link=True), 1, 5)}, confirm=CONFIRM
    ),
    "checkboxes": _choices("initial_options", array(_option(any_text(75)), 1, 10)),
    "radio_buttons": _choices("initial_option", _option(any_text(75))),
    "static_select": _static_menu(initial_option=_OPTION),
    "multi_static_select": _static_menu(
        initial_options=array(_OPTION, 1, 100), max_selected_items=integer(1, 100)
    ),
    "users_select": _picker(initial_user=string(20)),
    "channels_select": _picker(initial_channel=string(20), response_url_enabled=boolean),
    "conversations_select": _picker(
        initial_conversation=string(20),
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=_FILTER,
    ),
    "datepicker": _picker(initial_date=_DATE),
    "timepicker": _picker(initial_time=_TIME, timezone=string(50)),
    "plain_text_input": _single_text(
        initial_value=string(3000, 0),
        multiline=boolean,
        min_length=integer(0, 3000),
        max_length=integer(1, 3000),
    ),
    "number_input": Shape(
        _type | {"is_decimal_allowed": boolean},
        {"action_id": IDENTIFIER, "initial_value": _NUMBER, "min_value": _NUMBER}
        | {"max_value": _NUMBER, "placeholder": plain_text(150), "focus_on_load": boolean}
        | {"dispatch_action_config": anything},
    ),
    "email_text_input": _single_text(initial_value=string(3000, 0)),
    "url_text_input": _single_text(initial_value=string(3000, 0)),
}

_MENUS = ("static_select", "users_select", "channels_select", "conversations_select")
_PICKERS = (*_MENUS, "checkboxes", "radio_buttons", "datepicker", "timepicker")


def _named(*kinds: str) -> dict[str, Shape]:
    return {kind: ELEMENTS[kind] for kind in kinds}


IN_ACTIONS = one_of_types(_named("button", "overflow", *_PICKERS), "element in actions")
IN_SECTION = one_of_types(
    _named("button", "overflow", "multi_static_select", *_PICKERS) | {"image": IMAGE},
    "accessory",
)
IN_INPUT = one_of_types(
    _named("plain_text_input", "number_input", "email_text_input", "url_text_input")
    | _named("multi_static_select", *_PICKERS),
    "element in input",
)
IN_CONTEXT_ACTIONS = one_of_types(
    _named("feedback_buttons", "icon_button"), "element in context_actions"
)
