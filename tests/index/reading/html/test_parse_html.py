"""Web pages of several kinds to their articles: paragraphs, captions, title, author and date."""

from pathlib import Path

import lxml.html
import pytest
import trafilatura

from index.reading.parse import parse
from index.types import Article, ParagraphKind, Skipped

PAGES = Path(__file__).parents[1] / "pages"


def article(name: str) -> Article:
    return parsed((PAGES / name).read_bytes(), f"pages/{name}")


def parsed(data: bytes, name: str = "page.html") -> Article:
    (found,) = parse(data, name)
    assert isinstance(found, Article), found
    return found


def paragraphs(found: Article, kind: ParagraphKind = "body") -> list[str]:
    return [found.text[p.start : p.end] for p in found.paragraphs if p.kind == kind]


def beginnings(found: Article, kind: ParagraphKind = "body") -> list[str]:
    return [" ".join(text.split()[:3]) for text in paragraphs(found, kind)]


def test_a_newspaper_page_gives_its_article_with_captions_at_their_place() -> None:
    found = article("newspaper.html")
    assert found.title == "Sampleland calls in allied troops & police"
    assert found.publisher == "The Sample Post"
    assert found.author == "Ada Sample, Robin Example"
    assert found.published == "2022-01-07"
    assert found.url == "https://post.example/world/troops"
    assert beginnings(found) == [
        "The first soldiers",
        "But it rained.",
        "The alliance, which",
        "The president said",
    ]
    assert paragraphs(found, "caption") == [
        "Soldiers step off a plane. (Robin Placeholder/Example Wire)",
        "Smoke over the square",
    ]
    assert [p.kind for p in found.paragraphs] == [
        *("caption", "body", "body", "body", "heading", "caption", "body")
    ]


def test_a_blog_post_gives_its_quotation_and_its_list() -> None:
    found = article("blog.html")
    assert (found.title, found.author) == ("My week at the airport", "Kit Exemplar")
    assert found.publisher == "A Sample Blog"
    assert beginnings(found) == [
        "I had meant",
        "Nobody was rude.",
        "Go to sleep,",
        "Bring water, because",
        "Bring a book,",
        "On the seventh",
    ]
    assert paragraphs(found, "caption") == ["The floor where we slept"]


def test_line_breaks_part_paragraphs_on_an_old_page() -> None:
    found = article("government.html")
    assert found.title == "Statement of the ministry on the arrival of allied units"
    assert beginnings(found) == ["The ministry announces", "The units will", "The mission is"]


def test_a_wiki_page_gives_its_table_row_by_row() -> None:
    found = article("wiki.html")
    assert found.title == "Sampleland unrest"
    assert paragraphs(found)[2:4] == ["Exampleland | 200", "Mockovia | 150"]
    assert paragraphs(found, "heading") == ["Forces", "Country | Soldiers", "Aftermath"]
    assert paragraphs(found, "caption") == ["A street in Sample City after the unrest"]


def test_a_tiny_page_gives_its_paragraphs() -> None:
    assert paragraphs(article("tiny.html")) == ["It rained.", "Then it stopped."]


def test_a_declared_encoding_is_used() -> None:
    page = '<html><meta charset="windows-1251"><body><p>Солдаты прибыли.</p></body></html>'
    assert parsed(page.encode("cp1251")).text == "Солдаты прибыли."


def test_utf8_is_recognised_though_another_encoding_is_declared() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>“Café”</p></body></html>'
    assert parsed(page.encode()).text == "“Café”"


@pytest.mark.parametrize(
    "page", [b"<html></html>", b"<!-- nothing -->", b"<", b"<script>x</script>"]
)
def test_a_page_without_text_is_skipped(page: bytes) -> None:
    assert parse(page, "page.html") == [Skipped("page.html", "has no text to quote")]


def test_deep_nesting_does_not_break_the_reader() -> None:
    page = b"<div>" * 5000 + b"<p>At the bottom of it all.</p>"
    (found,) = parse(page, "page.html")
    assert isinstance(found, Article | Skipped)


@pytest.mark.parametrize(
    ("declared", "language"),
    [('lang="de-CH"', "de"), ('lang="EN"', "en"), ('lang=""', None), ("", None)],
)
def test_the_language_is_the_one_that_the_page_declares(
    declared: str, language: str | None
) -> None:
    page = f"<html {declared}><body><p>The ferry runs again from Monday on.</p></body></html>"
    assert parsed(page.encode()).language == language


def test_a_short_paragraph_beside_the_only_long_one_is_kept() -> None:
    wall = "The harbour board met on Monday to hear how the sea wall would be paid for."
    page = f"<html><body><p>It rained.</p><p>{wall}</p><p>Nobody came.</p></body></html>"
    assert parsed(page.encode()).text.split("\n\n") == ["It rained.", wall, "Nobody came."]


def test_trafilatura_leaves_the_page_as_it_is() -> None:
    """It is given the page itself, since copies of large ones would take most of the memory."""
    source = (PAGES / "newspaper.html").read_text()
    tree = lxml.html.document_fromstring(source)
    before = lxml.html.tostring(tree)
    trafilatura.extract_metadata(tree)
    trafilatura.bare_extraction(tree, fast=True, include_comments=False, include_tables=True)
    assert lxml.html.tostring(tree) == before
