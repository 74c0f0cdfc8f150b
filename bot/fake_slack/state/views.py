"""Open modals and published Home tabs: stacks of up to three views, hashes, submissions' states."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.fake_slack.blocks.block_rules import checked_view
from bot.fake_slack.state.installed_app import InstalledApp
from bot.fake_slack.state.interaction_keys import InteractionKeys
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_id, new_ts

MAX_STACK = 3
_DEFAULTS: JsonObject = {
    "callback_id": "",
    "private_metadata": "",
    "external_id": "",
    "title": None,
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


@dataclass(slots=True)
class Views:
    """`stacks` has each user's open modals, the top one last; `homes` each user's Home tab."""

    app: InstalledApp
    team_id: str
    keys: InteractionKeys
    stacks: dict[str, list[JsonObject]] = field(default_factory=dict)
    homes: dict[str, JsonObject] = field(default_factory=dict)

    def _made(self, view: Any, kind: Literal["modal", "home"], **identity: object) -> JsonObject:
        return {
            **_DEFAULTS,
            **checked_view(view, kind),
            "id": new_id("V"),
            "team_id": self.team_id,
            "app_id": self.app.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.app.bot_id,
            "hash": new_ts(),
            "previous_view_id": None,
            "state": {"values": {}},
            **identity,
        }

    def find(self, view_id: str | None = None, external_id: str | None = None) -> JsonObject:
        for stack in (*self.stacks.values(), *([home] for home in self.homes.values())):
            for view in stack:
                if view_id == view["id"] or (external_id and external_id == view["external_id"]):
                    return view
        raise SlackRefusal("not_found")

    def owner(self, view_id: str) -> str:
        for user, stack in self.stacks.items():
            if any(view["id"] == view_id for view in stack):
                return user
        for user, home in self.homes.items():
            if home["id"] == view_id:
                return user
        raise SlackRefusal("not_found")

    def _unique(self, view: Any) -> None:
        external_id = view.get("external_id") if isinstance(view, dict) else None
        if external_id:
            try:
                self.find(external_id=external_id)
            except SlackRefusal:
                return
            raise SlackRefusal("duplicate_external_id")

    def open(self, trigger_id: str, view: Any) -> JsonObject:
        """Opens a modal for the trigger's user, in place of the one that was open."""
        self._unique(view)
        made = self._made(view, "modal")
        trigger = self.keys.exchange(trigger_id)
        if trigger.view_id is not None and self.stacks.get(trigger.user):
            return self._push(trigger.user, made)
        made["root_view_id"] = made["id"]
        self.stacks[trigger.user] = [made]
        return made

    def push(self, trigger_id: str, view: Any) -> JsonObject:
        self._unique(view)
        made = self._made(view, "modal")
        trigger = self.keys.exchange(trigger_id)
        if trigger.view_id is None or not self.stacks.get(trigger.user):
            raise SlackRefusal("invalid_trigger_id")
        return self._push(trigger.user, made)

    def push_for(self, user: str, view: Any) -> JsonObject:
        """As `response_action: push` does."""
        return self._push(user, self._made(view, "modal"))

    def _push(self, user: str, made: JsonObject) -> JsonObject:
        stack = self.stacks[user]
        if len(stack) >= MAX_STACK:
            raise SlackRefusal("push_limit_reached")
        made |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        stack.append(made)
        return made

    def update(self, old: JsonObject, view: Any, view_hash: str | None = None) -> JsonObject:
        """The view's new state. Refuses with `hash_conflict` when `view_hash` is an older one."""
        if view_hash is not None and view_hash != old["hash"]:
            raise SlackRefusal("hash_conflict")
        same = {key: old[key] for key in ("id", "root_view_id", "previous_view_id")}
        made = self._made(view, old["type"], **same)
        owner = self.owner(old["id"])
        if old["type"] == "home":
            self.homes[owner] = made
        else:
            stack = self.stacks[owner]
            stack[stack.index(old)] = made
        return made

    def publish(self, user: str, view: Any, view_hash: str | None = None) -> JsonObject:
        old = self.homes.get(user)
        if old is not None and view_hash is not None and view_hash != old["hash"]:
            raise SlackRefusal("hash_conflict")
        made = self._made(view, "home")
        made["id"] = old["id"] if old else made["id"]
        made["root_view_id"] = made["id"]
        self.homes[user] = made
        return made

    def close(self, view: JsonObject, *, whole_stack: bool = False) -> list[JsonObject]:
        """Take the view, or all that the user has open, off the screen; what was closed."""
        stack = self.stacks[self.owner(view["id"])]
        closed = stack[:] if whole_stack else stack[stack.index(view) :]
        del stack[len(stack) - len(closed) :]
        return closed
