"""What came back from an address: a feed, a sitemap, an archive, or a document of some format.

The bytes say it if they can, since servers call feeds and sitemaps all sorts of things; then
the content type; the address only if the server does not know better itself.
"""

import codecs
import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from index.errors import SourceError
from index.web.client import Fetched

FEED = "feed"
SITEMAP = "sitemap"
ARCHIVES = {".zip": "zip archive", ".warc": "web archive"}
"""What people call them, by the suffix of the format."""

_ROOTS = {"rss": FEED, "feed": FEED, "rdf": FEED, "urlset": SITEMAP, "sitemapindex": SITEMAP}
_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\])?\s*>)*+<(?:\w+:)?(\w+)",
    re.IGNORECASE | re.DOTALL,
)
_ROOT_WITHIN = 4096
# How markup begins whose characters have several bytes; the longer ones first.
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_PDF = b"%PDF-"
_WARC = b"WARC/"
_ZIP = b"PK\x03\x04"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/epub+zip": ".epub",
    "multipart/related": ".mhtml",
    "application/x-mimearchive": ".mhtml",
    "message/rfc822": ".mhtml",
}
_SAYS_NOTHING = {"", "application/octet-stream", "binary/octet-stream", "application/x-gzip"}
_ZIP_TYPES = {"application/zip", "application/x-zip-compressed", *_SAYS_NOTHING}
_ZIPPED_DOCUMENTS = (".docx", ".epub")


def kind_of(fetched: Fetched) -> str:
    """FEED, SITEMAP, or the suffix of the format, which is an archive's or one of `parse`'s.

    Raises SourceError for a content type that is not read.
    """
    root = _root(fetched.data)
    if root in _ROOTS:
        return _ROOTS[root]
    if fetched.data.startswith(_PDF):
        return ".pdf"
    if fetched.data.startswith(_WARC):
        return ".warc"
    if root == "html":
        return ".html"
    if fetched.content_type in _SUFFIXES:
        return _SUFFIXES[fetched.content_type]
    suffix = PurePosixPath(urlsplit(fetched.url).path).suffix.lower()
    if fetched.content_type in _SAYS_NOTHING and suffix in _SUFFIXES.values():
        return suffix
    if fetched.data.startswith(_ZIP) and (suffix == ".zip" or fetched.content_type in _ZIP_TYPES):
        return suffix if suffix in _ZIPPED_DOCUMENTS else ".zip"
    said = fetched.content_type or "no content type"
    raise SourceError(f"is of a kind that is not read ({said})")


def _root(data: bytes) -> str:
    """The name of the first element, in lower case; "" if it is not markup."""
    wide = (name for opening, name in _WIDE if data.startswith(opening))
    start = data[:_ROOT_WITHIN].decode(next(wide, "utf-8-sig"), "replace")
    match = _ROOT.match(start.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"))
    return match[1].lower() if match else ""
