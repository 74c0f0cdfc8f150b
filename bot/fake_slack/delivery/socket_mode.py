"""Socket Mode: WebSocket connections, envelopes and acknowledgements, and the ways they fail."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bot.fake_slack.delivery.outbox import Ack, Attempt, NotAcknowledged
from bot.fake_slack.wire import JsonObject, SlackRefusal, new_id

MAX_CONNECTIONS = 10
_OVER = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)


@dataclass(eq=False, slots=True)
class Connection:
    """One WebSocket. A silent one keeps its TCP connection and does nothing."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport
    silent: bool = False
    unacknowledged: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_open(self) -> bool:
        return not (self.gone.is_set() or self.socket.closed or self.transport.is_closing())

    def abort(self) -> None:
        """End the TCP connection without a closing frame."""
        self.gone.set()
        self.transport.abort()


@dataclass(slots=True)
class SocketMode:
    """The app's connections; carries the outbox's payloads to any one of them."""

    app_id: str
    changed: Callable[[str, JsonObject], None]
    ping_interval_s: float = 10.0
    connections: list[Connection] = field(default_factory=list)
    acks: list[JsonObject] = field(default_factory=list)
    opened: int = 0
    _tickets: set[str] = field(default_factory=set)
    _turn: int = 0
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    def new_url(self, root: str) -> str:
        """A WebSocket address that opens once."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"{root.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self.app_id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response(SlackRefusal("invalid_ticket").body(), status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False, timeout=0.5)
        await socket.prepare(request)
        transport = request.transport
        if not isinstance(transport, asyncio.Transport):
            return socket
        if len(self.open_connections()) >= MAX_CONNECTIONS:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(socket, transport)
        await self._greet(connection)
        pinger = asyncio.create_task(self._ping(connection))
        try:
            await self._read(connection)
        except ConnectionError:
            pass
        finally:
            pinger.cancel()
            connection.gone.set()
            self.connections.remove(connection)
            for waiting in connection.unacknowledged.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionResetError())
            self.changed("disconnected", {})
        return socket

    async def _greet(self, connection: Connection) -> None:
        self.connections.append(connection)
        self.opened += 1
        await connection.socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.open_connections()),
                "debug_info": {"host": "fake-slack", "approximate_connection_time": 18060},
                "connection_info": {"app_id": self.app_id},
            }
        )
        async with self._arrived:
            self._arrived.notify_all()
        self.changed("connected", {})

    async def _read(self, connection: Connection) -> None:
        while not connection.gone.is_set():
            message = await connection.socket.receive()
            if connection.silent:
                await connection.gone.wait()
            elif message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledge(connection, message.data)
            elif message.type in _OVER:
                return

    async def _ping(self, connection: Connection) -> None:
        while connection.is_open:
            await asyncio.sleep(self.ping_interval_s)
            if not connection.silent:
                await connection.socket.ping(b"Ping from the fake Slack")

    def _acknowledge(self, connection: Connection, text: str) -> None:
        ack = json.loads(text)
        self.acks.append(ack)
        waiting = connection.unacknowledged.pop(ack.get("envelope_id", ""), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(Ack(ack.get("payload")))

    def open_connections(self) -> list[Connection]:
        return [connection for connection in self.connections if connection.is_open]

    async def _next_connection(self) -> Connection:
        async with self._arrived:
            await self._arrived.wait_for(self.open_connections)
        candidates = self.open_connections()
        self._turn += 1
        return candidates[self._turn % len(candidates)]

    async def attempt(self, attempt: Attempt) -> Ack | NotAcknowledged:
        """Events wait for a connection as long as it takes, people only until the time-out."""
        patience_s = None if attempt.kind == "events_api" else attempt.timeout_s
        try:
            async with asyncio.timeout(patience_s):
                connection = await self._next_connection()
        except TimeoutError:
            return NotAcknowledged("connection_failed")
        envelope: JsonObject = {"envelope_id": new_id("envelope-"), "type": attempt.kind}
        envelope |= {"payload": attempt.payload, "accepts_response_payload": True}
        if attempt.kind == "events_api":
            envelope["accepts_response_payload"] = False
            envelope["retry_attempt"] = attempt.retry_num or 0
            envelope["retry_reason"] = attempt.retry_reason or ""
        waiting: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        connection.unacknowledged[envelope["envelope_id"]] = waiting
        try:
            if not connection.silent:
                await connection.socket.send_json(envelope)
            # Not wait_for, which before Python 3.12 does not hear that it is cancelled if the
            # connection is lost at the same moment: the event would wait for another, and `stop`.
            async with asyncio.timeout(attempt.timeout_s):
                return await waiting
        except (TimeoutError, ConnectionError):
            return NotAcknowledged("timeout")
        finally:
            connection.unacknowledged.pop(envelope["envelope_id"], None)

    async def disconnect(self, reason: str, warning_s: float) -> None:
        """Ask every connection to close. After a `warning` it is closed `warning_s` later."""
        for connection in self.open_connections():
            await connection.socket.send_json(_disconnect(reason))
            if reason == "warning":
                asyncio.get_running_loop().call_later(warning_s, connection.abort)
            else:
                await connection.socket.close()

    def drop(self) -> None:
        for connection in list(self.connections):
            connection.abort()

    def go_silent(self) -> None:
        for connection in self.connections:
            connection.silent = True


def _disconnect(reason: str) -> JsonObject:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "fake-slack"}}
