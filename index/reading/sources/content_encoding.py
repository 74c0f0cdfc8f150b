"""What a server packed for its way over the network, unpacked: gzip, deflate and Brotli."""

import zlib
from collections.abc import Callable

from index.errors import SourceError

_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


def unpacked(data: bytes, encoding: str, *, max_bytes: int) -> bytes:
    """At most `max_bytes` of a body, by the value of its Content-Encoding header.

    Raises SourceError if the body is damaged, breaks off, or is packed in another way.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("", "identity"):
            continue
        unpack = _UNPACKERS.get(name.removeprefix("x-"))
        if unpack is None:
            raise SourceError("is packed in a way that is not read")
        data = unpack(data, max_bytes)
    return data


def _gzip(data: bytes, max_bytes: int) -> bytes:
    return _inflated(data, _GZIP, max_bytes)


def _deflate(data: bytes, max_bytes: int) -> bytes:
    """With zlib's header as the standard has it, or without as some servers send it."""
    has_header = len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    return _inflated(data, _ZLIB if has_header else _RAW, max_bytes)


def _inflated(data: bytes, window: int, max_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    try:
        found = unpacker.decompress(data, max_bytes)
    except zlib.error as error:
        raise SourceError("is damaged inside") from error
    if not unpacker.eof and len(found) < max_bytes:
        raise SourceError("breaks off")
    return found


def _brotli(data: bytes, max_bytes: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    try:
        found: bytes = unpacker.process(data, output_buffer_limit=max_bytes)
    except brotli.error as error:
        raise SourceError("is damaged inside") from error
    if not unpacker.is_finished() and len(found) < max_bytes:
        raise SourceError("breaks off")
    return found[:max_bytes]


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
