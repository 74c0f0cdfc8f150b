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
    list item quote row cell code
    """.split()
) | set(HEADINGS)
_NAMING = re.compile(r"class|id|data-(?:[\w-]*-)?(?:name|component|testid|type|module)")
_LONGEST_CAPTION = 700


@dataclass(frozen=True)
class Run:
    """Text and the innermost block that it is in; each part says whether a link holds it.

    `tag` is the block's, but `head` for the row of a table that heads the others.

    A line break is a line end in the text and no other white space is, so that two breaks in a
    row, with which old pages part their paragraphs, can be recognised.
    """

    element: Any
    tag: str
    parts: tuple[tuple[str, bool], ...]

    @cached_property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)

    @cached_property
    def is_link(self) -> bool:
        """A link holds all of it, and it holds something."""
        held = [is_link for text, is_link in self.parts if any(map(str.isalnum, text))]
        return bool(held) and all(held)

    def blocks(self) -> Iterator[Block]:
        if self.tag in HEADINGS or self.tag == "caption":
            yield Block("heading", self.text)
        elif _is_in_caption(self.element) and len(self.text) <= _LONGEST_CAPTION:
            yield Block("caption", self.text)
        else:
            yield from (Block("body", part) for part in re.split(r"\n\s*\n", self.text))


def runs(element: Any, *, is_link: bool = False) -> Iterator[Run]:
    parts = [(_flat(element.text), is_link)]
    for child in element:
        if isinstance(child.tag, str):
            holds_link = is_link or _leads_away(child)
            if child.tag in ("br", "lb"):
                parts.append(("\n", is_link))
            elif _is_data_row(child):
                yield Run(child, _tag_of_row(child), ((_cells(child), False),))
            elif child.tag in _BLOCKS or next(child.iter(_BLOCKS), None) is not None:
                yield Run(element, element.tag, tuple(parts))
                parts = []
                yield from runs(child, is_link=holds_link)
            else:
                parts += [part for run in runs(child, is_link=holds_link) for part in run.parts]
        parts.append((_flat(child.tail), is_link))
    yield Run(element, element.tag, tuple(parts))


def _leads_away(element: Any) -> bool:
    """A link to another place than one on the same page, such as a heading's own."""
    return element.tag == "a" and not element.get("href", "").startswith("#")


def class_words(element: Any) -> str:
    """The words of the names that a page gives an element: `BylineWrapper ad-slot` as four."""
    given = (value for name, value in element.items() if _NAMING.fullmatch(name))
    return _words_of(" ".join(given))


@lru_cache(maxsize=4096)
def _words_of(names: str) -> str:
    return " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", names)).lower()


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


def _is_in_caption(element: Any) -> bool:
    return any(
        around.tag == "figcaption" or "caption" in class_words(around).split()
        for around in (element, *element.iterancestors())
    )


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
