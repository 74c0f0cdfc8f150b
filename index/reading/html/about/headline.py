"""The headline of a page's article as readers see it: without the site's name, and never its logo.

A heading that is a part of how the page calls itself is the surest; then the part that stands in
the address; then what the page says for machines, or its only heading. Where the only main heading
says the same in other words, these are the title: they are what a reader sees.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

from index.reading.html.about.headings import headings, letters
from index.reading.visible_text import visible

_MARKS = re.compile(r"\s+(?:[-–—|•·»«›:/@]|//|::)\s+|\s*[|｜]\s*|:\s+")
_STRONG_MARKS = re.compile(r"\s+[-–—|•·»«›]\s+|\s*[|｜]\s*")
# Chinese, Japanese and Korean pages part the two without spaces: `标题_新华网`.
_PAPER = "网|網|报|報|新闻|新聞|频道|頻道|百科|新聞社|ニュース|뉴스|신문|일보"
_WIDE_SITE = re.compile(rf"\s*[-–—_|]\s*[^\W_a-z]{{0,12}}(?:{_PAPER})\Z")
_MOST_MARKS = 6
_AT_ENDS = "|｜•·:/-–— "
_TITLES = frozenset(
    """og:title twitter:title title dc.title dc:title dcterms.title citation_title parsely-title
    sailthru.title headline""".split()
)
_HEADLINE = re.compile(r'"headline"\s*:\s*("(?:[^"\\]|\\.){1,500}")')
_OF_HOST = re.compile(r"\A(?:www|w\d+)\.")
_FEWEST_WORDS = 3
_LONGEST_SITE = 50
_FEWEST_SHARED, _MOST = 2, 0.6
_FEWEST_LETTERS = 8
_MARK_NEXT = re.compile(r"[_:：｜|]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def host_and_path(address: str | None) -> tuple[str, str]:
    """The host without `www.`; both empty for no address or a broken one."""
    try:
        parts = urlsplit(address or "")
        return _OF_HOST.sub("", parts.hostname or ""), parts.path
    except ValueError:
        return "", ""


class Names:
    """What a page calls itself and its site, and the headings that it shows."""

    def __init__(self, tree: Any, site: str, address: str | None) -> None:
        self._site = site
        self._host, path = host_and_path(address)
        self._last_of_path = _slug(unquote(path).rstrip("/").rpartition("/")[2])
        self.whole = visible(tree.findtext(".//title") or "")
        found = list(headings(tree))
        self._logos = {letters(heading.whole) for heading in found if heading.is_logo}
        self._shown = [heading for heading in found if not self._is_site(heading.whole)]
        self._headings = [text for each in self._shown for text in (each.headline, each.whole)]
        self._main = {each.headline: each.whole for each in self._shown if each.tag == "h1"}
        self._stated = list(filter(None, _stated(tree)))
        said = [*self._stated, self.whole]
        parts = (part for text in said for part in _parts(text))
        self._parts = {part for part in parts if not self._is_site(part)}
        self._first = {_MARKS.split(text)[0] for text in said} & self._parts

    def headline(self, found: str) -> str:
        """`found` is what the page says for machines, or its only heading."""
        agreed = set(map(_words, self._headings)) & set(map(_words, self._parts))
        is_site = self._is_site(found)
        is_short = len(found.split()) <= _FEWEST_WORDS
        if of_address := self._of_address() if is_site or is_short else None:
            found = of_address
        elif found and _words(found) not in agreed:
            found = self._surer(found, is_site=is_site)
        title = self._as_shown(self._without_site(found))
        return title or next(filter(None, [*self._headings, self.whole]), "")

    def _as_shown(self, title: str) -> str:
        """Without the kicker that a heading has, and in the words of the page's only main one."""
        for each in self._shown:
            if each.headline != each.whole and _has_kicker(title, each.headline, each.whole):
                return each.headline
        if len(self._main) == 1:
            ((shown, whole),) = self._main.items()
            return shown if title != whole and _is_like(title, shown) else title
        return title

    def site_after(self, title: str) -> str | None:
        """The site's name after the headline in the page's <title>."""
        if not title or not self.whole.startswith(title):
            return None
        match = _MARKS.match(self.whole, len(title))
        site = self.whole[match.end() :] if match else ""
        return site if 2 <= len(site) <= _LONGEST_SITE else None

    def _of_address(self) -> str | None:
        """The last part of an address often is the headline, in letters that any address has."""
        slugs = {part: _slug(part) for part in self._parts}
        named = [part for part, slug in slugs.items() if f"-{slug}-" in f"-{self._last_of_path}-"]
        long = [part for part in named if slugs[part].count("-") >= _FEWEST_WORDS - 1]
        return max(long, key=len, default=None)

    def _surer(self, found: str, *, is_site: bool) -> str:
        """Than `found`, which no heading shows, or which the page does not call itself."""
        long = [part for part in self._parts if len(part.split()) >= _FEWEST_WORDS]
        keys = set(map(_words, [*long, *self._first]))
        if named := [heading for heading in self._headings if _words(heading) in keys]:
            return max(named, key=len)
        if opening := next(filter(self._opens, self._headings), None):
            return opening
        named = [part for part in _STRONG_MARKS.split(self.whole) if not self._is_of_site(part)]
        longest = max(named, key=len, default="")
        if is_site:
            return longest or min(long, key=len, default=found)
        if self._shares_letters(found):
            return self.whole if self.whole in {*long} & {*_parts(found)} else found
        if self._stated:
            return self._stated[0]
        is_doubtful = found not in self._main or len(found.split()) <= _FEWEST_WORDS
        if (
            is_doubtful
            and longest == self.whole in long
            and set(_words(longest)).isdisjoint(_words(found))
        ):
            return longest
        return found if " " in found or " " not in longest else longest

    def _opens(self, heading: str) -> bool:
        """The <title> begins with it, and a mark comes next, with or without spaces."""
        rest = self.whole.removeprefix(heading)
        is_marked = bool(_MARK_NEXT.match(rest) or _MARKS.match(rest))
        return (
            len(rest) < len(self.whole) and is_marked and len(letters(heading)) >= _FEWEST_LETTERS
        )

    def _shares_letters(self, found: str) -> bool:
        key = letters(found)
        return any(key in letters(part) or letters(part) in key for part in self._parts)

    def _without_site(self, title: str) -> str:
        """The site's name goes if a heading has the title without it, or the site is called so."""
        title = _WIDE_SITE.sub("", title.strip(_AT_ENDS))
        marks = [match.span() for match in _MARKS.finditer(title)]
        for start, end in marks[::-1][:1]:
            if title[:start] in self._headings or self._is_site(title[end:]):
                return title[:start].strip()
        for start, end in marks[:1]:
            if title[end:] in self._headings or self._is_site(title[:start]):
                return title[end:].strip()
        return title

    def _is_site(self, text: str) -> bool:
        """It is the site's name, or the host's: `Solar Server` of solarserver.example."""
        key = letters(text)
        names = self._site, self._host, self._host.partition(".")[0]
        return bool(key) and (key in map(letters, names) or key in self._logos)

    def _is_of_site(self, text: str) -> bool:
        return self._is_site(text) or any(letters(text) in logo for logo in self._logos)


