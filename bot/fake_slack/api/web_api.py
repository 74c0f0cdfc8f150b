"""`/api/<method>`: who may call, how often, what breaks, and the record of every call."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot.fake_slack.api import chat_methods, conversation_methods, usergroup_methods, view_methods
from bot.fake_slack.api.arguments import METHODS, checked_arguments, sent_arguments
from bot.fake_slack.api.faults import Fault, FaultPlan
from bot.fake_slack.api.rate_limits import RateMeter
from bot.fake_slack.delivery.socket_mode import SocketMode
from bot.fake_slack.state.slack import Slack
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_id

Handler = Callable[[Slack, JsonObject], JsonObject]

HANDLERS: Mapping[str, Handler] = {
    "api.test": conversation_methods.api_test,
    "auth.test": conversation_methods.auth_test,
    "chat.postMessage": chat_methods.post_message,
    "chat.postEphemeral": chat_methods.post_ephemeral,
    "chat.update": chat_methods.update,
    "chat.delete": chat_methods.delete,
    "chat.getPermalink": chat_methods.permalink,
    "reactions.add": chat_methods.add_reaction,
    "reactions.remove": chat_methods.remove_reaction,
    "conversations.replies": conversation_methods.replies,
    "conversations.history": conversation_methods.history,
    "conversations.info": conversation_methods.info,
    "conversations.open": conversation_methods.open_conversation,
    "conversations.list": conversation_methods.list_conversations,
    "conversations.members": conversation_methods.members,
    "users.info": conversation_methods.user_info,
    "usergroups.list": usergroup_methods.list_usergroups,
    "usergroups.users.list": usergroup_methods.list_users,
    "bots.info": conversation_methods.bot_info,
    "team.info": conversation_methods.team_info,
    "views.open": view_methods.open_view,
    "views.push": view_methods.push,
    "views.update": view_methods.update,
    "views.publish": view_methods.publish,
    "assistant.threads.setStatus": view_methods.set_status,
    "assistant.threads.setTitle": view_methods.set_title,
    "assistant.threads.setSuggestedPrompts": view_methods.set_suggested_prompts,
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came and as it was answered; `answer` is None if it was lost."""

    method: str
    arguments: JsonObject
    at: float
    status: int
    answer: JsonObject | None

    @property
    def ok(self) -> bool:
        return bool(self.answer and self.answer.get("ok"))


@dataclass(slots=True)
class WebApi:
    slack: Slack
    socket_mode: SocketMode
    meter: RateMeter
    faults: FaultPlan
    calls: list[Call] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name, at = request.match_info["method"], time.monotonic()
        sent: JsonObject = {}
        fault: Fault | None = None
        status, headers = 200, dict[str, str]()
        try:
            token, sent = await sent_arguments(request)
            if name not in METHODS:
                raise SlackRefusal("unknown_method", req_method=name)
            fault = self.faults.take(name, sent.get("channel"))
            answer = self._answer(name, token, sent) if fault is None or fault.after else {}
            if fault is not None and fault.kind in ("error", "ratelimited"):
                raise _refusal(fault)
        except SlackRefusal as refusal:
            answer = refusal.body()
            if refusal.error == "ratelimited":
                status = 429
                headers["Retry-After"] = str(refusal.extra["retry_after"])
                answer.pop("retry_after")
        if fault is not None and fault.kind in ("body", "cut_off"):
            status = fault.status
        lost = fault is not None and fault.kind not in ("error", "ratelimited")
        record = Call(name, sent, at, status, None if lost else answer)
        self.calls.append(record)
        self.slack.workspace.changed("call", {"method": name})
        if fault is not None and lost:
            return await _break(request, fault, answer)
        headers["x-oauth-scopes"] = ",".join(sorted(self.slack.app.scopes))
        headers["x-slack-req-id"] = new_id("req-")
        return web.json_response(answer, status=status, headers=headers)

    def _answer(self, name: str, token: str | None, sent: JsonObject) -> JsonObject:
        method = METHODS[name]
        if method.caller != "anyone":
            self._authenticate(token, method.caller)
        args = checked_arguments(name, sent)
        channel = str(sent.get("channel", "")) or None
        if wait_s := self.meter.retry_after_s(name, method.tier, channel):
            raise SlackRefusal("ratelimited", retry_after=wait_s)
        if name == "apps.connections.open":
            return {"ok": True, "url": self.socket_mode.new_url(self.slack.url)}
        if method.scopes:
            self.slack.need_scope(*method.scopes)
        return {"ok": True, **HANDLERS[name](self.slack, args)}

    def _authenticate(self, token: str | None, caller: str) -> None:
        app = self.slack.app
        if not token:
            raise SlackRefusal("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise SlackRefusal("invalid_auth")
        if token != (app.app_token if caller == "app" else app.bot_token):
            raise SlackRefusal("not_allowed_token_type")


def _refusal(fault: Fault) -> SlackRefusal:
    if fault.kind == "ratelimited":
        return SlackRefusal("ratelimited", retry_after=int(fault.seconds))
    return SlackRefusal(fault.error or "internal_error", **fault.detail)


async def _break(request: web.Request, fault: Fault, answer: JsonObject) -> web.StreamResponse:
    """Answer with what a proxy says, or with nothing, or with the head of `answer` alone."""
    response = web.StreamResponse(status=fault.status)
    if fault.kind == "body":
        return web.Response(status=fault.status, text=fault.body, content_type=fault.content_type)
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "cut_off":
        response.content_type = "application/json"
        response.content_length = len(json.dumps(answer)) + 1
        await response.prepare(request)
        await response.write(b"{")
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return response
