"""`conversations.*`, `users.info`, `team.info`, `bots.info`, `auth.test` and `api.test`."""

import base64
from collections.abc import Sequence

from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Channel, Message, User
from bot.fake_slack.wire import JsonObject, SlackRefusal

_SCOPE_NAMES = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
_TYPE_NAMES = {"channel": "public_channel", "group": "private_channel", "im": "im", "mpim": "mpim"}
MAX_LIMIT = 999


def _page(items: Sequence[JsonObject], args: JsonObject, key: str) -> JsonObject:
    """One page of `items` under `key`, with the cursor of the next."""
    limit = args.get("limit", 100)
    if not 1 <= limit <= MAX_LIMIT:
        raise SlackRefusal("invalid_limit")
    try:
        start = int(base64.b64decode(args.get("cursor") or "MA==", validate=True))
    except ValueError:
        raise SlackRefusal("invalid_cursor") from None
    more = start + limit < len(items)
    cursor = base64.b64encode(str(start + limit).encode()).decode() if more else ""
    page: JsonObject = {key: list(items[start : start + limit])}
    return page | {"has_more": more, "response_metadata": {"next_cursor": cursor}}


def _readable(slack: Slack, reference: str, suffix: str) -> Channel:
    channel = slack.visible_channel(reference)
    slack.need_scope(f"{_SCOPE_NAMES[channel.kind]}:{suffix}")
    return channel


def _in_span(message: Message, args: JsonObject) -> bool:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    at = float(message.ts)
    return oldest <= at <= latest if args.get("inclusive") else oldest < at < latest


def history(slack: Slack, args: JsonObject) -> JsonObject:
    """Newest first."""
    channel = _readable(slack, args["channel"], "history")
    if slack.app.bot_user_id not in channel.members:
        raise SlackRefusal("not_in_channel")
    messages = [m for m in slack.workspace.timeline(channel.id) if _in_span(m, args)]
    return _page([slack.workspace.wire(m) for m in reversed(messages)], args, "messages")


def replies(slack: Slack, args: JsonObject) -> JsonObject:
    """The parent, then its replies, oldest first."""
    channel = _readable(slack, args["channel"], "history")
    if slack.app.bot_user_id not in channel.members:
        raise SlackRefusal("not_in_channel")
    thread = slack.workspace.thread(channel.id, args["ts"])
    if not thread:
        raise SlackRefusal("thread_not_found")
    kept = [m for m in thread if not m.is_reply or _in_span(m, args)]
    return _page([slack.workspace.wire(m) for m in kept], args, "messages")


def described(slack: Slack, channel: Channel) -> JsonObject:
    """A channel as the Web API describes it."""
    body: JsonObject = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_shared,
        "is_pending_ext_shared": False,
        "is_member": slack.app.bot_user_id in channel.members,
        "topic": {"value": channel.topic},
    }
    if channel.kind == "im":
        others = channel.members - {slack.app.bot_user_id}
        body["user"] = next(iter(others), slack.app.bot_user_id)
    return body


def info(slack: Slack, args: JsonObject) -> JsonObject:
    channel = _readable(slack, args["channel"], "read")
    body = described(slack, channel)
    if args.get("include_num_members"):
        body["num_members"] = len(channel.members)
    return {"channel": body}


def open_conversation(slack: Slack, args: JsonObject) -> JsonObject:
    if args.get("channel"):
        channel = slack.visible_channel(args["channel"])
    else:
        users = [u for u in args.get("users", "").split(",") if u]
        if not users:
            raise SlackRefusal("users_list_not_supplied")
        slack.need_scope("mpim:write" if len(users) > 1 else "im:write")
        for user in users:
            slack.workspace.user(user)
        channel = slack.workspace.direct_message(*users, slack.app.bot_user_id)
    return {"channel": described(slack, channel) if args.get("return_im") else {"id": channel.id}}


def list_conversations(slack: Slack, args: JsonObject) -> JsonObject:
    wanted = {t.strip() for t in (args.get("types") or "public_channel").split(",")}
    if wanted - set(_TYPE_NAMES.values()):
        raise SlackRefusal("invalid_types")
    found = []
    for channel in slack.workspace.channels.values():
        hidden = channel.kind != "channel" and slack.app.bot_user_id not in channel.members
        archived = channel.is_archived and args.get("exclude_archived")
        if _TYPE_NAMES[channel.kind] in wanted and not hidden and not archived:
            slack.need_scope(f"{_SCOPE_NAMES[channel.kind]}:read")
            found.append(described(slack, channel))
    return _page(found, args, "channels")


def members(slack: Slack, args: JsonObject) -> JsonObject:
    channel = _readable(slack, args["channel"], "read")
    page = _page([{"id": user} for user in sorted(channel.members)], args, "members")
    return page | {"members": [each["id"] for each in page["members"]]}


def described_user(slack: Slack, user: User) -> JsonObject:
    """A user as the Web API describes it."""
    return {
        "id": user.id,
        "team_id": user.team_id or slack.workspace.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": user.tz,
        "profile": {"real_name": user.real_name, "display_name": user.name},
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "locale": "en-GB",
    }


def user_info(slack: Slack, args: JsonObject) -> JsonObject:
    return {"user": described_user(slack, slack.workspace.user(args["user"]))}


def bot_info(slack: Slack, args: JsonObject) -> JsonObject:
    app = slack.app
    if args.get("bot", app.bot_id) != app.bot_id:
        raise SlackRefusal("bot_not_found")
    bot = {"id": app.bot_id, "deleted": False, "name": app.name}
    return {"bot": bot | {"app_id": app.app_id, "user_id": app.bot_user_id}}


def team_info(slack: Slack, args: JsonObject) -> JsonObject:
    workspace = slack.workspace
    if args.get("team", workspace.team_id) != workspace.team_id:
        raise SlackRefusal("team_not_found")
    team = {"id": workspace.team_id, "name": workspace.team_name, "domain": workspace.domain}
    return {"team": team | {"url": f"{slack.url}/"}}


def auth_test(slack: Slack, args: JsonObject) -> JsonObject:
    app, workspace = slack.app, slack.workspace
    who = {"user": app.name, "user_id": app.bot_user_id, "bot_id": app.bot_id}
    where = {"url": f"{slack.url}/", "team": workspace.team_name, "team_id": workspace.team_id}
    return {**where, **who, "is_enterprise_install": False}


def api_test(slack: Slack, args: JsonObject) -> JsonObject:
    if args.get("error"):
        raise SlackRefusal(args["error"], args=args)
    return {"args": args}
