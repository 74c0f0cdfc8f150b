"""MaxSim over sign codes against a loop over tokens."""

from pathlib import Path

import numpy as np
import pytest

from index.answering.retrieval.late_interaction import match_scores
from index.arrays import FloatArray
from index.encoder.encoding import Encoding
from index.encodings.store import EncodingStore, content_hash
from index.encodings.writer import EncodingWriter
from index.snapshot.token_codes import TokenCodes
from index.types import Span

DIMENSION = 20


def unit_rows(rng: np.random.Generator, n: int) -> FloatArray:
    vectors = rng.standard_normal((n, DIMENSION)).astype(np.float32)
    unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def random_passage(rng: np.random.Generator, sentences: int) -> tuple[Encoding, list[Span]]:
    """A passage whose tokens are one character each, in sentences of 1 to 6 tokens."""
    lengths = rng.integers(1, 7, sentences)
    ends = np.cumsum(lengths)
    n = int(ends[-1])
    offsets = np.stack([np.arange(n), np.arange(n) + 1], axis=1).astype(np.int32)
    ids = rng.integers(0, 50, n).astype(np.int32)
    encoding = Encoding(unit_rows(rng, 1)[0], unit_rows(rng, n), offsets, ids)
    return encoding, [(int(e - k), int(e)) for e, k in zip(ends, lengths, strict=True)]


def naive_maxsim(query: FloatArray, encoding: Encoding, span: Span) -> list[float]:
    """Each query token's best similarity with the signs of a sentence's tokens, one at a time."""
    best = []
    for q in query:
        similarities = []
        for token, (start, end) in zip(encoding.tokens, encoding.offsets, strict=True):
            if span[0] <= start and end <= span[1]:
                signs = [1.0 if component > 0 else -1.0 for component in token]
                similarities.append(sum(a * b for a, b in zip(q, signs, strict=True)))
        best.append(max(similarities) / DIMENSION**0.5)
    return best


def opened(folder: Path) -> TokenCodes:
    encodings = EncodingStore(folder)
    return TokenCodes(encodings, encodings.token_frequencies())


@pytest.fixture
def passages() -> list[tuple[Encoding, list[Span]]]:
    rng = np.random.default_rng(0)
    return [random_passage(rng, sentences) for sentences in (3, 1, 4, 2, 5)]


@pytest.fixture
def codes(tmp_path: Path, passages: list[tuple[Encoding, list[Span]]]) -> TokenCodes:
    with EncodingWriter(tmp_path / "encodings", DIMENSION, "test") as writer:
        for n, (encoding, sentences) in enumerate(passages):
            writer.add(content_hash(str(n)), encoding, sentences)
    return opened(tmp_path / "encodings")


def test_maxsim_agrees_with_a_loop_over_tokens(
    codes: TokenCodes, passages: list[tuple[Encoding, list[Span]]]
) -> None:
    query = unit_rows(np.random.default_rng(1), 4)
    asked = np.array([3, 0, 2], dtype=np.int64)
    similarities = codes.maxsim(query, asked)
    assert similarities.first.tolist() == [0, 2, 5]
    for i, passage_id in enumerate(asked):
        encoding, sentences = passages[passage_id]
        naive = [naive_maxsim(query, encoding, span) for span in sentences]
        rows = similarities.best[similarities.first[i] :][: len(sentences)]
        assert rows == pytest.approx(np.array(naive), abs=1e-5)


def test_a_passage_scores_half_its_own_maxsim_and_half_its_best_sentence_s(
    codes: TokenCodes, passages: list[tuple[Encoding, list[Span]]]
) -> None:
    query = unit_rows(np.random.default_rng(2), 3)
    weights = np.array([0.5, 0.3, 0.2], dtype=np.float32)
    scores = match_scores(codes.maxsim(query, np.arange(5)), weights)
    for (encoding, sentences), score in zip(passages, scores, strict=True):
        rows = np.array([naive_maxsim(query, encoding, span) for span in sentences])
        expected = 0.5 * rows.max(axis=0) @ weights + 0.5 * (rows @ weights).max()
        assert score == pytest.approx(expected, abs=1e-5)


def test_sentences_and_document_frequencies_are_kept(
    codes: TokenCodes, passages: list[tuple[Encoding, list[Span]]]
) -> None:
    assert len(codes) == 5
    for i, (_, sentences) in enumerate(passages):
        assert codes.sentence_spans(i) == sentences
    for token in (0, 7, 49, 100_000):
        expected = sum(token in encoding.ids for encoding, _ in passages)
        assert codes.document_frequency(np.array([token], dtype=np.int32)).tolist() == [expected]


def test_a_passage_without_tokens_matches_nothing(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    full, sentences = random_passage(rng, 2)
    none = np.zeros((0, DIMENSION), dtype=np.float32)
    empty = Encoding(full.vector, none, full.offsets[:0], full.ids[:0])
    with EncodingWriter(tmp_path / "encodings", DIMENSION, "test") as writer:
        for encoding, spans in ((empty, [(0, 1)]), (full, sentences), (empty, [])):
            writer.add(content_hash(str(spans)), encoding, spans)
    codes = opened(tmp_path / "encodings")
    similarities = codes.maxsim(unit_rows(rng, 2), np.arange(3))
    assert similarities.first.tolist() == [0, 1, 3]
    assert (similarities.best[0] == -1).all()
    assert (similarities.best[1:3] > -1).all()
    assert codes.sentence_spans(0) == [(0, 1)]
    assert codes.has_tokens(np.arange(3)).tolist() == [False, True, False]
