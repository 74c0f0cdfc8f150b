"""Captions that nothing calls so: text that a page places with a picture and with nothing else."""

from typing import Any

from index.reading.html.walk import Run
from index.reading.lines.layout import closes

_LONGEST = 300
_BOXES = ("div", "td", "center", "figure", "span")
_SMALL = ("em", "i", "small")


def is_beside_picture(run: Run) -> bool:
    """The only text in a box with a picture, if it is no sentence; or, right after a picture, a
    paragraph that is all in italics or small."""
    if len(run.text) > _LONGEST or run.tag not in ("p", "div", "span", "td"):
        return False
    if run.tag == "p" and _is_all_small(run.element):
        return _is_picture_alone(run.element.getprevious())
    return not closes(run.shown) and any(map(_is_box_of_one, _around(run, run.element)))


def _around(run: Run, element: Any) -> list[Any]:
    """The boxes, innermost first, that have no other text than the run's."""
    own = sum(map(len, run.text.split()))
    boxes: list[Any] = []
    while element is not None and _has_no_more(element, own):
        boxes.append(element)
        element = element.getparent()
    return boxes


def _has_no_more(element: Any, chars: int) -> bool:
    """Than so many characters, without white space; a long text is not read to its end."""
    for text in element.itertext():
        chars -= sum(map(len, text.split()))
        if chars < 0:
            return False
    return not chars


def _is_box_of_one(box: Any) -> bool:
    return box.tag in _BOXES and sum(not _is_spacer(image) for image in box.iter("img")) == 1


def _is_spacer(image: Any) -> bool:
    return image.get("width") in ("0", "1") or image.get("height") in ("0", "1")


def _is_picture_alone(element: Any | None) -> bool:
    if element is None or element.tag not in ("p", "div", "a", "img", "figure", "picture"):
        return False
    has_picture = element.tag == "img" or element.find(".//img") is not None
    return has_picture and not element.text_content().strip()


def _is_all_small(paragraph: Any) -> bool:
    """One element in italics or small, maybe with line breaks, holds all of its text."""
    children = [child for child in paragraph if child.tag != "br"]
    tails = [paragraph.text, *(child.tail for child in paragraph)]
    is_bare = not any(tail and tail.strip() for tail in tails)
    return len(children) == 1 and children[0].tag in _SMALL and is_bare
