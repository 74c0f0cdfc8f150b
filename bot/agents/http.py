"""The tools over streamable HTTP: who may call, from which pages, and the server that listens."""

import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/mcp"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class TokenRequired:
    """Hands a request to the app of its `Authorization: Bearer`; answers 401 to any other.

    Each token has an app of its own, so that no session begun with one goes on with another.
    """

    def __init__(self, apps: Mapping[str, ASGIApp]) -> None:
        self._apps = [(f"bearer {token}".encode(), app) for token, app in apps.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind, _, token = dict(scope["headers"]).get(b"authorization", b"").partition(b" ")
        given = kind.lower() + b" " + token.strip()
        app: ASGIApp = PlainTextResponse(
            "a bearer token is needed", 401, {"WWW-Authenticate": "Bearer"}
        )
        for expected, its_app in self._apps:
            if hmac.compare_digest(given, expected):
                app = its_app
        await app(scope, receive, send)


def http_app(servers: Mapping[str, MCPServer], hosts: tuple[str, ...] = ()) -> ASGIApp:
    """The server of each token. `hosts` are names by which it is reached beside the loopback's,
    such as a proxy's.

    A request for another host, or from a page of another origin, is refused.
    """
    names = [*LOOPBACK, *hosts]
    allowed = TransportSecuritySettings(
        allowed_hosts=[*names, *(f"{name}:*" for name in names)],
        allowed_origins=[
            f"{scheme}://{name}{port}"
            for name in names
            for scheme in ("http", "https")
            for port in ("", ":*")
        ],
    )
    apps = {
        token: server.streamable_http_app(
            streamable_http_path=PATH, json_response=True, transport_security=allowed
        )
        for token, server in servers.items()
    }

    @asynccontextmanager
    async def all_running(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as running:
            for app in apps.values():
                await running.enter_async_context(app.router.lifespan_context(app))
            yield

    return Starlette(routes=[Mount("/", app=TokenRequired(apps))], lifespan=all_running)


def serve_http(app: ASGIApp, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=2)
