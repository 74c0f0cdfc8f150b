"""RSS and Atom feeds: whole texts, teasers with their pages, and what is read again."""

from xml.sax.saxutils import escape

import pytest

from index.errors import SourceError
from index.reading.readings import Read, Unchanged
from index.web.client import Fetched
from index.web.feed import FULL_TEXT_CHARS, MOST_TAGS, feed_entries
from index.web.reader import WebReader
from tests.index.web.web_pages import LIMITS, articles, known_after, page, read, reasons, unchanged
from tests.index.web.web_server import WebServer

WHOLE = "".join(
    f"<p>On day {day} of the regatta the wind came from the north, and the crew of boat {day} "
    "kept its lead until the last buoy, where it had to give way to the pilot.</p>"
    for day in range(1, 12)
)
TEASER = "<p>The regatta went on for eleven days.</p>"


def rss(*items: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Harbour Wire</title><link>http://wire.example/</link><language>en-gb</language>
{"".join(items)}</channel></rss>"""


def item(
    link: str = "", title: str = "A regatta", content: str = "", summary: str = "", more: str = ""
) -> str:
    return (
        f"<item><title>{title}</title>"
        + (f"<link>{link}</link>" if link else "")
        + (f"<description>{escape(summary)}</description>" if summary else "")
        + (f"<content:encoded>{escape(content)}</content:encoded>" if content else "")
        + f"{more}</item>"
    )


def serve(web: WebServer, *items: str) -> str:
    return web.serve("/feed", rss(*items), "application/rss+xml")


def test_an_entry_with_its_whole_text_is_read_from_the_feed(web: WebServer) -> None:
    assert len(WHOLE) > FULL_TEXT_CHARS
    link = web.url("/regatta")
    more = "<pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate><author>Jo Fixture</author>"
    readings = read(serve(web, item(link, content=WHOLE, summary=TEASER, more=more)))
    (article,) = articles(readings)
    assert (article.path, article.url) == (link, link)
    assert (article.title, article.publisher) == ("A regatta", "The Harbour Wire")
    assert (article.author, article.published) == ("Jo Fixture", "2024-03-05")
    assert article.language == "en"
    assert len(article.paragraphs) == 11
    assert web.asked("/regatta") == 0


@pytest.mark.parametrize(
    "content", [TEASER, "", WHOLE + "<p>And then […]</p>", WHOLE + "<p>Continue reading →</p>"]
)
def test_otherwise_the_page_behind_it_is_read_once(web: WebServer, content: str) -> None:
    link = web.serve("/regatta", page("A regatta to remember"))
    feed = serve(web, item(link, content=content, summary=TEASER))
    readings = read(feed)
    (article,) = articles(readings)
    assert (article.path, article.title) == (link, "A regatta to remember")
    known = known_after(readings)
    assert set(unchanged(read(feed, known))) == {feed, link}
    serve(web, item(link, content=content, summary=TEASER), item(content=WHOLE))
    again = read(feed, known)
    assert Unchanged(link) in again
    assert len(articles(again)) == 1
    assert web.asked("/regatta") == 1


def test_what_the_page_does_not_say_is_taken_from_the_feed(web: WebServer) -> None:
    link = web.serve("/ferry", "<html><p>The ferry runs again from Monday on.</p></html>")
    more = "<pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate><author>Jo Fixture</author>"
    (article,) = articles(read(serve(web, item(link, more=more))))
    assert article.author == "Jo Fixture"
    assert article.publisher == "The Harbour Wire"
    assert article.published == "2024-03-05"


def test_an_entry_that_has_dropped_out_of_the_feed_is_kept(web: WebServer) -> None:
    old, new = web.url("/old"), web.url("/new")
    feed = serve(web, item(old, content=WHOLE))
    known = known_after(read(feed))
    serve(web, item(new, content=WHOLE))
    readings = read(feed, known)
    assert [article.path for article in articles(readings)] == [new]
    assert unchanged(readings) == [old]


def test_a_feed_that_turns_into_a_page_keeps_its_entries(web: WebServer) -> None:
    link = web.url("/regatta")
    feed = serve(web, item(link, content=WHOLE))
    known = known_after(read(feed))
    web.serve("/feed", page("We are moving house"))
    readings = read(feed, known)
    assert reasons(readings) == {
        feed: "listed pages until now, but what comes back is a page itself"
    }
    assert unchanged(readings) == [link]


def test_an_entry_that_has_changed_is_read_again(web: WebServer) -> None:
    link = web.url("/regatta")
    feed = serve(web, item(link, content=WHOLE))
    known = known_after(read(feed))
    serve(web, item(link, content=WHOLE + "<p>The prize went to the pilot in the end.</p>"))
    (article,) = articles(read(feed, known))
    assert "the pilot in the end" in article.text


def test_a_feed_that_has_not_changed_costs_one_request(web: WebServer) -> None:
    link = web.serve("/regatta", page())
    feed = web.serve_with_validators("/feed", rss(item(link)), "application/rss+xml")
    known = known_after(read(feed))
    asked = len(web.requests)
    assert set(unchanged(read(feed, known))) == {feed, link}
    assert [request.path for request in web.requests[asked:]] == ["/robots.txt", "/feed"]


def test_a_page_that_failed_is_tried_again_though_the_feed_has_not_changed(web: WebServer) -> None:
    link = web.serve("/regatta", "", status=500)
    feed = web.serve_with_validators("/feed", rss(item(link)), "application/rss+xml")
    first = read(feed)
    assert reasons(first) == {link: "answers 500 (Internal Server Error)"}
    web.serve("/regatta", page())
    assert len(articles(read(feed, known_after(first)))) == 1


def test_entries_without_ids_dates_or_links_are_told_apart(web: WebServer) -> None:
    other = WHOLE.replace("regatta", "race")
    feed = serve(web, item(content=WHOLE), item(content=other), item(content=other))
    readings = read(feed)
    paths = [article.path for article in articles(readings)]
    assert len(paths) == len(set(paths)) == 2
    assert all(path.startswith(f"{feed}#") for path in paths)
    serve(web, item(content=other), item(title="News", content=WHOLE))
    assert len(articles(read(feed, known_after(readings)))) == 1


@pytest.mark.parametrize("link", ["mailto:ada@wire.example", "HOST/feed"])
def test_a_link_that_leads_to_no_page_is_none(web: WebServer, link: str) -> None:
    feed = serve(web, item(link.replace("HOST", web.url("")), content=TEASER))
    (article,) = articles(read(feed))
    assert article.path.startswith(f"{feed}#")


def test_an_entry_with_neither_text_nor_page_is_told(web: WebServer) -> None:
    (entry, _) = read(serve(web, item(title="Nothing")))
    assert isinstance(entry, Read)
    assert "has no text to quote" in str(entry.results)


def test_atom_with_relative_links(web: WebServer) -> None:
    web.serve("/news/regatta", page("A regatta to remember"))
    feed = web.serve(
        "/news/feed",
        f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
        <title>Hafenblatt</title><id>urn:feed</id>
        <entry><id>urn:1</id><title>One</title><link href="regatta"/>
          <updated>2024-03-05T08:00:00Z</updated><summary>Short.</summary></entry>
        <entry><id>urn:2</id><title>Two</title><link href="/news/whole"/>
          <author><name>Kit Exemplar</name></author>
          <content type="html">{escape(WHOLE)}</content></entry></feed>""",
        "application/atom+xml",
    )
    one, two = articles(read(feed))
    assert (one.path, one.title) == (web.url("/news/regatta"), "A regatta to remember")
    assert (two.path, two.title) == (web.url("/news/whole"), "Two")
    assert (two.author, two.language) == ("Kit Exemplar", "de")


