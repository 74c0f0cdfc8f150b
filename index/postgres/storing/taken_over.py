"""What a build takes over: what PostgreSQL has, or another engine."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np
from psycopg import Connection

from index.arrays import ByteArray, HalfArray
from index.encodings.store import Encoded
from index.engine.engine import Known
from index.postgres.columns import draft_key, speech_of
from index.postgres.database import Row
from index.postgres.schema import EARLIER, NOW
from index.types import Draft, HashedDraft, Speech


class Nothing:
    """Of an engine that has nothing by the encoder in use."""

    def drafts(self, digests: Collection[bytes]) -> dict[bytes, list[HashedDraft]]:
        return {}

    def encoded(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        return {}

    def encoded_headings(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        return {}


class Together:
    """What any of several has; the first counts."""

    def __init__(self, parts: Sequence[Known]) -> None:
        self._parts = parts

    def drafts(self, digests: Collection[bytes]) -> dict[bytes, list[HashedDraft]]:
        found: dict[bytes, list[HashedDraft]] = {}
        for part in self._parts:
            found |= part.drafts([digest for digest in digests if digest not in found])
        return found

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

    def drafts(self, digests: Collection[bytes]) -> dict[bytes, list[HashedDraft]]:
        found: dict[bytes, list[HashedDraft]] = {}
        for schema in (NOW, EARLIER):
            missing = {draft_key(digest): digest for digest in digests if digest not in found}
            if missing:
                of_keys = self._drafts(schema, [*missing])
                found |= {missing[key]: drafts for key, drafts in of_keys.items()}
        return found

    def _drafts(self, schema: str, keys: Sequence[bytes]) -> dict[bytes, list[HashedDraft]]:
        rows = self._rows(
            'SELECT a.digest, a.id, p.id, p."from", p."to", p.first_paragraph, p.last_paragraph, '
            f'p.kind, h."from", h."to", p.hash FROM {schema}.articles a '
            f"JOIN {schema}.passages p ON p.article_id = a.id "
            f"JOIN {schema}.headings h ON h.id = p.heading_id AND h.article_id = p.article_id "
            "WHERE a.digest = ANY(%s) ORDER BY a.id, p.id",
            keys,
        )
        speech = self._speech(schema, [row[2] for row in rows]) if rows else {}
        found: dict[bytes, list[HashedDraft]] = {}
        first: dict[bytes, int] = {}
        for digest, article_id, id_, *draft, start, end, content in rows:
            if first.setdefault(digest, article_id) == article_id:
                section = None if start is None else (start, end)
                found.setdefault(digest, []).append(
                    HashedDraft(
                        replace(Draft(*draft), section=section),
                        bytes(content),
                        tuple(speech.get(id_, ())),
                    )
                )
        return found

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
