"""Whether a generation is what it should be: every row that it adds, and every view of it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.collection.kept_articles import article_from_json
from index.encoder.encoding import Encoder
from index.encodings.store import content_hash, unencoded
from index.errors import SnapshotCorrupt
from index.postgres.views.views import PostgresViews
from index.text.heading import heading
from index.text.words import words
from index.types import Article, Passage

SAMPLE = 32
AT_ONCE = 64  # articles
SAME_COSINE = 0.98
SAME_TOKEN = 0.99
RECALL_QUERIES = 50
RECALL_AT = 50
PLACE = Path("PostgreSQL")


def verify_counts(views: PostgresViews) -> None:
    """Raises `SnapshotCorrupt` if rows are missing, or too many."""
    found, expected = views.counted(), views.expected
    if found != expected:
        raise SnapshotCorrupt(
            PLACE,
            f"of {expected[0]} articles and {expected[1]} passages",
            f"of {found[0]} and {found[1]}",
        )


def verify_articles(views: PostgresViews, article_ids: Sequence[int]) -> None:
    """Raises `SnapshotCorrupt` for the first thing that is wrong with these articles.

    Each passage must be the very slice of its article that was encoded, and each sentence a slice
    of its passage; some of them must be found by their own words, vector and tokens.
    """
    passages: list[int] = []
    for start in range(0, len(article_ids), AT_ONCE):
        passages += _verified_rows(views, article_ids[start : start + AT_ONCE])
    if not passages:
        return
    sample = {passages[int(i)] for i in np.linspace(0, len(passages) - 1, SAMPLE)}
    for passage in views.passages(sorted(sample)):
        _verify_found(views, passage)


def _verified_rows(views: PostgresViews, article_ids: Sequence[int]) -> list[int]:
    """The ids of the articles' passages."""
    found = []
    article: tuple[int, Article] | None = None
    for id_, kept, passage, start, end, text, digest, sentences, *over in views.written(
        article_ids
    ):
        if article is None or article[0] != id_:
            article = id_, article_from_json(kept.decode())
        if passage is None:
            continue
        if over[0] is None or not _is_of(_heading(article[1], over[1:3]), over[3]):
            raise SnapshotCorrupt(PLACE, "made of its headings", "of others")
        if text.decode() != article[1].text[start:end] or not _is_of(text.decode(), digest):
            raise SnapshotCorrupt(PLACE, "made of the passages that were encoded", "of others")
        if sentences is None:
            raise SnapshotCorrupt(PLACE, "made of encoded passages", "missing some")
        spans = np.frombuffer(sentences, dtype="<i4").reshape(-1, 3)
        if not (
            (spans[:, 0] >= 0) & (spans[:, 0] < spans[:, 1]) & (spans[:, 1] <= end - start)
        ).all():
            raise SnapshotCorrupt(PLACE, "made of sentences of its passages", "of others")
        found.append(int(passage))
    return found


def _heading(article: Article, section: Sequence[int | None]) -> str:
    within = article.text[section[0] : section[1]] if section[0] is not None else ""
    return heading(article.title, article.published, within)


def _is_of(text: str, digest: bytes) -> bool:
    expected = content_hash(text)
    return bytes(digest) in (expected, unencoded(expected))


def _verify_found(views: PostgresViews, passage: Passage) -> None:
    ids = np.array([passage.id], dtype=np.int64)
    [own] = words([passage.text], views.language(passage.article_id))
    if not all(passage.id in having.ids for having in views.having(own).values()):
        raise SnapshotCorrupt(PLACE, "made of the words of its passages", "not")
    [vector] = views.vectors(ids)
    if vector.any():
        _, cosines = views.nearest(vector, 1)
        if not len(cosines) or not cosines[0] >= SAME_COSINE:
            raise SnapshotCorrupt(PLACE, "made of its vectors", "of others")
    if views.has_tokens(ids)[0]:
        code = views.first_code(passage.id)
        signs = np.unpackbits(code)[: 8 * len(code)].astype(np.float32) * 2 - 1
        token = signs[None, :] / np.sqrt(np.float32(len(signs)))
        if not views.maxsim(token, ids).best.max() >= SAME_TOKEN:
            raise SnapshotCorrupt(PLACE, "made of its tokens", "of others")


def recall(views: PostgresViews, encoder: Encoder) -> float:
    """Recall@50 of the vector search against the exact one, 0 to 1, by the beginnings of some
    passages."""
    ids = views.article_ids()
    chosen = np.random.default_rng(0).choice(ids, min(RECALL_QUERIES, len(ids)), replace=False)
    rows = views.written([int(id_) for id_ in chosen])
    texts = {row[0]: " ".join(row[5].decode().split()[:12]) for row in rows if row[5]}
    shares = []
    for text in texts.values():
        vector = encoder.encode_query(text).vector
        exact = views.compared(vector, RECALL_AT)
        found = np.isin(exact, views.nearest(vector, RECALL_AT)[0])
        shares.append(float(np.mean(found)))
    return float(np.mean(shares)) if shares else 1.0
