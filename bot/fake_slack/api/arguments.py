"""The Web API's methods: who may call, scopes, tiers and arguments, and how these arrive."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from bot.fake_slack.wire import JsonObject, SlackRefusal

ArgumentType = Literal["string", "boolean", "integer", "json"]


@dataclass(frozen=True, slots=True)
class Method:
    """Any one of `scopes` will do; empty means that none is needed. `caller`: whose token."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    scopes: tuple[str, ...] = ()
    tier: int | None = None
    caller: Literal["bot", "app", "anyone"] = "bot"


def _method(
    required: str = "",
    optional: str = "",
    scopes: str = "",
    tier: int | None = None,
    caller: Literal["bot", "app", "anyone"] = "bot",
) -> Method:
    return Method(
        frozenset(required.split()),
        frozenset(optional.split()),
        tuple(scopes.split()),
        tier,
        caller,
    )


_CONTENT = "text blocks attachments markdown_text as_user link_names parse metadata"
_LOOK = "username icon_emoji icon_url mrkdwn unfurl_links unfurl_media"
_PAGE = "cursor limit"
_SPAN = f"{_PAGE} inclusive latest oldest include_all_metadata"
_READ = "channels:read groups:read im:read mpim:read"
_HISTORY = "channels:history groups:history im:history mpim:history"

# apps.connections.open is tier 1 by its page, but an app may open ten connections at once: tier 2.
METHODS: Mapping[str, Method] = {
    "api.test": _method("", "error foo", caller="anyone"),
    "auth.test": _method(),
    "apps.connections.open": _method(scopes="connections:write", tier=2, caller="app"),
    "chat.postMessage": _method(
        "channel", f"{_CONTENT} {_LOOK} thread_ts reply_broadcast", "chat:write", 4
    ),
    "chat.postEphemeral": _method("channel user", f"{_CONTENT} {_LOOK} thread_ts", "chat:write", 4),
    "chat.update": _method("channel ts", f"{_CONTENT} file_ids reply_broadcast", "chat:write", 3),
    "chat.delete": _method("channel ts", "as_user", "chat:write", 3),
    "chat.getPermalink": _method("channel message_ts"),
    "conversations.replies": _method("channel ts", _SPAN, _HISTORY, 3),
    "conversations.history": _method("channel", _SPAN, _HISTORY, 3),
    "conversations.info": _method("channel", "include_locale include_num_members", _READ, 3),
    "conversations.open": _method(
        "", "channel users return_im prevent_creation", "im:write mpim:write", 3
    ),
    "conversations.list": _method("", f"{_PAGE} exclude_archived types", _READ, 2),
    "conversations.members": _method("channel", _PAGE, _READ, 4),
    "users.info": _method("user", "include_locale", "users:read", 4),
    "usergroups.list": _method(
        "", "include_count include_disabled include_users", "usergroups:read", 2
    ),
    "usergroups.users.list": _method("usergroup", "include_disabled", "usergroups:read", 2),
    "bots.info": _method("", "bot", "users:read", 3),
    "team.info": _method("", "team domain", "team:read", 3),
    "views.open": _method("view", "trigger_id interactivity_pointer", tier=4),
    "views.push": _method("view", "trigger_id interactivity_pointer", tier=4),
    "views.update": _method("view", "view_id external_id hash", tier=4),
    "views.publish": _method("user_id view", "hash", tier=4),
    "assistant.threads.setStatus": _method(
        "channel_id thread_ts status",
        "loading_messages username icon_emoji icon_url",
        "chat:write assistant:write",
    ),
    "assistant.threads.setSuggestedPrompts": _method(
        "channel_id prompts", "thread_ts title", "assistant:write"
    ),
    "assistant.threads.setTitle": _method("channel_id thread_ts title", "", "assistant:write"),
    "reactions.add": _method("channel name timestamp", "", "reactions:write", 3),
    "reactions.remove": _method("channel name timestamp", "", "reactions:write", 2),
}

_BOOLEANS = (
    *("as_user", "link_names", "mrkdwn", "unfurl_links", "unfurl_media", "reply_broadcast"),
    *("inclusive", "include_all_metadata", "include_locale", "include_num_members"),
    *("return_im", "prevent_creation", "exclude_archived"),
    *("include_count", "include_disabled", "include_users"),
)
_EVERYWHERE = frozenset({"team_id"})
"""Bolt sends it with every call, and Slack takes it."""
_TYPES: Mapping[str, ArgumentType] = {
    **dict.fromkeys(("blocks", "attachments", "view", "prompts", "metadata"), "json"),
    **dict.fromkeys(("loading_messages",), "json"),
    **dict.fromkeys(("limit",), "integer"),
    **dict.fromkeys(_BOOLEANS, "boolean"),
}


def _typed(name: str, value: Any) -> Any:
    kind = _TYPES.get(name, "string")
    wrong = SlackRefusal("invalid_arguments", [f"[ERROR] `{name}` must be a {kind}: {value!r:.80}"])
    if kind == "json":
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise (SlackRefusal("invalid_blocks_format") if name == "blocks" else wrong) from None
    if kind == "boolean":
        known = {True: True, False: False, "1": True, "0": False, "true": True, "false": False}
        if isinstance(value, bool | int | str) and value in known:
            return known[value]
        raise wrong
    if kind == "integer":
        try:
            return int(value)
        except (TypeError, ValueError):
            raise wrong from None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong
    return str(value)


async def sent_arguments(request: web.Request) -> tuple[str | None, JsonObject]:
    """The token and the arguments, from the header, the query and a JSON or form body."""
    sent: JsonObject = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        if body.strip():
            try:
                parsed = json.loads(body)
            except ValueError:
                raise SlackRefusal("invalid_json") from None
            if not isinstance(parsed, dict):
                raise SlackRefusal("json_not_object")
            sent |= parsed
    elif request.can_read_body:
        if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
            raise SlackRefusal("invalid_post_type")
        sent |= dict(await request.post())
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    in_body = sent.pop("token", None)
    return (bearer.strip() if scheme == "Bearer" else in_body), sent


def checked_arguments(name: str, sent: JsonObject) -> JsonObject:
    """The arguments by their types. Refuses unknown and missing ones with `invalid_arguments`."""
    method = METHODS[name]
    given = {key: value for key, value in sent.items() if value is not None}
    problems = [
        f"[ERROR] unknown argument: {key}"
        for key in sorted(given.keys() - method.required - method.optional - _EVERYWHERE)
    ]
    if name == "api.test":
        problems = []
    problems += [
        f"[ERROR] missing required field: {key}" for key in sorted(method.required - given.keys())
    ]
    if problems:
        raise SlackRefusal("invalid_arguments", problems)
    return {key: _typed(key, value) for key, value in given.items()}
