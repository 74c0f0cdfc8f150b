"""A tree of HTML to stretches of text with no block inside, in the order of the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from index.reading.blocks import Block
from index.reading.visible_text import visible

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "head")
_BLOCKS = set(
    """
    p li dt dd blockquote pre figure figcaption div section article main ul ol dl table caption
    tbody thead tfoot tr td th header center address details summary
    list item quote row cell
    """.split()
) | set(HEADINGS)
_NAMING = re.compile(r"data-(?:[\w-]*-)?(?:name|component|testid|type|module)")
_RANDOM = re.compile(r"[A-Za-z]+\d+[A-Za-z]\w*")
_WORDS_OF_SLUG = 3
_LONGEST_CAPTION = 700
_BLANK = ("", " ", "\n")
_NEVER_CAPTIONS = ("article", "main", "body", "html")


@dataclass(frozen=True)
class Run:
    """Text and the innermost block that it is in; each part says whether a link holds it.

    `tag` is the block's, but `head` for the row of a table that heads the others. `captions` says
    that the block is in a picture's caption.

    A line break is a line end in the text and no other white space is, so that two breaks in a
    row, with which old pages part their paragraphs, can be recognised.
    """

    element: Any
    tag: str
    parts: tuple[tuple[str, bool], ...]
    captions: bool = False

    @cached_property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)

    @cached_property
    def shown(self) -> str:
        """The text on one line, as a reader sees it."""
        return visible(self.text)

    @cached_property
    def is_link(self) -> bool:
        """A link holds all of it, and it holds something."""
        held = [is_link for text, is_link in self.parts if any(map(str.isalnum, text))]
        return bool(held) and all(held)

    def blocks(self) -> Iterator[Block]:
        if self.tag in HEADINGS or self.tag == "caption":
            yield Block("heading", self.text)
        elif self.captions and len(self.text) <= _LONGEST_CAPTION:
            yield Block("caption", self.text)
        elif "\n" in self.text:
            yield from (Block("body", part) for part in re.split(r"\n\s*\n", self.text))
        else:
            yield Block("body", self.text)


def runs(element: Any) -> Iterator[Run]:
    """All within the element that are not blank."""
    holders: set[Any] = set()
    for block in element.iter(*_BLOCKS):
        for around in (block, *block.iterancestors()):
            if around in holders:
                break
            holders.add(around)
    yield from _Walk(holders).runs(element)


class _Walk:
    def __init__(self, holders: set[Any]) -> None:
        """`holders` are the blocks within the element that is walked, and what holds any."""
        self._holders = holders
        self._found: list[Run] = []

    def runs(self, element: Any) -> list[Run]:
        self._walk(element, is_link=False, captions=False)
        return self._found

    def _walk(self, element: Any, *, is_link: bool, captions: bool) -> None:
        captions = _captions(element, captions)
        parts = [(_flat(element.text), is_link)]
        for child in element:
            if isinstance(child.tag, str):
                holds_link = is_link or _leads_away(child)
                if child.tag in ("br", "lb"):
                    parts.append(("\n", is_link))
                elif _is_data_row(child):
                    self._add(child, _tag_of_row(child), [(_cells(child), False)], captions)
                elif child in self._holders:
                    self._add(element, element.tag, parts, captions)
                    parts = []
                    self._walk(child, is_link=holds_link, captions=captions)
                else:
                    _inline(child, holds_link, parts)
            parts.append((_flat(child.tail), is_link))
        self._add(element, element.tag, parts, captions)

    def _add(self, element: Any, tag: str, parts: list[tuple[str, bool]], captions: bool) -> None:
        if any(text not in _BLANK for text, _ in parts):
            self._found.append(Run(element, tag, tuple(parts), captions))


def _inline(element: Any, is_link: bool, parts: list[tuple[str, bool]]) -> None:
    """Add the text of an element that holds no block."""
    parts.append((_flat(element.text), is_link))
    for child in element:
        if isinstance(child.tag, str):
            if child.tag in ("br", "lb"):
                parts.append(("\n", is_link))
            else:
                _inline(child, is_link or _leads_away(child), parts)
        parts.append((_flat(child.tail), is_link))


def _captions(element: Any, around: bool) -> bool:
    """It is a caption, or within one."""
    if element.tag in _NEVER_CAPTIONS:
        return False
    if element.tag == "figcaption":
        return True
    is_named_so = "caption" in " ".join(element.values()).lower()
    if is_named_so and "caption" in class_words(element).split():
        return len(visible("".join(element.itertext()))) <= _LONGEST_CAPTION
    return around


def _leads_away(element: Any) -> bool:
    """A link to another place than one on the same page, such as a heading's own."""
    return element.tag == "a" and not element.get("href", "").startswith("#")


def class_words(element: Any) -> str:
    """The words of the names that a page gives an element: `BylineWrapper ad-slot` as four.

    An id of many words is the slug of a heading, and letters around digits are a random name.
    """
    given = []
    own = None
    for name, value in element.items():
        if name == "id":
            own = value
        elif name == "class" or (name.startswith("data-") and _is_naming(name)):
            given.append(value)
    named = _words_of(" ".join(given)) if given else ""
    if own is None or element.tag in HEADINGS:
        return named
    words = _words_of(own)
    return f"{named} {words if words.count(' ') < _WORDS_OF_SLUG else ''}"


@lru_cache(maxsize=4096)
def _is_naming(attribute: str) -> bool:
    return _NAMING.fullmatch(attribute) is not None


@lru_cache(maxsize=4096)
def _words_of(names: str) -> str:
    named = _RANDOM.sub(" ", names)
    return " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", named)).lower()


def _is_data_row(element: Any) -> bool:
    """Several cells of data; not what only places blocks beside each other, as old pages do."""
    if element.tag not in ("tr", "row") or len(element) < 2:
        return False
    return all(
        inner is cell or inner.tag not in _BLOCKS for cell in element for inner in cell.iter()
    )


def _cells(row: Any) -> str:
    return " | ".join(filter(None, (visible(" ".join(cell.itertext())) for cell in row)))


def _tag_of_row(row: Any) -> str:
    is_head = all(cell.tag == "th" or cell.get("role") == "head" for cell in row)
    return "head" if is_head else "tr"


def _flat(text: str | None) -> str:
    """Each run of white space as a space, those at its ends too."""
    if not text:
        return ""
    if text.isspace():
        return " "
    before, after = " " * text[0].isspace(), " " * text[-1].isspace()
    return f"{before}{' '.join(text.split())}{after}"
