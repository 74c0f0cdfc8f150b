"""What can be seen of the fake Slack from any thread, and waiting for it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.fake_slack.api.web_api import Call
from bot.fake_slack.delivery.outbox import Delivery
from bot.fake_slack.running import RunningFakeSlack
from bot.fake_slack.state.workspace import Channel, Message, User
from bot.fake_slack.wire import JsonObject

T = TypeVar("T")
PATIENCE_S = 60.0
"""How long a wait lasts at most: long, since a busy machine may stop any thread for seconds."""


class WatchedFakeSlack(RunningFakeSlack):
    """Everything here is a look at the state as it is now, or a wait for it to become so."""

    # What can be seen

    def user(self, user: str) -> User:
        return self._on.call(lambda: self.server.slack.workspace.user(user))

    def channel(self, channel: str) -> Channel:
        return self._on.call(lambda: self.server.slack.workspace.channel(channel))

    def message(self, channel: str, ts: str, seen_by: str | None = None) -> Message:
        workspace = self.server.slack.workspace
        return self._on.call(lambda: workspace.message(channel, ts, seen_by))

    def messages(self, channel: str) -> list[Message]:
        """Everything in the channel with all threads, oldest first."""
        return self._on.call(lambda: list(self.server.slack.workspace.messages[channel].values()))

    def replies(self, channel: str, ts: str) -> list[Message]:
        """What the app posted in a thread, oldest first."""
        workspace, app = self.server.slack.workspace, self.app.bot_user_id
        thread = self._on.call(lambda: workspace.thread(channel, ts))
        return [m for m in thread if m.is_reply and m.user == app]

    def ephemerals(self, user: str, channel: str) -> list[Message]:
        """What only this user sees in the channel."""
        shelf = self.server.slack.workspace.ephemerals
        kept = self._on.call(lambda: list(shelf[channel].values()))
        return [m for m in kept if m.visible_to == user]

    def screen(self, user: str) -> JsonObject | None:
        """The modal that the user sees."""
        return self._on.call(lambda: self.server.people.screen(user))

    def home(self, user: str) -> JsonObject | None:
        """The user's Home tab as published."""
        return self._on.call(lambda: self.server.slack.views.homes.get(user))

    def prompts(self, channel: str) -> list[Mapping[str, str]]:
        """The suggested prompts shown in a direct message."""
        shown = self._on.call(lambda: self.server.slack.workspace.prompts.get(channel))
        return shown["prompts"] if shown else []

    def status(self, channel: str, thread_ts: str) -> str:
        statuses = self.server.slack.workspace.statuses
        return self._on.call(lambda: statuses.get((channel, thread_ts), ""))

    def calls(self, method: str | None = None) -> list[Call]:
        """The record of the Web API calls, oldest first."""
        record = self._on.call(lambda: list(self.server.web_api.calls))
        return [call for call in record if method in (None, call.method)]

    def sent(self, event_type: str | None = None) -> list[Delivery]:
        """The record of what was sent to the app: all of it, or the events of one type."""
        record = self._on.call(lambda: list(self.server.outbox.sent))
        return [p for p in record if event_type is None or p.event.get("type") == event_type]

    # Waiting

    def wait_for(
        self, probe: Callable[[], T | None], what: str, timeout_s: float = PATIENCE_S
    ) -> T:
        """The first truthy answer of `probe`, which runs on the fake Slack's loop: look at
        `slack.server` in it, and do not call the methods of this class. Raises NothingCame."""
        return self._on.wait(self.server.changes.until(probe, timeout_s, what))

    def wait_for_reply(
        self, channel: str, thread_ts: str, timeout_s: float = PATIENCE_S, *, count: int = 1
    ) -> Message:
        """The app's `count`-th message in the thread."""
        workspace, app = self.server.slack.workspace, self.app.bot_user_id

        def probe() -> Message | None:
            thread = workspace.thread(channel, thread_ts)
            found = [m for m in thread if m.is_reply and m.user == app]
            return found[count - 1] if len(found) >= count else None

        return self.wait_for(probe, f"reply {count} in {thread_ts}", timeout_s)

    def wait_for_ephemeral(
        self, user: str, channel: str, timeout_s: float = PATIENCE_S, *, count: int = 1
    ) -> Message:
        shelf = self.server.slack.workspace.ephemerals[channel]

        def probe() -> Message | None:
            found = [m for m in shelf.values() if m.visible_to == user]
            return found[count - 1] if len(found) >= count else None

        return self.wait_for(probe, f"ephemeral message {count} for {user}", timeout_s)

    def wait_for_view(
        self, user: str, timeout_s: float = PATIENCE_S, *, not_: str = ""
    ) -> JsonObject:
        """The modal on the user's screen; with `not_`, the first whose `hash` is not that."""

        def probe() -> JsonObject | None:
            view = self.server.people.screen(user)
            return view if view and view["hash"] != not_ else None

        return self.wait_for(probe, f"a modal for {user}", timeout_s)

    def wait_for_home(
        self, user: str, timeout_s: float = PATIENCE_S, *, not_: str = ""
    ) -> JsonObject:
        homes = self.server.slack.views.homes

        def probe() -> JsonObject | None:
            view = homes.get(user)
            return view if view and view["hash"] != not_ else None

        return self.wait_for(probe, f"a Home tab for {user}", timeout_s)

    def wait_for_calls(
        self, method: str, count: int = 1, timeout_s: float = PATIENCE_S
    ) -> list[Call]:
        """At least `count` calls of the method."""
        record = self.server.web_api.calls

        def probe() -> list[Call] | None:
            found = [call for call in record if call.method == method]
            return found if len(found) >= count else None

        return self.wait_for(probe, f"{count} calls of {method}", timeout_s)

    def wait_until_delivered(self, timeout_s: float = PATIENCE_S) -> None:
        """Until everything sent so far is acknowledged, or given up."""
        sent = self.server.outbox.sent
        self.wait_for(lambda: all(p.finished for p in sent), "all acknowledgements", timeout_s)

    def wait_for_connection(self, timeout_s: float = PATIENCE_S, *, count: int = 1) -> None:
        """Until `count` Socket Mode connections are open."""
        socket_mode = self.server.socket_mode
        self.wait_for(
            lambda: len(socket_mode.open_connections()) >= count,
            f"{count} connections",
            timeout_s,
        )
