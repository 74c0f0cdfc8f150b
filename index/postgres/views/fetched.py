"""What is fetched together with passages, and what becomes of the rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from index.postgres.columns import reference_of, speech_of
from index.postgres.database import Row
from index.postgres.views.by_id import PASSAGE
from index.types import ArticleRef, Span, Speech

HEAD = "a.reference, a.language, CASE WHEN a.changed THEN a.readings END"
CODES = "c.tokens, c.sentences, c.codes, h.id, h.tokens, h.sentences, h.codes"
PASSAGES_WITH_CODES = (
    f"SELECT {PASSAGE}, {HEAD}, {CODES} FROM {{schema}}.passages p "
    "JOIN {schema}.articles a ON a.id = p.article_id "
    "JOIN {schema}.codes c ON c.id = p.id AND c.article_id = p.article_id "
    "JOIN {schema}.headings h ON h.id = p.heading_id AND h.article_id = p.article_id "
    "WHERE p.id = ANY(%(ids)s)"
)
COPIES = (
    "SELECT DISTINCT c.article_id, c.id, c.reference, c.lacking_from, c.lacking_to "
    "FROM {schema}.passages p JOIN {schema}.copies c ON c.article_id = p.article_id "
    "WHERE p.id = ANY(%(ids)s) ORDER BY c.id"
)
SPEECH = (
    "SELECT passage_id, spans, mode FROM {schema}.speech WHERE passage_id = ANY(%(ids)s) "
    'ORDER BY passage_id, "from"'
)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an article without its text."""

    reference: ArticleRef
    language: str | None
    readings: bytes | None
    """Of one that has changed."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of an article, and what of the article's text it lacks."""

    id: int
    reference: ArticleRef
    lacking: tuple[Span, ...]


def head_of(row: Sequence[Any]) -> Head:
    """Of columns that begin with those of `HEAD`."""
    return Head(reference_of(row[0]), row[1], row[2])


def copies_by_article(ids: Collection[int], rows: Sequence[Row]) -> dict[int, list[Copy]]:
    found: dict[int, list[Copy]] = {article_id: [] for article_id in ids}
    for article_id, id_, kept, starts, ends in rows:
        lacking = tuple(zip(starts, ends, strict=True))
        found[article_id].append(Copy(id_, reference_of(kept), lacking))
    return found


def speech_by_passage(ids: Sequence[int], rows: Sequence[Row]) -> dict[int, tuple[Speech, ...]]:
    found: dict[int, list[Speech]] = {id_: [] for id_ in ids}
    for id_, kept, mode in rows:
        found[id_].append(speech_of(kept, mode))
    return {id_: tuple(speech) for id_, speech in found.items()}
