"""The reader: it reads question and passage together and says where the answer stands.

Sentence similarity finds the sentence that repeats the question; the reader the one that answers.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding as Tokenized
from tokenizers import Tokenizer

from index.arrays import FloatArray, IntArray
from index.encoder.converted import Place
from index.encoder.loading import EncoderOptions, expect_torch
from index.encoder.models import DEFAULT_MODEL, ModelFiles, locate
from index.encoder.sentence_encoder import Engine
from index.errors import EncoderError
from index.text.spellings import as_spelled_in
from index.types import Span

PACKAGED = "packaged"
# SHA-256 of the adapter that comes with Pullquote; bench/reader says how it is made.
ADAPTER = Path(__file__).with_name("reader.safetensors")
ADAPTER_SHA256 = "f504295780d35217bfb0be9b1102ec3c2944597566b1a7d9bfcd3076e1e6dc23"

# Of each passage. Mostly one passage is read, or two or three of unequal length: two threads read
# one of 200 tokens in 15 ms, one thread in 27, and both give the same scores.
THREADS = 2
MAX_TOKENS = 384  # of question, title and passage; all that the encoder reads of a passage fits
MAX_QUESTION_TOKENS = 96
LONGEST_ANSWER = 40  # tokens
# On the articles of new_wiki that it did not learn from, 20 marks .947 right (10: .942, 0: .930),
# and .959 if a neighbour less than 3 below the best is marked too, in one passage of sixteen.
SIMILARITY_WEIGHT = 20.0
NEAR = 3.0  # log-odds
NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a passage gives.

    `start` and `end` (n,) are the scores (logits) of its n tokens as the first and the last of the
    answer, `offsets` (n, 2) the tokens' spans in the passage, `none` the score of "no answer".
    """

    start: FloatArray
    end: FloatArray
    offsets: IntArray
    none: float

    def of_sentences(self, spans: Sequence[Span]) -> FloatArray:
        """The best answer within each sentence against "no answer", as log-odds, (sentences,)."""
        scores = np.full(len(spans), NEVER, dtype=np.float32)
        for row, (first, last) in enumerate(spans):
            inside = (self.offsets[:, 0] >= first) & (self.offsets[:, 1] <= last)
            start, end = self.start[inside], self.end[inside]
            if len(start):
                scores[row] = _best_answer(start, end) - self.none
        return scores

    def part(self, first: int, last: int) -> "Reading":
        """What it gives of a part of the passage, as of a passage of its own."""
        inside = (self.offsets[:, 0] >= first) & (self.offsets[:, 1] <= last)
        return Reading(
            self.start[inside], self.end[inside], self.offsets[inside] - first, self.none
        )


def read_sentences(scores: FloatArray, similarities: FloatArray) -> tuple[int, int]:
    """The first and last sentence to mark, of a passage's (sentences,) scores and similarities.

    One sentence; or two neighbours if the second is nearly as good.
    """
    total = totals(scores, similarities)
    i = int(total.argmax())
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(total) and total[i] - total[j] < NEAR]
    j = max(near, key=lambda j: float(total[j]), default=i)
    return min(i, j), max(i, j)


def totals(scores: FloatArray, similarities: FloatArray) -> FloatArray:
    """How likely each sentence is to be the one that answers, as log-odds, (sentences,)."""
    return scores + np.float32(SIMILARITY_WEIGHT) * similarities


def _best_answer(start: FloatArray, end: FloatArray) -> float:
    """The highest start + end of any answer of at most `LONGEST_ANSWER` tokens."""
    sums = start[:, None] + end[None, :]
    possible = np.triu(np.tril(np.ones_like(sums, dtype=bool), LONGEST_ANSWER - 1))
    return float(sums[possible].max())


