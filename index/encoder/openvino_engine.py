"""A forward pass of torch converted to OpenVINO, which runs it faster on a CPU.

Importing this imports OpenVINO, and converting imports torch.
"""

import logging
import os
import sys
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.arrays import FloatArray

# OpenVINO reports its use over the network when it is imported, unless this package is missing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
import openvino as ov  # noqa: E402

if TYPE_CHECKING:
    from index.encoder.torch_engine import ForwardPass, ReaderPass


log = logging.getLogger(__name__)

CPU_INFO = Path("/proc/cpuinfo")


class OpenVinoEngine:
    """Runs a converted forward pass on the CPU; may be shared by threads.

    `model` is OpenVINO's, or the path of one; each of the `streams`, which run side by side, has so
    many `threads`. If None, there are as many streams as have a core for each thread.
    """

    def __init__(
        self,
        model: Any,
        precision: Literal["float32", "bfloat16"],
        streams: int | None = None,
        threads: int = 1,
    ) -> None:
        cores = os.cpu_count() or 1
        threads = min(threads, cores)
        self.streams = streams or max(1, cores // threads)
        self._compiled = ov.Core().compile_model(
            model,
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": {"float32": "f32", "bfloat16": "bf16"}[precision],
                "NUM_STREAMS": self.streams,
                "INFERENCE_NUM_THREADS": self.streams * threads,
                # A pinned thread waits for its core even if another one is idle.
                "ENABLE_CPU_PINNING": False,
            },
        )
        self._of_thread = threading.local()

    def run(self, inputs: Sequence[NDArray[np.int64]]) -> tuple[FloatArray, FloatArray]:
        """The token vectors (texts, length, d) and the passage vectors (texts, d)."""
        request = getattr(self._of_thread, "request", None)
        if request is None:
            request = self._of_thread.request = self._compiled.create_infer_request()
        request.infer(list(inputs))
        # The tensors belong to the request, which overwrites them.
        return (
            np.array(request.get_output_tensor(0).data),
            np.array(request.get_output_tensor(1).data),
        )


def convert(forward: "ForwardPass | ReaderPass", example: Sequence[NDArray[np.int64]]) -> Any:
    """The OpenVINO model of a forward pass in float32, for inputs of any shape.

    `example` is traced. Raises whatever OpenVINO raises if it cannot convert the model.
    """
    import torch
    import transformers

    # Tracing reads every attribute of the model, and transformers has a remark on some.
    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    with warnings.catch_warnings(), torch.no_grad():
        # Tracing warns of every branch on a shape; the caller compares the outcome.
        warnings.simplefilter("ignore")
        arrays = tuple(torch.from_numpy(array) for array in example)
        return _as_read(ov.convert_model(forward, example_input=arrays))


def _as_read(model: Any) -> Any:
    """The model as it comes from a file, whose numbers differ in the last digits from the traced
    one's: so whoever converts it has the same bytes as whoever opens what was kept.

    On a full disk it is the traced one.
    """
    core = ov.Core()
    core.set_property({"ENABLE_MMAP": False})
    try:
        with TemporaryDirectory(prefix="pullquote-") as folder:
            path = str(Path(folder) / "model.xml")
            ov.save_model(model, path, compress_to_fp16=False)
            return core.read_model(path)
    except (OSError, RuntimeError) as error:
        log.info("the converted model is used as it was traced: %s", error)
        return model


def fast_precision(
    wanted: Literal["auto", "float32", "bfloat16"],
) -> Literal["float32", "bfloat16"]:
    """The precision wanted; `auto` is bfloat16 where the CPU has instructions for it.

    The same as torch's choice, without torch: Linux lists them, and no Mac's CPU has them.
    """
    if wanted != "auto":
        return wanted
    try:
        flags = set(CPU_INFO.read_text(encoding="utf-8", errors="replace").split())
    except OSError:
        return "float32"
    return "bfloat16" if flags & {"avx512_bf16", "amx_bf16"} else "float32"
