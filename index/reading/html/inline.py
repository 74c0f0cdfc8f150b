"""What stands within the sentences of a page and is not read with them, or not as plain text.

Struck-out words and the marks of notes go; powers are written as such: `10<sup>6</sup>` is 10⁶.
"""

import re
from typing import Any

from lxml.etree import XPath

from index.reading.html.formulas import write_formulas
from index.reading.html.walk import HEADINGS
from index.reading.lines.note_marks import is_back_sign
from index.reading.lines.superscripts import as_power, is_number_of_note
from index.reading.visible_text import visible

_STRUCK = ("del", "s", "strike")
_CLOSING = re.compile(r"[,.;:!?)\]]")
_LINKS_WITHIN: Any = XPath(".//a[contains(@href, '#')]")
_BACK_SIGNS: Any = XPath(
    """.//span[contains(@class, 'cite-backlink')] | .//b[contains(@class, 'cite-backlink')]
    | .//a[@role = 'doc-backlink' or contains(@class, 'backref')
    or contains(@class, 'footnote-back') or contains(@class, 'reversefootnote')]"""
)
_NUMBERS: Any = XPath(
    """.//span[contains(@class, 'lnum') or contains(@class, 'linenum')
    or contains(@class, 'line-num') or contains(@class, 'versenum')
    or contains(@class, 'verse-num')]"""
)
_CALLED_NOTE = re.compile(r"note|ref|fn|ftn|edn|cite|back", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[\d{1,3}\]")
# As Pygments, Chroma, Rouge, Hexo and others name what holds the numbers of a program's lines.
_LINE_NUMBER = re.compile(r"lineno|line-?number|gutter|-ln-|\blnt?\b|user-select: ?none")
_NOTE_MARK = re.compile(r"\[[^\]]{1,30}\]|\(?\d{1,3}\)?(?:\s*[,–-]\s*\d{1,3})*|[*†‡§¶#]{1,3}|[a-z]")


def clean_inline(tree: Any) -> None:
    write_formulas(tree)
    _drop_line_numbers(tree)
    for element in list(tree.iter(*_STRUCK)):
        _strike(element)
    for element in list(tree.iter("sup")):
        text = visible(element.text_content())
        before = _text_before(element)
        if _is_note_mark(element, text, before):
            element.drop_tree()
        elif power := as_power(text, before):
            for child in list(element):
                element.remove(child)
            element.text = power
    for signs in _BACK_SIGNS(tree):
        signs.drop_tree()
    for link in _LINKS_WITHIN(tree):
        text = visible(link.text_content())
        is_note = _IN_BRACKETS.fullmatch(text) and _text_before(link).strip()
        if is_note:
            _strike(link)
        elif is_back_sign(text) or (is_number_of_note(text) and _is_glued(link, text)):
            link.drop_tree()


def _drop_line_numbers(tree: Any) -> None:
    """Of programs, poems and verses."""
    for number in _NUMBERS(tree):
        if "".join(number.itertext()).strip().isdigit():
            number.drop_tree()
    for code in list(tree.iter("pre")):
        if next(code.iterancestors("pre"), None) is not None:
            continue
        around = code.getparent()
        for held in [around, *code.iter("pre", "span", "td", "div", "a")]:
            named = f"{held.get('class', '')} {held.get('style', '')}"
            text = "".join(held.itertext()) if _LINE_NUMBER.search(named) else ""
            if "".join(text.split()).isdigit() and held.getparent() is not None:
                held.drop_tree()


def _is_glued(link: Any, text: str) -> bool:
    """To the word before it, or a sign after a heading, or the number that opens a note."""
    before = _text_before(link)
    if before.strip():
        is_sign = not any(map(str.isalnum, text)) and link.getparent().tag in HEADINGS
        return is_sign or not before[-1].isspace()
    return not text.isdigit() or _CALLED_NOTE.search(" ".join(link.values())) is not None


def _strike(element: Any) -> None:
    """With the space before it if a comma or the like comes next."""
    if element.tail and _CLOSING.match(element.tail):
        previous, parent = element.getprevious(), element.getparent()
        if previous is not None and previous.tail:
            previous.tail = previous.tail.rstrip()
        elif previous is None and parent is not None and parent.text:
            parent.text = parent.text.rstrip()
    element.drop_tree()


def _is_note_mark(element: Any, text: str, before: str) -> bool:
    if text.startswith("[") and _NOTE_MARK.fullmatch(text):
        return True
    link = next(element.iter("a"), None)
    if link is None and element.getparent() is not None and element.getparent().tag == "a":
        link = element.getparent()
    if link is not None and _is_reference(link):
        return _NOTE_MARK.fullmatch(text) is not None
    return bool(before) and is_number_of_note(text, before)


def _is_reference(link: Any) -> bool:
    """It leads to a note: on the same page, or called so as e-books do."""
    if "#" in link.get("href", "") or link.get("role") == "doc-noteref":
        return True
    return any(value == "noteref" and name.endswith("type") for name, value in link.items())


def _text_before(element: Any) -> str:
    """The text right before it: of its parent, or the end of what stands before it there."""
    previous = element.getprevious()
    parent = element.getparent()
    if previous is not None:
        if previous.tail:
            return str(previous.tail)
        return str(previous.text_content()) if isinstance(previous.tag, str) else ""
    if parent is None:
        return ""
    if parent.text:
        return str(parent.text)
    return _text_before(parent) if parent.tag in ("a", "span", "b", "i", "em", "strong") else ""
