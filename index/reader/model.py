"""A transformer that reads question and passage together and scores where the answer stands.

Importing this imports torch, which takes seconds.
"""

import logging
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from index.encoder.loading import EncoderOptions
from index.encoder.sentence_encoder import Engine
from index.encoder.torch_engine import ReaderPass, TorchEngine, runs_bfloat16_fast

log = logging.getLogger(__name__)

MOST_DIFFERENT = 0.5  # of a score, from one engine to another


def adapted(folder: Path, adapter: Path, inputs: tuple[str, ...]) -> ReaderPass:
    """The model in `folder` with what `bench.reader.train` taught it.

    `X.left` (m, r) and `X.right` (r, n) are the change of the weight matrix X, any other name is
    the change of those weights, and `head` reads the last layer.
    """
    from transformers import AutoModel
    from transformers.utils import logging as remarks

    remarks.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformer = AutoModel.from_pretrained(str(folder), local_files_only=True)
    learnt = {name: change.float() for name, change in load_file(str(adapter)).items()}
    scores, width = learnt["head.weight"].shape
    head = torch.nn.Linear(width, scores)
    head.load_state_dict({"weight": learnt.pop("head.weight"), "bias": learnt.pop("head.bias")})
    weights = dict(transformer.named_parameters())
    with torch.no_grad():
        for name, change in learnt.items():
            matrix, _, side = name.rpartition(".")
            if side == "left":
                weights[matrix] += change @ learnt[f"{matrix}.right"]
            elif side != "right":
                weights[name] += change
    return ReaderPass(transformer, head, inputs).eval()


def of_question_answering(folder: Path, inputs: tuple[str, ...]) -> ReaderPass:
    """Any model for extractive question answering, such as one fine-tuned on SQuAD 2."""
    from transformers import AutoModelForQuestionAnswering

    model = AutoModelForQuestionAnswering.from_pretrained(str(folder), local_files_only=True)
    return ReaderPass(model.base_model, model.qa_outputs, inputs).eval()


def engine_of(
    forward: ReaderPass,
    example: Sequence[NDArray[np.int64]],
    options: EncoderOptions,
    keep: Callable[[Any], None] = lambda converted: None,
    threads: int = 1,
) -> Engine:
    """OpenVINO on a CPU where it is installed and gives torch's scores, else torch.

    `keep` gets the model of OpenVINO's engine, each of whose streams has so many `threads`.
    """
    precision = options.precision
    if precision == "auto":
        device = next(forward.parameters()).device
        precision = "bfloat16" if runs_bfloat16_fast(device) else "float32"
    if options.engine != "torch" and find_spec("openvino"):
        from index.encoder.openvino_engine import OpenVinoEngine, convert

        try:
            converted = convert(forward, example)
            engine = OpenVinoEngine(converted, precision, options.streams, threads)
            expected, _ = TorchEngine(forward, "float32").run(example)
            if (most := float(np.abs(engine.run(example)[0] - expected).max())) > MOST_DIFFERENT:
                raise ValueError(f"its scores differ from torch's by {most:.2f}")
            keep(converted)
            return engine
        except Exception as error:
            log.warning("OpenVINO cannot run the reader, torch does: %s", error)
    return TorchEngine(forward, precision)
