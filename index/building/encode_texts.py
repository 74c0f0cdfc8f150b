"""Encoding what is new, and putting every text's encoding in its place in the snapshot.

What was encoded is kept in a folder beside the snapshots, so that the build after a killed one can
use it.
"""

import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from index.arrays import BoolArray, HashArray, LongArray
from index.encoder.batches import WINDOW as TOGETHER
from index.encoder.encoding import Encoder, Encoding
from index.encodings.lookup import EncodingLookup, runs
from index.encodings.store import Encoded, EncodingStore, encoded
from index.encodings.writer import EncodingWriter
from index.engine.engine import Progress
from index.text.sentences import sentence_spans

# Texts that the encoder gets at once, to put those of equal length together.
WINDOW = 2048
# How much encoding a kill can cost, seconds.
SAVED_EVERY_S = 10.0
# An encoder that fails on this too fails on everything.
PLAIN_TEXT = "The bridge was shut."
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages, or titles: content hashes, (n, 2), which are to be encoded, and the texts by id.

    `language` is the ISO 639-1 code of a text's language, by whose rules its sentences end.
    """

    hashes: HashArray
    to_encode: BoolArray
    read: Callable[[list[int]], Sequence[str]]
    language: Callable[[int], str | None] = lambda id_: None


@dataclass(frozen=True, slots=True)
class Made:
    """What is kept of the text at `position`; and why it has no encoding, "" if it has one."""

    position: int
    encoded: Encoded
    failure: str = ""


@runtime_checkable
class EncodesElsewhere(Encoder, Protocol):
    """An encoder that has texts encoded by others while its caller works."""

    @property
    def ahead(self) -> int:
        """How many texts are best under way."""
        ...

    def begin(self, texts: Sequence[str], languages: Sequence[str | None]) -> Iterator[Made]:
        """What `made` gives, in any order; what is made of them is under way at once."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many texts were encoded, and the ids of those that the encoder fails on, with why."""

    texts: int
    failures: tuple[tuple[int, str], ...]


def encode_texts(
    texts: Texts,
    reusable: Sequence[EncodingStore],
    encoded: Path,
    encoder: Encoder,
    on_progress: Progress = lambda done, total: None,
) -> Outcome:
    """Encode what is encoded nowhere yet, into the folder `encoded`.

    What the encoder fails on gets an empty encoding. Raises what it raises if it fails on any text.
    """
    total = len(texts.hashes)
    failures: list[tuple[int, str]] = []
    with EncodingWriter(encoded, encoder.dimension, encoder.fingerprint) as writer:
        missing = _missing(texts.hashes, _lookup(reusable, encoded))
        _leave_unencoded(texts, missing[~texts.to_encode[missing]], writer)
        missing = missing[texts.to_encode[missing]]
        done = total - len(missing)
        on_progress(done, total)
        saved = time.monotonic()
        for id_, text in _made_of(texts, missing, encoder):
            if text.failure:
                failures.append((id_, text.failure))
            writer.append(_key(texts.hashes, id_), text.encoded)
            done += 1
            on_progress(done, total)
            if time.monotonic() - saved > SAVED_EVERY_S:
                writer.save()
                saved = time.monotonic()
    return Outcome(len(missing), tuple(failures))


def _made_of(texts: Texts, missing: LongArray, encoder: Encoder) -> Iterator[tuple[int, Made]]:
    """What is made of each text, with its id."""
    begun: deque[tuple[list[int], Iterator[Made]]] = deque()
    for start in range(0, len(missing), WINDOW):
        ids = missing[start : start + WINDOW].tolist()
        languages = [texts.language(id_) for id_ in ids]
        begun.append((ids, begin(encoder, texts.read(ids), languages)))
        if len(begun) * WINDOW > ahead(encoder):
            yield from _with_ids(*begun.popleft())
    for each in begun:
        yield from _with_ids(*each)


def _with_ids(ids: Sequence[int], texts: Iterator[Made]) -> Iterator[tuple[int, Made]]:
    return ((ids[text.position], text) for text in texts)


def ahead(encoder: Encoder) -> int:
    """How many texts are best begun before what is made of the first is asked for."""
    return encoder.ahead if isinstance(encoder, EncodesElsewhere) else 0


def begin(
    encoder: Encoder, texts: Sequence[str], languages: Sequence[str | None]
) -> Iterator[Made]:
    """What `made` gives; under way at once if others encode."""
    if isinstance(encoder, EncodesElsewhere):
        return encoder.begin(texts, languages)
    return made(encoder, texts, languages)