class Reader:
    """May be shared by threads."""

    def __init__(self, tokenizer: Tokenizer, inputs: tuple[str, ...], engine: Engine) -> None:
        """`inputs` names the arrays that the model reads, in the order in which it takes them."""
        self._inputs = inputs
        self._engine = engine
        tokenizer.no_padding()
        self._whole = Tokenizer.from_str(tokenizer.to_str())
        self._whole.no_truncation()
        self._tokenizer = Tokenizer.from_str(tokenizer.to_str())
        self._tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
        self._pool = ThreadPoolExecutor(engine.streams, thread_name_prefix="reader")

    def read(self, questions: Sequence[str], passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading of each passage, given with its title, for its question; they are read side by
        side.

        What a passage spells in another way than its question is asked for as it stands there.
        """
        heads = [f"{title}. " if title else "" for title, _ in passages]
        rows = self._tokenizer.encode_batch(
            [
                (self._cut(as_spelled_in(text, question)), head + text)
                for question, head, (_, text) in zip(questions, heads, passages, strict=True)
            ]
        )
        return list(self._pool.map(self._read, rows, map(len, heads)))

    def _cut(self, question: str) -> str:
        """What is read of a question that would leave no room for the passage."""
        offsets = self._whole.encode(question, add_special_tokens=False).offsets
        if len(offsets) <= MAX_QUESTION_TOKENS:
            return question
        return question[: offsets[MAX_QUESTION_TOKENS - 1][1]]

    def _read(self, row: Tokenized, before: int) -> Reading:
        columns = {
            "input_ids": row.ids,
            "attention_mask": row.attention_mask,
            "token_type_ids": row.type_ids,
        }
        inputs = [_row(columns[name]) for name in self._inputs]
        scores, first = self._engine.run(inputs)
        offsets = np.array(row.offsets, dtype=np.int32) - before
        own = np.array(row.sequence_ids, dtype=object) == 1
        own &= (offsets[:, 0] >= 0) & (offsets[:, 1] > offsets[:, 0])
        return Reading(scores[0, own, 0], scores[0, own, 1], offsets[own], float(first[0].sum()))


def _row(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array([values], dtype=np.int64)


def load_reader(model: str, options: EncoderOptions, *, download: bool = False) -> Reader:
    """`model` is `PACKAGED`, or a model for extractive question answering: a folder or hub name.

    Raises `EncoderError` naming the setting if it cannot be loaded.
    """
    files = _locate(model, download=download)
    place, kept = options.kept("reader", files.fingerprint, THREADS)
    if kept is not None:
        inputs = tuple(kept.description["inputs"])
        return Reader(Tokenizer.from_str(kept.description["tokenizer"]), inputs, kept.engine)
    return _converted(model, files.folder, options, place)


def keep_converted(model: str, options: EncoderOptions, *, download: bool = False) -> None:
    """Convert the reader, unless that is done: whoever loads it next needs no torch.

    `model` and errors as of `load_reader`.
    """
    files = _locate(model, download=download)
    place = options.place("reader", files.fingerprint)
    if place.folder is not None and not place.is_kept():
        _converted(model, files.folder, options, place)


def _locate(model: str, *, download: bool) -> ModelFiles:
    """The files that the reader is made of, the adapter of the packaged one in the fingerprint."""
    if model != PACKAGED:
        return locate(model, setting="reader.model", download=download)
    files = locate(DEFAULT_MODEL, setting="reader.model")
    digest = hashlib.sha256(ADAPTER.read_bytes()).hexdigest()
    if digest != ADAPTER_SHA256:
        raise EncoderError(f"the reader in {str(ADAPTER)!r} is damaged: install Pullquote again")
    return replace(files, fingerprint=files.fingerprint + digest)


def _converted(model: str, folder: Path, options: EncoderOptions, place: Place) -> Reader:
    expect_torch()
    from transformers import AutoTokenizer

    from index.reader.model import adapted, engine_of, of_question_answering

    try:
        fast = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        known = ("input_ids", "attention_mask", "token_type_ids")
        inputs = tuple(each for each in known if each in fast.model_input_names)
        forward = (
            adapted(folder, ADAPTER, inputs)
            if model == PACKAGED
            else of_question_answering(folder, inputs)
        )
        tokenizer = Tokenizer.from_str(fast.backend_tokenizer.to_str())
    except (OSError, ValueError, AttributeError) as error:
        raise EncoderError(
            f"the setting reader.model names {model!r}, which cannot be loaded as a model for "
            f"question answering: {error}"
        ) from error
    tokenizer.no_padding()
    example = tokenizer.encode("who left?", "They left on Monday.")
    columns = (example.ids, example.attention_mask, example.type_ids)
    traced = [_row(column) for name, column in zip(known, columns, strict=True) if name in inputs]
    description = {"tokenizer": tokenizer.to_str(), "inputs": inputs}
    engine = engine_of(
        forward, traced, options, lambda made: place.keep(made, description), THREADS
    )
    return Reader(tokenizer, inputs, engine)
