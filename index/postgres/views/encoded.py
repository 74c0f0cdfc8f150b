"""What the encoder made of the passages of a generation: vectors, token codes, sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from index.arrays import BoolArray, FloatArray, IntArray, LongArray
from index.engine.found import Similarities
from index.postgres.database import Database, Row
from index.postgres.generation import Generation
from index.postgres.kept import Kept
from index.postgres.schema import NOW
from index.postgres.views.filters import FilteredTexts
from index.postgres.views.texts import KEPT_PASSAGES, PAGE
from index.snapshot.token_codes import similarities
from index.types import Span


@dataclass(frozen=True, slots=True)
class _Codes:
    """What late interaction needs of a text: `codes` (tokens, ⌈t/8⌉), `sentences` (n, 3)."""

    tokens: int
    sentences: IntArray
    codes: Any


class EncodedTexts(FilteredTexts):
    """See `Views` for what each of these gives."""

    def __init__(self, database: Database, generation: Generation, schema: str = NOW) -> None:
        super().__init__(database, generation, schema)
        self._codes: Kept[int, _Codes] = Kept(KEPT_PASSAGES)
        self._heading_ids: Kept[int, int] = Kept(KEPT_PASSAGES)
        self._heading_codes: Kept[int, _Codes] = Kept(KEPT_PASSAGES)
        self._vectors: Kept[int, FloatArray] = Kept(KEPT_PASSAGES)
        self._meanings: Kept[int, FloatArray] = Kept(KEPT_PASSAGES)

    @cached_property
    def _token_frequencies(self) -> LongArray:
        seen = self._seen
        if seen is None:
            return self._generation.token_frequencies
        frequencies = np.zeros(len(self._generation.token_frequencies), dtype=np.int64)
        for start in range(0, len(seen.passages), PAGE):
            page = seen.passages[start : start + PAGE].tolist()
            rows = self._rows("SELECT ids FROM {schema}.meanings WHERE id = ANY(%(ids)s)", ids=page)
            ids = np.frombuffer(b"".join(row[0] for row in rows), dtype="<i4")
            frequencies += np.bincount(ids, minlength=len(frequencies))[: len(frequencies)]
        return frequencies

    def document_frequency(self, token_ids: IntArray) -> LongArray:
        frequencies = self._token_frequencies
        known = token_ids < len(frequencies)
        counts = np.zeros(len(token_ids), dtype=np.int64)
        counts[known] = frequencies[token_ids[known]]
        return counts

    def _keep_codes(self, rows: Sequence[Row]) -> None:
        self._codes.put(_codes([(row[0], *row[12:15]) for row in rows]))
        self._heading_ids.put({row[0]: row[15] for row in rows})
        self._heading_codes.put(_codes([row[15:19] for row in rows]))

    def _codes_of(self, ids: Sequence[int]) -> dict[int, _Codes]:
        def fetch(missing: list[int]) -> dict[int, _Codes]:
            return _codes(
                self._rows(
                    "SELECT id, tokens, sentences, codes FROM {schema}.codes "
                    "WHERE id = ANY(%(ids)s)",
                    ids=missing,
                )
            )

        return self._codes.get(ids, fetch)

    def has_tokens(self, ids: LongArray) -> BoolArray:
        found = self._codes_of(ids.tolist())
        return np.array([found[id_].tokens > 0 for id_ in ids.tolist()], dtype=bool)

    def maxsim(self, query_tokens: FloatArray, ids: LongArray) -> Similarities:
        found = self._codes_of(ids.tolist())
        return _maxsim(query_tokens, [found[id_] for id_ in ids.tolist()])

    def headings_maxsim(self, query_tokens: FloatArray, ids: LongArray) -> FloatArray:
        def fetch_ids(missing: list[int]) -> dict[int, int]:
            rows = self._rows(
                "SELECT id, heading_id FROM {schema}.passages WHERE id = ANY(%(ids)s)", ids=missing
            )
            return {int(id_): int(over) for id_, over in rows}

        def fetch(missing: list[int]) -> dict[int, _Codes]:
            return _codes(
                self._rows(
                    "SELECT id, tokens, sentences, codes FROM {schema}.headings "
                    "WHERE id = ANY(%(ids)s)",
                    ids=missing,
                )
            )

        over = self._heading_ids.get(ids.tolist(), fetch_ids)
        distinct, places = np.unique([over[id_] for id_ in ids.tolist()], return_inverse=True)
        found = self._heading_codes.get(distinct.tolist(), fetch)
        best = _maxsim(query_tokens, [found[id_] for id_ in distinct.tolist()]).by_passage()
        return best[places]

    def first_code(self, passage_id: int) -> Any:
        """The code of a passage's first token, (⌈t/8⌉,) bytes."""
        return self._codes_of([passage_id])[passage_id].codes[0]

    def sentence_spans(self, passage_id: int) -> list[Span]:
        spans = self._codes_of([passage_id])[passage_id].sentences
        return [(int(start), int(end)) for start, end, _ in spans]

    def vectors(self, ids: LongArray) -> FloatArray:
        def fetch(missing: list[int]) -> dict[int, FloatArray]:
            rows = self._rows(
                "SELECT id, halfvec_send(vector) FROM {schema}.passages WHERE id = ANY(%(ids)s)",
                ids=missing,
            )
            return {id_: _floats(sent) for id_, sent in rows}

        found = self._vectors.get(ids.tolist(), fetch)
        if not len(ids):
            return np.zeros((0, len(self._any_vector)), dtype=np.float32)
        return np.array([found[id_] for id_ in ids.tolist()], dtype=np.float32)

    def _keep_vectors(self, rows: Sequence[Row]) -> None:
        """Of rows of id and vector, as it is sent."""
        self._vectors.put({id_: _floats(sent) for id_, sent in rows})

    @cached_property
    def _any_vector(self) -> FloatArray:
        [[dimension]] = self._rows("SELECT dimension FROM pullquote.state")
        return np.zeros(dimension, dtype=np.float32)

    def meanings(self, ids: LongArray) -> tuple[FloatArray, LongArray]:
        def fetch(missing: list[int]) -> dict[int, FloatArray]:
            rows = self._rows(
                "SELECT m.id, m.meanings, octet_length(c.sentences) / 12 "
                "FROM {schema}.meanings m JOIN {schema}.codes c USING (article_id, id) "
                "WHERE m.id = ANY(%(ids)s)",
                ids=missing,
            )
            return {id_: _directions(kept, sentences) for id_, kept, sentences in rows}

        found = self._meanings.get(ids.tolist(), fetch)
        parts = [found[id_] for id_ in ids.tolist()]
        counts = np.array([len(part) for part in parts], dtype=np.int64)
        some = [part for part in parts if len(part)]
        joined = np.concatenate(some) if some else np.zeros((0, len(self._any_vector)), np.float32)
        return joined, counts


