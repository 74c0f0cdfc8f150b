"""Web pages to the blocks of their article: trafilatura finds it, captions are put back.

trafilatura drops figure captions, so each is moved out of its figure as a paragraph before the
extraction and known again by its words after it. Where trafilatura finds nothing, as on tiny
pages, every <p> counts. It is imported on first use: 0.15 s.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree, html

from index.errors import SourceError
from index.reading.article import Block, Details
from index.reading.captions import is_caption
from index.reading.encoding import decode
from index.reading.limits import check_tags
from index.reading.page_furniture import is_control, is_cookie_notice, is_never_text, is_page_note
from index.reading.visible_text import visible

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(
    rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
_XML_LINE = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED_WITHIN = 4096
# On larger pages trafilatura goes without its second opinion, whose time is quadratic: 31 s a MB.
_MANY_ELEMENTS = 5_000
_CAPTIONS = (
    ".//figcaption | .//*[contains(concat(' ', @class, ' '), ' wp-caption-text ')]"
    " | .//figure//*[contains(@class, 'caption') and not(ancestor::figcaption)]"
)
_SITE_BEHIND = re.compile(r"\s*[-–—|•·:]\s*(\S.{1,50})")
_NO_TEXT = """
    head script style noscript template nav footer aside form button select svg
""".split()
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "head")
_BLOCKS = set(
    """
    p li dt dd blockquote pre figure figcaption div section article main ul ol dl table
    tbody thead tfoot tr td th header center address details summary
    list item quote row cell code
    """.split()
) | set(_HEADINGS)


def html_blocks(data: bytes) -> tuple[list[Block], Details]:
    """Raises SourceError where the bytes are not text or hold no HTML."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN]) or _XML_DECLARED.search(
        data[:_DECLARED_WITHIN]
    )
    source = decode(data, found[1].decode("ascii") if found else None)
    check_tags(source)
    tree = _tree(source)
    shown = _captions_as_paragraphs(tree)
    blocks, details = _extracted(tree)
    if not any(block.kind == "body" for block in blocks):
        tree = _tree(source)
        blocks = list(_paragraphs(tree))
    else:
        blocks = [*_captions_above(tree, blocks, shown), *blocks]
    found_in_page = Details(_headline(tree), _site(tree, details.title), language=tree.get("lang"))
    details = details.or_else(found_in_page)
    return list(_kept(blocks, shown, visible(details.title or ""))), details


def fragment_blocks(source: str) -> list[Block]:
    """The blocks of a piece of HTML inside another format; SourceError for too many tags."""
    check_tags(source)
    try:
        return list(_paragraphs(_tree(source)))
    except SourceError:
        return []


def _tree(source: str) -> Any:
    try:
        tree: Any = html.document_fromstring(_XML_LINE.sub("", source).replace("\0", ""))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError("has no text to quote") from error
    for hidden in tree.xpath(
        ".//script[not(@type='application/ld+json')] | .//style | .//template"
    ):
        hidden.drop_tree()
    return tree


def _captions_as_paragraphs(tree: Any) -> set[str]:
    """Put each caption behind its figure as a paragraph; return the words to know them by."""
    shown: set[str] = set()
    for caption in tree.xpath(_CAPTIONS):
        text = visible(caption.text_content())
        if not text or caption.getparent() is None:
            continue
        place = caption
        for around in caption.iterancestors("figure", "div"):
            if around.tag == "figure" or "caption" in around.get("class", ""):
                place = around
        paragraph = etree.Element("p")
        paragraph.text = text
        place.addnext(paragraph)
        paragraph.tail, place.tail = place.tail, None
        caption.drop_tree()
        shown.add(text)
    return shown


def _captions_above(tree: Any, blocks: list[Block], shown: set[str]) -> Iterator[Block]:
    """Captions of the same article above its text, which is often in a container of its own."""
    found = {visible(block.text) for block in blocks}
    first = next(visible(block.text) for block in blocks if block.kind == "body")
    for paragraph in tree.iter("p"):
        text = visible(paragraph.text_content())
        if text == first:
            return
        inside = {around.tag for around in paragraph.iterancestors()}
        if text in shown - found and inside & {"article", "main"} and not inside & {"aside", "nav"}:
            yield Block("caption", text)


