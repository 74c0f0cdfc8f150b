"""The headings of a page: what a reader takes for the headline in each, and which are its logo."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from index.reading.html.walk import class_words
from index.reading.visible_text import visible

_LOGO = re.compile(r"\b(?:logo|brand(?:ing)?|masthead|(?:site|blog) (?:title|name))\b")
_NOT_LOGO = re.compile(r"\b(?:page title|entry|post|article)\b")
_TO_HOME = re.compile(r"(?:.*:/{1,2}[^/?#]+)?/?(?:(?:index|home)\.\w{3,5})?", re.IGNORECASE)
# What stands in a heading before, after or above the headline, or is never shown.
_ASIDE = re.compile(
    r"""\b(?:kickers? | over\ ?lines? | articleoverline | roof\ ?lines? | top\ ?lines?
    | dach\ ?zeile | spitz\ ?marke | (?:pre|super|top|over)\ ?titles? | title\ ?header | eyebrow
    | rubric | topic
    | surtitre | antetitulo | volanta | occhiello | sub\ ?(?:title|headline|head|line)s?
    | label | badge | dates? | datetime | author | byline | btn | button | permalink | anchor
    | comments?\ number | edit\ ?section
    | aural | invisible | hidden | hide | sr\ only
    | screen\ reader\ text | hidden\ ?dash | hidden\ ?element | colon)\b""",
    re.VERBOSE,
)
_ASIDE_TAGS = ("time", "small", "button")
_FEWEST_LETTERS = 8
_AT_ENDS = " :|–—-·•/"


class Heading(NamedTuple):
    """`whole` is all its text, `headline` that without what stands beside it, such as a kicker; it
    is a logo if it is called so or leads to the front page."""

    tag: str
    whole: str
    headline: str
    is_logo: bool


def letters(text: str) -> str:
    """Letters and digits alone, as a page spells its headline in several ways."""
    return "".join(filter(str.isalnum, text.casefold()))


def headings(tree: Any) -> Iterator[Heading]:
    for element in tree.iter("h1", "h2", "h3"):
        whole = visible(element.text_content())
        if not whole:
            continue
        alone = visible("".join(_texts(element))).strip(_AT_ENDS) if len(element) else whole
        headline = alone if len(letters(alone)) >= _FEWEST_LETTERS else whole
        yield Heading(element.tag, whole, headline, _is_logo(element))


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        is_element = isinstance(child.tag, str) and child.tag not in _ASIDE_TAGS
        if is_element and not _ASIDE.search(class_words(child)):
            yield from _texts(child)
        yield " " if child.tag == "br" else ""
        yield child.tail or ""


def _is_logo(heading: Any) -> bool:
    named = class_words(heading)
    if _LOGO.search(named) and not _NOT_LOGO.search(named):
        return True
    links = list(heading.iter("a"))
    around = heading.getparent()
    if around is not None and around.tag == "a":
        links.append(around)
    addresses = filter(None, (link.get("href", "").strip() for link in links))
    return any(_TO_HOME.fullmatch(address) for address in addresses)