def _floats(sent: bytes) -> FloatArray:
    """What `halfvec_send` gives: two 16-bit numbers, then big-endian halves."""
    return np.frombuffer(sent, dtype=">f2", offset=4).astype(np.float32)


def _directions(kept: bytes, sentences: int) -> FloatArray:
    if not kept:
        return np.zeros((0, 0), dtype=np.float32)
    floats = np.frombuffer(kept, dtype=np.int8).reshape(sentences, -1).astype(np.float32)
    floats /= np.maximum(np.linalg.norm(floats, axis=1, keepdims=True), 1e-9)
    return floats


def _codes(rows: Sequence[Row]) -> dict[int, _Codes]:
    return {
        id_: _Codes(
            tokens,
            np.frombuffer(sentences, dtype="<i4").reshape(-1, 3),
            np.frombuffer(codes, dtype=np.uint8).reshape(tokens, -1) if tokens else None,
        )
        for id_, tokens, sentences, codes in rows
    }


def _maxsim(query_tokens: FloatArray, found: Sequence[_Codes]) -> Similarities:
    tokens = np.array([each.tokens for each in found], dtype=np.int64)
    encoded = [each for each in found if each.tokens]
    sentences = np.array([len(e.sentences) if e.tokens else 0 for e in found], dtype=np.int64)
    if not encoded:
        nothing = np.zeros((0, 0), dtype=np.uint8)
        return similarities(query_tokens, nothing, tokens, sentences, np.zeros(0, dtype=np.int32))
    return similarities(
        query_tokens,
        np.concatenate([each.codes for each in encoded]),
        tokens,
        sentences,
        np.concatenate([each.sentences[:, 2] for each in encoded]),
    )
