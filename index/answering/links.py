"""The articles that the links in a message lead to."""

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit, urlunsplit

from index.engine.views import Views
from index.text.courtesies import LINK

MOST = 5
"""Of more links in one message, only so many are looked up."""


def articles_linked(views: Views, message: str, articles: Collection[int] | None) -> frozenset[int]:
    """The ids of those among `articles`, all by default, whose address a message has."""
    links = [link[0] for link in LINK.finditer(message)][:MOST]
    found = {id_ for link in links if (id_ := article_at(views, link)) is not None}
    return frozenset(id_ for id_ in found if articles is None or id_ in articles)


def article_at(views: Views, link: str) -> int | None:
    """The id of the article at an address, however that is pasted."""
    return next((id_ for url in _forms(link) if (id_ := views.id_at("", url)) is not None), None)


def _forms(link: str) -> Iterator[str]:
    """As it is, without what marks a place in the page or who shared it, and with or without a
    slash at the end."""
    link = link.strip("<>").rstrip(".,;:!?)'\"")
    try:
        parts = urlsplit(link)
    except ValueError:
        return
    plain = [parts, parts._replace(fragment=""), parts._replace(fragment="", query="")]
    for url in dict.fromkeys(map(urlunsplit, plain)):
        yield url
        yield url.removesuffix("/") if url.endswith("/") else f"{url}/"
