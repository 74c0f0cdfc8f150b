"""Sitemaps to the pages they list, with what they say of when each last changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from index.errors import SourceError
from index.web.client import Fetched

MOST_SITEMAPS = 1000
"""Of one source; each may list 50,000 pages, so more are a trap."""

MOST_LEVELS = 3
"""An index lists sitemaps; that it lists another index is against the protocol, but happens."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """`pages` maps each address to its lastmod, "" if it has none; an index has `sitemaps`."""

    pages: dict[str, str]
    sitemaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """`pages` as in Sitemap, of all sitemaps; `failed` is why a sitemap cannot be read."""

    pages: dict[str, str]
    failed: dict[str, str]


def walk(
    source: str, first: Fetched, fetch: Callable[[str], Fetched], *, most_pages: int
) -> Listed:
    """The sitemap `first`, got from `source`, and those it lists.

    It stops if there are more than `most_pages`, so that more pages come back then.
    """
    pages: dict[str, str] = {}
    failed: dict[str, str] = {}
    level = {source: 1}
    waiting = [source]
    for address in waiting:  # which grows on the way
        try:
            found = read_sitemap(first if address == source else fetch(address))
            if found.sitemaps and level[address] == MOST_LEVELS:
                raise SourceError(f"is an index more than {MOST_LEVELS - 1} levels deep")
        except SourceError as error:
            failed[address] = str(error)
            continue
        pages |= found.pages
        if len(pages) > most_pages:
            break
        new = [listed for listed in dict.fromkeys(found.sitemaps) if listed not in level]
        room = MOST_SITEMAPS - len(level)
        if len(new) > room:
            failed[address] = f"lists more than {MOST_SITEMAPS:,} sitemaps: the others are left out"
        for listed in new[:room]:
            level[listed] = level[address] + 1
            waiting.append(listed)
    return Listed(pages, failed)


def read_sitemap(fetched: Fetched) -> Sitemap:
    """Raises SourceError if the XML is broken: half of a list would drop the other half."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root: Any = etree.fromstring(fetched.data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"is a broken sitemap (line {error.lineno})") from error
    if etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise SourceError("is not a sitemap")
    pages = {address: _text(item, "lastmod") for item, address in _listed(root, "url")}
    return Sitemap(pages, tuple(address for _, address in _listed(root, "sitemap")))


def _listed(root: Any, name: str) -> list[tuple[Any, str]]:
    items = [(item, _text(item, "loc")) for item in root.iterchildren(f"{{*}}{name}")]
    return [(item, address) for item, address in items if address]


def _text(item: Any, name: str) -> str:
    return (item.findtext(f"{{*}}{name}") or "").strip()
