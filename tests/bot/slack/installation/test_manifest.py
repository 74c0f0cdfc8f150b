"""The manifest is valid, and asks for exactly what the code uses."""

import ast
import json
import re
from pathlib import Path

import jsonschema
import pytest

from bot.fake_slack.api.arguments import METHODS
from bot.slack.installation.manifest import (
    COMMANDS_SCOPE,
    SCOPES_OF_EVENTS,
    SCOPES_OF_METHODS,
    manifest_faults,
    needed_scopes,
    read_manifest,
)

ROOT = Path(__file__).parents[4]
SCHEMA = Path(__file__).with_name("slack_manifest.schema.2.0.0.json")
BOT = [path for path in (ROOT / "bot").rglob("*.py") if "fake_slack" not in path.parts]


def methods_called() -> set[str]:
    """Every method of the Web API that the bot's source names as the SDK spells it."""
    spelled = {
        re.sub(r"[.]", "_", name): name for name in METHODS if name != "apps.connections.open"
    }
    found = set()
    for path in BOT:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in spelled:
                found.add(spelled[node.attr])
    return found


def test_the_manifest_is_valid_by_slack_s_schema() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    faults = sorted(
        error.json_path + ": " + error.message
        for error in jsonschema.Draft7Validator(schema).iter_errors(read_manifest())
    )
    assert faults == []


def test_the_table_of_methods_is_what_the_code_calls() -> None:
    assert methods_called() == set(SCOPES_OF_METHODS)


def test_the_scopes_of_methods_are_slack_s() -> None:
    for method, scopes in SCOPES_OF_METHODS.items():
        known = set(METHODS[method].scopes)
        assert scopes <= known, method
        assert bool(scopes) == bool(known), method


def test_the_manifest_asks_for_exactly_the_scopes_and_events_that_are_used() -> None:
    manifest = read_manifest()
    assert manifest["oauth_config"]["scopes"] == {"bot": sorted(needed_scopes())}
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == set(SCOPES_OF_EVENTS)
    assert COMMANDS_SCOPE in needed_scopes()
    assert manifest_faults(manifest) == []


def test_commands_and_shortcuts_are_those_that_are_listened_for() -> None:
    from bot.slack.messages import names as actions
    from bot.slack.messages.names import COMMAND

    features = read_manifest()["features"]
    assert [c["command"] for c in features["slash_commands"]] == [COMMAND]
    assert [s["callback_id"] for s in features["shortcuts"]] == [
        actions.FIND_SOURCE,
        actions.ADD_TO_COLLECTION,
    ]


@pytest.mark.parametrize(
    ("section", "key", "value", "told"),
    [
        (("oauth_config", "scopes"), "bot", ["chat:write"], "the scopes app_mentions:read"),
        (("settings", "event_subscriptions"), "bot_events", [], "the events app_home_opened"),
        (("settings", "interactivity"), "is_enabled", False, "interactivity is off"),
        (("features", "app_home"), "messages_tab_enabled", False, "the messages tab is off"),
    ],
)
def test_what_is_missing_is_reported(
    section: tuple[str, str], key: str, value: object, told: str
) -> None:
    manifest = read_manifest()
    manifest[section[0]][section[1]][key] = value
    [fault] = manifest_faults(manifest)
    assert fault.startswith(told)
