"""The app as it is installed in the workspace: its identity, scopes, subscriptions and commands."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EVENT_SCOPES: Mapping[str, str | None] = {
    "app_mention": "app_mentions:read",
    "app_home_opened": None,
    "app_context_changed": None,
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
"""The events that the fake Slack can send, and the bot scope that each needs."""

ALL_SCOPES = frozenset(
    {
        *(scope for scope in EVENT_SCOPES.values() if scope),
        *("assistant:write", "chat:write", "commands", "im:write", "mpim:write"),
        *("groups:read", "im:read", "mpim:read", "reactions:write", "team:read", "users:read"),
        "usergroups:read",
    }
)
"""Every bot scope that some method or event of the fake Slack asks for."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as registered, `name` with its slash."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`kind` is `message` or `global`."""

    callback_id: str
    name: str
    kind: str = "message"


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """Everything Slack knows of the app; `from_manifest` reads the same from an app manifest."""

    name: str = "pullquote"
    scopes: frozenset[str] = ALL_SCOPES
    events: frozenset[str] = frozenset(EVENT_SCOPES)
    commands: tuple[Command, ...] = (Command("/pullquote"),)
    shortcuts: tuple[Shortcut, ...] = (Shortcut("find_source", "Find a source for this"),)
    messages_tab: bool = True
    home_tab: bool = True
    agent_view: bool = True
    app_id: str = "A0FAKE"
    bot_user_id: str = "U0BOT"
    bot_id: str = "B0BOT"
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(12)}")
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    verification_token: str = field(default_factory=lambda: secrets.token_hex(12))

    def receives(self, event: str) -> bool:
        """Whether it subscribed to `event` and holds the scope that this needs."""
        needed = EVENT_SCOPES.get(event)
        return event in self.events and (needed is None or needed in self.scopes)

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> "InstalledApp":
        """The app that Slack would create from this manifest (already parsed from YAML or JSON).

        Raises ValueError for an event that the fake Slack cannot send.
        """
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        home = features.get("app_home", {})
        scopes = manifest.get("oauth_config", {}).get("scopes", {})
        events = frozenset(settings.get("event_subscriptions", {}).get("bot_events", ()))
        if unknown := sorted(events - EVENT_SCOPES.keys()):
            raise ValueError(f"the fake Slack sends no such events: {', '.join(unknown)}")
        return cls(
            name=features.get("bot_user", {}).get("display_name")
            or manifest["display_information"]["name"],
            scopes=frozenset(scopes.get("bot", ())) | frozenset(scopes.get("bot_optional", ())),
            events=events,
            commands=tuple(
                Command(c["command"], c.get("description", ""), c.get("usage_hint", ""))
                for c in features.get("slash_commands", ())
            ),
            shortcuts=tuple(
                Shortcut(s["callback_id"], s["name"], s["type"])
                for s in features.get("shortcuts", ())
            ),
            messages_tab=home.get("messages_tab_enabled", True)
            and not home.get("messages_tab_read_only_enabled", False),
            home_tab=home.get("home_tab_enabled", False),
            agent_view="agent_view" in features,
        )
