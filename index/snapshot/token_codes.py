"""The late-interaction view: MaxSim over the sign of each token vector, one bit a dimension.

A query's tokens stay float; each is compared with every token of a candidate's sentences, and the
best similarity is kept: ColBERT's MaxSim (Khattab & Zaharia 2020), here per sentence, so that one
pass gives the passage's score and its best sentence. Signs instead of floats cost 0.1 points of
Success@1 on SQuADShifts new_wiki and take 48 bytes a token at 384 dimensions instead of 1,536.
"""

import numpy as np

from index.arrays import BoolArray, ByteArray, FloatArray, IntArray, LongArray
from index.encodings.store import EncodingStore
from index.engine.found import Similarities
from index.types import Span

BLOCK = 1024  # tokens; 1.5 MB of floats at 384 dimensions


class TokenCodes:
    """The codes of a snapshot; rows are read from the file as they are needed."""

    def __init__(
        self, encodings: EncodingStore, frequencies: LongArray, counted: int | None = None
    ) -> None:
        """`frequencies` has, for each token id, in how many of the passages `counted` it occurs;
        all are by default."""
        self._encodings = encodings
        self._document_frequency = frequencies
        self._counted = len(encodings) if counted is None else counted

    def limited_to(self, rows: BoolArray) -> "TokenCodes":
        """The codes with the frequencies of tokens in these passages only, `rows` being (n,)."""
        frequencies = self._encodings.token_frequencies(rows)
        return TokenCodes(self._encodings, frequencies, int(np.count_nonzero(rows)))

    def __len__(self) -> int:
        """How many passages count."""
        return self._counted

    def document_frequency(self, token_ids: IntArray) -> LongArray:
        """In how many passages each token of the vocabulary occurs."""
        known = token_ids < len(self._document_frequency)
        counts = np.zeros(len(token_ids), dtype=np.int64)
        counts[known] = self._document_frequency[token_ids[known]]
        return counts

    def sentence_spans(self, passage_id: int) -> list[Span]:
        """The sentences of a passage as spans of its text."""
        first, last = self._encodings.first_sentence[passage_id : passage_id + 2]
        spans = self._encodings.sentences[first:last, :2]
        return [(int(start), int(end)) for start, end in spans]

    def has_tokens(self, passage_ids: LongArray) -> BoolArray:
        """Which of the passages were encoded into tokens, in their order."""
        return _counts(self._encodings.first_token, passage_ids) > 0

    def maxsim(self, query_tokens: FloatArray, passage_ids: LongArray) -> Similarities:
        """Each query token's best similarity in each sentence of the passages, in their order.

        A similarity is q · sign(t) / √d, for the unit vectors q (float) and t (its code): the
        cosine of q with the nearest vector of ±1, in −1..1. A passage without tokens counts as one
        sentence that matches nothing.
        """
        stored = self._encodings
        tokens = _counts(stored.first_token, passage_ids)
        sentences = np.where(tokens > 0, _counts(stored.first_sentence, passage_ids), 0)
        rows = _ranges(stored.first_sentence[passage_ids], sentences)
        return similarities(
            query_tokens, stored.codes_of(passage_ids), tokens, sentences, stored.sentences[rows, 2]
        )


def similarities(
    query_tokens: FloatArray,
    codes: ByteArray,
    tokens: LongArray,
    sentences: LongArray,
    starts: IntArray,
) -> Similarities:
    """MaxSim of passages whose `codes`, (all tokens, ⌈t/8⌉), stand one after the other.

    Each passage has so many `tokens` and `sentences`, (passages,), none of either if it is not
    encoded; `starts` has the first token of each sentence within its passage, (all sentences,).
    """
    dimension = query_tokens.shape[1]
    best = np.full((int(np.maximum(sentences, 1).sum()), len(query_tokens)), -1.0, np.float32)
    first = _before(np.maximum(sentences, 1))
    if len(starts):
        products = _with_bits(codes, query_tokens)
        begins = np.repeat(_before(tokens), sentences) + starts
        reduced = np.maximum.reduceat(products, begins, axis=0)
        scaled = (reduced - query_tokens.sum(axis=1)) / np.sqrt(np.float32(dimension))
        best[_ranges(first, sentences)] = scaled
    return Similarities(best, first)


def _with_bits(codes: ByteArray, query_tokens: FloatArray) -> FloatArray:
    """2 q·b of each token's bits b in {0, 1} with each query token q, (tokens, query tokens).

    q · (2b − 1), for the signs, is that less Σq. Block by block, as the floats of all the tokens
    would not fit the cache.
    """
    dimension = query_tokens.shape[1]
    doubled = np.ascontiguousarray(2.0 * query_tokens.T)
    products = np.empty((len(codes), len(query_tokens)), dtype=np.float32)
    floats = np.empty((min(BLOCK, len(codes)), dimension), dtype=np.float32)
    for start in range(0, len(codes), BLOCK):
        block = codes[start : start + BLOCK]
        bits = floats[: len(block)]
        bits[...] = np.unpackbits(block, axis=1, count=dimension)
        np.matmul(bits, doubled, out=products[start : start + BLOCK])
    return products


def _counts(starts: LongArray, ids: LongArray) -> LongArray:
    counts: LongArray = starts[ids + 1] - starts[ids]
    return counts


def _before(lengths: LongArray) -> LongArray:
    """The sum of all lengths before each."""
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)


def _ranges(starts: LongArray, lengths: LongArray) -> LongArray:
    """start, start + 1, …, start + length − 1 for each pair, end to end."""
    shifts = np.repeat(starts - _before(lengths), lengths)
    return np.arange(int(lengths.sum()), dtype=np.int64) + shifts
