"""One spelling for the many of a web address, by which an article is recognised."""

from urllib.parse import urlsplit


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
