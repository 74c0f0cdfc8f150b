"""Socket Mode that does not go deaf: a client of the SDK that is watched, and replaced if silent.

The SDK's client reconnects by itself, but can stay deaf: it tries the same one-time address again
and again where the first try broke off (python-slack-sdk #1701 is another way). So a client
that was not connected for a while is thrown away for a new one.
"""

import asyncio
import functools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.background import Background, finish
from bot.slack.connection.failures import judge
from bot.slack.connection.log_bursts import BurstFilter
from bot.slack.values import Tuning
from config.environment import Secrets
from config.settings import Settings

log = logging.getLogger(__name__)

# The SDK's client tries to connect every two seconds, and each time writes why it could not.
logging.getLogger("slack_sdk.socket_mode").addFilter(
    BurstFilter(lambda record: str(record.msg)[:30] if record.levelno >= logging.WARNING else None)
)

LOOK_S = 0.25
STOP_S = 5.0
MAX_PAUSE_S = 30.0


class SocketLink:
    """Runs in a thread of its own between `start` and `stop`."""

    def __init__(
        self,
        app: App,
        settings: Settings,
        secrets: Secrets,
        on_replaced: Callable[[], None],
        tuning: Tuning,
    ) -> None:
        self._app = app
        self._settings = settings.slack
        self._tuning = tuning
        self._secrets = secrets
        self._on_replaced = on_replaced
        self._connected = False
        self._stopping = threading.Event()
        # Middleware waits for the disk and commands wait for their ack: not on the event loop.
        self._requests = ThreadPoolExecutor(settings.slack.request_threads, "socket-request")
        self._thread: threading.Thread | None = None

    @property
    def is_connected(self) -> bool:
        return self._connected

    def start(self, background: Background) -> None:
        self._thread = background.start("socket-link", self._run)

    def stop(self) -> None:
        """Take nothing more from Slack; what has arrived is recorded and acknowledged."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=STOP_S)
        finish(self._requests, STOP_S)

    def _run(self) -> None:
        asyncio.run(self._keep_connected())

    async def _keep_connected(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            client: SocketModeClient | None = None
            try:
                client = self._new_client()
                limit_s = self._tuning.deaf_after_s
                await asyncio.wait_for(client.connect_to_new_endpoint(force=True), limit_s)
                failures = 0
                await self._watch(client)
            except Exception as error:
                failures += 1
                failure = judge(error)
                cause = failure.cause if failure else f"{type(error).__name__}: {error}"
                log.error("no Socket Mode connection: %s", cause)
                await self._pause(min(MAX_PAUSE_S, 0.5 * 2 ** min(failures, 10)))
            finally:
                self._connected = False
                if client is not None:
                    await self._close(client)
            if not self._stopping.is_set():
                self._on_replaced()

    def _new_client(self) -> SocketModeClient:
        client = SocketModeClient(
            self._secrets.app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=AsyncWebClient(
                self._secrets.bot_token,
                base_url=self._settings.base_url,
                timeout=max(1, round(self._settings.timeout_s)),
                retry_handlers=[AsyncConnectionErrorRetryHandler()],
            ),
            ping_interval=self._tuning.ping_interval_s,
        )
        client.socket_mode_request_listeners.append(self._handle)
        return client

    async def _watch(self, client: SocketModeClient) -> None:
        """Until the client has been disconnected for too long, or the link is stopped."""
        heard = monotonic()
        while not self._stopping.is_set():
            connected = await client.is_connected()
            if connected != self._connected:
                log.info("Socket Mode is %s", "connected" if connected else "disconnected")
            self._connected = connected
            if connected:
                heard = monotonic()
            elif monotonic() - heard > self._tuning.deaf_after_s:
                log.error("no sign of life from Slack: connecting again")
                return
            await asyncio.sleep(LOOK_S)

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Bolt's own handler would run the app on the event loop and keep pings waiting."""
        started = time.time()
        loop = asyncio.get_running_loop()
        dispatch = functools.partial(run_bolt_app, self._app, request)
        response = await loop.run_in_executor(self._requests, dispatch)
        try:
            await send_async_response(client, request, response, started)
        except ConnectionError:
            log.info("an acknowledgement was lost with its connection: Slack will deliver again")

    async def _pause(self, seconds: float) -> None:
        until = monotonic() + seconds
        while monotonic() < until and not self._stopping.is_set():
            await asyncio.sleep(0.05)

    async def _close(self, client: SocketModeClient) -> None:
        """Close the client with its session and its tasks, which its own `close` leaves behind."""
        tasks = (client.message_processor, client.current_session_monitor, client.message_receiver)
        try:
            await asyncio.wait_for(client.close(), 2)
        except Exception as error:
            log.debug("closing the old connection: %s", error)
        await client.aiohttp_client_session.close()
        running = [task for task in tasks if task]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
