"""The app's manifest, and what the code needs of it."""

from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[3] / "config" / "slack_manifest.yaml"

SCOPES_OF_METHODS: dict[str, frozenset[str]] = {
    "auth.test": frozenset(),
    "assistant.threads.setStatus": frozenset({"assistant:write"}),
    "assistant.threads.setSuggestedPrompts": frozenset({"assistant:write"}),
    "chat.getPermalink": frozenset(),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "conversations.history": frozenset(
        {"channels:history", "groups:history", "im:history", "mpim:history"}
    ),
    "conversations.replies": frozenset(
        {"channels:history", "groups:history", "im:history", "mpim:history"}
    ),
    "conversations.info": frozenset({"channels:read", "groups:read", "mpim:read"}),
    "reactions.add": frozenset({"reactions:write"}),
    "usergroups.users.list": frozenset({"usergroups:read"}),
    "users.info": frozenset({"users:read"}),
    "views.open": frozenset(),
    "views.publish": frozenset(),
    "views.push": frozenset(),
    "views.update": frozenset(),
}
"""Every method of the Web API that the bot calls, and the bot scopes that it takes for all places
in which the bot calls it."""

SCOPES_OF_EVENTS: dict[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "app_mention": frozenset({"app_mentions:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "message.mpim": frozenset({"mpim:history"}),
}
COMMANDS_SCOPE = "commands"


def needed_scopes() -> frozenset[str]:
    """The bot scopes without which something does not work."""
    sets = [*SCOPES_OF_METHODS.values(), *SCOPES_OF_EVENTS.values(), {COMMANDS_SCOPE}]
    return frozenset().union(*sets)


def read_manifest(path: Path = FILE) -> dict[str, Any]:
    manifest: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return manifest


def manifest_faults(manifest: dict[str, Any]) -> list[str]:
    """What in a manifest keeps the bot from working, a sentence each."""
    faults = []
    granted = set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    settings = manifest.get("settings", {})
    subscribed = set(settings.get("event_subscriptions", {}).get("bot_events", ()))
    if missing := sorted(needed_scopes() - granted):
        faults.append(f"the scopes {', '.join(missing)} are missing")
    if missing := sorted(SCOPES_OF_EVENTS.keys() - subscribed):
        faults.append(f"the events {', '.join(missing)} are missing")
    if not settings.get("interactivity", {}).get("is_enabled"):
        faults.append("interactivity is off, so no button works")
    home = manifest.get("features", {}).get("app_home", {})
    if home.get("messages_tab_read_only_enabled", False) or not home.get("messages_tab_enabled"):
        faults.append("the messages tab is off or read-only, so nobody can write to the bot")
    return faults
