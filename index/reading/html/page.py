"""Web pages to the blocks of their article and what they say of it.

The parts that are not the article are cut out, trafilatura finds where in the rest the article
is, and its paragraphs are read there. If it finds nothing, as on tiny pages, every paragraph
counts.
"""

import gc
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from lxml import etree, html

from index.errors import SourceError
from index.reading.article_size import check_tags
from index.reading.blocks import Block, Details
from index.reading.decoding import decode
from index.reading.html.about.details import page_details
from index.reading.html.about.structured_data import article_body
from index.reading.html.article_lines import article_blocks
from index.reading.html.article_part import article_runs
from index.reading.html.extractor import main_text
from index.reading.html.furniture import cut_furniture
from index.reading.html.inline import clean_inline
from index.reading.html.walk import Run, runs
from index.reading.visible_text import visible

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(
    rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
_XML_LINE = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED_WITHIN = 4096
_HAS_TAGS = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
# Of what trafilatura, or the page's own data, has: less says that it stands elsewhere in the page.
_LEAST_SHARE = 0.5
# If trafilatura has so little, or so small a share of the page, it is asked again without the
# furniture, and believed if it then has far more.
_FEW_CHARS, _SMALL_SHARE, _FAR_MORE = 500, 0.1, 1.5
# Chooses the class of an element without a call to Python, as the library's own does for each.
_PARSER = etree.HTMLParser()
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment)
)
# `rt` and `rp` are how the word before them is spoken, written small above it.
_HIDDEN = """
    style template svg select textarea datalist iframe audio video canvas map rt rp rtc
""".split()
_NO_DATA: Any = etree.XPath(".//script[not(@type='application/ld+json')] | .//*[@id='goog-gt-tt']")
# What is of no use once it has been read: each copy of the tree would have it.
_SAID_ONLY: Any = etree.XPath("""
    .//meta | .//link
    | .//script[not(contains(., 'articleBody')) and not(contains(., 'DiscussionForumPosting'))]
""")
_NO_TEXT = """
    head script style noscript template nav footer aside form button select svg
""".split()


@contextmanager
def _no_collection() -> Iterator[None]:
    """The garbage collector looks at a page's elements again and again, though hardly any lie in
    circles: without it a page is read 8% faster."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_no_collection()
def html_blocks(data: bytes) -> tuple[list[Block], Details]:
    """Raises SourceError if the bytes are not text or hold no HTML."""
    charset = _DECLARED.search(data[:_DECLARED_WITHIN]) or _XML_DECLARED.search(
        data[:_DECLARED_WITHIN]
    )
    source = decode(data, charset[1].decode("ascii") if charset else None)
    check_tags(source)
    tree = _tree(source)
    details = page_details(tree)
    whole = article_body(tree, details.title)
    title = visible(details.title or "")
    said_above = {title, *(details.author or "").split(", ")}
    for said in _SAID_ONLY(tree):
        said.drop_tree()
    known = main_text(tree)
    prose = cut_furniture(tree, " ".join(" ".join(run.text.split()) for run in known))
    found = _article(tree, known, title)
    blocks = article_blocks(found, said_above)
    chars = sum(len(run.shown) for run in known)
    is_little = chars < max(_FEW_CHARS, _SMALL_SHARE * prose) or len(known) == 1
    if whole and _chars(blocks) < _LEAST_SHARE * len(whole):
        blocks = article_blocks(_runs_of_text(whole), said_above)
    elif is_little and not _is_marked(found):
        del tree, found, known  # two trees at a time would take twice the memory
        blocks = _of_cut_page(_tree(source), blocks, title, said_above)
        if _chars(blocks) < _SMALL_SHARE * prose:
            blocks = _of_whole_page(_tree(source), blocks, title, said_above)
    elif _chars(blocks) < _LEAST_SHARE * chars:
        blocks = article_blocks(known, said_above)
    if not any(block.kind == "body" for block in blocks):
        # Read once more, since to have kept a copy would take 5 to 9 times the page's size.
        blocks = article_blocks(_all_runs(_tree(source)), said_above)
    return blocks, details


def _article(tree: Any, known: Sequence[Run], title: str) -> list[Run]:
    return article_runs(tree, [run.text for run in known], title)


def _is_marked(found: Sequence[Run]) -> bool:
    """The page itself says that this is its article's text."""
    return bool(found) and all(
        run.element.xpath("ancestor-or-self::*[@itemprop='articleBody']") for run in found
    )


def _of_cut_page(
    tree: Any, doubtful: list[Block], title: str, said_above: Collection[str]
) -> list[Block]:
    """What trafilatura finds once the furniture is gone, if that is more, or all that there is."""
    cut_furniture(tree)
    known = main_text(tree)
    blocks = article_blocks(_article(tree, known, title), said_above)
    if not blocks:
        blocks = article_blocks(known, said_above)
    return blocks if _chars(blocks) > _FAR_MORE * _chars(doubtful) else doubtful


def _of_whole_page(
    tree: Any, doubtful: list[Block], title: str, said_above: Collection[str]
) -> list[Block]:
    """What trafilatura finds at its most thorough, if that is far more: the text may stand in what
    is called a footer or a slide show."""
    known = main_text(tree, thorough=True)
    cut_furniture(tree, " ".join(" ".join(run.text.split()) for run in known))
    blocks = article_blocks(_article(tree, known, title), said_above)
    if _chars(blocks) < _LEAST_SHARE * sum(len(run.shown) for run in known):
        blocks = article_blocks(known, said_above)
    return blocks if _chars(blocks) > _FAR_MORE * _chars(doubtful) else doubtful


def _chars(blocks: Iterable[Block]) -> int:
    return sum(len(visible(block.text)) for block in blocks)


def fragment_blocks(source: str) -> list[Block]:
    """The blocks of a piece of HTML inside another format; SourceError for too many tags."""
    check_tags(source)
    try:
        return [block for run in _all_runs(_tree(source)) for block in run.blocks()]
    except SourceError:
        return []


def _tree(source: str) -> Any:
    try:
        tree: Any = html.document_fromstring(
            _XML_LINE.sub("", source).replace("\0", ""), parser=_PARSER
        )
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError("has no text to quote") from error
    for hidden in [*_NO_DATA(tree), *tree.iter(*_HIDDEN, etree.Comment)]:
        if hidden.getparent() is not None:
            hidden.drop_tree()
    clean_inline(tree)
    return tree


def _runs_of_text(text: str) -> Iterator[Run]:
    """Of the text in a page's data: HTML, or paragraphs parted by line ends."""
    if not _HAS_TAGS.search(text):
        text = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return runs(html.document_fromstring(f"<div>{text}</div>"))


def _all_runs(tree: Any) -> Iterator[Run]:
    for hidden in list(tree.iter(*_NO_TEXT)):
        is_note = hidden.tag == "aside" and any("note" in kind for kind in hidden.values())
        if not is_note and hidden.getparent() is not None:
            hidden.drop_tree()
    body = tree.find("body")
    yield from runs(tree if body is None else body)
