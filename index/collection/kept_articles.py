"""KeptArticle, KeptSource, and an article as JSON."""

import hashlib
import json
from dataclasses import dataclass, fields, replace
from datetime import date

from index.types import UNKNOWN_READINGS, Article, Copy, Paragraph, Readings, Skipped


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A source of the list, and how its last reading went; `last_read` is UTC in ISO 8601.

    `place` is its address or absolute path, and `location` how it was named.
    """

    location: str
    listed: bool
    articles: int
    last_read: str | None
    error: str | None
    skipped: tuple[Skipped, ...]
    place: str


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """An article with the digest of all that it holds, what is not indexed because of it, and the
    locations of the sources in which it was found.

    `earlier` are the texts that it had before, as far as they are kept.
    """

    article: Article
    digest: bytes
    copies: tuple[Copy, ...] = ()
    sources: tuple[str, ...] = ()
    readings: Readings = UNKNOWN_READINGS
    earlier: tuple["KeptArticle", ...] = ()


def article_digest(text: str) -> bytes:
    """A digest of an article as `article_to_json` writes it, 16 bytes."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def with_sound_date(article: Article) -> Article:
    """The article without a day of publication that no calendar has."""
    if article.published is None:
        return article
    try:
        sound = date.fromisoformat(article.published).isoformat() == article.published
    except ValueError:
        sound = False
    return article if sound else replace(article, published=None)


def fault_of(article: Article) -> str | None:
    """What makes an article impossible to keep or to quote, or None: a fault of its parser."""
    try:
        article_to_json(article).encode()
    except UnicodeEncodeError:
        return "it has characters that no text can have"
    end = 0
    for paragraph in article.paragraphs:
        if not end <= paragraph.start < paragraph.end <= len(article.text):
            return "its paragraphs are not where its text is"
        end = paragraph.end
    return None


def kept(
    article: Article, copies: tuple[Copy, ...] = (), sources: tuple[str, ...] = ()
) -> KeptArticle:
    return KeptArticle(article, article_digest(article_to_json(article)), copies, sources)


def article_to_json(article: Article) -> str:
    paragraphs = [[p.start, p.end, p.number, p.kind, p.page] for p in article.paragraphs]
    values = {field.name: getattr(article, field.name) for field in fields(article)}
    known = {name: value for name, value in values.items() if value is not None}
    return json.dumps(known | {"paragraphs": paragraphs}, ensure_ascii=False)


def article_from_json(text: str) -> Article:
    values = json.loads(text)
    return Article(**values | {"paragraphs": tuple(Paragraph(*p) for p in values["paragraphs"])})
