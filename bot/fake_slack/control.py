"""The surface through which tests and the demo use the fake Slack, from any thread.

```
with FakeSlack() as slack:
    anna = slack.add_user("anna")
    general = slack.add_channel("general", anna)
    app = App(client=WebClient(slack.app.bot_token, base_url=slack.base_url), …)
    …
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    reply = slack.wait_for_reply(general, ts)
```
People, channels and messages are named by their Slack ids; what comes back is frozen.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from bot.fake_slack.api.faults import Fault
from bot.fake_slack.delivery.outbox import Delivery
from bot.fake_slack.people import InteractionResult
from bot.fake_slack.state.form_state import Filled
from bot.fake_slack.state.workspace import Channel, ChannelKind, Message
from bot.fake_slack.watching import WatchedFakeSlack
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_id


class FakeSlack(WatchedFakeSlack):
    """What people do in the workspace, and what goes wrong in it; see also its two bases."""

    # People and places

    def add_user(self, name: str, real_name: str = "", *, is_admin: bool = False) -> str:
        people = self.server.people
        return self._on.call(lambda: people.add_user(name, real_name, is_admin=is_admin)).id

    def change_user(self, user: str, **details: Any) -> None:
        """Set fields of a `User`, such as `deleted`, `is_restricted` (a guest) or `team_id`."""
        workspace = self.server.slack.workspace
        self._on.call(lambda: workspace.add_user(replace(workspace.user(user), **details)))

    def share_channel(self, channel: str) -> None:
        """With another organisation, by Slack Connect."""
        workspace = self.server.slack.workspace
        self._on.call(
            lambda: workspace.add_channel(replace(workspace.channel(channel), is_shared=True))
        )

    def set_usergroup(self, usergroup: str, *members: str) -> None:
        workspace = self.server.slack.workspace
        self._on.call(
            lambda: workspace.add_usergroup(
                replace(workspace.usergroup(usergroup), members=members)
            )
        )

    def add_usergroup(self, handle: str, *members: str, name: str = "") -> str:
        """Its id; a message mentions it by `<!subteam^ID>`."""
        people = self.server.people
        return self._on.call(lambda: people.add_usergroup(handle, name, members)).id

    def add_channel(
        self,
        name: str,
        *members: str,
        kind: ChannelKind = "channel",
        with_app: bool = True,
        is_archived: bool = False,
    ) -> str:
        everyone = frozenset(members) | ({self.app.bot_user_id} if with_app else frozenset())
        made = Channel(new_id("C" if kind == "channel" else "G"), name, kind, everyone, is_archived)
        return self._on.call(lambda: self.server.slack.workspace.add_channel(made)).id

    def offer_examples(self, channel: str, *texts: str) -> None:
        """What the page offers to post in a channel in which nothing has been said yet."""
        workspace = self.server.slack.workspace

        def offer() -> None:
            workspace.examples[channel] = texts
            workspace.changed("channel", {"channel": channel})

        self._on.call(offer)

    def direct_message(self, user: str) -> str:
        """The user's conversation with the app."""
        workspace = self.server.slack.workspace
        return self._on.call(lambda: workspace.direct_message(user, self.app.bot_user_id)).id

    def join(self, user: str, channel: str) -> None:
        self._on.call(lambda: self.server.people.join(user, channel))

    def leave(self, user: str, channel: str) -> None:
        """`slack.leave(slack.app.bot_user_id, channel)` removes the app."""
        self._on.call(lambda: self.server.people.leave(user, channel))

    # What people do

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        blocks: Iterable[JsonObject] | None = None,
        subtype: str | None = None,
    ) -> str:
        """Post as a person; the timestamp of the message. The events go out by themselves."""
        say = self.server.people.say
        return self._on.call(lambda: say(user, channel, text, thread_ts, blocks, subtype)).ts

    def forward(
        self,
        user: str,
        channel: str,
        message: Message,
        comment: str = "",
        thread_ts: str | None = None,
    ) -> str:
        """Share a message in a channel, with a comment; the timestamp of the new one."""
        forward = self.server.people.forward
        return self._on.call(lambda: forward(user, channel, message, comment, thread_ts)).ts

    def run_workflow(
        self, channel: str, text: str, name: str = "Intake", thread_ts: str | None = None
    ) -> str:
        """Let a workflow of the workspace post; the timestamp of its message."""
        run = self.server.people.run_workflow
        return self._on.call(lambda: run(name, channel, text, thread_ts)).ts

    def preview_link(self, channel: str, ts: str, url: str, title: str, text: str = "") -> None:
        """Add a link's preview to a message: it changes, and nobody has edited it."""
        preview = self.server.people.preview
        self._on.call(lambda: preview(channel, ts, url, title, text))

    def edit_message(self, channel: str, ts: str, text: str) -> None:
        self._on.call(lambda: self.server.people.edit(channel, ts, text))

    def delete_message(self, channel: str, ts: str) -> None:
        self._on.call(lambda: self.server.people.delete(channel, ts))

    def react(self, user: str, channel: str, ts: str, name: str, *, present: bool = True) -> None:
        self._on.call(lambda: self.server.people.react(user, channel, ts, name, present))

    def slash(self, user: str, channel: str, command: str, text: str = "") -> InteractionResult:
        """Use a slash command, and wait for its acknowledgement."""
        return self._on.wait(self.server.people.slash(user, channel, command, text))

    def click(
        self,
        user: str,
        where: Message | JsonObject,
        action_id: str,
        choose: str | list[str] | None = None,
        *,
        block_id: str | None = None,
        filled: Filled | None = None,
        forged: JsonObject | None = None,
    ) -> InteractionResult:
        """Use a button or a menu of a message, a modal or the Home tab; see `People.click`."""
        click = self.server.people.click
        return self._on.wait(
            click(user, where, action_id, choose, block_id=block_id, filled=filled, forged=forged)
        )

    def shortcut(self, user: str, message: Message | None, callback_id: str) -> InteractionResult:
        return self._on.wait(self.server.people.shortcut(user, callback_id, message))

    def submit_view(
        self, user: str, view: JsonObject, filled: Filled | None = None
    ) -> InteractionResult:
        return self._on.wait(self.server.people.submit_view(user, view["id"], filled or {}))

    def close_view(self, user: str, view: JsonObject, *, whole_stack: bool = False) -> None:
        self._on.wait(self.server.people.close_view(user, view["id"], whole_stack))

    def open_home(self, user: str, tab: str = "home") -> None:
        self._on.call(lambda: self.server.people.open_home(user, tab))

    def look_at(self, user: str, channel: str | None) -> None:
        self._on.call(lambda: self.server.people.look_at(user, channel))

    # Trouble

    def fail(
        self,
        method: str,
        fault: Fault,
        times: int = 1,
        *,
        channel: str | None = None,
        skip: int = 0,
    ) -> None:
        """Make the next calls of a method (`*`: of any) fail, after `skip` that go through."""
        add = self.server.faults.add
        self._on.call(lambda: add(method, fault, times, channel=channel, skip=skip))

    def clear_faults(self) -> None:
        """Forget all faults still to come."""
        self._on.call(self.server.faults.clear)

    def redeliver(
        self, delivery: Delivery, *, retry_num: int | None = None, reason: str = "http_timeout"
    ) -> None:
        """Send a payload once more: a plain duplicate, or with Slack's retry marks."""
        why = None if retry_num is None else reason
        self._on.call(lambda: self.server.outbox.again(delivery, retry_num, why))

    @contextlib.contextmanager
    def reordered(
        self, arrange: Callable[[list[Delivery]], list[Delivery]] = lambda held: held[::-1]
    ) -> Iterator[None]:
        """Events of this block are held back and go out at its end, as `arrange` orders them."""
        outbox = self.server.outbox
        self._on.call(lambda: setattr(outbox, "held", []))
        try:
            yield
        finally:
            self._on.call(lambda: outbox.release(arrange))

    def expire_keys(self, seconds: float) -> None:
        """Make all trigger_ids and response_urls older by this much."""
        self._on.call(lambda: self.server.slack.keys.age(seconds))

    def disconnect(self, reason: str = "refresh_requested", *, warning_s: float = 10.0) -> None:
        """Send `disconnect`: `warning`, `refresh_requested` or `link_disabled`."""
        self._on.wait(self.server.socket_mode.disconnect(reason, warning_s))

    def drop_connections(self) -> None:
        """End the TCP connections without a word."""
        self._on.call(self.server.socket_mode.drop)

    def go_silent(self) -> None:
        """Keep the connections that are open now, and never say anything on them again."""
        self._on.call(self.server.socket_mode.go_silent)

    def verify_request_url(self, timeout_s: float = 3.0) -> bool:
        """Send `url_verification` (HTTP mode); whether the app echoed the challenge."""
        if self.server.http is None:
            raise SlackRefusal("not_in_http_mode")
        return self._on.wait(self.server.http.verifies(self.app.verification_token, timeout_s))
