"""Web pages to the blocks of their article and what they say of it.

The parts that are not the article are cut out, trafilatura finds where in the rest the article
is, and its paragraphs are read there. If it finds nothing, as on tiny pages, every paragraph
counts. trafilatura is imported on first use: 0.15 s.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree, html

from index.errors import SourceError
from index.reading.article_size import check_tags
from index.reading.blocks import Block, Details
from index.reading.decoding import decode
from index.reading.html.article_lines import article_blocks
from index.reading.html.article_part import article_runs
from index.reading.html.furniture import cut_furniture
from index.reading.html.walk import Run, runs
from index.reading.visible_text import visible

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(
    rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
_XML_LINE = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED_WITHIN = 4096
_SITE_AFTER = re.compile(r"\s*[-–—|•·:]\s*(\S.{1,50})")
_NO_TEXT = """
    head script style noscript template nav footer aside form button select svg
""".split()


def html_blocks(data: bytes) -> tuple[list[Block], Details]:
    """Raises SourceError if the bytes are not text or hold no HTML."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN]) or _XML_DECLARED.search(
        data[:_DECLARED_WITHIN]
    )
    source = decode(data, found[1].decode("ascii") if found else None)
    check_tags(source)
    tree = _tree(source)
    details = _details(tree)
    title = visible(details.title or "")
    cut_furniture(tree)
    said_above = {title, *(details.author or "").split(", ")}
    blocks = article_blocks(article_runs(tree, _main_paragraphs(tree), title), said_above)
    if not any(block.kind == "body" for block in blocks):
        # Read once more, since to have kept a copy would take 5 to 9 times the page's size.
        blocks = article_blocks(_all_runs(_tree(source)), said_above)
    return blocks, details


def fragment_blocks(source: str) -> list[Block]:
    """The blocks of a piece of HTML inside another format; SourceError for too many tags."""
    check_tags(source)
    try:
        return [block for run in _all_runs(_tree(source)) for block in run.blocks()]
    except SourceError:
        return []


def _tree(source: str) -> Any:
    try:
        tree: Any = html.document_fromstring(_XML_LINE.sub("", source).replace("\0", ""))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError("has no text to quote") from error
    for hidden in tree.xpath(
        ".//script[not(@type='application/ld+json')] | .//style | .//template | .//comment()"
    ):
        hidden.drop_tree()
    return tree


@cache
def _trafilatura() -> Any:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    return trafilatura


def _details(tree: Any) -> Details:
    found_in_page = Details(_headline(tree), language=tree.get("lang"))
    try:
        found = _trafilatura().extract_metadata(
            tree, date_config={"original_date": True, "extensive_search": False}
        )
    except Exception:  # a page that breaks it (it promises no set of errors) still has its text
        logging.getLogger(__name__).debug("trafilatura failed", exc_info=True)
        found = None
    if found is not None:
        author = found.author.replace("; ", ", ") if found.author else None
        details = Details(found.title, found.sitename, author, found.date, found.url)
        found_in_page = details.or_else(found_in_page)
    return found_in_page.or_else(Details(publisher=_site(tree, found_in_page.title)))


def _main_paragraphs(tree: Any) -> list[str]:
    """The paragraphs that trafilatura takes for the article's, as it has them."""
    try:
        document = _trafilatura().bare_extraction(
            tree, fast=True, include_comments=False, include_tables=True
        )
    except Exception:  # as above: every paragraph counts then
        logging.getLogger(__name__).debug("trafilatura failed", exc_info=True)
        return []
    if document is None or document.body is None:
        return []
    return [run.text for run in runs(document.body)]


def _all_runs(tree: Any) -> Iterator[Run]:
    for hidden in tree.xpath(" | ".join(f".//{tag}" for tag in _NO_TEXT)):
        hidden.drop_tree()
    body = tree.find("body")
    yield from runs(tree if body is None else body)


def _headline(tree: Any) -> str | None:
    for heading in tree.xpath("(.//h1)[1] | (.//title)[1]")[::-1]:
        if text := visible(heading.text_content()):
            return text
    return None


def _site(tree: Any, title: str | None) -> str | None:
    """The site's name after the headline in the page's <title>: `Headline | The Sample Post`."""
    whole = visible(tree.findtext(".//title") or "")
    match = _SITE_AFTER.fullmatch(whole.removeprefix(visible(title or "")))
    return match[1] if title and match and whole.startswith(visible(title)) else None
