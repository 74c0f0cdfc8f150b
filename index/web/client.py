"""GET of one address, politely and within limits; whatever is wrong is a SourceError in a sentence.

The sentence goes on from the address, as in "is larger than the limit (20.0 MB)".
"""

import gzip
import ssl
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO

import httpcore2
import httpx2

from index.errors import SourceError
from index.web.hosts import Hosts
from index.web.limits import WebLimits
from index.web.network import Clock, GuardedTransport, Network
from index.web.stamps import Stamp

# Ports where web servers are; others have services that a link should not make us talk to.
_PORTS = {80, 443, 8000, 8080, 8443}
_NEVER_TEXT = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript")
_STOP = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: `url` is the one after redirects, `data` is unpacked.

    `content_type` is in lower case and without parameters; it, `charset`, `etag` and
    `last_modified` are "" if the server did not say.
    """

    url: str
    data: bytes
    content_type: str
    charset: str
    etag: str
    last_modified: str


class WebClient:
    """One for a reading: it keeps connections, each host's robots.txt, and when to ask it next."""

    def __init__(self, limits: WebLimits, network: Network) -> None:
        self._limits = limits
        self._clock = Clock(limits.timeout_s)
        self._client = httpx2.Client(
            transport=GuardedTransport(network, self._clock, allow_private=limits.allow_private),
            headers={"User-Agent": limits.user_agent, "Accept-Encoding": "gzip"},
            trust_env=False,
        )
        self._hosts = Hosts(limits, self._robots)

    def close(self) -> None:
        self._client.close()

    def get(self, address: str) -> Fetched:
        """Raises SourceError."""
        fetched = self.get_if_changed(address, Stamp())
        assert fetched is not None  # noqa: S101 (nothing was known)
        return fetched

    def get_if_changed(self, address: str, known: Stamp) -> Fetched | None:
        """None if the server says that it has not changed since `known`.

        Raises SourceError.
        """
        headers = {}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        with self._asked(address, headers, self._enter) as answer:
            if answer.status_code == HTTPStatus.NOT_MODIFIED and headers:
                return None
            if answer.status_code in _STOP:
                reason = f"{_status(answer)}: its site wants to be left alone for now"
                self._hosts.close(_origin(answer.url), reason)
                raise SourceError(reason)
            if answer.status_code != HTTPStatus.OK:
                raise SourceError(_status(answer))
            return self._fetched(answer)

    def _robots(self, address: str) -> str:
        """The text of a robots.txt, as RFC 9309 says: without one everything is allowed; if the
        server fails, nothing is.
        """
        with self._asked(address, {}, lambda _: None) as answer:
            if answer.is_server_error or answer.status_code in _STOP:
                raise SourceError(f"may not be read: its site's robots.txt {_status(answer)}")
            if not answer.is_success:
                return ""
            try:
                return self._fetched(answer).data.decode("utf-8", "replace")
            except SourceError as error:
                raise SourceError(f"may not be read: its site's robots.txt {error}") from error

    def _enter(self, url: httpx2.URL) -> None:
        self._hosts.enter(_origin(url), str(url))

    @contextmanager
    def _asked(
        self, address: str, headers: dict[str, str], before_each: Callable[[httpx2.URL], None]
    ) -> Iterator[httpx2.Response]:
        """The answer at the end of all redirects, with its body still to be read."""
        url = self._checked(address)
        for _ in range(self._limits.max_redirects + 1):
            before_each(url)
            with self._answer(url, headers) as answer:
                if answer.next_request is None:
                    yield answer
                    return
                url = self._checked(str(answer.next_request.url))
        raise SourceError(f"redirects more than {self._limits.max_redirects} times")

    def _checked(self, address: str) -> httpx2.URL:
        try:
            url = httpx2.URL(address)
        except (httpx2.InvalidURL, UnicodeError) as error:
            raise SourceError("is not a web address") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise SourceError("is not a web address: only http:// and https:// are read")
        if url.userinfo:
            raise SourceError("has a user name or password in the address, which is not sent")
        if url.port not in _PORTS and url.port is not None and not self._limits.allow_private:
            allowed = ", ".join(map(str, sorted(_PORTS)))
            raise SourceError(
                f"is at port {url.port}: only {allowed} are asked "
                "(the setting web.allow_private would permit it)"
            )
        return url

    @contextmanager
    def _answer(self, url: httpx2.URL, headers: dict[str, str]) -> Iterator[httpx2.Response]:
        """One answer, maybe a redirect; the time limit is for it and for reading its body."""
        self._clock.restart()
        try:
            answer = self._client.send(
                self._client.build_request("GET", url, headers=headers), stream=True
            )
            try:
                yield answer
            finally:
                answer.close()
        except httpcore2.TimeoutException as error:
            raise SourceError(
                f"took longer than the limit ({self._limits.timeout_s:g} s)"
            ) from error
        except httpcore2.ConnectError as error:
            raise SourceError(f"cannot be reached: {_why(error)}") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise SourceError("broke off before it was complete") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            raise SourceError(f"answers in a way that is not proper HTTP ({error})") from error

    def _fetched(self, answer: httpx2.Response) -> Fetched:
        max_bytes = self._limits.max_bytes
        content_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if content_type.startswith(_NEVER_TEXT):
            raise SourceError(f"is of a kind that is not read ({content_type})")
        packed = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if packed not in ("identity", "gzip", "x-gzip"):
            raise SourceError(f"comes packed as {packed}, which was not asked for")
        data = _body(answer, max_bytes)
        if packed != "identity" or data.startswith(_GZIP):
            data = _unpacked(data, max_bytes)
        return Fetched(
            url=str(answer.url),
            data=data,
            content_type=content_type,
            charset=answer.charset_encoding or "",
            etag=answer.headers.get("ETag", ""),
            last_modified=answer.headers.get("Last-Modified", ""),
        )


def _body(answer: httpx2.Response, max_bytes: int) -> bytes:
    said = answer.headers.get("Content-Length", "")
    if said.isdecimal() and int(said) > max_bytes:
        raise _too_large(max_bytes)
    data = bytearray()
    for chunk in answer.iter_raw():
        data += chunk
        if len(data) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(data)


def _unpacked(data: bytes, max_bytes: int) -> bytes:
    """Of gzip, whether for the transfer or because the file is one; never more than the limit."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            unpacked = file.read(max_bytes + 1)
    except EOFError as error:
        raise SourceError("broke off before it was complete") from error
    except (OSError, zlib.error) as error:
        raise SourceError("is damaged: it cannot be unpacked") from error
    if len(unpacked) > max_bytes:
        raise _too_large(max_bytes)
    return unpacked


def _too_large(max_bytes: int) -> SourceError:
    return SourceError(f"is larger than the limit ({max_bytes / 1_000_000:g} MB)")


def _origin(url: httpx2.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _status(answer: httpx2.Response) -> str:
    try:
        return f"answers {answer.status_code} ({HTTPStatus(answer.status_code).phrase})"
    except ValueError:
        return f"answers {answer.status_code}"


def _why(error: httpcore2.ConnectError) -> str:
    """In the words of the system, or of TLS if a certificate is not right."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({cause.verify_message})"
    return getattr(cause, "strerror", None) or str(error) or "no connection"
