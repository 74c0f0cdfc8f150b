"""The web page of the demo: its files, what it shows as JSON, and what its visitor does.

The page is a client like any other: it reads the workspace's state, hears of changes through
Server-Sent Events, and acts through the same `People` as the tests. Only requests addressed to this
machine by name are answered, and actions only as JSON, which another site's page cannot send.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from aiohttp import web

from bot.fake_slack.api.conversation_methods import described, described_user
from bot.fake_slack.changes import Changes
from bot.fake_slack.people import InteractionResult, People
from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.workspace import Message
from bot.fake_slack.wire import JsonObject, SlackRefusal

FOLDER = Path(__file__).parent / "page"
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_LOCAL_HOSTS = ("127.0.0.1", "localhost")
_NAMED = re.compile(r"(?<![\w@#])([@#])([\w-]+)")
Action = Callable[[str, JsonObject], Awaitable[InteractionResult | None]]


def typed(slack: Slack, text: str) -> str:
    """What a person typed, as Slack's client sends it: escaped, with `@name` and `#name`, in any
    case, linked."""
    people = {user.name.lower(): user.id for user in slack.workspace.users.values()}
    groups = {group.handle.lower(): group.id for group in slack.workspace.usergroups.values()}
    places = {c.name.lower(): c.id for c in slack.workspace.channels.values() if c.name}

    def link(name: re.Match[str]) -> str:
        key = name[2].lower()
        if name[1] == "@" and key in groups:
            return f"<!subteam^{groups[key]}>"
        known = (people if name[1] == "@" else places).get(key)
        return f"<{name[1]}{known}>" if known else name[0]

    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NAMED.sub(link, escaped)


@dataclass(slots=True)
class DemoPage:
    slack: Slack
    people: People
    changes: Changes

    def add_to(self, application: web.Application) -> None:
        router = application.router
        router.add_get("/", self._file)
        router.add_get("/page/{name}", self._file)
        router.add_get("/demo/workspace", self._workspace)
        router.add_get("/demo/conversation", self._conversation)
        router.add_get("/demo/screen", self._screen)
        router.add_get("/demo/feed", self._feed)
        router.add_post("/demo/{action}", self._action)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index.html")
        path = FOLDER / name
        if path.parent != FOLDER or path.suffix not in _KINDS or not path.is_file():
            raise web.HTTPNotFound
        kind = _KINDS[path.suffix]
        return web.Response(
            text=path.read_text(encoding="utf-8"), content_type=kind, headers=_HEADERS
        )

    def _visitor(self, request: web.Request) -> str:
        if request.url.host not in _LOCAL_HOSTS:
            raise web.HTTPForbidden(text="This page is served to this machine only.")
        return self.slack.workspace.user(request.query["as"]).id

    async def _workspace(self, request: web.Request) -> web.StreamResponse:
        if request.url.host not in _LOCAL_HOSTS:
            raise web.HTTPForbidden(text="This page is served to this machine only.")
        slack = self.slack
        people = [u for u in slack.workspace.users.values() if not u.is_bot]
        if not people:
            raise web.HTTPNotFound(text="Nobody is in this workspace yet.")
        visitor = request.query.get("as") or people[0].id
        direct = slack.workspace.direct_message(visitor, slack.app.bot_user_id)
        channels = [c for c in slack.workspace.channels.values() if visitor in c.members]
        return web.json_response(
            {
                "me": visitor,
                "team": slack.workspace.team_name,
                "app": {"name": slack.app.name, "user": slack.app.bot_user_id}
                | {"home": slack.app.home_tab, "direct": direct.id},
                "usergroups": [asdict(group) for group in slack.workspace.usergroups.values()],
                "users": [described_user(slack, u) for u in slack.workspace.users.values()],
                "channels": [
                    {**described(slack, c), "topic": c.topic} for c in channels if c.kind != "im"
                ],
                "commands": [asdict(command) for command in slack.app.commands],
                "shortcuts": [asdict(s) for s in slack.app.shortcuts if s.kind == "message"],
            }
        )

    def _shown(self, message: Message) -> JsonObject:
        body = self.slack.workspace.wire(message)
        body |= {"is_reply": message.is_reply, "ephemeral": message.visible_to is not None}
        status = self.slack.workspace.statuses.get((message.channel, message.ts))
        return body | {"status": status or ""}

    async def _conversation(self, request: web.Request) -> web.StreamResponse:
        visitor, channel = self._visitor(request), request.query["channel"]
        workspace = self.slack.workspace
        everything = list(workspace.messages[workspace.channel(channel).id].values())
        everything += [m for m in workspace.ephemerals[channel].values() if m.visible_to == visitor]
        messages = [self._shown(m) for m in sorted(everything, key=lambda m: float(m.ts))]
        prompts = workspace.prompts.get(channel, {"title": "", "prompts": []})
        examples = [] if messages else list(workspace.examples.get(channel, ()))
        shown = {"messages": messages, "prompts": prompts, "examples": examples}
        return web.json_response(shown)

    async def _screen(self, request: web.Request) -> web.StreamResponse:
        visitor = self._visitor(request)
        home = self.slack.views.homes.get(visitor)
        return web.json_response({"modal": self.people.screen(visitor), "home": home})

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        self._visitor(request)
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        feed: asyncio.Queue[JsonObject] = asyncio.Queue()
        self.changes.feeds.add(feed)
        try:
            await response.write(b": hello\n\n")
            while True:
                change = await feed.get()
                await response.write(f"data: {json.dumps(change)}\n\n".encode())
        except ConnectionError:
            return response
        finally:
            self.changes.feeds.discard(feed)

    async def _action(self, request: web.Request) -> web.StreamResponse:
        visitor = self._visitor(request)
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        actions: dict[str, Action] = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "slash": self._slash,
            "click": self._click,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "shortcut": self._shortcut,
        }
        action = actions.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound
        try:
            outcome = await action(visitor, await request.json())
        except (SlackRefusal, LookupError) as refused:
            return web.json_response({"trouble": str(refused)})
        if outcome is None:
            return web.json_response({})
        return web.json_response({"trouble": outcome.trouble, "errors": dict(outcome.errors)})

    async def _say(self, visitor: str, sent: JsonObject) -> None:
        text = typed(self.slack, sent["text"])
        self.people.say(visitor, sent["channel"], text, sent.get("thread_ts"))

    def _own(self, visitor: str, sent: JsonObject) -> None:
        if self.slack.workspace.message(sent["channel"], sent["ts"]).user != visitor:
            raise SlackRefusal("cant_update_message")

    async def _edit(self, visitor: str, sent: JsonObject) -> None:
        self._own(visitor, sent)
        self.people.edit(sent["channel"], sent["ts"], typed(self.slack, sent["text"]))

    async def _delete(self, visitor: str, sent: JsonObject) -> None:
        self._own(visitor, sent)
        self.people.delete(sent["channel"], sent["ts"])

    async def _react(self, visitor: str, sent: JsonObject) -> None:
        self.people.react(visitor, sent["channel"], sent["ts"], sent["name"], sent["present"])

    async def _slash(self, visitor: str, sent: JsonObject) -> InteractionResult:
        command, _, text = sent["text"].partition(" ")
        return await self.people.slash(visitor, sent["channel"], command, text.strip())

    async def _click(self, visitor: str, sent: JsonObject) -> InteractionResult:
        if "view_id" in sent:
            if self.slack.views.owner(sent["view_id"]) != visitor:
                raise SlackRefusal("not_found")
            where: Message | JsonObject = self.slack.views.find(sent["view_id"])
        else:
            where = self.slack.workspace.message(sent["channel"], sent["ts"], visitor)
        return await self.people.click(
            visitor,
            where,
            sent["action_id"],
            sent.get("choose"),
            block_id=sent["block_id"],
            filled=sent.get("filled"),
        )

    async def _submit(self, visitor: str, sent: JsonObject) -> InteractionResult:
        return await self.people.submit_view(visitor, sent["view_id"], sent["filled"])

    async def _close(self, visitor: str, sent: JsonObject) -> None:
        await self.people.close_view(visitor, sent["view_id"])

    async def _home(self, visitor: str, sent: JsonObject) -> None:
        self.people.open_home(visitor, sent["tab"])

    async def _shortcut(self, visitor: str, sent: JsonObject) -> InteractionResult:
        message = self.slack.workspace.message(sent["channel"], sent["ts"], visitor)
        return await self.people.shortcut(visitor, sent["callback_id"], message)
