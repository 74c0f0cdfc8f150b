"""RSS, Atom and RDF to entries: what each says itself, and the page that it links to."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from index.errors import SourceError
from index.reading.article import assemble
from index.reading.blocks import Details
from index.reading.html.page import fragment_blocks
from index.types import Article
from index.web.client import Fetched

FULL_TEXT_CHARS = 1000
"""A shorter content is taken for a teaser, and the page that it links to is read."""

MOST_TAGS = 60_000
"""Of 1,000 entries with 60 tags each, beside those in their texts as CDATA, which cost nothing;
feedparser takes up to 45 µs for a tag, so 3 s in all.
"""

_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|continue|keep) (?:more|reading|on)\W*)\s*\Z",
    re.IGNORECASE,
)
_LAST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """`mark` changes when the entry does; `link` is "" if there is no page; `html` is
    its own text, a teaser or the whole.
    """

    path: str
    link: str
    mark: str
    html: str
    details: Details

    def own_article(self) -> Article | None:
        """The article that the entry holds, or None if its page has it.

        Raises SourceError if there is neither a text nor a page.
        """
        blocks = fragment_blocks(self.html) if self.html.strip() else []
        body = "\n".join(block.text.strip() for block in blocks if block.kind == "body").strip()
        is_whole = len(body) >= FULL_TEXT_CHARS and not _BREAKS_OFF.search(body[-_LAST_WORDS:])
        return assemble(self.path, blocks, self.details) if is_whole or not self.link else None


def feed_entries(fetched: Fetched) -> list[Entry]:
    """In the feed's order, each path once. Raises SourceError for what is not a feed."""
    parsed = _parsed(fetched)
    entries: dict[str, Entry] = {}
    for found in parsed.entries:
        entry = _entry(found, parsed.feed, fetched.url)
        entries.setdefault(entry.path, entry)
    return list(entries.values())


def _parsed(fetched: Fetched) -> Any:
    import feedparser

    if _tags(fetched.data) > MOST_TAGS:
        raise SourceError(f"is a feed too large to be read (more than {MOST_TAGS:,} tags)")
    content_type = fetched.content_type
    if fetched.charset:
        content_type += f"; charset={fetched.charset}"
    try:
        parsed = feedparser.parse(
            BytesIO(fetched.data),
            response_headers={"content-location": fetched.url, "content-type": content_type},
            # Only the words are taken, so neither scripts nor links in them matter.
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # it promises no set of errors, and raises several on broken feeds
        raise SourceError("is a feed too broken to be read") from error
    if parsed.bozo and not parsed.entries:
        raise SourceError(f"is a broken feed ({' '.join(str(parsed.bozo_exception).split())})")
    return parsed


def _tags(data: bytes) -> int:
    """How many there are but for those in texts that are CDATA."""
    first, *texts = data.split(b"<![CDATA[")
    parted = (text.partition(b"]]>") for text in texts)
    return first.count(b"<") + sum(
        (rest if end else text).count(b"<") for text, end, rest in parted
    )


def _entry(found: Any, feed: Any, feed_url: str) -> Entry:
    link = found.get("link") or ""
    if link == feed_url or not link.lower().startswith(("http://", "https://")):
        link = ""
    contents = [content.get("value") or "" for content in found.get("content", ())]
    text = max([*contents, found.get("summary") or ""], key=len)
    # Not `found.get`: feedparser answers that with `published` if there is no `updated`.
    updated = dict.get(found, "updated") or ""
    published = found.get("published") or ""
    identity, title = found.get("id") or "", found.get("title") or ""
    mark = _digest(identity, link, updated, published, title, text)
    return Entry(
        path=link or f"{feed_url}#{_digest(identity or mark)[:16]}",
        link=link,
        mark=mark,
        html=text,
        details=Details(
            title=title,
            publisher=feed.get("title"),
            author=found.get("author"),
            published=published or updated,
            url=link,
            language=found.get("language") or feed.get("language"),
        ),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
