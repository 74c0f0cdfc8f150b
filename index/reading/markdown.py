"""Markdown to what its reader sees: no markers, no link targets, no alternative texts, no tags.

A paragraph, a list item, a paragraph of a quotation, a code block and a table row are each a body
paragraph; an italic line with, or right under, an image is its caption. The title is the front
matter's, else the first `#` heading, else a heading that opens the text.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.reading.article import Block, Details
from index.reading.captions import is_caption
from index.reading.front_matter import split
from index.reading.page_furniture import is_never_text
from index.reading.signature import without_signature
from index.reading.visible_text import visible

_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_IMAGE = "\ufffc"


def markdown_blocks(source: str) -> tuple[list[Block], Details]:
    """Raises SourceError where the front matter does not parse."""
    details, text = split(source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n"))
    blocks, headline = _without_title(_blocks(text), details.title)
    blocks, signed = without_signature(blocks)
    return blocks, details.or_else(Details(title=headline)).or_else(signed)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


class _Headed:
    """A block and, for a heading, its level."""

    __slots__ = ("block", "level")

    def __init__(self, block: Block, level: int = 0) -> None:
        self.block, self.level = block, level


def _blocks(text: str) -> list[_Headed]:
    found: list[_Headed] = []
    row: list[str] | None = None
    level = 0
    in_table_head = False
    below_image = False
    for token in _reader().parse(text):
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "thead_open" | "thead_close":
                in_table_head = token.nesting == 1
            case "tr_open":
                row = []
            case "tr_close":
                cells = " | ".join(filter(None, row or []))
                found.append(_Headed(Block("heading" if in_table_head else "body", cells)))
                row = None
            case "fence" | "code_block":
                found.append(_Headed(Block("body", token.content)))
            case "html_block":
                from index.reading.html import fragment_blocks

                found += [_Headed(block) for block in fragment_blocks(token.content)]
            case "inline":
                seen = _seen(token)
                words = visible(seen.replace(_IMAGE, " "))
                if row is not None:
                    row.append(words)
                    continue
                is_shown = _IMAGE in seen or below_image
                below_image = _IMAGE in seen and not words
                if not words:
                    continue
                if level:
                    found.append(_Headed(Block("heading", words), level))
                elif (is_shown and _is_all_italic(token)) or is_caption(words):
                    found.append(_Headed(Block("caption", words)))
                elif not is_never_text(words):
                    found.append(_Headed(Block("body", words)))
    return found


def _seen(token: Token) -> str:
    parts = []
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case "image":
                parts.append(_IMAGE)
            case "html_inline" if child.content.lower().startswith("<br"):
                parts.append(" ")
    return _NOTE_MARK.sub("", "".join(parts))


def _is_all_italic(token: Token) -> bool:
    """Nothing stands outside the emphasis but images and white space."""
    depth = 0
    is_emphasised = False
    for child in token.children or ():
        if child.type in ("em_open", "em_close"):
            depth += child.nesting
            is_emphasised = True
        elif not depth and child.type == "text" and child.content.strip():
            return False
    return is_emphasised


def _without_title(found: list[_Headed], title: str | None) -> tuple[list[Block], str | None]:
    """The first `#` heading, or a heading that opens the text, is not repeated in the text.

    Where the front matter names another title, the heading stays as a heading.
    """
    at = next((at for at, headed in enumerate(found) if headed.level == 1), None)
    if at is None and found and found[0].level:
        at = 0
    blocks = [headed.block for headed in found]
    if at is None or (title and visible(title) != blocks[at].text):
        return blocks, None
    return blocks[:at] + blocks[at + 1 :], blocks[at].text
