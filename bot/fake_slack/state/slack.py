"""All of the fake Slack's state in one place, as the Web API's methods and people see it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.fake_slack.state.installed_app import InstalledApp
from bot.fake_slack.state.interaction_keys import InteractionKeys
from bot.fake_slack.state.views import Views
from bot.fake_slack.state.workspace import Channel, Workspace
from bot.fake_slack.wire import JsonObject, SlackRefusal

SendEvent = Callable[[str, JsonObject], None]


@dataclass(slots=True)
class Slack:
    """`send_event(subscription, event)` delivers to the app if it subscribed; `url` is our root."""

    app: InstalledApp
    workspace: Workspace
    keys: InteractionKeys
    views: Views
    send_event: SendEvent
    url: str = ""

    def visible_channel(self, reference: str) -> Channel:
        """A channel that the app may know of: private ones only when it is in them."""
        channel = self.workspace.channel(reference)
        if channel.kind != "channel" and self.app.bot_user_id not in channel.members:
            raise SlackRefusal("channel_not_found")
        return channel

    def joined_channel(self, reference: str) -> Channel:
        """A channel that the app may write in. Refuses with `not_in_channel`, `is_archived`."""
        channel = self.visible_channel(reference)
        if channel.is_archived:
            raise SlackRefusal("is_archived")
        if self.app.bot_user_id not in channel.members:
            raise SlackRefusal("not_in_channel")
        return channel

    def need_scope(self, *any_of: str) -> None:
        if not self.app.scopes.intersection(any_of):
            provided = ",".join(sorted(self.app.scopes))
            raise SlackRefusal("missing_scope", needed=any_of[0], provided=provided)
