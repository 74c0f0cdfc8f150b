"""Formulas in MathML as one line of text, each once; those that are pictures, by their own words.

Its source in TeX, which no browser shows, goes, and so does what KaTeX draws beside the formula.
Powers are raised (`x²`), a fraction has a stroke and a root its sign.
"""

from collections.abc import Callable
from typing import Any

from lxml.etree import XPath

from index.reading.lines.superscripts import as_power
from index.reading.visible_text import visible

_DRAWN: Any = XPath(
    """.//*[@class = 'katex-html'][preceding-sibling::*[@class = 'katex-mathml']]
    | .//mjx-math[following-sibling::mjx-assistive-mml]"""
)
# Of formulas and of emoji, in the middle of sentences; Wikipedia's stand beside the formula itself.
_PICTURES: Any = XPath(
    """.//img[@alt != ''][contains(@class, 'latex') or contains(@class, 'formula')
    or contains(@class, 'emoji') or @class = 'tex' or @class = 'math']"""
)
_NOT_SHOWN = ("annotation", "annotation-xml", "mphantom")
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
_DEEPEST = 60


def write_formulas(tree: Any) -> None:
    for picture in _PICTURES(tree):
        picture.tag, picture.text = "span", visible(picture.get("alt"))
    found = list(tree.iter("math"))
    if not found:
        return
    for drawn in _DRAWN(tree):
        drawn.drop_tree()
    for formula in found:
        line = visible(_line(formula, 0).translate(_INVISIBLE))
        for part in list(formula):
            formula.remove(part)
        formula.text = line


def _line(element: Any, depth: int) -> str:
    if not isinstance(element.tag, str) or element.tag in _NOT_SHOWN:
        return ""
    if depth > _DEEPEST:
        return visible("".join(element.itertext()))
    if element.tag in ("mspace", "mtext", "ms"):
        return " ".join((element.text or "").split("\n")) or " "
    if not len(element):
        return visible(element.text or "")
    parts = [_line(part, depth + 1) for part in element]
    layout = _LAYOUTS.get((element.tag, len(parts)))
    if layout is not None:
        return layout(*parts)
    if element.tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    return _JOINED.get(element.tag, "").join(parts)


def _grouped(text: str) -> str:
    return text if text.isalnum() or len(text) == 1 else f"({text})"


def _raised(base: str, power: str) -> str:
    if not any(map(str.isalnum, power)):
        return base + power  # a prime, a star
    return base + (as_power(power, base) or f"^{_grouped(power)}")


_LAYOUTS: dict[tuple[str, int], Callable[..., str]] = {
    ("mfrac", 2): lambda over, under: f"{_grouped(over)}/{_grouped(under)}",
    ("mroot", 2): lambda base, index: f"{_raised('', index)}√{_grouped(base)}",
    ("msup", 2): _raised,
    ("msubsup", 3): lambda base, low, high: _raised(base + low, high),
    ("munderover", 3): lambda base, low, high: f"{_raised(base + low, high)} ",
}
_JOINED = {"mtable": "; ", "mtr": " "}
