"""Runs a real Bolt app over the aiohttp Socket Mode client, in an event loop of its own.

The built-in client takes 3 s to close; few tests need to wait for that. A sync App blocks this loop
while a listener has not acknowledged, so its listeners must be quick.
"""

import asyncio
import contextlib
import threading

from slack_bolt import App
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler, SocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient


@contextlib.contextmanager
def connected(slack, app, ping_interval=5.0):
    """`app` is an App, or a function that makes an AsyncApp on the loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start():
        client = AsyncWebClient(slack.app.bot_token, base_url=slack.base_url)
        kind, made = SocketModeHandler, app
        if not isinstance(app, App):
            kind, made = AsyncSocketModeHandler, app(client)
        handler = kind(made, slack.app.app_token, web_client=client, ping_interval=ping_interval)
        await handler.connect_async()
        return handler

    async def stop():
        await handler.close_async()
        await handler.client.aiohttp_client_session.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    handler = asyncio.run_coroutine_threadsafe(start(), loop).result(5)
    slack.wait_for_connection()
    try:
        yield handler
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
