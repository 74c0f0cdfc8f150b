"""What an address gave: a page, a feed, a sitemap, a document or nothing that is read."""

import pytest

from index.errors import SourceError
from index.web.client import Fetched
from index.web.feed import feed_entries
from index.web.kinds import FEED, SITEMAP, kind_of


def fetched(data: bytes, content_type: str, path: str = "/") -> Fetched:
    return Fetched(f"http://a.example{path}", data, content_type, "", "", "")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<rss version='2.0'>", FEED),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<feed xmlns='x'>", FEED),
        ("<?xml version='1.0'?><rss>".encode("utf-16"), FEED),
        (b"<rdf:RDF>", FEED),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", FEED),
        (b"<urlset>", SITEMAP),
        (b"<?xml-stylesheet href='a'?><sm:sitemapindex>", SITEMAP),
        (b"<!doctype html><HTML>", ".html"),
        (b"%PDF-1.7", ".pdf"),
        (b"WARC/1.0\r\n", ".warc"),
    ],
)
@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/xml", ""])
def test_the_bytes_tell_what_it_is(data: bytes, kind: str, content_type: str) -> None:
    assert kind_of(fetched(data, content_type)) == kind


@pytest.mark.parametrize(
    ("content_type", "path", "kind"),
    [
        ("text/html", "/", ".html"),
        ("text/markdown", "/", ".md"),
        ("application/epub+zip", "/", ".epub"),
        ("multipart/related", "/", ".mhtml"),
        ("", "/notes.md", ".md"),
        ("application/octet-stream", "/report.DOCX", ".docx"),
    ],
)
def test_else_the_server_or_the_address_tells(content_type: str, path: str, kind: str) -> None:
    assert kind_of(fetched(b"words", content_type, path)) == kind


@pytest.mark.parametrize(
    ("content_type", "path", "kind"),
    [
        ("application/zip", "/download", ".zip"),
        ("application/octet-stream", "/download", ".zip"),
        ("application/x-unheard-of", "/news.zip", ".zip"),
        ("application/zip", "/report.docx", ".docx"),
    ],
)
def test_what_is_zipped_is_an_archive_or_a_document(
    content_type: str, path: str, kind: str
) -> None:
    assert kind_of(fetched(b"PK\x03\x04", content_type, path)) == kind


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_a_feed_in_characters_of_several_bytes_is_a_feed_and_is_read(encoding: str) -> None:
    source = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><item>'
        "<title>Gøats</title><link>https://a.example/1</link></item></channel></rss>"
    )
    feed = fetched(source.encode(encoding), "application/rss+xml")
    assert kind_of(feed) == FEED
    assert [entry.details.title for entry in feed_entries(feed)] == ["Gøats"]


@pytest.mark.parametrize(
    ("content_type", "path"),
    [("application/zip", "/a.html"), ("application/x-msdownload", "/"), ("", "/a.exe"), ("", "/")],
)
def test_anything_else_is_not_read(content_type: str, path: str) -> None:
    with pytest.raises(SourceError, match="is of a kind that is not read"):
        kind_of(fetched(b"words", content_type, path))


def test_a_head_made_to_be_slow_is_not() -> None:
    """Without atomic groups each of these would be tried in 2^n ways."""
    with pytest.raises(SourceError):
        kind_of(fetched(b"<?a?>" * 800, ""))
