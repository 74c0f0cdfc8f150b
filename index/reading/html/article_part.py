"""Where in a page its article is: from the headline to the end of what holds its paragraphs."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from index.reading.html.walk import HEADINGS, Run, class_words, runs
from index.reading.lines.bylines import is_names
from index.reading.lines.layout import closes

_FEWEST_CHARS_KNOWN = 30
_NEARLY_ALL, _MOST = 0.95, 0.5
_NO_LETTERS = re.compile(r"[\W_]+")
_STANDFIRST = re.compile(
    r"\b(?:standfirst|dek|deck|lead|lede|intro|subtitle|subhead\w*|sub|summary|strapline|abstract)\b"
)


def article_runs(tree: Any, known: Iterable[str], title: str) -> list[Run]:
    """The text of what holds nearly all of the `known` paragraphs, and of the head above them.

    The head runs from the heading that says the title to where the text begins. It also holds
    names, dates and labels, so only what reads as text, a list or a table of it counts.
    """
    body = tree.find("body")
    found = [run for run in runs(tree if body is None else body) if run.shown]
    keys = [_key(run.text) for run in found]
    places = _places(keys, list(map(_key, known)))
    places = [at for at in places if not _says_title(found[at], title)] or places
    if not places:
        return []
    holder = _holder([(found[at].element, len(keys[at])) for at in places])
    within = set(holder.iter())
    if marked := _marked(tree, {at: found[at].element for at in places}, keys):
        within = marked
        places = [at for at in places if found[at].element in within]
    held = [at for at, run in enumerate(found) if run.element in within]
    if not held:
        return []
    headline = _headline(found[: places[0]], title)
    begin, end = held[0], held[-1] + 1
    taken = set(places)
    if headline is not None:
        begin = begin if headline < begin else places[0]
        taken |= {at for at in range(headline + 1, begin) if _is_text_of_head(found[at])}
    return [found[at] for at in sorted(taken | set(range(begin, end)))]


def _marked(tree: Any, known: Mapping[int, Any], keys: Sequence[str]) -> set[Any]:
    """What is in the one element that the page marks as its article's text, if most of the known
    text is there too."""
    marked = tree.xpath(".//*[contains(@itemprop, 'articleBody')]")
    if len(marked) != 1:
        return set()
    within = set(marked[0].iter())
    held = sum(len(keys[at]) for at, element in known.items() if element in within)
    whole = sum(len(keys[at]) for at in known)
    return within if held >= _MOST * whole else set()


def _key(text: str) -> str:
    """Letters and digits alone, as parsers differ in the white space between elements."""
    return _NO_LETTERS.sub("", text).casefold()


def _places(keys: Sequence[str], known: Sequence[str]) -> list[int]:
    """The runs within a known paragraph, and those that hold one, alone or several together."""
    stream = "\n".join(known)
    places = {
        at for at, key in enumerate(keys) if len(key) >= _FEWEST_CHARS_KNOWN and key in stream
    }
    page = "".join(keys)
    ends = list(accumulate(map(len, keys)))
    own = set(keys)
    for key in known:
        if len(key) >= _FEWEST_CHARS_KNOWN and key not in own and (start := page.find(key)) >= 0:
            first, last = bisect_right(ends, start), bisect_left(ends, start + len(key))
            places |= {at for at in range(first, last + 1) if keys[at]}
    return sorted(places)


def _holder(known: Sequence[tuple[Any, int]]) -> Any:
    """The innermost element that holds nearly all of the known text."""
    held: Counter[Any] = Counter()
    for element, chars in known:
        for around in _line_of(element):
            held[around] += chars
    whole = sum(chars for _, chars in known)
    deepest = max(
        (element for element, chars in held.items() if chars >= _NEARLY_ALL * whole),
        key=lambda element: len(_line_of(element)),
    )
    # Of a short page only one paragraph may be known: its neighbours belong to the article too.
    return deepest.getparent() if deepest.tag == "p" else deepest


def _line_of(element: Any) -> list[Any]:
    return [element, *element.iterancestors()]


def _headline(above: Sequence[Run], title: str) -> int | None:
    """The last heading that says the title, or is a part of it, or has it as a part."""
    return next((at for at in reversed(range(len(above))) if _says_title(above[at], title)), None)


def _says_title(run: Run, title: str) -> bool:
    text = run.shown
    return bool(title) and run.tag in HEADINGS and (text in title or title in text)


def _is_text_of_head(run: Run) -> bool:
    if run.is_link:
        return False
    if any(block.kind == "caption" for block in run.blocks()):
        return True
    if run.tag in ("tr", "head") or (run.tag in HEADINGS and run.tag != "h1"):
        return True
    if any(_STANDFIRST.search(class_words(around)) for around in _line_of(run.element)[:3]):
        return True
    text = run.shown
    if run.tag in ("li", "dt", "dd"):
        return True
    return run.tag == "p" and (closes(text) or text.endswith(":") or not is_names(text))
