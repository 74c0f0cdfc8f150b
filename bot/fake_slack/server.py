"""The fake Slack put together and served: everything that lives on its event loop."""

import asyncio

from aiohttp import web

from bot.fake_slack.api.faults import FaultPlan
from bot.fake_slack.api.rate_limits import RateLimits, RateMeter
from bot.fake_slack.api.response_urls import respond
from bot.fake_slack.api.web_api import WebApi
from bot.fake_slack.changes import Changes
from bot.fake_slack.delivery import events
from bot.fake_slack.delivery.http_delivery import HttpDelivery
from bot.fake_slack.delivery.outbox import Carrier, Outbox, RetryPolicy
from bot.fake_slack.delivery.socket_mode import SocketMode
from bot.fake_slack.demo_page import DemoPage
from bot.fake_slack.people import People
from bot.fake_slack.state.installed_app import InstalledApp
from bot.fake_slack.state.interaction_keys import TRIGGER_LIFE_S, InteractionKeys
from bot.fake_slack.state.slack import Slack
from bot.fake_slack.state.views import Views
from bot.fake_slack.state.workspace import User, Workspace
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_id

HOST = "127.0.0.1"
STATUS_LIFE_S = 120.0


class FakeSlackServer:
    """Made, used and stopped on one event loop. `request_url` switches it to HTTP mode."""

    def __init__(
        self,
        app: InstalledApp,
        limits: RateLimits,
        retries: RetryPolicy,
        request_url: str | None,
        ping_interval_s: float,
    ) -> None:
        self.changes = Changes()
        workspace = Workspace(changed=self._changed)
        keys = InteractionKeys(limits.reaction_s or TRIGGER_LIFE_S)
        views = Views(app, workspace.team_id, keys)
        self.slack = Slack(app, workspace, keys, views, self._send_event)
        self.socket_mode = SocketMode(app.app_id, self._changed, ping_interval_s)
        self.http = HttpDelivery(request_url, app.signing_secret) if request_url else None
        carrier: Carrier = self.http or self.socket_mode
        self.outbox = Outbox(carrier, retries, self._changed, limits.reaction_s)
        self.faults = FaultPlan()
        self.web_api = WebApi(self.slack, self.socket_mode, RateMeter(limits), self.faults)
        self.people = People(self.slack, self.outbox)
        workspace.add_user(User(app.bot_user_id, app.name, app.name, is_bot=True))
        workspace.add_user(User("USLACKBOT", "slackbot", "Slackbot", is_bot=True))
        self._runner: web.AppRunner | None = None

    async def start(self, port: int, page: bool) -> None:
        application = web.Application(client_max_size=4 * 1024 * 1024)
        application.router.add_route("*", "/api/{method}", self.web_api.handle)
        application.router.add_get("/link/", self.socket_mode.handle)
        application.router.add_post("/response/{key}", self._respond)
        if page:
            DemoPage(self.slack, self.people, self.changes).add_to(application)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, port).start()
        self.slack.url = f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self.outbox.stop()
        self.socket_mode.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    def _send_event(self, subscription: str, event: JsonObject) -> None:
        if self.slack.app.receives(subscription):
            body = events.callback(self.slack, event, new_id("Ev"))
            self.outbox.send("events_api", body)

    def _changed(self, kind: str, detail: JsonObject) -> None:
        if kind == "status":
            place = (detail["channel"], detail["thread_ts"])
            status = self.slack.workspace.statuses[place]
            if status:
                asyncio.get_running_loop().call_later(STATUS_LIFE_S, self._expire, place, status)
        self.changes.announce(kind, detail)

    def _expire(self, place: tuple[str, str], status: str) -> None:
        if self.slack.workspace.statuses.get(place) == status:
            self.slack.workspace.set_status(*place, "")

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        try:
            response = self.slack.keys.respond(request.match_info["key"])
        except SlackRefusal as refusal:
            return web.json_response(refusal.body(), status=404)
        try:
            body = await request.json()
            if not isinstance(body, dict):
                raise SlackRefusal("invalid_payload")
            respond(self.slack, response, body)
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        except SlackRefusal as refusal:
            return web.json_response(refusal.body(), status=400)
        return web.Response(text="ok")
