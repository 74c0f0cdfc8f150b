"""`views.*` and `assistant.threads.*`."""

from bot.fake_slack.blocks.shapes import Shape, array, string
from bot.fake_slack.state.slack import Slack
from bot.fake_slack.wire import JsonObject, SlackRefusal

_PROMPTS = array(Shape({"title": string(200), "message": string(4000)}, {}), 1, 4)
_LOADING = array(string(200), 1, 10)


def _announce(slack: Slack, view: JsonObject) -> JsonObject:
    owner = slack.views.owner(view["id"])
    slack.workspace.changed("view", {"user": owner, "view_id": view["id"]})
    return {"view": view}


def _trigger(args: JsonObject) -> str:
    trigger: str | None = args.get("trigger_id") or args.get("interactivity_pointer")
    if trigger is None:
        raise SlackRefusal("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return trigger


def open_view(slack: Slack, args: JsonObject) -> JsonObject:
    return _announce(slack, slack.views.open(_trigger(args), args["view"]))


def push(slack: Slack, args: JsonObject) -> JsonObject:
    return _announce(slack, slack.views.push(_trigger(args), args["view"]))


def update(slack: Slack, args: JsonObject) -> JsonObject:
    old = slack.views.find(args.get("view_id"), args.get("external_id"))
    return _announce(slack, slack.views.update(old, args["view"], args.get("hash")))


def publish(slack: Slack, args: JsonObject) -> JsonObject:
    if not slack.app.home_tab:
        raise SlackRefusal("not_enabled")
    slack.workspace.user(args["user_id"])
    view = slack.views.publish(args["user_id"], args["view"], args.get("hash"))
    return _announce(slack, view)


def _assistant_thread(slack: Slack, args: JsonObject) -> str:
    channel = slack.joined_channel(args["channel_id"])
    if not slack.workspace.thread(channel.id, args["thread_ts"]):
        raise SlackRefusal("invalid_thread_ts")
    return channel.id


def set_status(slack: Slack, args: JsonObject) -> JsonObject:
    """Shown in the thread until the app posts there, or two minutes have passed."""
    channel_id = _assistant_thread(slack, args)
    if "loading_messages" in args and (
        reasons := list(_LOADING(args["loading_messages"], "/loading_messages"))
    ):
        raise SlackRefusal("invalid_arguments", reasons)
    slack.workspace.set_status(channel_id, args["thread_ts"], args["status"])
    return {}


def set_title(slack: Slack, args: JsonObject) -> JsonObject:
    channel_id = _assistant_thread(slack, args)
    slack.workspace.titles[channel_id, args["thread_ts"]] = args["title"]
    slack.workspace.changed("title", {"channel": channel_id, "thread_ts": args["thread_ts"]})
    return {}


def set_suggested_prompts(slack: Slack, args: JsonObject) -> JsonObject:
    """Under `agent_view` a `thread_ts` makes Slack answer ok and show nothing; so it is here."""
    channel = slack.joined_channel(args["channel_id"])
    if channel.kind != "im":
        raise SlackRefusal("channel_not_found")
    if reasons := list(_PROMPTS(args["prompts"], "/prompts")):
        raise SlackRefusal("invalid_arguments", reasons)
    if not (slack.app.agent_view and "thread_ts" in args):
        shown = {"title": args.get("title", ""), "prompts": args["prompts"]}
        slack.workspace.prompts[channel.id] = shown
        slack.workspace.changed("prompts", {"channel": channel.id})
    return {}
