"""The tools over streamable HTTP: who may call, from which pages, and the server that listens."""

import hmac

import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/mcp"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class TokenRequired:
    """Answers 401 unless the request has `Authorization: Bearer` with the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            kind, _, token = given.partition(b" ")
            if not hmac.compare_digest(kind.lower() + b" " + token.strip(), self._expected):
                refusal = PlainTextResponse(
                    "a bearer token is needed", 401, {"WWW-Authenticate": "Bearer"}
                )
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def http_app(server: MCPServer, token: str, hosts: tuple[str, ...] = ()) -> ASGIApp:
    """`hosts` are names by which it is reached beside the loopback's, such as a proxy's.

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
    app = server.streamable_http_app(
        streamable_http_path=PATH, json_response=True, transport_security=allowed
    )
    return TokenRequired(app, token)


def serve_http(app: ASGIApp, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=2)
