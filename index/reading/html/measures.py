"""How much text the elements of a page hold, found in one pass over its tree."""

from collections.abc import Iterator
from typing import Any

_SHORTEST_KNOWN = 20


class Measures:
    """Characters within each element: of all text, of links, and of what is `known`.

    Elements are numbered in the order of the page; what is within element n is numbered n to
    n + size[n] - 1. `known` is the text that is taken for the article's, white space made one.
    """

    def __init__(self, tree: Any, known: str) -> None:
        self.elements: list[Any] = list(tree.iter("*"))
        number = {element: at for at, element in enumerate(self.elements)}
        count = len(self.elements)
        self.size = [1] * count
        self.chars, self.linked, self.known = [0] * count, [0] * count, [0] * count
        for at in reversed(range(count)):
            element = self.elements[at]
            if (text := element.text) and not text.isspace():
                self._add(at, text, known)
            if element.tag == "a":
                self.linked[at] = self.chars[at]
            parent = number.get(element.getparent()) if at else None
            if parent is not None:
                if (text := element.tail) and not text.isspace():
                    self._add(parent, text, known)
                self.size[parent] += self.size[at]
                if chars := self.chars[at]:
                    self.chars[parent] += chars
                    self.linked[parent] += self.linked[at]
                    self.known[parent] += self.known[at]

    def prose(self, at: int) -> int:
        """Characters that are in no link."""
        return self.chars[at] - self.linked[at]

    def _add(self, at: int, text: str, known: str) -> None:
        said = " ".join(text.split())
        self.chars[at] += len(said)
        if len(said) >= _SHORTEST_KNOWN and said in known:
            self.known[at] += len(said)

    def without(self, left_out: set[int]) -> Iterator[int]:
        """The numbers of all elements that are in none of those left out, which may grow."""
        at = 0
        while at < len(self.elements):
            yield at
            at += self.size[at] if at in left_out else 1
