"""The manifest to paste into Slack, for an app with a name and a way of delivery of one's own."""

import re
from urllib.parse import urlsplit

import yaml

from bot.slack.installation.manifest import FILE, read_manifest

# Slack's limit for an app's name, in characters.
MAX_NAME = 35
ENDPOINT = "/slack/events"


class BadManifest(Exception):
    """Slack would not take what was asked for; the message is for people."""


def app_manifest(name: str | None = None, address: str | None = None) -> str:
    """The manifest as YAML: of an app called `name`, and for HTTP at `address` if there is one.

    Raises `BadManifest`.
    """
    if name is None and address is None:
        return FILE.read_text(encoding="utf-8")
    manifest = read_manifest()
    if name is not None:
        manifest["display_information"]["name"] = _checked(name)
        manifest["features"]["bot_user"]["display_name"] = _bot_name(name)
    if address is not None:
        url = _request_url(address)
        settings = manifest["settings"]
        settings["socket_mode_enabled"] = False
        settings["event_subscriptions"] = {"request_url": url, **settings["event_subscriptions"]}
        settings["interactivity"]["request_url"] = url
        for command in manifest["features"]["slash_commands"]:
            command["url"] = url
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


def _checked(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise BadManifest(
            f"{name!r} is not a name that Slack takes: use 1 to {MAX_NAME} characters"
        )
    return name


def _bot_name(name: str) -> str:
    """What people write after the @."""
    return re.sub(r"[^\w.]+", "-", name.strip().lower()).strip("-.") or "pullquote"


def _request_url(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise BadManifest(f"{address!r} is not an address that Slack calls: use https://your-host")
    return f"https://{parts.netloc}{ENDPOINT}"
