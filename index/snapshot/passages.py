"""Articles to passages: one paragraph is one passage, and nothing is longer than the encoder reads.

A paragraph that is too long is split at sentences into pieces of about equal length; a stub (a few
words that cannot stand alone, such as a list item) is joined to its neighbour. Headings are no
passages; the nearest one above a passage is its section.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index.text.sentences import sentence_spans
from index.types import Article, Draft, Paragraph, Span

TokenOffsets = Callable[[str], NDArray[np.int32]]

STUB_WORDS = 8


def split(article: Article, token_offsets: TokenOffsets, max_tokens: int) -> Iterator[Draft]:
    """The passages of an article in reading order, none over `max_tokens` tokens."""
    section: Span | None = None
    for kind, run in groupby(article.paragraphs, key=lambda paragraph: paragraph.kind):
        if kind == "heading":
            *_, last = run
            section = (last.start, last.end)
            continue
        paragraphs = list(run)
        groups = (
            _join_stubs(article.text, paragraphs) if kind == "body" else [[p] for p in paragraphs]
        )
        for group in groups:
            start, end = group[0].start, group[-1].end
            if len(token_offsets(article.text[start:end])) <= max_tokens:
                yield Draft(start, end, group[0].number, group[-1].number, kind, section)
                continue
            for paragraph in group:
                whole = (paragraph.start, paragraph.end)
                language = article.language
                for start, end in _split_long(
                    article.text, whole, token_offsets, max_tokens, language
                ):
                    yield Draft(start, end, paragraph.number, paragraph.number, kind, section)


def _join_stubs(text: str, paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Groups of neighbours: a stub goes with what follows it, a last one with what precedes it."""
    groups: list[list[Paragraph]] = []
    stubs: list[Paragraph] = []
    for paragraph in paragraphs:
        stubs.append(paragraph)
        if len(text[stubs[0].start : paragraph.end].split()) >= STUB_WORDS:
            groups.append(stubs)
            stubs = []
    if stubs and groups:
        groups[-1] = groups[-1] + stubs
    elif stubs:
        groups.append(stubs)
    return groups


def _split_long(
    text: str, whole: Span, token_offsets: TokenOffsets, max_tokens: int, language: str | None
) -> Iterator[Span]:
    """`whole` in as few pieces as fit, of about equal length, cut between sentences if possible."""
    base, body = whole[0], text[whole[0] : whole[1]]
    offsets = token_offsets(body)
    if len(offsets) <= max_tokens:
        yield whole
        return
    pieces = math.ceil(len(offsets) / max_tokens)
    target = math.ceil(len(offsets) / pieces)
    piece: list[Span] = []
    tokens_in_piece = 0
    for start, end in _units(body, offsets, target, language):
        tokens = int(np.count_nonzero((offsets[:, 0] >= start) & (offsets[:, 0] < end)))
        full = tokens_in_piece >= target or tokens_in_piece + tokens > max_tokens
        if piece and full:
            yield base + piece[0][0], base + piece[-1][1]
            piece, tokens_in_piece = [], 0
        piece.append((start, end))
        tokens_in_piece += tokens
    if piece:
        yield base + piece[0][0], base + piece[-1][1]


def _units(
    body: str, offsets: NDArray[np.int32], max_tokens: int, language: str | None
) -> Iterator[Span]:
    """Sentences; one that is itself too long falls into runs of words, or at last of tokens."""
    for start, end in sentence_spans(body, language):
        inside = offsets[(offsets[:, 0] >= start) & (offsets[:, 0] < end)]
        while len(inside) > max_tokens:
            limit = int(inside[max_tokens][0])
            space = body.rfind(" ", start + 1, limit)
            cut = space if space > start else limit
            yield start, cut
            start = cut + (len(body[cut:end]) - len(body[cut:end].lstrip()))
            inside = inside[inside[:, 0] >= start]
        yield start, end