def made(encoder: Encoder, texts: Sequence[str], languages: Sequence[str | None]) -> Iterator[Made]:
    """What is kept of each text; an empty encoding of one that the encoder fails on.

    `languages` are ISO 639-1. The same texts in the same order give the same bytes: the numbers of
    a text depend on those that it is padded with. Raises what the encoder raises if it fails on
    any text.
    """
    nothing = Encoding.empty(encoder.dimension)
    for position, encoding in encodings(encoder, texts):
        spans = sentence_spans(texts[position], languages[position])
        if isinstance(encoding, str):
            yield Made(position, encoded(nothing, spans), encoding)
        else:
            yield Made(position, encoded(encoding, spans))


def take_over(
    hashes: HashArray,
    found: Callable[[Collection[bytes]], Mapping[bytes, Encoded]],
    encoded: Path,
    encoder: Encoder,
) -> None:
    """Put what another engine has of these texts into the folder `encoded`."""
    with EncodingWriter(encoded, encoder.dimension, encoder.fingerprint) as writer:
        missing = _missing(hashes, _lookup((), encoded)).tolist()
        for start in range(0, len(missing), WINDOW):
            keys = [_key(hashes, id_) for id_ in missing[start : start + WINDOW]]
            for key, text in found(keys).items():
                writer.append(key, text)


def encodings(encoder: Encoder, texts: Sequence[str]) -> Iterator[tuple[int, Encoding | str]]:
    """Each text's position and its encoding, or why there is none."""
    left = set(range(len(texts)))
    try:
        for position, encoding in encoder.encode_passages(texts):
            left.remove(position)
            yield position, encoding if _is_finite(encoding) else "it gives no numbers"
        return
    except Exception as error:
        if len(texts) <= TOGETHER:
            yield from _one_by_one(encoder, texts, sorted(left), error)
            return
    # What was put together with other texts than what it fails on is encoded as it would have been.
    for start in range(0, len(texts), TOGETHER):
        if not left.isdisjoint(range(start, start + TOGETHER)):
            for position, found in encodings(encoder, texts[start : start + TOGETHER]):
                if start + position in left:
                    yield start + position, found


def _one_by_one(
    encoder: Encoder, texts: Sequence[str], positions: Sequence[int], failure: Exception
) -> Iterator[tuple[int, Encoding | str]]:
    for position in positions:
        try:
            [(_, encoding)] = encoder.encode_passages([texts[position]])
        except Exception as error:
            if not _works(encoder):
                raise failure from None
            yield position, " ".join(str(error).split())[:LONGEST_REASON] or type(error).__name__
        else:
            yield position, encoding if _is_finite(encoding) else "it gives no numbers"


def _works(encoder: Encoder) -> bool:
    try:
        return len(list(encoder.encode_passages([PLAIN_TEXT]))) == 1
    except Exception:
        return False


def _leave_unencoded(texts: Texts, ids: LongArray, writer: EncodingWriter) -> None:
    nothing = Encoding.empty(writer.shape.dimension)
    for start in range(0, len(ids), WINDOW):
        some = ids[start : start + WINDOW].tolist()
        for id_, text in zip(some, texts.read(some), strict=True):
            spans = sentence_spans(text, texts.language(id_))
            writer.add(_key(texts.hashes, id_), nothing, spans)


def fitting(text: str, encoder: Encoder) -> str:
    """As much of a text as the encoder reads."""
    if len(text) <= encoder.max_tokens:
        return text
    offsets = encoder.token_offsets(text)[: encoder.max_tokens]
    return text[: int(offsets[-1, 1])] if len(offsets) else text


def _is_finite(encoding: Encoding) -> bool:
    """Whether it can be searched; a passage whose encoding cannot is found by its words alone."""
    return bool(np.isfinite(encoding.vector).all() and np.isfinite(encoding.tokens).all())


def _key(hashes: HashArray, id_: int) -> bytes:
    key: bytes = hashes[id_].tobytes()
    return key


def _lookup(reusable: Sequence[EncodingStore], encoded: Path) -> EncodingLookup:
    return EncodingLookup([*reusable, EncodingStore(encoded)])


def _missing(hashes: HashArray, lookup: EncodingLookup) -> LongArray:
    """The ids of the texts to encode, of those that are the same only the first."""
    folder_of, _ = lookup.find(hashes)
    _, first = np.unique(hashes, axis=0, return_index=True)
    return np.sort(first[folder_of[first] < 0])


def assemble_encodings(
    hashes: HashArray,
    reusable: Sequence[EncodingStore],
    encoded: Path,
    folder: Path,
    encoder: Encoder,
) -> None:
    """Every text's encoding, from wherever it is, in the order of the texts."""
    lookup = _lookup(reusable, encoded)
    with EncodingWriter(folder, encoder.dimension, encoder.fingerprint) as writer:
        for number, rows in runs(*lookup.find(hashes)):
            writer.copy(lookup.folders[number], rows)
