"""A sentence-transformers model as an encoder: one pass gives a text's vector and its tokens'.

torch and sentence-transformers take seconds to import, so only loading imports them.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import EncoderError
from index.models import ModelFiles, load_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Precision = Literal["auto", "float32", "bfloat16"]
FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Encoding:
    """What one pass gives for one text.

    `vector` is (d,), `tokens` (n, d), both L2-normalised rows; `offsets` is (n, 2), the span of the
    text that each token covers, and `ids` (n,) its row in the model's vocabulary. The model's
    special tokens are left out.
    """

    vector: FloatArray
    tokens: FloatArray
    offsets: IntArray
    ids: IntArray


class Encoder(Protocol):
    """What building and asking need of an encoder."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens not counted."""
        ...

    def token_offsets(self, text: str) -> IntArray:
        """The spans of all the tokens of `text`, (n, 2), however long it is."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        """Each text's position and encoding, in whatever order is quickest."""
        ...

    def encode_query(self, text: str) -> Encoding: ...


def load(files: ModelFiles, *, precision: Precision, batch_tokens: int) -> "SentenceEncoder":
    """Load a located sentence-transformers model; takes seconds.

    Raises `EncoderError` naming the setting if it cannot be loaded or gives no token vectors.
    """
    from sentence_transformers import SentenceTransformer

    return _load(SentenceTransformer, files, precision=precision, batch_tokens=batch_tokens)


def load_multi_vector(
    files: ModelFiles, *, precision: Precision, batch_tokens: int
) -> "SentenceEncoder":
    """Load a ColBERT model for its token vectors; its queries are not expanded with [MASK]s."""
    from sentence_transformers import MultiVectorEncoder

    return _load(MultiVectorEncoder, files, precision=precision, batch_tokens=batch_tokens)


def _load(
    kind: Any, files: ModelFiles, *, precision: Precision, batch_tokens: int
) -> "SentenceEncoder":
    import torch

    model = load_model(kind, files)
    if not getattr(model.tokenizer, "is_fast", False) or model.max_seq_length is None:
        raise EncoderError(
            f"the setting {files.setting} names {files.name!r}, which gives no token vectors: "
            "choose a transformer model with a fast tokenizer"
        )
    if precision == "auto":
        precision = "bfloat16" if _runs_bfloat16_fast(model) else "float32"
    if precision == "bfloat16":
        model[0].to(torch.bfloat16)
    return SentenceEncoder(files, model, precision=precision, batch_tokens=batch_tokens)


def _runs_bfloat16_fast(model: "SentenceTransformer") -> bool:
    """Whether the device has bfloat16 instructions; emulated, bfloat16 is slower than float32."""
    import torch

    if model.device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    if model.device.type != "cpu":
        return False
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


class SentenceEncoder:
    """An `Encoder` over a loaded sentence-transformers model; may be shared by threads.

    The transformer runs in `precision`; pooling and normalisation are always float32.
    """

    def __init__(
        self,
        files: ModelFiles,
        model: "SentenceTransformer",
        *,
        precision: Precision,
        batch_tokens: int,
    ) -> None:
        self.name = files.name
        self.fingerprint = files.fingerprint
        self.precision = precision
        self._model = model
        self._threads = os.cpu_count() or 1
        self._batch_tokens = batch_tokens
        self._max_length = int(model.max_seq_length or 0)
        self.dimension = int(model.get_embedding_dimension() or 0)
        self._prompts = {
            "query": model.prompts.get("query") or "",
            "document": model.prompts.get("document") or model.prompts.get("passage") or "",
        }
        backend = model.tokenizer.backend_tokenizer.to_str()
        self._tokenizer = Tokenizer.from_str(backend)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._batch_tokenizer = Tokenizer.from_str(backend)
        self._batch_tokenizer.enable_truncation(self._max_length)
        self._batch_tokenizer.enable_padding(
            pad_id=model.tokenizer.pad_token_id, pad_token=model.tokenizer.pad_token
        )
        self._inputs = set(model.tokenizer.model_input_names)
        longest_prompt = max(self._prompts.values(), key=len)
        self.max_tokens = self._max_length - len(self._tokenizer.encode(longest_prompt).ids)

    def token_offsets(self, text: str) -> IntArray:
        offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return np.array(offsets, dtype=np.int32).reshape(-1, 2)

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for batch in self._batches(texts, order):
            encoded = self._encode(
                [texts[i] for i in batch], self._prompts["document"], self._threads
            )
            yield from zip(batch, encoded, strict=True)

    def encode_query(self, text: str) -> Encoding:
        # One thread: a second one gains nothing on a text this short, and where other processes
        # want the cores, waiting for it made a question take 220 ms instead of 8.
        return self._encode([text], self._prompts["query"], threads=1)[0]

    def _batches(self, texts: Sequence[str], order: Sequence[int]) -> list[list[int]]:
        """Texts of about equal length together, each batch of about `batch_tokens` tokens."""
        characters_per_token = 4
        batches: list[list[int]] = []
        batch: list[int] = []
        for i in order:
            tokens = min(len(texts[i]) // characters_per_token + 1, self._max_length)
            if batch and tokens * (len(batch) + 1) > self._batch_tokens:
                batches.append(batch)
                batch = []
            batch.append(i)
        if batch:
            batches.append(batch)
        return batches

    def _encode(self, texts: Sequence[str], prompt: str, threads: int) -> list[Encoding]:
        import torch

        torch.set_num_threads(threads)
        batch = self._batch_tokenizer.encode_batch([prompt + text for text in texts])
        features = {
            "input_ids": torch.tensor([row.ids for row in batch]),
            "attention_mask": torch.tensor([row.attention_mask for row in batch]),
            "token_type_ids": torch.tensor([row.type_ids for row in batch]),
        }
        ids = np.array([row.ids for row in batch], dtype=np.int32)
        offsets = np.array([row.offsets for row in batch], dtype=np.int32) - len(prompt)
        special = np.array([row.special_tokens_mask for row in batch], dtype=bool)
        # A prompt's tokens serve the model; they are no part of the text.
        keep = ~special & (offsets[:, :, 0] >= 0)
        with torch.inference_mode():
            output: dict[str, Any] = self._model[0](
                {
                    name: tensor.to(self._model.device)
                    for name, tensor in features.items()
                    if name in self._inputs
                }
            )
            output["token_embeddings"] = output["token_embeddings"].float()
            for module in list(self._model)[1:]:
                output = module(output)
            normalize = torch.nn.functional.normalize
            tokens = normalize(output["token_embeddings"].float(), dim=-1).cpu().numpy()
            pooled = output.get("sentence_embedding", output["token_embeddings"].mean(dim=1))
            vectors = normalize(pooled.float(), dim=-1).cpu().numpy()
        return [
            Encoding(vectors[i], tokens[i][keep[i]], offsets[i][keep[i]], ids[i][keep[i]])
            for i in range(len(texts))
        ]
