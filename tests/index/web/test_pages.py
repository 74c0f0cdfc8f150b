"""Single pages: their details, formats and character encodings, and when they are read again."""

import pytest

from index.reading.readings import Failed, Read, Unchanged
from tests.index.web.web_pages import articles, known_after, page, read, reasons, unchanged
from tests.index.web.web_server import WebServer


def test_a_page_gives_its_article_with_where_it_came_from(web: WebServer) -> None:
    address = web.serve("/2024/lamp", page())
    (reading,) = read(address)
    assert isinstance(reading, Read)
    (article,) = articles([reading])
    assert (reading.path, article.path, article.url) == (address, address, address)
    assert article.title == "The lighthouse gets a new lamp"
    assert article.author == "Ada Sample"
    assert article.publisher == "The Harbour Post"
    assert article.published == "2024-03-05"
    assert article.language == "en"
    assert len(article.paragraphs) == 3
    assert "Sport" not in article.text


def test_without_a_publisher_on_the_page_it_is_the_host(web: WebServer) -> None:
    body = "<p>The ferry runs again from Monday on, said the mayor of the island.</p>"
    (article,) = articles(read(web.serve("/ferry", f"<html><body>{body}</body></html>")))
    assert article.publisher == "127.0.0.1"


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("{site}/2024/lamp-final", "{site}/2024/lamp-final"),
        ("https://elsewhere.example/2024/lamp", "{site}/2024/lamp"),
        ("{site}/", "{site}/2024/lamp"),
        ("javascript:void(0)", "{site}/2024/lamp"),
    ],
)
def test_a_page_may_say_its_address_on_its_own_site(
    web: WebServer, canonical: str, expected: str
) -> None:
    site = web.url("")
    link = f'<link rel="canonical" href="{canonical.format(site=site)}">'
    (article,) = articles(read(web.serve("/2024/lamp", page(head=link))))
    assert article.url == expected.format(site=site)


def test_a_page_that_the_server_calls_unchanged_is_not_sent_again(web: WebServer) -> None:
    address = web.serve_with_validators("/lamp", page())
    known = known_after(read(address))
    assert read(address, known) == [Unchanged(address)]
    web.serve_with_validators("/lamp", page(text="The lamp of the lighthouse was put back."))
    (article,) = articles(read(address, known))
    assert "put back" in article.text


def test_last_modified_is_a_validator_too(web: WebServer) -> None:
    date = "Tue, 05 Mar 2024 08:00:00 GMT"
    address = web.serve("/lamp", page(), headers={"Last-Modified": date})
    known = known_after(read(address))
    web.serve("/lamp", "", status=304)
    assert read(address, known) == [Unchanged(address)]
    assert web.requests[-1].headers["if-modified-since"] == date


def test_without_validators_the_content_decides(web: WebServer) -> None:
    address = web.serve("/lamp", page())
    known = known_after(read(address))
    assert read(address, known) == [Unchanged(address)]
    web.serve("/lamp", page("The lighthouse gets two new lamps"))
    assert len(articles(read(address, known))) == 1


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_page_that_is_gone_keeps_what_it_gave(web: WebServer, status: int) -> None:
    address = web.serve("/lamp", page())
    known = known_after(read(address))
    web.serve("/lamp", "", status=status)
    (reading,) = read(address, known)
    assert isinstance(reading, Failed)


def test_a_page_that_has_lost_its_text_keeps_what_it_gave(web: WebServer) -> None:
    address = web.serve("/lamp", page())
    known = known_after(read(address))
    web.serve("/lamp", "<html><body><script>app()</script></body></html>")
    assert reasons(read(address, known)) == {address: "has no text to quote"}


RUSSIAN = "Маяк на севере острова получил новую лампу, и корабли увидят её за сорок километров."


@pytest.mark.parametrize(
    ("charset", "header", "meta"),
    [
        ("windows-1251", "windows-1251", ""),
        ("koi8-r", "koi8-r", ""),
        ("utf-8", "", "utf-8"),
        ("utf-8", "iso-8859-1", ""),
        ("windows-1251", "", "windows-1251"),
        ("windows-1251", "windows-1251", "utf-8"),
        ("windows-1251", "no-such-charset", "windows-1251"),
        ("utf-16", "utf-16", ""),
    ],
)
def test_a_page_in_any_encoding_is_read(
    web: WebServer, charset: str, header: str, meta: str
) -> None:
    head = f'<meta charset="{meta}">' if meta else ""
    content_type = f"text/html; charset={header}" if header else "text/html"
    body = page(text=RUSSIAN, head=head, lang="ru").encode(charset)
    (article,) = articles(read(web.serve("/lamp", body, content_type)))
    assert RUSSIAN in article.text


def test_an_encoding_that_only_the_header_names_is_not_guessed(web: WebServer) -> None:
    text = "The ferry to Å and the boat to Ø sail at noon, said the harbour master."
    address = web.serve("/ferry", f"<p>{text}".encode("cp865"), "text/html; charset=cp865")
    (article,) = articles(read(address))
    assert article.text == text


@pytest.mark.parametrize(
    ("path", "body", "content_type"),
    [
        ("/note", "The ferry runs again.\n\nIt sails at noon.\n", "text/plain; charset=utf-8"),
        ("/note", "# Ferry\n\nThe ferry runs again.\n", "text/markdown"),
        ("/note", '{"title": "Ferry", "text": "The ferry runs again."}', "application/json"),
        ("/note.txt", "The ferry runs again.\n", ""),
        ("/note", "<!-- x --><!DOCTYPE html><html><p>The ferry runs again.</p></html>", ""),
        ("/note", '<?xml version="1.0"?><html><p>The ferry runs again.</p></html>', "text/xml"),
    ],
)
def test_other_documents_are_read_by_their_kind(
    web: WebServer, path: str, body: str, content_type: str
) -> None:
    (article,) = articles(read(web.serve(path, body, content_type)))
    assert "The ferry runs again." in article.text
    assert article.url == web.url(path)


def test_a_source_that_cannot_be_read_keeps_all_its_items(web: WebServer) -> None:
    known = {web.url("/feed"): "", web.url("/a"): "x", web.url("/b"): "y"}
    readings = read(web.url("/feed"), known)
    assert reasons(readings) == {web.url("/feed"): "answers 404 (Not Found)"}
    assert unchanged(readings) == [web.url("/a"), web.url("/b")]
