"""Connections for one request at a time: to the very address that was checked, and on one clock.

A name is resolved once, here; its addresses are checked and one of them is connected to, so no
second look-up can lead elsewhere (DNS rebinding). TLS still verifies the name. Proxies that the
environment names are not used: the address checked would be the proxy's.
"""

import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from ssl import SSLContext

import httpcore2
import httpx2

from index.errors import SourceError
from index.web.addresses import is_public


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system's resolver gives them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(f"cannot be reached: there is no host {host}") from error
    return [str(entry[4][0]) for entry in found]


def dial(address: str, port: int, timeout_s: float) -> httpcore2.NetworkStream:
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout_s)


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved and addresses connected to."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    dial: Callable[[str, int, float], httpcore2.NetworkStream] = dial


class Clock:
    """The time limit of a request: for connecting, TLS, headers and body together.

    Only looking up a name is not cut short: the system's resolver has a limit of its own.
    """

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self.restart()

    def restart(self) -> None:
        self._ends = time.monotonic() + self._limit_s

    def left_s(self) -> float:
        """Raises httpcore2.TimeoutException when nothing is left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore2.TimeoutException
        return left


class GuardedTransport(httpx2.BaseTransport):
    """Sends httpx2's requests over connections that are checked and timed.

    Certificates are checked against the system's authorities, or those in SSL_CERT_FILE.
    """

    def __init__(self, network: Network, clock: Clock, *, allow_private: bool) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            network_backend=_GuardedBackend(network, clock, allow_private),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises httpcore2's errors, and SourceError for an address that is not public."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _GuardedBackend(httpcore2.NetworkBackend):
    def __init__(self, network: Network, clock: Clock, allow_private: bool) -> None:
        self._network, self._clock, self._allow_private = network, clock, allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._network.resolve(host, port)
        private = [address for address in addresses if not is_public(address)]
        if private and not self._allow_private:
            raise SourceError(
                f"is at {private[0]}, which is not a public address "
                "(the setting web.allow_private would permit it)"
            )
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for tried, address in enumerate(addresses):
            share_s = self._clock.left_s() / (len(addresses) - tried)
            try:
                return _TimedStream(self._network.dial(address, port, share_s), self._clock)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


class _TimedStream(httpcore2.NetworkStream):
    """A time limit on each read alone would let a server drip bytes for ever."""

    def __init__(self, stream: httpcore2.NetworkStream, clock: Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left_s())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left_s())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._clock.left_s())
        return _TimedStream(secured, self._clock)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
