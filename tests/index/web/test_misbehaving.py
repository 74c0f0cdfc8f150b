"""Hosts that are slow, huge, endless, lying or broken: each gets one sentence, and in time."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import pytest

from index.web.reader import WebReader
from tests.index.web.web_pages import LIMITS, articles, page, read, reason, reasons
from tests.index.web.web_server import Answering, WebServer

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8
BINARY = bytes(range(256)) * 40


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://paper.example/", "is not a web address: only http:// and https:// are read"),
        ("file:///etc/hosts", "is not a web address: only http:// and https:// are read"),
        ("http://", "is not a web address: only http:// and https:// are read"),
        ("http://paper.example:port/", "is not a web address"),
        ("http://[::1/", "is not a web address"),
        ("http://ada:secret@paper.example/", "has a user name or password in the address"),
        ("http://127.0.0.1:1/", "cannot be reached: Connection refused"),
    ],
)
def test_an_address_that_cannot_be_asked_is_told(address: str, said: str) -> None:
    assert reason(address).startswith(said)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "answers 404 (Not Found)"),
        (410, "answers 410 (Gone)"),
        (500, "answers 500 (Internal Server Error)"),
        (204, "answers 204 (No Content)"),
        (304, "answers 304 (Not Modified)"),
        (799, "answers 799"),
    ],
)
def test_any_answer_but_success_is_told(web: WebServer, status: int, said: str) -> None:
    assert reason(web.serve("/news", b"", status=status)) == said


def test_redirects_are_followed_up_to_a_limit(web: WebServer) -> None:
    web.serve("/three", page())
    web.redirect("/two", "/three", 308)
    web.redirect("/one", web.url("/two"), 301)
    (article,) = articles(read(web.redirect("/start", "one")))
    assert article.url == web.url("/three")
    assert article.path == web.url("/start")
    assert reason(web.redirect("/loop", "/loop")) == "redirects more than 3 times"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file:///etc/hosts", "is not a web address: only http:// and https:// are read"),
        ("ftp://paper.example/news", "is not a web address: only http:// and https:// are read"),
        ("http://ada:secret@paper.example/", "has a user name or password in the address"),
    ],
)
def test_a_redirect_to_no_web_address_is_told(web: WebServer, target: str, said: str) -> None:
    assert reason(web.redirect("/news", target)).startswith(said)


def dripping_headers(it: Answering) -> None:
    it.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000, every_s=0.02)


def dripping_body(it: Answering) -> None:
    it.start({"Content-Type": "text/html", "Content-Length": "100000"})
    it.drip(b"<p>word</p>", every_s=0.02)


def silence(it: Answering) -> None:
    it.server.web.closing.wait()


@pytest.mark.parametrize("behave", [dripping_headers, dripping_body, silence])
def test_one_time_limit_holds_for_the_whole_answer(
    web: WebServer, behave: Callable[[Answering], None]
) -> None:
    assert reason(web.on("/news", behave), timeout_s=0.3) == "took longer than the limit (0.3 s)"


def test_each_answer_has_the_time_limit_for_itself(web: WebServer) -> None:
    silent, good = web.on("/silent", silence), web.serve("/news", page())
    with WebReader(replace(LIMITS, timeout_s=0.3)) as reader:
        assert "took longer" in str(list(reader.read(silent, {})))
        assert len(articles(list(reader.read(good, {})))) == 1


def endless(it: Answering) -> None:
    it.start({"Content-Type": "text/html", "Connection": "close"})
    while not it.server.web.closing.is_set():
        it.wfile.write(b"<p>more</p>" * 1000)


def boasting(it: Answering) -> None:
    """A client that reads on would wait until its time limit."""
    it.start({"Content-Type": "text/html", "Content-Length": str(10**12)})
    it.server.web.closing.wait()


@pytest.mark.parametrize("behave", [endless, boasting])
def test_a_page_larger_than_the_limit_is_cut_off(
    web: WebServer, behave: Callable[[Answering], None]
) -> None:
    assert reason(web.on("/news", behave)) == "is larger than the limit (0.2 MB)"


def test_the_limit_holds_after_unpacking_too(web: WebServer) -> None:
    assert reason(web.serve_bomb("/news", 20_000_000)) == "is larger than the limit (0.2 MB)"


def test_a_packed_page_is_unpacked(web: WebServer) -> None:
    web.serve("/news", gzip.compress(page().encode()), headers={"Content-Encoding": "gzip"})
    assert len(articles(read(web.url("/news")))) == 1


def hanging_up(it: Answering) -> None:
    it.start({"Content-Type": "text/html", "Content-Length": "5000"})
    it.wfile.write(page().encode())
    it.close_connection = True


def saying_nothing(it: Answering) -> None:
    it.close_connection = True


def no_http(it: Answering) -> None:
    it.wfile.write(b"220 mail.example ready\r\n")
    it.close_connection = True


def packed_and_cut(it: Answering) -> None:
    it.send(gzip.compress(page().encode())[:-20], headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("behave", [hanging_up, saying_nothing, no_http, packed_and_cut])
def test_an_answer_that_breaks_off_is_no_article(
    web: WebServer, behave: Callable[[Answering], None]
) -> None:
    assert reason(web.on("/news", behave)) == "broke off before it was complete"


@pytest.mark.parametrize(
    ("encoding", "body", "said"),
    [
        ("gzip", page().encode(), "is damaged: it cannot be unpacked"),
        ("br", b"\x8b\x02\x80", "comes packed as br, which was not asked for"),
        ("gzip, gzip", b"", "comes packed as gzip, gzip, which was not asked for"),
    ],
)
def test_a_wrong_content_encoding_is_told(
    web: WebServer, encoding: str, body: bytes, said: str
) -> None:
    assert reason(web.serve("/news", body, headers={"Content-Encoding": encoding})) == said


@pytest.mark.parametrize(
    ("body", "content_type", "said"),
    [
        (JPEG * 100, "image/jpeg", "is of a kind that is not read (image/jpeg)"),
        (JPEG, "text/html", "is not text but a JPEG image"),
        (BINARY, "text/html", "is not text (it holds zero bytes)"),
        (BINARY, "application/octet-stream", "is of a kind that is not read (application/octet"),
        (b"words", "", "is of a kind that is not read (no content type)"),
        (b"", "text/html", "is empty"),
        (b"<html><body></body></html>", "text/html", "has no text to quote"),
    ],
)
def test_what_is_no_page_of_text_is_told(
    web: WebServer, body: bytes, content_type: str, said: str
) -> None:
    address = web.serve("/news", body, content_type)
    assert said in reasons(read(address, {address: ""}))[address]


def test_a_host_that_says_stop_is_not_asked_again(web: WebServer) -> None:
    web.serve("/map", SITEMAP.replace("HOST", web.url("")), "application/xml")
    web.serve("/a", "", status=429)
    web.serve("/b", page())
    stop = "answers 429 (Too Many Requests): its site wants to be left alone for now"
    assert reasons(read(web.url("/map"))) == {web.url("/a"): stop, web.url("/b"): stop}
    assert web.asked("/b") == 0


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>HOST/a</loc></url><url><loc>HOST/b</loc></url></urlset>"""
