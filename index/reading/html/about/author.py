"""Who wrote a page's article, from the elements that are called so, where its data name nobody."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any

from lxml.etree import XPath

from index.reading.html.about.headings import letters
from index.reading.visible_text import visible

_CALLED_SO = re.compile(
    r"author|byline|writer|journalist|posted-by|submitted-by|username|\bbyl\b", re.IGNORECASE
)
_NAMING = frozenset("class id itemprop rel data-testid data-component".split())
# The surest first.
_SURE = re.compile(r"\bauthor-?name\b|\bAuthorName\b|\bauthor_name\b|^author$|^authors$")
_LIKELY = re.compile(r"author|^byline$|^byl$|^username$|submitted-by|posted-by|journalist-name")
_ALSO_LIKELY = ("a", "div", "h3", "h4", "p", "span", "address", "strong", "li")
_NOT_ITS = re.compile(
    r"comment|product-?reviews|sidebar|is-hidden|quote|article-(?:share|support)|print|category"
    r"|meta-date|related|newsletter",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 3, 120
_FEW_BEFORE, _MUCH_BESIDE = 2, 40
_MOST_CHARS = 1000
# What follows a name: a date, a button, an account, an office.
_NO_NAME = re.compile(
    r"\s*(?:\(|\d|\s,|/|\S*@\w|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d"
    r"|\b(?:updated|published|posted|link copied|copied|follow|share|comments?|e-?mail|twitter"
    r"|facebook|watermark|feed|min read|read more|view (?:all|bio|profile|author)|get author"
    r"|more (?:stories|articles|posts|from|by)|see (?:full|all|more)|about the author|full bio"
    r"|lesedauer|watch live|staff (?:writer|reporter)|https?|illustrations? by|photo(?:graph)?s? by"
    r"|edited by|is an?|in \w+ on)\b).*",
    re.IGNORECASE | re.DOTALL,
)
# After a first and a last name.
_OFFICE = re.compile(
    r"\A(\S+ \S+(?: \S+)*?),?\s+(?:(?:senior|chief|deputy|associate|managing|contributing|executive"
    r"|assistant|white house)\s+(?:\w+\s+){0,2})?(?:editor|reporter|correspondent|contributor"
    r"|columnist|producer|fellow|ceo|cto|co-founder|founder)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_IS_HOST = re.compile(r"www[. ]|\Z", re.IGNORECASE)
_TWICE = re.compile(r"\A(\S+ \S+) \1\b.*", re.DOTALL)
_NO_NAME_BEFORE = re.compile(
    r"\A(?:(?:watermark|feed|(?:written|posted|story|reported|words|text|analysis) by|by|von|por"
    r"|par|author|autor(?:in)?|escrito por|publié par)\b[:\s]*)+",
    re.IGNORECASE,
)
# Links to what its author has written, right below the headline.
_LINKS_BELOW: Any = XPath("(.//h1)[1]/following::a[position() <= 25]")
_TO_AUTHOR = re.compile(
    r"/(?:authors?|profiles?|staff|by|contributors?|editors?|reporters?|journalists?|writers?"
    r"|autor(?:es|en|in)?|auteurs?|autori|redactie)/[\w.-]+/?\Z",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2} [^\W\d_a-z][\w.’'-]*")


def author_line(tree: Any) -> str | None:
    """The text of the element that is most surely called the author's; time and pictures apart."""
    tiers: tuple[list[Any], ...] = ([], [], [])
    for element in filter(_is_called_author, tree.iter("*")):
        tiers[_tier(element)].append(element)
    for element in (element for tier in tiers for element in tier):
        text = _linked_at_begin(element) or visible(" ".join(_texts(element)))
        if _SHORTEST <= len(text) < _LONGEST and not _is_elsewhere(element):
            return text
    return next(_linked_names(tree), None)


def _is_called_author(element: Any) -> bool:
    # A loop, as a page has thousands of elements, and a generator for each would cost more.
    for name, value in element.items():
        if name in _NAMING and _is_called_so(value):
            return True
    return bool(element.tag == "author")


def _linked_at_begin(element: Any) -> str | None:
    """The names that link to what their bearers have written, where much more stands around them,
    such as a box about each."""
    links = [link for link in element.iter("a") if _leads_to_author(link)]
    names = list(dict.fromkeys(visible(link.text_content()) for link in links))
    names = [name for name in names if _NAME.fullmatch(name)]
    text = visible(" ".join(_texts(element)))
    if not names or len(text.partition(names[0])[0].split()) > _FEW_BEFORE:
        return None
    return ", ".join(names) if len(text) > len(", ".join(names)) + _MUCH_BESIDE else None


def _leads_to_author(link: Any) -> bool:
    return link.get("rel") == "author" or _TO_AUTHOR.search(link.get("href", "")) is not None


def _linked_names(tree: Any) -> Iterator[str]:
    for link in _LINKS_BELOW(tree):
        text = visible(link.text_content())
        is_author = _TO_AUTHOR.search(link.get("href", "")) and _NAME.fullmatch(text)
        if is_author and not _is_elsewhere(link):
            yield text


def names_alone(found: str) -> str | None:
    """Without the date, buttons and labels around them; several are parted by `;` before."""
    names = []
    for each in found[:_MOST_CHARS].split(";"):
        name = _NO_NAME.sub("", _NO_NAME_BEFORE.sub("", visible(unescape(each)), count=1))
        name = _TWICE.sub(r"\1", _OFFICE.sub(r"\1", name))
        names.append(name.strip(" ,|·•-–—"))
    once: dict[str, str] = {}
    for part in (part for name in names for part in name.split(", ")):
        if not _IS_HOST.match(part):
            once.setdefault(letters(part), part)
    return ", ".join(once.values()) or None


def _tier(element: Any) -> int:
    named = element.get("class", "")
    if element.tag == "author" or element.get("rel") == "author" or _SURE.search(named):
        return 0
    if element.get("itemprop") == "author name" or "uthor" in element.get("data-testid", ""):
        return 0
    likely = "author" in element.get("itemprop", "") or "author" in element.get("id", "")
    if element.tag in _ALSO_LIKELY and (likely or _LIKELY.search(named)):
        return 1
    return 2


@lru_cache(maxsize=4096)
def _is_called_so(name: str) -> bool:
    """A page gives the same names to many of its elements."""
    return _CALLED_SO.search(name) is not None


def _texts(element: Any) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("time", "figure"):
            yield from _texts(child)
        if child.tail:
            yield child.tail


def _is_elsewhere(element: Any) -> bool:
    """In a box of something else, such as comments."""
    for around in (element, *element.iterancestors("a", "div", "section", "span", "ol", "aside")):
        names = f"{around.get('class', '')} {around.get('id', '')}"
        if _NOT_ITS.search(names) and around.tag != "body":
            return True
    return next(element.iterancestors("time", "figure", "figcaption"), None) is not None
