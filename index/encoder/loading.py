"""A model on disk to an encoder: sentence-transformers reads it, torch or OpenVINO runs it.

torch and sentence-transformers take seconds to import, so only a model that has not been converted
imports them.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from index.encoder.batches import BatchTokenizer, TokenizerSpec
from index.encoder.converted import Kept, Kind, Place
from index.encoder.models import ModelFiles, load_model
from index.encoder.sentence_encoder import Engine, SentenceEncoder
from index.errors import EncoderError

if TYPE_CHECKING:
    from index.encoder.torch_engine import ForwardPass

EngineName = Literal["auto", "torch", "openvino"]
Precision = Literal["auto", "float32", "bfloat16"]

# What is traced, and what the outcome is compared on: texts of other numbers and lengths.
TRACED = ("A telescope unfolded its mirror.", "Why?")
COMPARED = ("Troops were sent to the capital on 6 January.", "They left.", "The bridge was shut.")
LEAST_COSINE = 0.99

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncoderOptions:
    """How a model is run; `batch_tokens` is how many tokens are encoded at once by each stream.

    `converted` is the folder where converted models are kept, if they are; it changes nothing else.
    `streams` is how many batches are encoded at once on a CPU, each by one thread: batches side by
    side scale better than one over several threads. If it is None there is one for each core.
    """

    engine: EngineName
    precision: Precision
    batch_tokens: int
    converted: Path | None = field(default=None, compare=False)
    streams: int | None = None

    def place(self, kind: Kind, origin: str) -> Place:
        """Where a model's conversion is kept; nowhere if it is not to be used."""
        uses_it = self.engine != "torch" and find_spec("openvino") is not None
        return Place(self.converted if uses_it else None, kind, origin)

    def kept(self, kind: Kind, origin: str, threads: int = 1) -> tuple[Place, Kept | None]:
        """Where a model's conversion is kept, and the conversion if it is there and to be used.

        Each of its streams has so many `threads`.
        """
        place = self.place(kind, origin)
        return place, place.open(self.precision, self.streams, threads)


def load(files: ModelFiles, options: EncoderOptions) -> SentenceEncoder:
    """Load a located sentence-transformers model; takes seconds if it is to be converted first.

    Raises `EncoderError` naming the setting if it cannot be loaded or gives no token vectors.
    """
    return _load("encoder", "SentenceTransformer", files, options)


def load_multi_vector(files: ModelFiles, options: EncoderOptions) -> SentenceEncoder:
    """Load a ColBERT model for its token vectors; its queries are not expanded with [MASK]s."""
    return _load("tokens", "MultiVectorEncoder", files, options)


def _load(kind: Kind, loader: str, files: ModelFiles, options: EncoderOptions) -> SentenceEncoder:
    place, kept = options.kept(kind, files.fingerprint)
    if kept is not None:
        return _encoder(files, kept.engine, kept.description, options)
    expect_torch()
    import sentence_transformers

    model = load_model(getattr(sentence_transformers, loader), files)
    if not getattr(model.tokenizer, "is_fast", False) or model.max_seq_length is None:
        raise EncoderError(
            f"the setting {files.setting} names {files.name!r}, which gives no token vectors: "
            "choose a transformer model with a fast tokenizer"
        )
    inputs = ("input_ids", "attention_mask", "token_type_ids")
    spec = TokenizerSpec(
        model.tokenizer.backend_tokenizer.to_str(),
        int(model.max_seq_length),
        int(model.tokenizer.pad_token_id),
        tuple(name for name in inputs if name in model.tokenizer.model_input_names),
    )
    description = {
        "tokenizer": asdict(spec),
        "dimension": int(model.get_embedding_dimension() or 0),
        "query_prompt": model.prompts.get("query") or "",
        "document_prompt": model.prompts.get("document") or model.prompts.get("passage") or "",
    }
    engine = _engine(model, spec, options, lambda converted: place.keep(converted, description))
    return _encoder(files, engine, description, options)


