"""Runs a real Bolt app over the aiohttp Socket Mode client, in an event loop of its own.

The built-in client takes 3 s to close; few tests need to wait for that. A sync App blocks this loop
while a listener has not acknowledged, so its listeners must be quick.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator

from slack_bolt import App
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler, SocketModeHandler
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.fake_slack import FakeSlack


@contextlib.contextmanager
def connected(
    slack: FakeSlack, app: App | Callable[[AsyncWebClient], AsyncApp], ping_interval: float = 5.0
) -> Iterator[None]:
    """`app` is an App, or a function that makes an AsyncApp on the loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> AsyncBaseSocketModeHandler:
        client = AsyncWebClient(slack.app.bot_token, base_url=slack.base_url)
        token = slack.app.app_token
        handler: AsyncBaseSocketModeHandler
        if isinstance(app, App):
            handler = SocketModeHandler(app, token, web_client=client, ping_interval=ping_interval)
        else:
            handler = AsyncSocketModeHandler(
                app(client), token, web_client=client, ping_interval=ping_interval
            )
        await handler.client.connect()
        return handler

    async def stop() -> None:
        await handler.close_async()
        assert isinstance(handler.client, SocketModeClient)
        await handler.client.aiohttp_client_session.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    handler = asyncio.run_coroutine_threadsafe(start(), loop).result(60)
    slack.wait_for_connection()
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
