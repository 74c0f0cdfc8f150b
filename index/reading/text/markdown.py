"""Markdown to what its reader sees: no markers, no link targets, no alternative texts, no tags.

A paragraph, a list item, a paragraph of a quotation, a code block and a table row are each a body
paragraph; an italic line with, or right under, an image is its caption. The title is the front
matter's, else the first `#` heading, else a heading that opens the text.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

from index.reading.article_size import check_lines, check_marks
from index.reading.blocks import Block, Details
from index.reading.lines.bylines import is_date_line
from index.reading.lines.captions import is_caption
from index.reading.lines.line_kinds import is_never_text
from index.reading.lines.signature import without_signature
from index.reading.text.front_matter import split
from index.reading.text.markdown_tables import Table, table_in
from index.reading.visible_text import visible

_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_IMAGE = "\ufffc"


def markdown_blocks(source: str) -> tuple[list[Block], Details]:
    """Raises SourceError if the front matter does not parse, or there is too much."""
    check_lines(source)
    check_marks(source)
    details, text = split(source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n"))
    blocks, headline = _without_title(_blocks(text), details.title)
    blocks, signed = without_signature(blocks)
    return blocks, details.or_else(Details(title=headline)).or_else(signed)


@cache
def _reader() -> MarkdownIt:
    """Finds the blocks; what is within each is parsed when its turn comes, by `_children`.

    Held all at once, the tokens within 1 MB of emphasised letters take 300 MB.
    """
    reader = MarkdownIt("commonmark").enable("strikethrough")
    return reader.disable(["inline", "text_join"])


def _children(content: str, references: EnvType) -> list[Token]:
    children: list[Token] = []
    _reader().inline.parse(content, _reader(), references, children)
    return children


class _Headed:
    """A block and, for a heading, its level."""

    __slots__ = ("block", "level")

    def __init__(self, block: Block, level: int = 0) -> None:
        self.block, self.level = block, level


def _blocks(text: str) -> list[_Headed]:
    found: list[_Headed] = []
    level = 0
    below_image = False
    number = ""
    references: EnvType = {}
    for token in _reader().parse(text, references):
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "list_item_open":
                number = token.info
            case "fence" | "code_block":
                found.append(_Headed(Block("body", token.content)))
            case "html_block":
                from index.reading.html.page import fragment_blocks

                found += [_Headed(block) for block in fragment_blocks(token.content)]
            case "inline":
                table = table_in(token.content)
                children = _children(table.above if table else token.content, references)
                seen = _seen(children)
                words = visible(seen.replace(_IMAGE, " "))
                is_shown = _IMAGE in seen or below_image
                below_image = _IMAGE in seen and not words
                if number and is_date_line(day := f"{number}. {words}"):
                    words = day  # "12. März 2024" is no item of a list
                number = ""
                if level and words:
                    found.append(_Headed(Block("heading", words), level))
                elif words and ((is_shown and _is_all_italic(children)) or is_caption(words)):
                    found.append(_Headed(Block("caption", words)))
                elif words and not is_never_text(words):
                    found.append(_Headed(Block("body", words)))
                if table:
                    found += [_Headed(block) for block in _rows(table, references)]
    return found


def _rows(table: Table, references: EnvType) -> Iterator[Block]:
    """One block for each row: the cells' words parted by ` | `."""
    for at, row in enumerate([table.head, *table.rows]):
        seen = (_seen(_children(cell, references)) for cell in row)
        words = (visible(cell.replace(_IMAGE, " ")) for cell in seen)
        yield Block("body" if at else "heading", " | ".join(filter(None, words)))


def _seen(children: Iterable[Token]) -> str:
    parts = []
    for child in children:
        match child.type:
            case "text" | "text_special" | "code_inline":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case "image":
                parts.append(_IMAGE)
            case "html_inline" if child.content.lower().startswith("<br"):
                parts.append(" ")
    return _NOTE_MARK.sub("", "".join(parts))


def _is_all_italic(children: Iterable[Token]) -> bool:
    """Nothing stands outside the emphasis but images and white space."""
    depth = 0
    is_emphasised = False
    for child in children:
        if child.type in ("em_open", "em_close"):
            depth += child.nesting
            is_emphasised = True
        elif not depth and child.type.startswith("text") and child.content.strip():
            return False
    return is_emphasised


def _without_title(found: list[_Headed], title: str | None) -> tuple[list[Block], str | None]:
    """The first `#` heading, or a heading that opens the text, is not repeated in the text.

    If the front matter names another title, the heading stays as a heading.
    """
    at = next((at for at, headed in enumerate(found) if headed.level == 1), None)
    if at is None and found and found[0].level:
        at = 0
    blocks = [headed.block for headed in found]
    if at is None or (title and visible(title) != blocks[at].text):
        return blocks, None
    return blocks[:at] + blocks[at + 1 :], blocks[at].text
