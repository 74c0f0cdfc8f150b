"""E-books (EPUB 2 and 3) to the blocks of their text: a ZIP of XHTML pages and what orders them.

`META-INF/container.xml` names the package document, which has the book's details and its spine:
the pages in reading order. The table of contents and pages beside the order are left out.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from index.errors import SourceError
from index.reading.article_size import check_tags
from index.reading.blocks import Block, Details
from index.reading.decoding import decode
from index.reading.html.page import fragment_blocks
from index.reading.zip_container import open_zip, read_member

MAX_UNPACKED_BYTES = 200_000_000
MAX_TEXT_CHARS = 20_000_000
_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")
_EMPTY = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*?)?)/>")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def epub_blocks(data: bytes) -> tuple[list[Block], Details, list[str]]:
    """With the pages that could not be read, if others could.

    Raises SourceError if the book is broken or locked.
    """
    with open_zip(io.BytesIO(data), max_bytes=MAX_UNPACKED_BYTES) as book:
        place = _package_place(book)
        package = _xml(book, place)
        pages = list(_spine(package, posixpath.dirname(place)))
        _refuse_locked(book, pages)
        blocks: list[Block] = []
        unread: list[str] = []
        chars = 0
        for page in pages:
            try:
                found = _page_blocks(book, page)
            except SourceError as error:
                unread.append(f"its part {posixpath.basename(page)} {error}")
                continue
            blocks += found
            chars += sum(len(block.text) for block in found)
            if chars > MAX_TEXT_CHARS:
                millions = MAX_TEXT_CHARS // 1_000_000
                raise SourceError(f"has more than {millions} million characters: divide it")
        if unread and not blocks:
            raise SourceError("is damaged inside: make it or download it again")
        return blocks, _details(package), unread


def _xml(book: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(read_member(book, name), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"is a broken e-book: {name} does not parse") from error
    if root is None:
        raise SourceError(f"is a broken e-book: {name} does not parse")
    return root


def _package_place(book: zipfile.ZipFile) -> str:
    places = _xml(book, _CONTAINER).xpath("//*[local-name()='rootfile']/@full-path")
    if not places:
        raise SourceError("is a broken e-book: it does not say where its pages are")
    return str(places[0])


def _spine(package: Any, folder: str) -> Iterator[str]:
    """The members of the pages in reading order."""
    items = {
        item.get("id"): posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        for item in package.xpath("//*[local-name()='manifest']/*[local-name()='item']")
        if item.get("media-type") in _PAGES and "nav" not in (item.get("properties") or "").split()
    }
    for reference in package.xpath("//*[local-name()='spine']/*[local-name()='itemref']"):
        page = items.pop(reference.get("idref"), None)
        if page and reference.get("linear") != "no":
            yield page


def _refuse_locked(book: zipfile.ZipFile, pages: list[str]) -> None:
    """Fonts may be scrambled; pages must not be."""
    if _LOCKS in book.namelist():
        locked = _xml(book, _LOCKS).xpath("//*[local-name()='CipherReference']/@URI")
        if {unquote(str(uri)) for uri in locked} & set(pages):
            raise SourceError("is locked by its seller: only an e-book without a lock is read")


def _page_blocks(book: zipfile.ZipFile, page: str) -> list[Block]:
    source = decode(read_member(book, page), "utf-8")
    check_tags(source)
    return fragment_blocks(_EMPTY.sub(_opened_and_closed, source))


def _opened_and_closed(match: re.Match[str]) -> str:
    """`<title/>` is an empty title in XHTML, but in HTML opens one that takes in all the rest."""
    name, attributes = match.groups()
    return match[0] if name.lower() in _VOID else f"<{name}{attributes}></{name}>"


def _details(package: Any) -> Details:
    def named(name: str) -> list[str]:
        found = package.xpath(f"//*[local-name()='metadata']//*[local-name()='{name}']")
        return [text for text in ("".join(each.itertext()).strip() for each in found) if text]

    def first(name: str) -> str | None:
        return next(iter(named(name)), None)

    dates = named("date")
    return Details(
        title=first("title"),
        publisher=first("publisher"),
        author=", ".join(named("creator")) or None,
        published=dates[0][:10] if dates else None,
        url=next((text for text in named("source") if text.startswith("http")), None),
        language=first("language"),
    )
