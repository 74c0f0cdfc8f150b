"""Events: messages go into the queue; Home and the suggested questions are shown here."""

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.groups import NOTHING, View
from bot.slack.access.directory import RightsUnknown
from bot.slack.connection.admins import AdminUnknown
from bot.slack.following.follow_messages import followed
from bot.slack.messages.home import home_view
from bot.slack.messages.names import COMMAND
from index.errors import NoSnapshot

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

log = logging.getLogger(__name__)

RECENT_SHOWN = 5


def register(app: App, bot: "Assembly") -> None:
    def recorded() -> None:
        """The workers take it from the queue, or the additions from their store."""

    def opened(event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") == "home":
            publish_home(client, bot, event["user"])
        else:
            suggest_prompts(client, bot, event["channel"], event["user"])

    app.event("app_mention", middleware=[bot.recorder.record])(recorded)
    app.event("message", middleware=[bot.recorder.record, bot.watched_channels.record])(recorded)
    app.event("app_home_opened")(opened)


def publish_home(client: WebClient, bot: "Assembly", user: str) -> None:
    seen = bot.current_index.seen(_view_of(bot, user))
    view = home_view(
        seen.manifest if seen else None,
        seen.newest_published if seen else None,
        bot.history.recent(user, RECENT_SHOWN),
        [followed(each, bot.key, with_channel=True) for each in bot.follows.of_person(user)],
        command=COMMAND,
        bot_user_id=bot.identity.bot_user_id,
        retention_days=round(bot.settings.bot.keep_questions_days),
        may_set=_may_set(bot, user),
    )
    client.views_publish(user_id=user, view=view)


def _may_set(bot: "Assembly", user: str) -> bool:
    """No while Slack cannot be asked: the Home tab is for everybody."""
    try:
        return bot.admins.may_rebuild(user)
    except AdminUnknown:
        return False


def _view_of(bot: "Assembly", user: str) -> View:
    """Nothing while Slack cannot be asked."""
    try:
        return bot.rights.privately(user)
    except RightsUnknown:
        return NOTHING


def suggest_prompts(client: WebClient, bot: "Assembly", channel: str, user: str) -> None:
    """Without `thread_ts`, which Bolt's own helper passes: under `agent_view` Slack then answers
    ok and shows nothing."""
    try:
        prompts = [asdict(prompt) for prompt in bot.current_index.prompts(_view_of(bot, user))]
    except NoSnapshot:
        return
    if prompts:
        client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)
