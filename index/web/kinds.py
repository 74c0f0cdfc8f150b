"""What came back from an address: a feed, a sitemap, or a document of some format.

The bytes say it where they can, since servers call feeds and sitemaps all sorts of things; then
the content type; the address only where the server does not know better itself.
"""

import codecs
import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from index.errors import SourceError
from index.web.client import Fetched

FEED = "feed"
SITEMAP = "sitemap"

_ROOTS = {"rss": FEED, "feed": FEED, "rdf": FEED, "urlset": SITEMAP, "sitemapindex": SITEMAP}
_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\])?\s*>)*+<(?:\w+:)?(\w+)",
    re.IGNORECASE | re.DOTALL,
)
_ROOT_WITHIN = 4096
_PDF = b"%PDF-"
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


def kind_of(fetched: Fetched) -> str:
    """FEED, SITEMAP, or the suffix by which `parse` knows the format.

    Raises SourceError for a content type that is not read.
    """
    root = _root(fetched.data)
    if root in _ROOTS:
        return _ROOTS[root]
    if fetched.data.startswith(_PDF):
        return ".pdf"
    if root == "html":
        return ".html"
    if fetched.content_type in _SUFFIXES:
        return _SUFFIXES[fetched.content_type]
    suffix = PurePosixPath(urlsplit(fetched.url).path).suffix.lower()
    if fetched.content_type in _SAYS_NOTHING and suffix in _SUFFIXES.values():
        return suffix
    said = fetched.content_type or "no content type"
    raise SourceError(f"is of a kind that is not read ({said})")


def _root(data: bytes) -> str:
    """The name of the first element, in lower case; "" where it is not markup."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    start = data[:_ROOT_WITHIN].decode("utf-16" if utf16 else "utf-8-sig", "replace")
    match = _ROOT.match(start)
    return match[1].lower() if match else ""
