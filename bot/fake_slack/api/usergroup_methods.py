"""`usergroups.*`."""

from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Usergroup
from bot.fake_slack.wire import JsonObject


def _described(slack: Slack, group: Usergroup) -> JsonObject:
    return {
        "id": group.id,
        "team_id": slack.workspace.team_id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "is_external": False,
        "date_delete": 0,
        "user_count": len(group.members),
    }


def list_usergroups(slack: Slack, args: JsonObject) -> JsonObject:
    found = []
    for group in slack.workspace.usergroups.values():
        body = _described(slack, group)
        if args.get("include_users"):
            body["users"] = list(group.members)
        found.append(body)
    return {"usergroups": found}


def list_users(slack: Slack, args: JsonObject) -> JsonObject:
    return {"users": list(slack.workspace.usergroup(args["usergroup"]).members)}
