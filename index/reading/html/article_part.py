"""Where in a page its article is: from the headline to the end of what holds its paragraphs."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from index.reading.html.walk import HEADINGS, Run, class_words, runs
from index.reading.lines.layout import closes
from index.reading.visible_text import visible

_FEWEST_CHARS_KNOWN = 40
_FEWEST_WORDS_OF_ITEM = 5
_STANDFIRST = re.compile(
    r"\b(?:standfirst|dek|deck|lead|lede|intro|subtitle|subhead\w*|sub|summary|strapline|abstract)\b"
)


def article_runs(tree: Any, known: Iterable[str], title: str) -> list[Run]:
    """The text of what holds all of the `known` paragraphs, and of the head above them.

    The head runs from the heading that says the title to where the text begins. It also holds
    names, dates and labels, so only captions, standfirsts and sentences of it count.
    """
    found = [run for run in runs(tree) if visible(run.text)]
    places = _places(found, known)
    if not places:
        return []
    holder = _common_ancestor([found[at].element for at in places])
    held = [at for at, run in enumerate(found) if _is_within(run.element, holder)]
    headline = _headline(found[: places[0]], title)
    if headline is None:
        return found[held[0] : held[-1] + 1]
    begin = held[0] if headline < held[0] else places[0]
    head = [run for run in found[headline + 1 : begin] if _is_text_of_head(run)]
    return head + found[begin : held[-1] + 1]


def _places(found: Sequence[Run], known: Iterable[str]) -> list[int]:
    texts = {text for text in map(visible, known) if len(text) >= _FEWEST_CHARS_KNOWN}
    return [
        at
        for at, run in enumerate(found)
        if any(visible(block.text) in texts for block in run.blocks())
    ]


def _common_ancestor(elements: Sequence[Any]) -> Any:
    common = _line_of(elements[0])
    for element in elements[1:]:
        line = set(_line_of(element))
        common = [around for around in common if around in line]
    # Of a short page only one paragraph may be known: its neighbours belong to the article too.
    return common[1] if common[0].tag == "p" else common[0]


def _line_of(element: Any) -> list[Any]:
    return [element, *element.iterancestors()]


def _is_within(element: Any, holder: Any) -> bool:
    return element is holder or holder in element.iterancestors()


def _headline(above: Sequence[Run], title: str) -> int | None:
    """The last heading that says the title, or is a part of it, or has it as a part."""
    for at in reversed(range(len(above))):
        text = visible(above[at].text)
        if above[at].tag in HEADINGS and title and (text in title or title in text):
            return at
    return None


def _is_text_of_head(run: Run) -> bool:
    if run.is_link:
        return False
    if any(block.kind == "caption" for block in run.blocks()):
        return True
    if run.tag in HEADINGS and run.tag != "h1":
        return True
    if any(_STANDFIRST.search(class_words(around)) for around in _line_of(run.element)[:3]):
        return True
    text = visible(run.text)
    if run.tag == "li":
        return len(text.split()) >= _FEWEST_WORDS_OF_ITEM
    return run.tag == "p" and closes(text)
