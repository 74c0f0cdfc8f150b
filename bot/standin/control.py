"""The surface from which tests and the demo drive the stand-in, from any thread.

```
with SlackStandin() as slack:
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
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TypeVar

from bot.standin.faults import Fault
from bot.standin.form_state import Filled
from bot.standin.hand import Outcome
from bot.standin.installed_app import InstalledApp
from bot.standin.loop_thread import LoopThread
from bot.standin.outbox import Parcel, RetryPolicy
from bot.standin.rate_limits import RateLimits
from bot.standin.server import StandinServer
from bot.standin.web_api import Call
from bot.standin.wire import JsonObject, Refused, new_id
from bot.standin.workspace import Channel, ChannelKind, Message, User

T = TypeVar("T")


class SlackStandin:
    """`request_url` switches from Socket Mode to HTTP; `page` serves the demo at `/`."""

    def __init__(
        self,
        app: InstalledApp | None = None,
        *,
        limits: RateLimits | None = None,
        retries: RetryPolicy | None = None,
        request_url: str | None = None,
        ping_interval_s: float = 10.0,
        port: int = 0,
        page: bool = False,
        team: str = "Stand-in",
    ) -> None:
        self.app = app or InstalledApp()
        self._limits, self._retries = limits or RateLimits(), retries or RetryPolicy()
        self._request_url, self._ping_interval_s = request_url, ping_interval_s
        self._port, self._page, self._team = port, page, team
        self._thread: LoopThread | None = None
        self._server: StandinServer | None = None

    def start(self) -> None:
        self._thread = LoopThread("slack-stand-in")
        self._thread.wait(self._start())

    async def _start(self) -> None:
        server = StandinServer(
            self.app, self._limits, self._retries, self._request_url, self._ping_interval_s
        )
        server.slack.workspace.team_name = self._team
        await server.start(self._port, self._page)
        self._server = server

    def stop(self) -> None:
        """What happened can still be looked at afterwards."""
        if self._thread is not None and not self._thread.loop.is_closed():
            if self._server is not None:
                self._thread.wait(self._server.stop())
            self._thread.close()

    def __enter__(self) -> "SlackStandin":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def _on(self) -> LoopThread:
        if self._thread is None:
            raise RuntimeError("the stand-in is not running: call start() or use `with`")
        return self._thread

    @property
    def server(self) -> StandinServer:
        """What lives on the stand-in's own event loop; touch it from there only."""
        if self._server is None:
            raise RuntimeError("the stand-in is not running: call start() or use `with`")
        return self._server

    # Where it is

    @property
    def url(self) -> str:
        return self.server.slack.url

    @property
    def base_url(self) -> str:
        """For `WebClient(base_url=…)`."""
        return f"{self.url}/api/"

    @property
    def mention(self) -> str:
        """What a person types to address the app."""
        return f"<@{self.app.bot_user_id}>"

    # People and places

    def add_user(self, name: str, real_name: str = "", *, is_admin: bool = False) -> str:
        hand = self.server.hand
        return self._on.call(lambda: hand.person(name, real_name, is_admin=is_admin)).id

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

    def direct_message(self, user: str) -> str:
        """The user's conversation with the app."""
        workspace = self.server.slack.workspace
        return self._on.call(lambda: workspace.direct_message(user, self.app.bot_user_id)).id

    def user(self, user: str) -> User:
        return self._on.call(lambda: self.server.slack.workspace.user(user))

    def channel(self, channel: str) -> Channel:
        return self._on.call(lambda: self.server.slack.workspace.channel(channel))

    def join(self, user: str, channel: str) -> None:
        self._on.call(lambda: self.server.hand.join(user, channel))

    def leave(self, user: str, channel: str) -> None:
        """`slack.leave(slack.app.bot_user_id, channel)` removes the app."""
        self._on.call(lambda: self.server.hand.leave(user, channel))

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
        say = self.server.hand.say
        return self._on.call(lambda: say(user, channel, text, thread_ts, blocks, subtype)).ts

    def edit_message(self, channel: str, ts: str, text: str) -> None:
        self._on.call(lambda: self.server.hand.edit(channel, ts, text))

    def delete_message(self, channel: str, ts: str) -> None:
        self._on.call(lambda: self.server.hand.delete(channel, ts))

    def react(self, user: str, channel: str, ts: str, name: str, *, present: bool = True) -> None:
        self._on.call(lambda: self.server.hand.react(user, channel, ts, name, present))

    def slash(self, user: str, channel: str, command: str, text: str = "") -> Outcome:
        """Use a slash command, and wait for its acknowledgement."""
        return self._on.wait(self.server.hand.slash(user, channel, command, text))

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
    ) -> Outcome:
        """Use a button or a menu of a message, a modal or the Home tab; see `Hand.click`."""
        click = self.server.hand.click
        return self._on.wait(
            click(user, where, action_id, choose, block_id=block_id, filled=filled, forged=forged)
        )

    def shortcut(self, user: str, message: Message | None, callback_id: str) -> Outcome:
        return self._on.wait(self.server.hand.shortcut(user, callback_id, message))

    def submit_view(self, user: str, view: JsonObject, filled: Filled | None = None) -> Outcome:
        return self._on.wait(self.server.hand.submit_view(user, view["id"], filled or {}))

    def close_view(self, user: str, view: JsonObject, *, whole_stack: bool = False) -> None:
        self._on.wait(self.server.hand.close_view(user, view["id"], whole_stack))

    def open_home(self, user: str, tab: str = "home") -> None:
        self._on.call(lambda: self.server.hand.open_home(user, tab))

    def look_at(self, user: str, channel: str | None) -> None:
        self._on.call(lambda: self.server.hand.look_at(user, channel))

    # What can be seen

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
        return self._on.call(lambda: self.server.hand.screen(user))

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

    def sent(self, event_type: str | None = None) -> list[Parcel]:
        """The record of what was sent to the app: all of it, or the events of one type."""
        record = self._on.call(lambda: list(self.server.outbox.sent))
        return [p for p in record if event_type is None or p.event.get("type") == event_type]

    # Waiting

    def wait_for(self, probe: Callable[[], T | None], what: str, timeout_s: float = 5.0) -> T:
        """The first truthy answer of `probe`, which runs on the stand-in's loop: look at
        `slack.server` in it, and do not call the methods of this class. Raises NothingCame."""
        return self._on.wait(self.server.changes.until(probe, timeout_s, what))

    def wait_for_reply(
        self, channel: str, thread_ts: str, timeout_s: float = 5.0, *, count: int = 1
    ) -> Message:
        """The app's `count`-th message in the thread."""
        workspace, app = self.server.slack.workspace, self.app.bot_user_id

        def probe() -> Message | None:
            thread = workspace.thread(channel, thread_ts)
            found = [m for m in thread if m.is_reply and m.user == app]
            return found[count - 1] if len(found) >= count else None

        return self.wait_for(probe, f"reply {count} in {thread_ts}", timeout_s)

    def wait_for_ephemeral(
        self, user: str, channel: str, timeout_s: float = 5.0, *, count: int = 1
    ) -> Message:
        shelf = self.server.slack.workspace.ephemerals[channel]

        def probe() -> Message | None:
            found = [m for m in shelf.values() if m.visible_to == user]
            return found[count - 1] if len(found) >= count else None

        return self.wait_for(probe, f"ephemeral message {count} for {user}", timeout_s)

    def wait_for_view(self, user: str, timeout_s: float = 5.0, *, not_: str = "") -> JsonObject:
        """The modal on the user's screen; with `not_`, the first whose `hash` is not that."""

        def probe() -> JsonObject | None:
            view = self.server.hand.screen(user)
            return view if view and view["hash"] != not_ else None

        return self.wait_for(probe, f"a modal for {user}", timeout_s)

    def wait_for_home(self, user: str, timeout_s: float = 5.0, *, not_: str = "") -> JsonObject:
        homes = self.server.slack.views.homes

        def probe() -> JsonObject | None:
            view = homes.get(user)
            return view if view and view["hash"] != not_ else None

        return self.wait_for(probe, f"a Home tab for {user}", timeout_s)

    def wait_for_calls(self, method: str, count: int = 1, timeout_s: float = 5.0) -> list[Call]:
        """At least `count` calls of the method."""
        record = self.server.web_api.calls

        def probe() -> list[Call] | None:
            found = [call for call in record if call.method == method]
            return found if len(found) >= count else None

        return self.wait_for(probe, f"{count} calls of {method}", timeout_s)

    def wait_until_delivered(self, timeout_s: float = 5.0) -> None:
        """Until everything sent so far is acknowledged, or given up."""
        sent = self.server.outbox.sent
        self.wait_for(lambda: all(p.finished for p in sent), "all acknowledgements", timeout_s)

    def wait_for_connection(self, timeout_s: float = 10.0, *, count: int = 1) -> None:
        """Until `count` Socket Mode connections are open."""
        socket_mode = self.server.socket_mode
        self.wait_for(
            lambda: len(socket_mode.open_connections()) >= count,
            f"{count} connections",
            timeout_s,
        )

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

    def heal(self) -> None:
        """Forget all faults still to come."""
        self._on.call(self.server.faults.clear)

    def redeliver(
        self, parcel: Parcel, *, retry_num: int | None = None, reason: str = "http_timeout"
    ) -> None:
        """Send a payload once more: a plain duplicate, or with Slack's retry marks."""
        why = None if retry_num is None else reason
        self._on.call(lambda: self.server.outbox.again(parcel, retry_num, why))

    @contextlib.contextmanager
    def reordered(
        self, arrange: Callable[[list[Parcel]], list[Parcel]] = lambda held: held[::-1]
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
            raise Refused("not_in_http_mode")
        return self._on.wait(self.server.http.verifies(self.app.verification_token, timeout_s))
