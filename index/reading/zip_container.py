"""ZIP containers from anywhere, opened only when they cannot unpack to more than they should."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from index.errors import SourceError

MAX_MEMBERS = 100_000
# English text packs to a tenth, repetitive HTML to a thirtieth; bombs to a thousandth.
MAX_RATIO = 100
_SMALL = 10_000_000
_LOCKED = 0x1


def open_zip(file: BinaryIO, *, max_bytes: int | None = None) -> zipfile.ZipFile:
    """Raises SourceError if it is damaged, or would unpack to more than `max_bytes` in all.

    Without `max_bytes` it may unpack to a hundred times its own size. The sizes are those that
    the container states; `read_member` never reads more than that.
    """
    try:
        packed = zipfile.ZipFile(file)
    except Exception as error:  # zipfile promises no set of errors for broken files
        raise SourceError("is damaged: save it or download it again") from error
    members = packed.infolist()
    if len(members) > MAX_MEMBERS:
        raise SourceError(f"holds more than {MAX_MEMBERS:,} files: divide it")
    size = file.seek(0, 2)
    total = sum(member.file_size for member in members)
    if total > (max(_SMALL, MAX_RATIO * size) if max_bytes is None else max_bytes):
        raise SourceError(f"would unpack to {total / 1e6:,.0f} MB, too much to be read")
    return packed


def read_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> bytes:
    """Raises SourceError if the member is missing, damaged or locked."""
    with _zip_errors():
        info = member if isinstance(member, zipfile.ZipInfo) else packed.getinfo(member)
        if info.flag_bits & _LOCKED:
            raise SourceError("is locked with a password: save it without one")
        return packed.read(info)


@contextmanager
def _zip_errors() -> Iterator[None]:
    try:
        yield
    except KeyError as error:
        raise SourceError("lacks a part that its kind must have: save it again") from error
    except NotImplementedError as error:
        raise SourceError("is packed in a way that is not read: pack it as plain ZIP") from error
    except SourceError:
        raise
    except Exception as error:  # nor do the decompressors that it calls
        raise SourceError("is damaged inside: make it or download it again") from error