@cache
def _trafilatura() -> Any:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    return trafilatura


def _extracted(tree: Any) -> tuple[list[Block], Details]:
    try:
        document = _trafilatura().bare_extraction(
            tree,
            include_comments=False,
            include_tables=True,
            fast=sum(1 for _ in tree.iter()) > _MANY_ELEMENTS,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:  # a page that breaks it (it promises no set of errors) still has its <p>
        logging.getLogger(__name__).debug("trafilatura failed", exc_info=True)
        return [], Details()
    if document is None or document.body is None:
        return [], Details()
    author = document.author.replace("; ", ", ") if document.author else None
    details = Details(document.title, document.sitename, author, document.date, document.url)
    return list(_body_blocks(document.body)), details


def _paragraphs(tree: Any) -> Iterator[Block]:
    """The text of a page or fragment, block by block; in a whole page that has <p>, only those."""
    for hidden in tree.xpath(" | ".join(f".//{tag}" for tag in _NO_TEXT)):
        hidden.drop_tree()
    body = tree.find("body")
    yield from _body_blocks(tree if body is None else body)


def _body_blocks(body: Any) -> Iterator[Block]:
    """The blocks of a tree of HTML, or of the like-minded elements that trafilatura makes."""
    for tag, text in _runs(body):
        if tag in _HEADINGS:
            yield Block("heading", text)
        elif tag == "figcaption":
            yield Block("caption", text)
        else:
            yield from (Block("body", part) for part in re.split(r"\n\s*\n", text))


def _runs(element: Any) -> Iterator[tuple[str, str]]:
    """Stretches of text with no block inside, and the tag of the block that they are in.

    A line break is a line end in them and no other white space is, so that two breaks in a row,
    which old pages part their paragraphs with, can be told.
    """
    parts = [_flat(element.text)]
    for child in element:
        is_element = isinstance(child.tag, str)
        if is_element and child.tag in ("br", "lb"):
            parts.append("\n")
        elif is_element and child.tag in ("tr", "row"):
            cells = (visible(" ".join(cell.itertext())) for cell in child)
            is_head = all(cell.tag == "th" or cell.get("role") == "head" for cell in child)
            yield "head" if is_head else child.tag, " | ".join(filter(None, cells))
        elif is_element and (child.tag in _BLOCKS or next(child.iter(_BLOCKS), None) is not None):
            yield element.tag, "".join(parts)
            parts = []
            yield from _runs(child)
        elif is_element:
            parts += [text for _, text in _runs(child)]
        parts.append(_flat(child.tail))
    yield element.tag, "".join(parts)


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _headline(tree: Any) -> str | None:
    for heading in tree.xpath("(.//h1)[1] | (.//title)[1]")[::-1]:
        if text := visible(heading.text_content()):
            return text
    return None


def _site(tree: Any, title: str | None) -> str | None:
    """The site's name behind the headline in the page's <title>: `Headline | The Sample Post`."""
    whole = visible(tree.findtext(".//title") or "")
    match = _SITE_BEHIND.fullmatch(whole.removeprefix(visible(title or "")))
    return match[1] if title and match and whole.startswith(visible(title)) else None


def _kept(blocks: list[Block], shown: set[str], title: str) -> Iterator[Block]:
    """Without the page's own lines, the repeated title, and what comes twice in a row."""
    before = ""
    for kind, raw, _ in blocks:
        text = visible(raw)
        if (
            not any(map(str.isalnum, text))
            or text == before
            or (kind == "heading" and text == title)
        ):
            continue
        before = text
        if text in shown or is_caption(text):
            yield Block("caption", text)
        elif kind == "caption" or not (
            is_control(text) or is_never_text(text) or is_page_note(text) or is_cookie_notice(text)
        ):
            yield Block(kind, text)
