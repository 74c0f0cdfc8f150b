"""A web server on 127.0.0.1 that serves what a test tells it to, well or badly."""

import gzip
import hashlib
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class Answering(BaseHTTPRequestHandler):
    """What a behaviour answers with: `send` for a whole answer, `wfile` for anything odder."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        web = self.server.web
        web.requests.append(Request(self.path, {k.lower(): v for k, v in self.headers.items()}))
        behave = web.behaviours.get(self.path.partition("?")[0])
        try:
            if behave is None:
                self.send(b"not here", status=HTTPStatus.NOT_FOUND)
            else:
                behave(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(
        self,
        body: bytes,
        content_type: str = "text/html",
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.start(
            {"Content-Type": content_type, "Content-Length": str(len(body)), **(headers or {})},
            status,
        )
        self.wfile.write(body)

    def start(self, headers: Mapping[str, str], status: int = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def drip(self, data: bytes, every_s: float) -> None:
        """A byte at a time, for ever, until the client or the test has enough."""
        while not self.server.web.closing.wait(every_s):
            for byte in data:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if self.server.web.closing.wait(every_s):
                    return

    def log_request(self, *_: object) -> None:
        """Not on stderr: `requests` has it."""


Behaviour = Callable[[Answering], None]


@dataclass(frozen=True, slots=True)
class Request:
    """`headers` has its names in lower case."""

    path: str
    headers: Mapping[str, str]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    web: "WebServer"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many of these tests are about."""


class WebServer:
    """A context manager; `requests` is all that was asked, in order."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.behaviours: dict[str, Behaviour] = {}
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Answering)
        self._server.web = self
        self.port: int = self._server.server_address[1]
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.requests)

    def on(self, path: str, behave: Behaviour) -> str:
        """Answer `path` like this; its address."""
        self.behaviours[path] = behave
        return self.url(path)

    def serve(
        self,
        path: str,
        body: str | bytes,
        content_type: str = "text/html; charset=utf-8",
        *,
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        data = body.encode() if isinstance(body, str) else body
        return self.on(path, lambda it: it.send(data, content_type, status, headers))

    def serve_with_validators(
        self, path: str, body: str | bytes, content_type: str = "text/html"
    ) -> str:
        """With an ETag, and 304 for whoever has that already."""
        data = body.encode() if isinstance(body, str) else body
        etag = f'"{hashlib.sha256(data).hexdigest()[:12]}"'

        def behave(it: Answering) -> None:
            if it.headers.get("If-None-Match") == etag:
                it.start({"ETag": etag}, HTTPStatus.NOT_MODIFIED)
            else:
                it.send(data, content_type, headers={"ETag": etag})

        return self.on(path, behave)

    def redirect(self, path: str, target: str, status: int = HTTPStatus.FOUND) -> str:
        return self.serve(path, "", status=status, headers={"Location": target})

    def serve_bomb(self, path: str, size: int) -> str:
        """A page of `size` bytes that is packed into a thousandth of it."""
        packed = gzip.compress(b"<p>" + b"a" * size, 9)
        return self.serve(path, packed, headers={"Content-Encoding": "gzip"})
