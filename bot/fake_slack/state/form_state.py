"""What a person has filled in: `state.values` as Slack sends it, and what its client refuses."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from bot.fake_slack.wire import JsonObject

Filled: TypeAlias = Mapping[str, Mapping[str, "str | list[str] | None"]]
"""By block id and action id: the text, date or option value, or a list of option values."""

_SINGLE = ("static_select", "radio_buttons")
_MULTI = ("multi_static_select", "checkboxes")
_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}


def options_of(element: JsonObject) -> list[JsonObject]:
    """All options of a menu, those in groups too."""
    groups = [group["options"] for group in element.get("option_groups", ())]
    return [option for options in (element.get("options", ()), *groups) for option in options]


def _option(element: JsonObject, value: str) -> JsonObject:
    for option in options_of(element):
        if option["value"] == value:
            return {key: option[key] for key in ("text", "value")}
    raise LookupError(f"no option {value!r} in {element.get('action_id')!r}")


def element_state(element: JsonObject, given: str | list[str] | None) -> JsonObject | None:
    """One element's entry in `state.values`; None for elements without state, such as buttons."""
    kind = element["type"]
    if kind in _FIELDS:
        key, initial = _FIELDS[kind]
        value = element.get(initial) if given is None else given
        return {"type": kind, key: value or None}
    if kind in _SINGLE:
        chosen = element.get("initial_option")
        if isinstance(given, str):
            chosen = _option(element, given)
        return {"type": kind, "selected_option": chosen}
    if kind in _MULTI:
        several = element.get("initial_options", [])
        if given is not None:
            values = [given] if isinstance(given, str) else given
            several = [_option(element, value) for value in values]
        return {"type": kind, "selected_options": several}
    return None


def elements_of(blocks: list[JsonObject]) -> Iterator[tuple[JsonObject, JsonObject]]:
    """(block, element) for everything in blocks that can be acted on."""
    for block in blocks:
        held = [block.get("element"), block.get("accessory")]
        if block["type"] in ("actions", "context_actions"):
            held += block["elements"]
        for element in held:
            if element and "action_id" in element:
                yield block, element


def form_state(blocks: list[JsonObject], filled: Filled) -> JsonObject:
    """`{"values": {block_id: {action_id: …}}}`."""
    values: dict[str, JsonObject] = {}
    for block, element in elements_of(blocks):
        given = filled.get(block["block_id"], {}).get(element["action_id"])
        if (state := element_state(element, given)) is not None:
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return {"values": values}


def _problem(element: JsonObject, state: JsonObject) -> str | None:
    value = next(content for key, content in state.items() if key != "type")
    if not value:
        return "Please complete this required field."
    if element["type"] == "number_input":
        return _number_problem(element, value)
    if isinstance(value, str) and element["type"] == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return f"Please enter at least {element['min_length']} characters."
        if len(value) > element.get("max_length", 3000):
            return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return None


def _number_problem(element: JsonObject, value: str) -> str | None:
    try:
        number = float(value) if element["is_decimal_allowed"] else int(value)
    except ValueError:
        return "Please enter a valid number."
    if number < float(element.get("min_value", "-inf")):
        return f"Please enter a number of at least {element['min_value']}."
    if number > float(element.get("max_value", "inf")):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def unfinished(blocks: list[JsonObject], state: JsonObject) -> dict[str, str]:
    """Block id → what Slack's own client complains of before it sends a submission."""
    problems: dict[str, str] = {}
    for block, element in elements_of(blocks):
        entry = state["values"].get(block["block_id"], {}).get(element["action_id"])
        if block["type"] != "input" or entry is None:
            continue
        empty = not any(content for key, content in entry.items() if key != "type")
        if empty and block.get("optional"):
            continue
        if problem := _problem(element, entry):
            problems[block["block_id"]] = problem
    return problems
