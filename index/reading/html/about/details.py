"""What a page says of its article: title, site, authors, date and address."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from index.reading.blocks import Details
from index.reading.html.about.author import author_line, names_alone
from index.reading.html.about.page_date import published
from index.reading.html.extractor import metadata
from index.reading.visible_text import visible

_PARTS = re.compile(r"\s+[-–—|•·»«:/]\s+|\s*[|»«]\s*|:\s+")
_TITLES = "og:title", "twitter:title"
_FEWEST_WORDS_OF_TITLE = 3
_LONGEST_SITE = 50
_OF_HOST = re.compile(r"\A(?:www|w\d+)\.")


def page_details(tree: Any) -> Details:
    found = metadata(tree)
    headings = [visible(h.text_content()) for h in tree.iter("h1", "h2", "h3")]
    whole = visible(tree.findtext(".//title") or "")
    site = _site(found)
    title = visible(unescape(found.title or ""))
    title = _title(title, headings, [*_named(tree, _TITLES), whole], site, found.url)
    author = found.author or author_line(tree)
    return Details(
        title=title or next(filter(None, [*headings, whole]), None),
        publisher=site or _site_after(whole, title),
        author=names_alone(author) if author else None,
        published=published(tree, title, found.url),
        url=found.url,
        language=tree.get("lang"),
    )


def _site(found: Any) -> str:
    """Its name, from an account `@name` too; else that of its host."""
    name = visible(unescape(found.sitename or "")).lstrip("@")
    if name:
        return name if "." in name or name[0].isupper() else name.title()
    host = (urlsplit(found.url or "").hostname or "") if found.url else ""
    return _OF_HOST.sub("", host)


def _named(tree: Any, names: tuple[str, ...]) -> Iterator[str]:
    for meta in tree.iter("meta"):
        if meta.get("property") in names or meta.get("name") in names:
            yield visible(meta.get("content") or "")


def _title(found: str, headings: list[str], said: list[str], site: str, address: str | None) -> str:
    """The headline: not the site's logo, nor the site's name with it.

    `said` is how the page calls itself, with the site's name before or after; a heading that is one
    of its parts is surer than what is found if that is in none of them.
    """
    parts = {part for text in said for part in (text, *_PARTS.split(text))}
    is_said = any(found and found in text for text in said)
    if not is_said or _is_site(found, site, address):
        named = [heading for heading in headings if heading in parts and heading != found]
        named = [each for each in named if len(each.split()) >= _FEWEST_WORDS_OF_TITLE]
        named = [each for each in named if not _is_site(each, site, address)]
        if named:
            return max(named, key=len)
        if _is_site(found, site, address):
            others = [part for part in parts if len(part.split()) >= _FEWEST_WORDS_OF_TITLE]
            others = [part for part in others if not _is_site(part, site, address)]
            return min(others, key=len) if others else found
    return _without_site(found, headings, site, address)


def _without_site(title: str, headings: list[str], site: str, address: str | None) -> str:
    """The site's name goes if a heading has the title without it, or the site is called so."""
    title = title.strip("|•· ")
    pieces = [match.span() for match in _PARTS.finditer(title)]
    for start, end in pieces[::-1][:1]:
        if title[:start] in headings or _is_site(title[end:], site, address):
            return title[:start].strip()
    for start, end in pieces[:1]:
        if title[end:] in headings or _is_site(title[:start], site, address):
            return title[end:].strip()
    return title


def _is_site(text: str, site: str, address: str | None) -> bool:
    """It is the site's name, or the host's: `Solar Server` of solarserver.example."""
    key = _letters(text)
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    return bool(key) and (key == _letters(site) or key == _letters(host.partition(".")[0]))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _site_after(whole: str, title: str) -> str | None:
    """The site's name after the headline in the page's <title>: `Headline | The Sample Post`."""
    if not title or not whole.startswith(title):
        return None
    match = _PARTS.match(whole, len(title))
    site = whole[match.end() :] if match else ""
    return site if 2 <= len(site) <= _LONGEST_SITE else None
