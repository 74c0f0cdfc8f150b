"""Sitemaps and indexes of sitemaps: the pages that they list, and when those are read again."""

import gzip

import pytest

from index.reading.readings import Read, Unchanged
from index.web.client import Fetched
from index.web.sitemap import MOST_SITEMAPS, walk
from tests.index.web.web_pages import articles, known_after, page, read, reasons, unchanged
from tests.index.web.web_server import WebServer

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*pages: tuple[str, str]) -> str:
    urls = "".join(
        f"<url><loc>\n {address} </loc>{f'<lastmod>{date}</lastmod>' if date else ''}</url>"
        for address, date in pages
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMESPACE}>{urls}</urlset>'


def index_of(*sitemaps: str) -> str:
    listed = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in sitemaps)
    return f"<sitemapindex {NAMESPACE}>{listed}</sitemapindex>"


@pytest.fixture
def pages(web: WebServer) -> list[str]:
    return [web.serve(f"/page-{number}", page(f"Lamp number {number}")) for number in range(3)]


def test_the_pages_of_a_sitemap_are_read(web: WebServer, pages: list[str]) -> None:
    address = web.serve("/map.xml", urlset(*((p, "2024-03-05") for p in pages)), "text/xml")
    readings = read(address)
    assert [article.path for article in articles(readings)] == pages
    assert readings[-1] == Read(address, "", ())


def test_a_page_with_the_same_lastmod_is_not_asked_for(web: WebServer, pages: list[str]) -> None:
    first, second, third = pages
    address = web.serve(
        "/map.xml", urlset((first, "2024-03-05"), (second, "2024-03-05"), (third, ""))
    )
    known = known_after(read(address))
    asked = len(web.requests)
    web.serve("/map.xml", urlset((first, "2024-03-05"), (second, "2024-03-06"), (third, "")))
    web.serve("/page-1", page("Lamp number 1, mended"))
    readings = read(address, known)
    assert [article.title for article in articles(readings)] == ["Lamp number 1, mended"]
    assert unchanged(readings) == [first, third]
    assert [request.path for request in web.requests[asked:]] == [
        *("/robots.txt", "/map.xml", "/page-1", "/page-2")
    ]


def test_a_page_that_is_no_longer_listed_does_not_come(web: WebServer, pages: list[str]) -> None:
    address = web.serve("/map.xml", urlset(*((p, "2024") for p in pages)))
    known = known_after(read(address))
    web.serve("/map.xml", urlset((pages[0], "2024")))
    assert read(address, known) == [Unchanged(pages[0]), Read(address, "", ())]


def test_an_index_leads_to_its_sitemaps_packed_or_not(web: WebServer, pages: list[str]) -> None:
    plain = web.serve("/one.xml", urlset((pages[0], "")))
    packed = web.serve(
        "/two.xml.gz", gzip.compress(urlset((pages[1], "")).encode()), "application/gzip"
    )
    address = web.serve(
        "/index.xml.gz", gzip.compress(index_of(plain, packed, plain).encode()), "application/gzip"
    )
    assert [article.path for article in articles(read(address))] == pages[:2]
    assert web.asked("/one.xml") == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<urlset><url><loc>http://a.exam", "is a broken sitemap (line 1)"),
        ("<html><body><p>Not found.</p></body></html>", "is not a sitemap"),
    ],
)
def test_a_sitemap_that_cannot_be_read_keeps_what_is_known(
    web: WebServer, pages: list[str], body: str, said: str
) -> None:
    good, bad = web.serve("/good.xml", urlset((pages[0], "2024"))), web.url("/bad.xml")
    web.serve("/bad.xml", urlset((pages[1], "2024")))
    address = web.serve("/index.xml", index_of(good, bad))
    known = known_after(read(address))
    web.serve("/bad.xml", body, "text/xml")
    readings = read(address, known)
    assert set(unchanged(readings)) == set(pages[:2])
    assert reasons(readings) == {bad: said}


def test_an_index_that_lists_itself_ends(web: WebServer, pages: list[str]) -> None:
    inner = web.serve("/inner.xml", index_of(web.url("/index.xml"), web.url("/pages.xml")))
    web.serve("/pages.xml", urlset((pages[0], "")))
    assert len(articles(read(web.serve("/index.xml", index_of(inner))))) == 1
    assert web.asked("/index.xml") == 1


def test_indexes_that_go_too_deep_are_told(web: WebServer, pages: list[str]) -> None:
    for level in range(5):
        web.serve(f"/{level}.xml", index_of(web.url(f"/{level + 1}.xml")))
    assert reasons(read(web.url("/0.xml"))) == {
        web.url("/2.xml"): "is an index more than 2 levels deep"
    }
    assert web.asked("/3.xml") == 0


def test_more_pages_than_the_limit_are_told_and_known_ones_kept(
    web: WebServer, pages: list[str]
) -> None:
    address = web.serve("/map.xml", urlset(*((p, "2024") for p in pages)))
    known = known_after(read(address))
    readings = read(address, known, max_items=2)
    assert set(unchanged(readings)) == set(pages)
    assert "lists more than 2 pages" in reasons(readings)[address]


def test_sitemaps_beyond_the_limit_are_not_asked_for(web: WebServer, pages: list[str]) -> None:
    full = web.serve("/full.xml", urlset(*((p, "") for p in pages)))
    rest = web.serve("/rest.xml", urlset(("http://a.example/", "")))
    address = web.serve("/index.xml", index_of(full, rest))
    assert "lists more than 2 pages" in reasons(read(address, max_items=2))[address]
    assert web.asked("/rest.xml") == 0


def test_more_sitemaps_than_are_read_are_told() -> None:
    def sitemap(text: str) -> Fetched:
        return Fetched("http://a.example/", text.encode(), "", "", "", "")

    fetched: list[str] = []

    def fetch(address: str) -> Fetched:
        fetched.append(address)
        return sitemap(urlset())

    many = [f"http://a.example/{number}" for number in range(MOST_SITEMAPS)]
    listed = walk("http://a.example/", sitemap(index_of(*many)), fetch, most_pages=10)
    assert fetched == many[:-1]
    assert "more than 1,000 sitemaps" in listed.failed["http://a.example/"]


def test_entities_are_not_expanded(web: WebServer) -> None:
    doctype = '<!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/hosts"><!ENTITY a "http://a/">]>'
    web.serve("/map.xml", doctype + urlset(("&f;", ""), ("&a;", "")).partition("?>")[2])
    assert read(web.url("/map.xml")) == [Read(web.url("/map.xml"), "", ())]


def test_one_bad_page_does_not_stop_the_others(web: WebServer, pages: list[str]) -> None:
    bad = web.serve("/slow", "", status=500)
    address = web.serve("/map.xml", urlset((bad, ""), ("mailto:a@b.example", ""), (pages[0], "")))
    readings = read(address)
    assert [article.path for article in articles(readings)] == [pages[0]]
    assert reasons(readings) == {
        bad: "answers 500 (Internal Server Error)",
        "mailto:a@b.example": "is not a web address: only http:// and https:// are read",
    }
