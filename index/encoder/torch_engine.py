"""A sentence-transformers model run by torch: token arrays to token vectors and passage vectors.

Importing this imports torch, which takes seconds.
"""

import os
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import normalize

from index.arrays import FloatArray


class ForwardPass(torch.nn.Module):
    """The model's modules one after the other, from tensors to tensors.

    Takes the arrays that `inputs` names, (texts, length) each; gives the token vectors (texts,
    length, d) and the passage vectors (texts, d), L2-normalised. The transformer runs in the
    precision of its weights; pooling and normalisation are always float32.
    """

    def __init__(self, model: Any, inputs: tuple[str, ...]) -> None:
        super().__init__()
        self.transformer, *rest = model
        self.rest = torch.nn.ModuleList(rest)
        self.inputs = inputs

    def forward(self, *arrays: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        output = self.transformer(dict(zip(self.inputs, arrays, strict=True)))
        output["token_embeddings"] = output["token_embeddings"].float()
        for module in self.rest:
            output = module(output)
        tokens = output["token_embeddings"]
        pooled = output.get("sentence_embedding", tokens.mean(dim=1))
        return normalize(tokens.float(), dim=-1), normalize(pooled.float(), dim=-1)


class ReaderPass(torch.nn.Module):
    """From the arrays that `inputs` names, (texts, length) each, to scores.

    Gives each token's score as the start and as the end of the answer, (texts, length, 2), and
    those of the first token, which stands for "no answer", (texts, 2). The transformer runs in the
    precision of its weights, the head in float32.
    """

    def __init__(self, transformer: Any, head: torch.nn.Linear, inputs: tuple[str, ...]) -> None:
        super().__init__()
        self.transformer = transformer
        self.head = head.float()
        self.inputs = inputs

    def forward(self, *arrays: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        output = self.transformer(**dict(zip(self.inputs, arrays, strict=True)))
        scores = self.head(output.last_hidden_state.float())
        return scores, scores[:, 0]


class TorchEngine:
    """Runs a forward pass on the device its weights are on; may be shared by threads."""

    def __init__(
        self,
        forward: ForwardPass | ReaderPass,
        precision: Literal["float32", "bfloat16"],
        streams: int | None = None,
    ) -> None:
        self._forward = forward
        forward.transformer.to(getattr(torch, precision))
        self._device = device = next(forward.parameters()).device
        # Batches side by side on a thread each scale better than one batch over several threads:
        # 74 passages a second against 53 on 2 cores with other work on them.
        self.streams = (streams or os.cpu_count() or 1) if device.type == "cpu" else 1

    def run(self, inputs: Sequence[NDArray[np.int64]]) -> tuple[FloatArray, FloatArray]:
        """The token vectors (texts, length, d) and the passage vectors (texts, d)."""
        torch.set_num_threads(1)
        with torch.inference_mode():
            tokens, vectors = self._forward(
                *(torch.from_numpy(array).to(self._device) for array in inputs)
            )
            return tokens.cpu().numpy(), vectors.cpu().numpy()


def runs_bfloat16_fast(device: torch.device) -> bool:
    """Whether the device has bfloat16 instructions; emulated, bfloat16 is slower than float32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type != "cpu":
        return False
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
