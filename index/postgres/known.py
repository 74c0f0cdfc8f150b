"""What a build takes over: what PostgreSQL has, or another engine."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np
from psycopg import Connection

from index.arrays import ByteArray, HalfArray
from index.encodings.store import Encoded, content_hash
from index.engine import Known
from index.manifest import FORMAT
from index.postgres.database import Row
from index.postgres.schema import EARLIER, NOW
from index.types import SPEECH_MODES, Draft, HashedDraft, Speech


class Nothing:
    """Of an engine that has nothing by the encoder in use."""

    def drafts(self, digest: bytes) -> list[HashedDraft]:
        return []

    def encoded(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        return {}

    def encoded_headings(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        return {}


class Together:
    """What any of several has; the first counts."""

    def __init__(self, parts: Sequence[Known]) -> None:
        self._parts = parts

    def drafts(self, digest: bytes) -> list[HashedDraft]:
        return next(filter(None, (part.drafts(digest) for part in self._parts)), [])

    def encoded(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        found: dict[bytes, Encoded] = {}
        for part in self._parts:
            found |= part.encoded([key for key in hashes if key not in found])
        return found

    def encoded_headings(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        found: dict[bytes, Encoded] = {}
        for part in self._parts:
            found |= part.encoded_headings([key for key in hashes if key not in found])
        return found


class PostgresKnown:
    """Of every generation that is kept, and of a load that was killed."""

    def __init__(self, connection: Connection[Row]) -> None:
        self._connection = connection

    def _rows(self, statement: str, *parameters: object) -> list[Row]:
        return self._connection.cursor(binary=True).execute(statement, parameters).fetchall()

    def drafts(self, digest: bytes) -> list[HashedDraft]:
        for schema in (NOW, EARLIER):
            rows = self._rows(
                'SELECT p.id, p."from", p."to", p.first_paragraph, p.last_paragraph, p.kind, '
                f'h."from", h."to", p.hash FROM {schema}.passages p '
                f"JOIN {schema}.headings h ON h.id = p.heading_id AND h.article_id = p.article_id "
                "WHERE p.article_id = "
                f"(SELECT id FROM {schema}.articles WHERE digest = %s LIMIT 1) ORDER BY p.id",
                draft_key(digest),
            )
            if rows:
                speech = self._speech(schema, [row[0] for row in rows])
                return [
                    HashedDraft(
                        replace(Draft(*draft), section=None if start is None else (start, end)),
                        bytes(content),
                        tuple(speech.get(id_, ())),
                    )
                    for id_, *draft, start, end, content in rows
                ]
        return []

    def _speech(self, schema: str, ids: Sequence[int]) -> dict[int, list[Speech]]:
        found: dict[int, list[Speech]] = {}
        rows = self._rows(
            f"SELECT passage_id, spans, mode FROM {schema}.speech WHERE passage_id = ANY(%s) "
            'ORDER BY passage_id, "from"',
            ids,
        )
        for id_, spans, mode in rows:
            found.setdefault(id_, []).append(speech_of(spans, mode))
        return found

    def encoded(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        return self._encoded(
            "SELECT DISTINCT ON (p.hash) p.hash, c.tokens, c.sentences, c.codes, "
            "halfvec_send(p.vector), m.meanings, m.ids FROM {schema}.passages p "
            "JOIN {schema}.codes c USING (article_id, id) "
            "JOIN {schema}.meanings m USING (article_id, id) "
            "WHERE p.hash = ANY(%s)",
            hashes,
            lambda sent: np.frombuffer(sent, dtype=">f2", offset=4).astype(np.float16),
        )

    def encoded_headings(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        return self._encoded(
            "SELECT DISTINCT ON (hash) hash, tokens, sentences, codes, vector, meanings, ids "
            "FROM {schema}.headings WHERE hash = ANY(%s)",
            hashes,
            lambda kept: np.frombuffer(kept, dtype="<f2"),
        )

    def _encoded(
        self, statement: str, hashes: Collection[bytes], vector: Callable[[bytes], HalfArray]
    ) -> dict[bytes, Encoded]:
        found: dict[bytes, Encoded] = {}
        for schema in (NOW, EARLIER):
            missing = [key for key in hashes if key not in found]
            rows = self._rows(statement.format(schema=schema), missing) if missing else []
            for key, tokens, sentences, codes, sent, meanings, ids in rows:
                spans = np.frombuffer(sentences, dtype="<i4").reshape(-1, 3)
                found[bytes(key)] = Encoded(
                    vector(sent),
                    _rows_of(codes, tokens),
                    spans,
                    _rows_of(meanings, len(spans)),
                    np.frombuffer(ids, dtype="<i4"),
                )
        return found


def _rows_of(kept: bytes, rows: int) -> ByteArray:
    if not kept:
        return np.zeros((0, 0), dtype=np.uint8)
    return np.frombuffer(kept, dtype=np.uint8).reshape(rows, -1)


def draft_key(digest: bytes) -> bytes:
    """By which an article's passages are found again, as this version makes them."""
    return content_hash(f"{FORMAT} {digest.hex()}")


def speech_of(spans: Sequence[int], mode: int) -> Speech:
    """As it is kept: the spans of sentence, speaker, verb and, if it is known, name in one row."""
    sentence, speaker, verb, *name = ((spans[i], spans[i + 1]) for i in range(0, len(spans), 2))
    return Speech(sentence, speaker, verb, SPEECH_MODES[mode], name[0] if name else None)
