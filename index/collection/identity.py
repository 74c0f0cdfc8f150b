"""Which texts are one article: by its web address in one spelling, and what stands there."""

from functools import lru_cache
from urllib.parse import urlsplit

from index.collection.likeness import resemblance, shingles
from index.types import Article

# Resemblance below which two texts at one address, under two titles, are two articles: a page whose
# address is that of a list, the records of a file that were renumbered.
SAME_ARTICLE = 0.2
# Addresses: each article's is asked for several times in a rebuild.
REMEMBERED = 65_536


@lru_cache(REMEMBERED)
def url_key(url: str | None) -> str | None:
    """What all spellings of a web address have in common; None for what names no page.

    Scheme, `www.`, default port, fragment, trailing slash, tracking parameters, the order of the
    others, percent encoding and a last `/amp` make no difference; the case of the path does. The
    front page of a site is no article's address, whatever a page may claim.
    """
    from courlan import normalize_url
    from url_normalize import url_normalize

    if url is None:
        return None
    try:
        parts = urlsplit(normalize_url(url_normalize(url.strip()) or "", strict=False))
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    path = parts.path.rstrip("/").removesuffix("/amp")
    if not path and not parts.query:
        return None
    return f"{host.removeprefix('www.')}{port}{path}{'?' if parts.query else ''}{parts.query}"


def identity(article: Article) -> str:
    """The address by which an article is known, in its one spelling; without one its path."""
    return url_key(article.url) or article.path


def are_one(a: Article, b: Article) -> bool:
    """Whether two texts at one address are the same article: by their titles or their words."""
    return a.title.casefold() == b.title.casefold() or (
        resemblance(shingles(a.text), shingles(b.text)) >= SAME_ARTICLE
    )