def expect_torch() -> None:
    """Raises `EncoderError` if what reads and converts a model is not installed."""
    missing = [n for n in ("torch", "transformers", "sentence_transformers") if not find_spec(n)]
    if missing:
        packages = " ".join(missing).replace("_", "-")
        raise EncoderError(
            f"a model has to be converted first, which needs {packages}: `pip install {packages}`"
        )


def _encoder(
    files: ModelFiles, engine: Engine, description: dict[str, Any], options: EncoderOptions
) -> SentenceEncoder:
    tokenizer = description["tokenizer"]
    spec = TokenizerSpec(**tokenizer | {"inputs": tuple(tokenizer["inputs"])})
    return SentenceEncoder(
        files,
        BatchTokenizer(spec),
        engine,
        dimension=description["dimension"],
        query_prompt=description["query_prompt"],
        document_prompt=description["document_prompt"],
        batch_tokens=options.batch_tokens,
    )


def _engine(
    model: Any, spec: TokenizerSpec, options: EncoderOptions, keep: Callable[[Any], None]
) -> Engine:
    """The engine asked for; `auto` is OpenVINO on a CPU if it is installed and works.

    `keep` gets the model of OpenVINO's engine.
    """
    from index.encoder.torch_engine import ForwardPass, TorchEngine, runs_bfloat16_fast

    if options.engine == "openvino":
        model = model.to("cpu")
    precision = options.precision
    if precision == "auto":
        precision = "bfloat16" if runs_bfloat16_fast(model.device) else "float32"
    forward = ForwardPass(model, spec.inputs).eval()
    if options.engine == "openvino":
        return _required_openvino_engine(forward, spec, precision, options.streams, keep)
    if options.engine == "auto" and model.device.type == "cpu" and find_spec("openvino"):
        try:
            return _openvino_engine(forward, spec, precision, options.streams, keep)
        except Exception as error:
            log.warning("OpenVINO cannot run this encoder, torch does: %s", error)
    return TorchEngine(forward, precision, options.streams)


def _required_openvino_engine(
    forward: "ForwardPass",
    spec: TokenizerSpec,
    precision: Literal["float32", "bfloat16"],
    streams: int | None,
    keep: Callable[[Any], None],
) -> Engine:
    if not find_spec("openvino"):
        raise EncoderError(
            "encoder.engine is 'openvino', which is not installed: `pip install openvino`, or set "
            "it to 'auto'"
        )
    try:
        return _openvino_engine(forward, spec, precision, streams, keep)
    except Exception as error:
        raise EncoderError(
            "encoder.engine is 'openvino', which cannot run this encoder: set it to 'torch' "
            f"({error})"
        ) from error


def _openvino_engine(
    forward: "ForwardPass",
    spec: TokenizerSpec,
    precision: Literal["float32", "bfloat16"],
    streams: int | None,
    keep: Callable[[Any], None],
) -> Engine:
    """Convert, and compare with torch, as a trace may hold only for what was traced."""
    from index.encoder.openvino_engine import OpenVinoEngine, convert
    from index.encoder.torch_engine import TorchEngine

    tokenizer = BatchTokenizer(spec)
    traced, compared = (next(tokenizer.batches(texts, "", 512)) for texts in (TRACED, COMPARED))
    converted = convert(forward, traced.inputs)
    engine = OpenVinoEngine(converted, precision, streams)
    tokens, vectors = engine.run(compared.inputs)
    true_tokens, true_vectors = TorchEngine(forward, "float32").run(compared.inputs)
    cosines = [np.sum(vectors * true_vectors, axis=-1)]
    for row, kept in enumerate(compared.kept):
        n = len(kept)
        cosines.append(np.sum(tokens[row, :n] * true_tokens[row, :n], axis=-1)[kept])
    if (worst := float(np.concatenate(cosines).min())) < LEAST_COSINE:
        raise ValueError(f"its vectors differ from torch's (cosine {worst:.3f})")
    keep(converted)
    return engine