def _stated(tree: Any) -> Iterator[str]:
    """The headlines in the data that the page has for machines."""
    for meta in tree.iter("meta"):
        names = f"{meta.get('property', '')} {meta.get('name', '')}".lower().split()
        if not _TITLES.isdisjoint(names):
            yield visible(unescape(meta.get("content") or ""))
    for script in tree.iter("script"):
        is_data = script.get("type") == "application/ld+json"
        if is_data and (match := _HEADLINE.search(script.text or "")):
            yield visible(unescape(_of_json(match[1])))
            return  # those that follow are of other articles


def _of_json(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return ""


def _parts(text: str) -> Iterator[str]:
    """It, and what is between any two marks that may part a site's name from the headline."""
    marks = [match.span() for match in _MARKS.finditer(text)][:_MOST_MARKS]
    for start in (0, *(end for _, end in marks)):
        for end in (len(text), *(start for start, _ in marks)):
            if part := text[start:end].strip(_AT_ENDS):
                yield part


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _slug(text: str) -> str:
    plain = normalize("NFKD", text.casefold().translate(_UMLAUTS))
    return "-".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not combining(c))))


def _has_kicker(title: str, headline: str, whole: str) -> bool:
    """It is the headline with what stands beside it in the heading, in whatever order, or above."""
    wanted, known = set(_words(title)), set(_words(headline))
    if not known < wanted:
        return False
    return wanted <= set(_words(whole)) or letters(title).endswith(letters(headline))


def _is_like(title: str, heading: str) -> bool:
    """The same in other words; not the same with something beside it, parted by a mark."""
    if letters(title) in map(letters, _parts(heading)):
        return False
    one, other = set(_words(title)), set(_words(heading))
    shared, fewer = len(one & other), min(len(one), len(other))
    return shared >= _FEWEST_SHARED and (shared == fewer or shared >= max(3, _MOST * fewer))
