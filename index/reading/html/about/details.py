"""What a page says of its article: title, site, authors, date and address."""

from html import unescape
from typing import Any

from index.reading.blocks import Details
from index.reading.html.about.author import author_line, names_alone
from index.reading.html.about.headline import Names, host_and_path
from index.reading.html.about.page_date import published
from index.reading.html.extractor import metadata
from index.reading.visible_text import visible

_OF_ACCOUNTS = frozenset(
    "facebook.com fb.com twitter.com x.com instagram.com linkedin.com youtube.com t.me".split()
)


def page_details(tree: Any) -> Details:
    found = metadata(tree)
    site = _site(found)
    names = Names(tree, site, found.url)
    title = names.headline(visible(unescape(found.title or "")))
    author = found.author or author_line(tree)
    return Details(
        title=title or None,
        publisher=site or names.site_after(title),
        author=names_alone(author) if author else None,
        published=published(tree, title, found.url),
        url=found.url,
        language=tree.get("lang"),
    )


def _site(found: Any) -> str:
    """Its name, from an account too, by its `@name` or its address; else that of its host."""
    name = visible(unescape(found.sitename or "")).lstrip("@")
    if "://" in name:
        host, path = host_and_path(name)
        account = path.strip("/@")
        name = host if host not in _OF_ACCOUNTS else "" if "/" in account else account
    if name:
        return name if "." in name or name[0].isupper() else name.title()
    return host_and_path(found.url)[0]
