"""Texts as the arrays that a transformer reads: batches of like length and about equal tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding as Tokenized
from tokenizers import Tokenizer

from index.arrays import IntArray

# Texts that are tokenized and sorted together; bounds what waits to be encoded.
WINDOW = 512


@dataclass(frozen=True, slots=True)
class TokenizerSpec:
    """What of a model's tokenizer encoding needs.

    `json` is the tokenizer in the format of the tokenizers library, `max_length` counts special
    tokens, `inputs` names the arrays that the model reads, in the order in which it takes them.
    """

    json: str
    max_length: int
    pad_id: int
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts that are encoded together; row i of every array is the text at `positions[i]`.

    `inputs` are (texts, length) each, padded on the right. For each text, `ids` (n,), `offsets`
    (n, 2) and `kept` (n,) are its own n tokens; `kept` leaves out special ones and the prompt's.
    """

    positions: Sequence[int]
    inputs: tuple[NDArray[np.int64], ...]
    ids: Sequence[IntArray]
    offsets: Sequence[IntArray]
    kept: Sequence[NDArray[np.bool_]]


class BatchTokenizer:
    """A tokenizer; may be shared by threads."""

    def __init__(self, spec: TokenizerSpec) -> None:
        self._spec = spec
        self._whole = Tokenizer.from_str(spec.json)
        self._whole.no_truncation()
        self._whole.no_padding()
        self._truncating = Tokenizer.from_str(spec.json)
        self._truncating.enable_truncation(spec.max_length)
        self._truncating.no_padding()

    def tokens_left(self, prompt: str) -> int:
        """How many tokens of a text are read after `prompt`."""
        return self._spec.max_length - len(self._whole.encode(prompt).ids)

    def offsets(self, text: str) -> IntArray:
        """The spans of all the tokens of `text`, (n, 2), however long it is."""
        offsets = self._whole.encode(text, add_special_tokens=False).offsets
        return np.array(offsets, dtype=np.int32).reshape(-1, 2)

    def batches(self, texts: Sequence[str], prompt: str, batch_tokens: int) -> Iterator[Batch]:
        """All texts, each once, longest first within a window of texts.

        A batch has at most `batch_tokens` tokens, padding counted, or is a single text.
        """
        for start in range(0, len(texts), WINDOW):
            window = self._truncating.encode_batch(
                [prompt + text for text in texts[start : start + WINDOW]]
            )
            order = sorted(range(len(window)), key=lambda i: len(window[i]), reverse=True)
            while order:
                size = max(1, batch_tokens // len(window[order[0]]))
                chosen, order = order[:size], order[size:]
                yield self._batch([start + i for i in chosen], [window[i] for i in chosen], prompt)

    def _batch(self, positions: Sequence[int], rows: Sequence[Tokenized], prompt: str) -> Batch:
        ids = [np.array(row.ids, dtype=np.int32) for row in rows]
        offsets = [np.array(row.offsets, dtype=np.int32) - len(prompt) for row in rows]
        special = [np.array(row.special_tokens_mask, dtype=bool) for row in rows]
        columns = {
            "input_ids": _padded(ids, self._spec.pad_id),
            "attention_mask": _padded([np.ones_like(row) for row in ids], 0),
            "token_type_ids": _padded([np.array(row.type_ids) for row in rows], 0),
        }
        return Batch(
            positions,
            tuple(columns[name] for name in self._spec.inputs),
            ids,
            offsets,
            # A prompt's tokens serve the model; they are no part of the text.
            [~mask & (spans[:, 0] >= 0) for mask, spans in zip(special, offsets, strict=True)],
        )


def _padded(rows: Sequence[IntArray], value: int) -> NDArray[np.int64]:
    padded = np.full((len(rows), max(map(len, rows))), value, dtype=np.int64)
    for target, row in zip(padded, rows, strict=True):
        target[: len(row)] = row
    return padded
