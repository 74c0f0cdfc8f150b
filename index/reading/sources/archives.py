"""Archives to the articles in them: `.zip` files, and the web archives `.warc` and `.warc.gz`.

Nothing is unpacked to disk, and one member at a time is held in memory. An archive may be of any
size; each member obeys the limit on files. An archive within an archive is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from index.errors import SourceError
from index.reading.decoding import decode
from index.reading.parser_process import Runner, articles_in
from index.reading.readings import Known, Read, Reading, Unchanged
from index.reading.sources.content_encoding import unpacked
from index.reading.sources.passed_over import lies_beside
from index.reading.visible_text import visible
from index.reading.zip_container import open_zip, read_member
from index.types import Article, Skipped

_ZIP, _WARC = (".zip",), (".warc", ".warc.gz")
_OTHER_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz", ".zst")
_RESOURCE_FORK_FOLDER = "__MACOSX"
_TEXTS = (".html", ".txt", ".md")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
# The types of what a server sent that are read; others belong to pages, and are passed over.
_SUFFIX_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


@dataclass(frozen=True, slots=True)
class Member:
    """`path` names it to people; `suffix` says its format; `url` is where it was on the web."""

    path: str
    data: bytes
    suffix: str
    url: str | None = None


def is_archive(path: str) -> bool:
    return path.lower().endswith(_ZIP + _WARC)


def archive_readings(
    file: BinaryIO,
    path: str,
    stamp: str,
    known: Known,
    run: Runner,
    *,
    suffix: str = "",
    max_member_bytes: int,
) -> Iterator[Reading]:
    """The archive as an item without articles, and an item for each of its members.

    If nothing in it can be read, the members known so far stand, and it is read again next time.
    """
    is_broken = True
    for result in archive_articles(file, path, run, suffix, max_member_bytes=max_member_bytes):
        is_broken = is_broken and isinstance(result, Skipped)
        yield Read(f"{path}!{result.path}", stamp, (result,))
    if is_broken:
        yield from known_members(path, known)
    yield Read(path, "" if is_broken else stamp, ())


def members_in(path: Path) -> int:
    """How many files a zip archive has that are read; 0 of any other file, or of a damaged one."""
    if not path.name.lower().endswith(_ZIP):
        return 0
    try:
        with path.open("rb") as file, open_zip(file) as packed:
            return sum(_is_read(info.filename) for info in packed.infolist())
    except (OSError, SourceError):
        return 0


def known_members(archive: str, known: Known) -> Iterator[Unchanged]:
    return (Unchanged(path) for path in known if path.startswith(f"{archive}!"))


def archive_articles(
    file: BinaryIO, path: str, run: Runner, suffix: str = "", *, max_member_bytes: int
) -> Iterator[Article | Skipped]:
    """The articles of an archive in its order; whatever is wrong comes back as Skipped.

    `file` can be sought in; `suffix` says the format, or else the path's. A zip's members are named
    `news.zip/folder/a.html`; those of a web archive by their address, which is their article's URL
    too.
    """
    for member in members(file, path, suffix, max_member_bytes=max_member_bytes):
        if isinstance(member, Skipped):
            yield member
            continue
        for found in articles_in(run, member.data, member.path, member.suffix):
            if isinstance(found, Article) and member.url:
                found = replace(found, url=member.url)
            yield found


def members(
    file: BinaryIO, path: str, suffix: str = "", *, max_member_bytes: int
) -> Iterator[Member | Skipped]:
    """What is in an archive and may be read, each with its bytes; one that cannot is Skipped."""
    read = _zip_members if (suffix or path.lower()).endswith(_ZIP) else _warc_members
    try:
        yield from read(file, path, max_member_bytes)
    except SourceError as error:
        yield Skipped(path, str(error))


def _zip_members(file: BinaryIO, path: str, max_bytes: int) -> Iterator[Member | Skipped]:
    with open_zip(file) as packed:
        for info in packed.infolist():
            if not _is_read(info.filename):
                continue
            name = _name(info.filename)
            shown = visible(f"{path}/{name.as_posix().lstrip('/')}")
            if is_archive(shown) or shown.lower().endswith(_OTHER_ARCHIVES):
                yield Skipped(shown, "is an archive within an archive: unpack it first")
            elif info.file_size > max_bytes:
                yield Skipped(shown, _too_large(max_bytes))
            else:
                try:
                    yield Member(shown, read_member(packed, info), name.suffix.lower())
                except SourceError as error:
                    yield Skipped(shown, str(error))


def _name(filename: str) -> PurePosixPath:
    return PurePosixPath(filename.replace("\\", "/"))


def _is_read(filename: str) -> bool:
    name = _name(filename)
    return not (filename.endswith("/") or _is_hidden(name) or lies_beside(name))


def _is_hidden(name: PurePosixPath) -> bool:
    return name.parts[:1] == (_RESOURCE_FORK_FOLDER,) or any(
        part.startswith(".") and part not in (".", "..") for part in name.parts
    )


def _warc_members(file: BinaryIO, path: str, max_bytes: int) -> Iterator[Member | Skipped]:
    from warcio.archiveiterator import ArchiveIterator

    records = iter(ArchiveIterator(file))
    while True:
        try:
            record = next(records, None)
            if record is None:
                return
            found = _answer(record, max_bytes)
        except Exception as error:  # warcio promises no set of errors, and cannot go on after one
            raise SourceError("breaks off or is damaged: what follows is not read") from error
        if found is not None:
            yield found


def _answer(record: Any, max_bytes: int) -> Member | Skipped | None:
    """The page of a record, if it is a server's answer that holds one."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    headers = record.http_headers
    kind, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    suffix = _SUFFIX_OF_TYPE.get(kind.strip().lower())
    if headers.get_statuscode() != "200" or suffix is None:
        return None
    address = visible(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    try:
        data = _body(record, max_bytes)
        if suffix in _TEXTS and (charset := _CHARSET.search(parameters)):
            data = decode(data, charset[1]).encode("utf-8-sig")
    except SourceError as error:
        return Skipped(address, str(error))
    return Member(address, data, suffix, address)


def _body(record: Any, max_bytes: int) -> bytes:
    """warcio joins the chunks; it would pass over errors in what is packed, and say nothing."""
    encoding = record.http_headers.get_header("Content-Encoding") or ""
    record.http_headers.remove_header("Content-Encoding")
    packed = record.content_stream().read(max_bytes + 1)
    data = unpacked(packed[: max_bytes + 1], encoding, max_bytes=max_bytes + 1)
    if max(len(packed), len(data)) > max_bytes:
        raise SourceError(_too_large(max_bytes))
    if _breaks_off(record.raw_stream):
        raise SourceError("breaks off: the archive was not stored to its end")
    return data


def _breaks_off(stream: Any) -> bool:
    """warcio ends a record without an error if the file ends within it."""
    stream.read()
    return isinstance(getattr(stream, "limit", None), int) and stream.limit > 0


def _too_large(max_bytes: int) -> str:
    return f"is larger than the limit of {max_bytes / 1_000_000:.1f} MB"
