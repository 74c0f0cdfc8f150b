"""Feeds, sitemaps, robots.txt and pages of mangled bytes: a SourceError at most, never another."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.reading.blocks import Details
from index.reading.parser_process import in_this_process
from index.types import Article, Skipped
from index.web.client import Fetched
from index.web.feed import feed_entries
from index.web.kinds import kind_of
from index.web.page import page_articles
from index.web.sitemap import read_sitemap
from tests.index.web.test_feeds import WHOLE, item, rss
from tests.index.web.test_sitemaps import index_of, urlset
from tests.index.web.web_pages import page

WHOLE_ONES = [
    rss(item("http://a.example/x", content=WHOLE, summary="words"), item(content=WHOLE)),
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://[/"><entry><id>u</id>'
    '<link href="x"/><content type="html">&lt;p&gt;x</content></entry></feed>',
    urlset(("http://a.example/", "2024-01-01"), ("http://b.example/", "")),
    index_of("http://a.example/map.xml"),
    page(head='<link rel="canonical" href="http://[x">'),
]
NASTY = [
    *(b"<", b"&", b"]]>", b"<![CDATA[", b"<!--", b"<?xml", b"<!DOCTYPE a [", b"http://["),
    *(b"\x00", b"\xff\xfe", b"&#0;", b"&#xd800;", b"&#99999999;", b"<item>", b"type='base64'"),
    *(b" encoding='utf-7'", b" encoding='\xe7'", b"xml:base='http://['", b"<link>"),
]


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    data = draw(st.sampled_from(WHOLE_ONES)).encode()
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        data = data[:start] + draw(st.sampled_from([b"", *NASTY])) + data[end:]
    return data


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    data=mangled(),
    content_type=st.sampled_from(["", "text/xml", "text/html"]),
    charset=st.sampled_from(["", "utf-8", "utf-16", "none"]),
)
def test_mangled_bytes_are_told_and_nothing_else(
    data: bytes, content_type: str, charset: str
) -> None:
    fetched = Fetched("http://a.example/feed", data, content_type, charset, "", "")
    with suppress(SourceError):
        kind_of(fetched)
    with suppress(SourceError):
        read_sitemap(fetched)
    with suppress(SourceError):
        for entry in feed_entries(fetched):
            with suppress(SourceError):
                entry.own_article()
    for result in page_articles(fetched, "page", ".html", Details(), in_this_process):
        assert isinstance(result, Article | Skipped)
