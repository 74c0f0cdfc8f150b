"""Where in a page its article is: from the headline to the end of what holds its paragraphs."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Any
from unicodedata import east_asian_width

from index.reading.html.walk import HEADINGS, Run, class_words, runs
from index.reading.lines.bylines import is_names
from index.reading.lines.layout import closes
from index.reading.visible_text import visible

_FEWEST_CHARS_KNOWN = 30
_NEARLY_ALL, _MOST = 0.95, 0.5
_PARTS = ("div", "section")
_ITEMS = ("li", "dt", "dd")
_MOST_AROUND, _LONG_PARAGRAPH = 3, 80
_FEWEST_OF_HEADLINE, _FEWEST_SIGNS, _LONGEST_TEASER = 4, 10, 300
_NEAR = 20
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
    within = {each for part in (holder, *_continued(holder)) for each in part.iter()}
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
    teasers = _teasers(found, taken, range(begin, end))
    return [found[at] for at in sorted(taken | set(range(begin, end)) - teasers)]


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


def _continued(holder: Any) -> Iterator[Any]:
    """Where the article goes on: boxes of the same name after the one that holds its beginning, or
    what is around that, with paragraphs and no headline of their own."""
    for around in islice(_line_of(holder), _MOST_AROUND):
        if around.tag not in _PARTS or not around.get("class"):
            continue
        for beside in around.itersiblings(around.tag):
            if beside.get("class") == around.get("class") and _goes_on(beside):
                yield beside


def _goes_on(box: Any) -> bool:
    if next(box.iter("h1", "article", "main"), None) is not None:
        return False
    headings = (heading for heading in box.iter(*HEADINGS) if heading.find(".//a") is not None)
    paragraphs = (visible(paragraph.text_content()) for paragraph in box.iter("p"))
    long = (text for text in paragraphs if len(text) >= _LONG_PARAGRAPH and closes(text))
    return next(headings, None) is None and next(long, None) is not None


def _teasers(found: Sequence[Run], known: Collection[int], among: Iterable[int]) -> set[int]:
    """The runs of boxes that hold nothing known but the headline of another article, as a link, and
    what it is about."""
    held = {around for at in known for around in _line_of(found[at].element)}
    boxes: dict[Any, list[int]] = {}
    for at in among:
        if found[at].element not in held:
            boxes.setdefault(_outermost(found[at].element, held), []).append(at)
    return {
        at
        for box, runs in boxes.items()
        if _is_teaser([found[run] for run in runs]) and not _is_like_another(box, held)
        for at in runs
    }


def _outermost(element: Any, held: Collection[Any]) -> Any:
    """The largest box around it that holds nothing of those."""
    around = element.getparent()
    while around is not None and around not in held:
        element, around = around, around.getparent()
    return element


def _is_like_another(box: Any, held: Collection[Any]) -> bool:
    """Near it one of the same name holds known text."""
    named = box.get("class")
    after = islice(box.itersiblings(box.tag), _NEAR)
    before = islice(box.itersiblings(box.tag, preceding=True), _NEAR)
    return bool(named) and any(
        each.get("class") == named and each in held for each in (*before, *after)
    )


def _is_teaser(box: Sequence[Run]) -> bool:
    links = [run for run in box if run.is_link and _is_headline(run.shown)]
    said = [run for run in box if not run.is_link]
    around = {each for link in links for each in _line_of(link.element)}
    if not links or not said or any(_is_item_alone(run, around) for run in said):
        return False
    return sum(len(run.shown) for run in said) <= _LONGEST_TEASER * len(links)


def _is_headline(text: str) -> bool:
    """By its length; some scripts have no spaces between words."""
    has_spaces = east_asian_width(text[0]) not in "WF"
    return len(text.split()) >= _FEWEST_OF_HEADLINE if has_spaces else len(text) >= _FEWEST_SIGNS


def _is_item_alone(run: Run, around: Collection[Any]) -> bool:
    """A row of a table, or an item of a list that holds no link, being not among what is around
    one, or announces them."""
    if run.tag not in _ITEMS:
        return run.tag in ("tr", "head")
    return run.shown.endswith(":") or run.element not in around


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
