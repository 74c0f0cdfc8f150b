"""What people do in the workspace: post, click, fill in forms. Runs on the server's event loop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.fake_slack.api.chat_methods import set_reaction
from bot.fake_slack.api.response_urls import respond
from bot.fake_slack.blocks.block_rules import with_ids
from bot.fake_slack.delivery import events, interactions
from bot.fake_slack.delivery.outbox import Ack, Outbox
from bot.fake_slack.state import mrkdwn
from bot.fake_slack.state.attachments import link_preview, shared_message
from bot.fake_slack.state.form_state import Filled, form_state, unfinished
from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Channel, Message, User, Usergroup, next_message
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_id, new_ts

TIMED_OUT = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True)
class InteractionResult:
    """What came of an interaction, as its user sees it.

    `errors` are a modal's, by block id; `view` is what is on the screen afterwards; `trouble` is
    what Slack shows when the app did not acknowledge in time, or answered what Slack refuses.
    """

    ack: Ack | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    view: JsonObject | None = None
    trouble: str | None = None

    @property
    def acknowledged(self) -> bool:
        return self.ack is not None


@dataclass(slots=True)
class People:
    slack: Slack
    outbox: Outbox

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        blocks: Iterable[JsonObject] | None = None,
        subtype: str | None = None,
        attachments: Iterable[JsonObject] = (),
    ) -> Message:
        """Post as a person. Refuses what Slack refuses: unknown people, archived channels."""
        workspace = self.slack.workspace
        where = workspace.channel(channel)
        if workspace.user(user).id not in where.members:
            raise SlackRefusal("not_in_channel")
        if where.is_archived:
            raise SlackRefusal("is_archived")
        shown = mrkdwn.composed(text) if blocks is None else list(blocks)
        message = next_message(
            where.id,
            user,
            text,
            blocks=with_ids(shown),
            attachments=tuple(attachments),
            thread_ts=thread_ts,
            subtype=subtype,
            client_msg_id=new_id("client-"),
        )
        workspace.put(message)
        events.posted(self.slack, message)
        return message

    def forward(
        self, user: str, channel: str, message: Message, comment: str, thread_ts: str | None
    ) -> Message:
        """Share a message of any channel, with a comment above it."""
        shared = shared_message(self.slack, message)
        blocks: list[JsonObject] | None = None if comment else []
        return self.say(user, channel, comment, thread_ts, blocks, attachments=[shared])

    def preview(self, channel: str, ts: str, url: str, title: str, text: str) -> Message:
        """Add the preview of a link, which Slack does some time after the message was posted."""
        old = self.slack.workspace.message(channel, ts)
        shown = (*old.attachments, link_preview(url, title, text))
        new = self.slack.workspace.put(replace(old, attachments=shown))
        events.changed(self.slack, old, new)
        return new

    def run_workflow(self, name: str, channel: str, text: str, thread_ts: str | None) -> Message:
        """Post what a workflow of Slack's workflow builder posts: from a bot, and from no user."""
        where = self.slack.workspace.channel(channel)
        message = next_message(
            where.id,
            "",
            text,
            blocks=with_ids(mrkdwn.composed(text)),
            thread_ts=thread_ts,
            subtype="bot_message",
            bot_id=new_id("B"),
            username=name,
        )
        self.slack.workspace.put(message)
        events.posted(self.slack, message)
        return message

    def edit(self, channel: str, ts: str, text: str) -> Message:
        old = self.slack.workspace.message(channel, ts)
        blocks = with_ids(mrkdwn.composed(text))
        new = replace(old, text=text, blocks=blocks, edited_ts=new_ts())
        self.slack.workspace.put(new)
        events.edited(self.slack, old, new)
        return new

    def delete(self, channel: str, ts: str) -> None:
        message = self.slack.workspace.message(channel, ts)
        self.slack.workspace.remove(message)
        events.deleted(self.slack, message)

    def react(self, user: str, channel: str, ts: str, name: str, present: bool = True) -> None:
        set_reaction(self.slack, user, channel, ts, name, present=present)

    def join(self, user: str, channel: str) -> Channel:
        """Into a channel, with Slack's `channel_join` message."""
        old = self.slack.workspace.channel(channel)
        where = self.slack.workspace.set_members(channel, old.members | {user})
        self._membership_message(user, where, "join", "has joined the channel")
        events.membership(self.slack, user, where, joined=True)
        return where

    def leave(self, user: str, channel: str) -> Channel:
        """Out of a channel; the app itself can be removed like this."""
        old = self.slack.workspace.channel(channel)
        where = self.slack.workspace.set_members(channel, old.members - {user})
        self._membership_message(user, where, "leave", "has left the channel")
        events.membership(self.slack, user, where, joined=False)
        return where

    def _membership_message(self, user: str, where: Channel, verb: str, words: str) -> None:
        subtype = f"{'group' if where.kind == 'group' else 'channel'}_{verb}"
        message = next_message(where.id, user, f"<@{user}> {words}", subtype=subtype)
        self.slack.workspace.put(message)
        events.posted(self.slack, message)

    async def slash(self, user: str, channel: str, command: str, text: str) -> InteractionResult:
        """Raises LookupError for a command that the app does not have."""
        if command not in {known.name for known in self.slack.app.commands}:
            raise LookupError(f"{command} is not a valid command")
        self.slack.need_scope("commands")
        who, where = self.slack.workspace.user(user), self.slack.workspace.channel(channel)
        payload, key = interactions.slash_command(self.slack, who, where, command, text)
        ack = await self.outbox.ask("slash_commands", payload)
        if ack is None:
            trouble = f"{command} failed with the error “operation_timeout”"
            self._slackbot(user, where, trouble)
            return InteractionResult(trouble=trouble)
        if ack.payload:
            try:
                respond(self.slack, self.slack.keys.respond(key), ack.payload)
            except SlackRefusal as refusal:
                return InteractionResult(ack, trouble=f"{command} failed: {refusal}")
        return InteractionResult(ack)

    def _slackbot(self, user: str, where: Channel, text: str) -> None:
        note = next_message(where.id, "USLACKBOT", text, visible_to=user)
        self.slack.workspace.put(note)

    async def click(
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
        """Use a button or a menu in a message or a view.

        `choose` is the value of an option or a feedback button, `filled` what else is filled in on
        the screen, `forged` overrides fields of the action, which no honest client does.
        """
        who = self.slack.workspace.user(user)
        shown = list(where.blocks) if isinstance(where, Message) else where["blocks"]
        block, element = interactions.find_element(shown, action_id, block_id)
        action = interactions.action(block, element, choose) | (forged or {})
        if isinstance(where, Message):
            payload = interactions.block_actions_in_message(
                self.slack, who, where, action, filled or {}
            )
        else:
            payload = interactions.block_actions_in_view(
                self.slack, who, where, action, filled or {}
            )
        return await self._interact(payload, user)

    async def _interact(self, payload: JsonObject, user: str) -> InteractionResult:
        ack = await self.outbox.ask("interactive", payload)
        view = self.screen(user)
        return InteractionResult(ack, view=view, trouble=None if ack else TIMED_OUT)

    def screen(self, user: str) -> JsonObject | None:
        """The modal that the user sees, if any."""
        stack = self.slack.views.stacks.get(user)
        return stack[-1] if stack else None

    async def shortcut(
        self, user: str, callback_id: str, message: Message | None
    ) -> InteractionResult:
        """A message shortcut, or a global one without a message."""
        kind = "message" if message else "global"
        known = {(s.callback_id, s.kind) for s in self.slack.app.shortcuts}
        if (callback_id, kind) not in known:
            raise LookupError(f"the app has no {kind} shortcut {callback_id!r}")
        who = self.slack.workspace.user(user)
        if message is None:
            payload = interactions.global_shortcut(self.slack, who, callback_id)
        else:
            payload = interactions.message_shortcut(self.slack, who, message, callback_id)
        return await self._interact(payload, user)

    async def submit_view(self, user: str, view_id: str, filled: Filled) -> InteractionResult:
        """Press the modal's submit button. Nothing is sent while a required field is empty."""
        view = self._open_view(user, view_id)
        state = form_state(view["blocks"], filled)
        if problems := unfinished(view["blocks"], state):
            return InteractionResult(errors=problems, view=view)
        who = self.slack.workspace.user(user)
        payload = interactions.view_submission(self.slack, who, view, state)
        ack = await self.outbox.ask("interactive", payload)
        if ack is None:
            return InteractionResult(view=view, trouble=TIMED_OUT)
        try:
            errors = self._response_action(user, view, ack.payload or {})
        except SlackRefusal as refusal:
            return InteractionResult(ack, view=view, trouble=f"{TIMED_OUT} ({refusal})")
        self._screen_changed(user)
        return InteractionResult(ack, errors, self.screen(user))

    def _open_view(self, user: str, view_id: str) -> JsonObject:
        if self.slack.views.owner(view_id) != user:
            raise SlackRefusal("not_found")
        return self.slack.views.find(view_id)

    def _response_action(self, user: str, view: JsonObject, answer: JsonObject) -> dict[str, str]:
        action, views = answer.get("response_action"), self.slack.views
        if action == "errors":
            errors: dict[str, str] = answer.get("errors") or {}
            inputs = {b["block_id"] for b in view["blocks"] if b["type"] == "input"}
            if not errors or errors.keys() - inputs:
                raise SlackRefusal("invalid_errors", [f"no such input block: {sorted(errors)}"])
            return errors
        if action == "update":
            views.update(view, answer.get("view"))
        elif action == "push":
            views.push_for(user, answer.get("view"))
        elif action == "clear":
            views.close(view, whole_stack=True)
        elif action is None and not answer:
            if any(open_view["id"] == view["id"] for open_view in views.stacks[user]):
                views.close(view)
        else:
            raise SlackRefusal("invalid_response_action", [str(action)])
        return {}

    def _screen_changed(self, user: str) -> None:
        view = self.screen(user)
        self.slack.workspace.changed("view", {"user": user, "view_id": view and view["id"]})

    async def close_view(self, user: str, view_id: str, whole_stack: bool = False) -> None:
        """The modal's close button. The app hears of it if the view has `notify_on_close`."""
        who = self.slack.workspace.user(user)
        view = self._open_view(user, view_id)
        closed = self.slack.views.close(view, whole_stack=whole_stack)
        self._screen_changed(user)
        for view in closed:
            if view["notify_on_close"]:
                payload = interactions.view_closed(self.slack, who, view, whole_stack)
                await self.outbox.ask("interactive", payload)

    def open_home(self, user: str, tab: str = "home") -> None:
        events.home_opened(self.slack, self.slack.workspace.user(user).id, tab)

    def look_at(self, user: str, channel: str | None) -> None:
        """What the user has open beside the agent (`app_context_changed`)."""
        if self.slack.app.agent_view:
            events.context_changed(self.slack, user, channel)

    def add_user(self, name: str, real_name: str = "", *, is_admin: bool = False) -> User:
        made = User(new_id("U"), name, real_name or name.title(), is_admin)
        return self.slack.workspace.add_user(made)

    def add_usergroup(self, handle: str, name: str, members: Iterable[str]) -> Usergroup:
        users = tuple(self.slack.workspace.user(member).id for member in members)
        made = Usergroup(new_id("S"), handle, name or handle.title(), users)
        return self.slack.workspace.add_usergroup(made)
