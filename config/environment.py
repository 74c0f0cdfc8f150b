"""What is read from the environment only: tokens, which no settings file has, the port, the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from config.settings import LOG_VARIABLE, MCP_TOKEN, Group, SettingsError

LogFormat = Literal["text", "json"]
DEFAULT_PORT = 3000


@dataclass(frozen=True, slots=True)
class Secrets:
    """What Slack gives an app, and the port that a host gives it; "" if it is not set."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    port: int = DEFAULT_PORT


def read_secrets(environ: Mapping[str, str]) -> Secrets:
    """From the environment only, so that no token is written into a settings file."""
    port = environ.get("PORT", "").strip() or str(DEFAULT_PORT)
    if not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise SettingsError(f"PORT = {port!r} is not allowed: it should be a port, 0 to 65535")
    return Secrets(
        bot_token=environ.get("SLACK_BOT_TOKEN", "").strip(),
        app_token=environ.get("SLACK_APP_TOKEN", "").strip(),
        signing_secret=environ.get("SLACK_SIGNING_SECRET", "").strip(),
        port=int(port),
    )


def read_mcp_token(environ: Mapping[str, str]) -> str:
    """The token that callers of `pullquote mcp --http` need, "" if it is not set."""
    return environ.get(MCP_TOKEN, "").strip()


def read_group_tokens(environ: Mapping[str, str], groups: Sequence[Group]) -> dict[str, set[str]]:
    """The names of the groups of each token that the environment has for one."""
    tokens: dict[str, set[str]] = {}
    for group in groups:
        if token := environ.get(group.token_variable, "").strip():
            tokens.setdefault(token, set()).add(group.name)
    return tokens


def read_log_format(environ: Mapping[str, str]) -> LogFormat:
    """How the bot's log is written: `PULLQUOTE_LOG` is text, by default, or json."""
    wanted = environ.get(LOG_VARIABLE, "").strip().lower() or "text"
    if wanted not in ("text", "json"):
        raise SettingsError(f"{LOG_VARIABLE} = {wanted!r} is not allowed: it is text or json")
    return "json" if wanted == "json" else "text"
