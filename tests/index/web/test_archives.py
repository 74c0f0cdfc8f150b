"""Archives at an address: each member is an item, and none is read again without need."""

import io

import pytest

from index.reading.readings import Read, Unchanged
from tests.index.reading.sources.test_archives import HTML, PAGE, TEXT, warc, zipped
from tests.index.web.web_pages import articles, known_after, read, reason, reasons, unchanged
from tests.index.web.web_server import WebServer

GZIP = "application/gzip"


def pages(*paths: str) -> io.BytesIO:
    addresses = [f"https://harbour.example/{path}" for path in paths]
    return warc([("response", address, PAGE.encode(), HTML) for address in addresses])


def test_the_pages_of_a_web_archive_keep_their_own_addresses(web: WebServer) -> None:
    address = web.serve("/pages.warc.gz", pages("wall", "pier").getvalue(), GZIP)
    readings = read(address)
    assert [article.url for article in articles(readings)] == [
        "https://harbour.example/wall",
        "https://harbour.example/pier",
    ]
    assert readings[-1].path == address


@pytest.mark.parametrize("path", ["/news.zip", "/download"])
def test_a_zip_is_read_like_a_folder(web: WebServer, path: str) -> None:
    packed = zipped(("a.txt", TEXT), ("deep/b.html", PAGE)).getvalue()
    address = web.serve(path, packed, "application/zip")
    assert [article.path for article in articles(read(address))] == [
        f"{address}/a.txt",
        f"{address}/deep/b.html",
    ]


def test_an_archive_that_has_not_changed_leaves_its_members_as_they_are(web: WebServer) -> None:
    address = web.serve_with_validators("/pages.warc", pages("wall").getvalue())
    known = known_after(read(address))
    assert read(address, known) == [Unchanged(path) for path in known]
    # Without validators the same bytes show it.
    web.serve("/pages.warc", pages("wall").getvalue())
    assert read(address, known) == [Unchanged(path) for path in known]
    web.serve("/pages.warc", pages("wall", "pier").getvalue())
    assert len(articles(read(address, known))) == 2


def test_an_archive_that_is_broken_now_keeps_its_members(web: WebServer) -> None:
    packed = zipped(("a.txt", TEXT)).getvalue()
    address = web.serve("/news.zip", packed, "application/zip")
    known = known_after(read(address))
    web.serve("/news.zip", packed[:-30], "application/zip")
    readings = read(address, known)
    assert unchanged(readings) == [f"{address}!{address}/a.txt"]
    assert readings[-1] == Read(address, "", ())


def test_an_archive_larger_than_the_limit_is_refused(web: WebServer) -> None:
    address = web.serve("/pages.warc", pages("wall").getvalue())
    assert reason(address, max_bytes=100) == "is larger than the limit (0.0001 MB)"


def test_an_archive_that_a_sitemap_lists_is_no_page(web: WebServer) -> None:
    packed = web.serve("/news.zip", zipped(("a.txt", TEXT)).getvalue(), "application/zip")
    sitemap = web.serve("/sitemap.xml", f"<urlset><url><loc>{packed}</loc></url></urlset>")
    assert reasons(read(sitemap)) == {
        packed: "is a zip archive and no page: add it as a source of its own"
    }