def test_rdf_by_any_content_type(web: WebServer) -> None:
    link = web.serve("/regatta", page())
    feed = web.serve(
        "/feed",
        f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/"><channel><title>Old wire</title></channel>
        <item><title>A regatta</title><link>{link}</link></item></rdf:RDF>""",
        "text/html",
    )
    assert [article.path for article in articles(read(feed))] == [link]


def test_a_feed_in_broken_xml_gives_what_can_be_read_of_it(web: WebServer) -> None:
    link = web.serve("/regatta", page())
    broken = rss(item(link)).replace("</channel></rss>", "<item><title>Cut & off")
    assert web.url("/regatta") in {a.path for a in articles(read(web.serve("/feed", broken)))}


def test_a_feed_that_is_no_feed_is_told(web: WebServer) -> None:
    (said,) = reasons(read(web.serve("/feed", "<rss><channel", "text/xml"))).values()
    assert said.startswith("is a broken feed (")
    assert "\n" not in said


def test_a_feed_of_endless_tags_is_told_before_it_is_parsed() -> None:
    for begin in (b"<rss>", b"<rss><![CDATA[", b"<rss><![CDATA[]]>"):
        flood = Fetched("http://a.example/", begin + b"<item>" * MOST_TAGS, "", "", "", "")
        with pytest.raises(SourceError, match="more than 60,000 tags"):
            feed_entries(flood)


def test_the_tags_in_the_text_of_an_entry_are_not_those_of_the_feed() -> None:
    text = b"<item><description><![CDATA[" + b"<b>a</b>" * MOST_TAGS + b"]]></description></item>"
    data = b"<rss><channel>" + text + b"</channel></rss>"
    [entry] = feed_entries(Fetched("http://a.example/", data, "", "", "", ""))
    assert entry.html.count("<b>") == MOST_TAGS


def test_entities_of_a_feed_are_not_expanded_into_files_or_floods(web: WebServer) -> None:
    bomb = '<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {name} "{"&" + before + ";" * 1}{("&" + before + ";") * 9}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    of_a_file = '<!ENTITY file SYSTEM "file:///etc/hosts">'
    feed = rss(item(title="&i;&file;", content=WHOLE)).replace(
        "<rss", f"<!DOCTYPE rss [{bomb}{of_a_file}]><rss", 1
    )
    (article,) = articles(read(web.serve("/feed", feed, "application/rss+xml")))
    assert "localhost" not in article.title
    assert len(article.title) < 100


def test_more_entries_than_the_limit_are_told(web: WebServer) -> None:
    items = [item(web.url(f"/{number}"), content=WHOLE) for number in range(5)]
    feed = serve(web, *items)
    readings = read(feed, max_items=3)
    assert len(articles(readings)) == 3
    assert reasons(readings) == {
        feed: "lists more than 3 pages: the others are left out (the setting web.max_items)"
    }


def test_a_feed_in_a_feed_is_not_followed(web: WebServer) -> None:
    inner = web.serve("/inner", rss(item(content=WHOLE)))
    said = "is a feed and no page: add it as a source of its own"
    assert reasons(read(serve(web, item(inner)))) == {inner: said}


def test_how_many_items_a_feed_has_is_said_before_they_are_read(web: WebServer) -> None:
    links = [web.url(f"/{n}") for n in range(3)]
    source = serve(web, *(item(link, content=WHOLE) for link in links))
    said: list[tuple[str, int]] = []
    with WebReader(LIMITS, on_listed=lambda *listed: said.append(listed)) as reader:
        readings = reader.read(source, {"https://old.example/entry": "x"})
        next(readings)
        assert said == [(source, 5)]
        assert len(list(readings)) == 4
