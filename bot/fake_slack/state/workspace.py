"""The workspace's state: people, channels and their messages. Knows no HTTP and no app logic.

It lives on the server's event loop; what it hands out is frozen and may be read in any thread.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.fake_slack.state import mrkdwn
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_id, new_ts

ChannelKind = Literal["channel", "group", "im", "mpim"]


@dataclass(frozen=True, slots=True)
class User:
    id: str
    name: str
    real_name: str
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    team_id: str = ""
    tz: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class Channel:
    """`kind` is the events' `channel_type`: `channel` is public, `group` private.

    `is_shared` with another organisation, by Slack Connect.
    """

    id: str
    name: str
    kind: ChannelKind = "channel"
    members: frozenset[str] = frozenset()
    is_archived: bool = False
    is_shared: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Usergroup:
    """A group of people that a message can mention by its `handle`."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is now. `visible_to` is set on ephemeral ones, `bot_id` on those of apps.

    A workflow's post has a `username` and no `user`.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[JsonObject, ...] = ()
    attachments: tuple[JsonObject, ...] = ()
    username: str | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    visible_to: str | None = None
    edited_ts: str | None = None
    client_msg_id: str | None = None
    metadata: JsonObject | None = None
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def addressed(self) -> frozenset[str]:
        """The users and usergroups, and `channel`, `here`, `everyone`, that this notifies."""
        return mrkdwn.addressed(self.text, list(self.blocks))


@dataclass(slots=True)
class Workspace:
    """All of it, and `changed`, called with a message or a channel whenever one changes."""

    team_id: str = "T0FAKE"
    team_name: str = "Fake Slack"
    domain: str = "fake-slack"
    users: dict[str, User] = field(default_factory=dict)
    usergroups: dict[str, Usergroup] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    ephemerals: dict[str, dict[str, Message]] = field(default_factory=dict)
    deleted: set[tuple[str, str]] = field(default_factory=set)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    prompts: dict[str, JsonObject] = field(default_factory=dict)
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    changed: Callable[[str, JsonObject], None] = lambda kind, detail: None

    def add_user(self, user: User) -> User:
        self.users[user.id] = user
        return user

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, {})
        self.ephemerals.setdefault(channel.id, {})
        self.changed("channel", {"channel": channel.id})
        return channel

    def add_usergroup(self, group: Usergroup) -> Usergroup:
        self.usergroups[group.id] = group
        self.changed("usergroup", {"usergroup": group.id})
        return group

    def usergroup(self, group_id: str) -> Usergroup:
        try:
            return self.usergroups[group_id]
        except KeyError:
            raise SlackRefusal("no_such_subteam") from None

    def user(self, user_id: str) -> User:
        try:
            return self.users[user_id]
        except KeyError:
            raise SlackRefusal("user_not_found") from None

    def channel(self, reference: str) -> Channel:
        """A channel by its id, or by its name with or without `#`."""
        if reference in self.channels:
            return self.channels[reference]
        name = reference.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == name and channel.kind in ("channel", "group"):
                return channel
        raise SlackRefusal("channel_not_found")

    def direct_message(self, *user_ids: str) -> Channel:
        """The im (two people) or mpim between them, made when there is none."""
        members = frozenset(user_ids)
        kind: ChannelKind = "im" if len(members) == 2 else "mpim"
        for channel in self.channels.values():
            if channel.kind == kind and channel.members == members:
                return channel
        return self.add_channel(Channel(new_id("D" if kind == "im" else "G"), "", kind, members))

    def set_members(self, channel_id: str, members: Iterable[str]) -> Channel:
        return self.add_channel(replace(self.channel(channel_id), members=frozenset(members)))

    def put(self, message: Message) -> Message:
        """Store a new message, or the new state of one."""
        shelf = self.ephemerals if message.visible_to else self.messages
        known = message.ts in shelf[message.channel]
        shelf[message.channel][message.ts] = message
        if not known and message.bot_id and message.thread_ts:
            self.set_status(message.channel, message.thread_ts, "")
        kind = "message_changed" if known else "message"
        self.changed(kind, {"channel": message.channel, "ts": message.ts})
        return message

    def remove(self, message: Message) -> None:
        shelf = self.ephemerals if message.visible_to else self.messages
        del shelf[message.channel][message.ts]
        self.deleted.add((message.channel, message.ts))
        self.changed("message_deleted", {"channel": message.channel, "ts": message.ts})

    def set_status(self, channel_id: str, thread_ts: str, status: str) -> None:
        """What the app says it is doing in a thread; the empty string clears it."""
        key = (channel_id, thread_ts)
        if self.statuses.get(key, "") != status:
            self.statuses[key] = status
            self.changed("status", {"channel": channel_id, "thread_ts": thread_ts})

    def message(self, channel_id: str, ts: str, user: str | None = None) -> Message:
        """A message, or an ephemeral one that `user` can see. Refuses with `message_not_found`."""
        found = self.messages[channel_id].get(ts)
        if found is None and user is not None:
            found = self.ephemerals[channel_id].get(ts)
        if found is None or (found.visible_to and found.visible_to != user):
            raise SlackRefusal("message_not_found")
        return found

    def thread(self, channel_id: str, ts: str) -> tuple[Message, ...]:
        """The message and its replies, oldest first; empty when there is none."""
        return tuple(m for m in self.messages[channel_id].values() if ts in (m.ts, m.thread_ts))

    def timeline(self, channel_id: str) -> Iterator[Message]:
        """The channel's own messages, oldest first: of replies only those broadcast."""
        for message in self.messages[channel_id].values():
            if not message.is_reply or message.subtype == "thread_broadcast":
                yield message

    def wire(self, message: Message) -> JsonObject:
        """The message as the Web API and the events carry it."""
        body: JsonObject = {"type": "message", "ts": message.ts}
        body |= {"text": message.text, "team": self.team_id}
        if message.user:
            body["user"] = message.user
        for key in ("username", "subtype", "bot_id", "thread_ts", "client_msg_id", "metadata"):
            if (value := getattr(message, key)) is not None:
                body[key] = value
        for key in ("blocks", "attachments"):
            if value := getattr(message, key):
                body[key] = list(value)
        if message.edited_ts:
            body["edited"] = {"user": message.user, "ts": message.edited_ts}
        if message.reactions:
            body["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in message.reactions
            ]
        if message.is_reply:
            if parent := self.messages[message.channel].get(message.thread_ts or ""):
                body["parent_user_id"] = parent.user
        elif replies := [m for m in self.thread(message.channel, message.ts) if m.is_reply]:
            body |= {"thread_ts": message.ts, "reply_count": len(replies)}
            body |= {"latest_reply": replies[-1].ts}
            body["reply_users"] = sorted({m.user or m.bot_id or "" for m in replies})
        return body


def next_message(channel: str, user: str, text: str, **details: object) -> Message:
    """A new message with its own timestamp."""
    return Message(channel, new_ts(), user, text, **details)  # type: ignore[arg-type]
