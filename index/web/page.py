"""A page, or another document that an address gave, to its articles with their address."""

import codecs
from dataclasses import replace
from urllib.parse import urlsplit

from index.errors import SourceError
from index.reading.blocks import Details
from index.reading.decoding import decode
from index.reading.lines.dates import iso_date
from index.reading.parser_process import Runner, articles_in
from index.types import Article, Skipped
from index.web.client import Fetched

_HAS_CHARSET = (".html", ".txt", ".md")


def page_articles(
    fetched: Fetched, path: str, suffix: str, listed: Details, run: Runner
) -> tuple[Article | Skipped, ...]:
    """`listed` is what the feed that named the page says of it, for what the page does not say.

    The publisher is, failing both, the name of the host.
    """
    try:
        data = _in_utf8(fetched, suffix)
    except SourceError as error:
        return (Skipped(path, str(error)),)
    return tuple(
        _completed(result, fetched.url, listed) if isinstance(result, Article) else result
        for result in articles_in(run, data, path, suffix)
    )


def _site_name(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _in_utf8(fetched: Fetched, suffix: str) -> bytes:
    """Text whose encoding only the header names, in one that the parser finds by itself."""
    if not fetched.charset or suffix not in _HAS_CHARSET:
        return fetched.data
    return codecs.BOM_UTF8 + decode(fetched.data, fetched.charset).encode()


def _completed(article: Article, url: str, listed: Details) -> Article:
    return replace(
        article,
        url=_address(article.url, url),
        publisher=article.publisher or listed.publisher or _site_name(url),
        author=article.author or listed.author,
        published=article.published or iso_date(listed.published),
    )


def _address(canonical: str | None, url: str) -> str:
    """The address that the page gives as its own, unless that is another site's or a front page.

    Another site could have itself cited so; the front page is a common mistake of templates.
    """
    if canonical is None:
        return url
    is_front_page = _path(canonical) == "" and _path(url) != ""
    is_ours = _same_site(_site_name(canonical), _site_name(url))
    return canonical if is_ours and not is_front_page else url


def _path(url: str) -> str:
    return urlsplit(url).path.strip("/")


def _same_site(one: str, other: str) -> bool:
    """The same host, or one inside the other: m.paper.example and paper.example."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
