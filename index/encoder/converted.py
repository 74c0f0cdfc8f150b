"""Models converted to OpenVINO, kept beside the index: whoever asks next needs no torch.

    <folder>/<kind>-<digest of its origin>/    model.xml, model.bin, description.json

What is kept is only ever a shortcut: if it is missing, damaged, made from something else or cannot
be written, the model is converted again without a word.
"""

import hashlib
import json
import logging
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from index.encoder.sentence_encoder import Engine

Kind = Literal["encoder", "tokens", "reader"]

# Of the conversion itself: raised when `ForwardPass`, `ReaderPass` or the description change.
FORMAT = 1
MODEL = "model.xml"
WEIGHTS = "model.bin"
DESCRIPTION = "description.json"
UNFINISHED = ".unfinished"
# Where Linux shows a graphics card or another accelerator, which torch may prefer to the CPU.
ACCELERATORS = ("/dev/nvidia0", "/dev/kfd", "/dev/accel", "/dev/davinci_manager")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A converted model that runs, and what it was described by."""

    engine: Engine
    description: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the conversion of one model is kept, or nowhere if `folder` is None.

    `origin` is what it is made from: a fingerprint of the model's files.
    """

    folder: Path | None
    kind: Kind
    origin: str

    def open(
        self,
        precision: Literal["auto", "float32", "bfloat16"],
        streams: int | None = None,
        threads: int = 1,
    ) -> Kept | None:
        """The model, ready to run on the CPU; None if it must be converted first.

        `streams` and `threads` as `OpenVinoEngine` has them.
        """
        folder = self._path()
        if folder is None or not folder.is_dir():
            return None
        try:
            from index.encoder.openvino_engine import OpenVinoEngine, fast_precision

            description = self._checked(folder)
            engine = OpenVinoEngine(
                str(folder / MODEL), fast_precision(precision), streams, threads
            )
        except Exception as error:
            log.info("the converted %s is made again: %s", self.kind, error)
            return None
        return Kept(engine, description)

    def is_kept(self) -> bool:
        """Whether the model is there, with no byte changed."""
        folder = self._path()
        try:
            return folder is not None and folder.is_dir() and bool(self._checked(folder))
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def keep(self, model: Any, description: dict[str, Any]) -> None:
        """Write an OpenVINO model and its description, and delete others of its kind.

        Several processes may do so at once: one of them writes. On an error nothing is left.
        """
        folder = self._path()
        if folder is None or not folder.parent.parent.is_dir():
            return
        try:
            folder.parent.mkdir(exist_ok=True)
            with FileLock(folder.parent / "lock", timeout=0):
                self._replace(folder, model, description)
        except (OSError, RuntimeError, Timeout) as error:
            log.info("the converted %s is not kept: %s", self.kind, error)

    def _path(self) -> Path | None:
        if self.folder is None:
            return None
        digest = hashlib.sha256(json.dumps(self._made_from()).encode()).hexdigest()
        return self.folder / f"{self.kind}-{digest[:12]}"

    def _made_from(self) -> dict[str, Any]:
        there = [path for path in ACCELERATORS if Path(path).exists()]
        machine = [sys.platform, platform.machine(), *there]
        return {"format": FORMAT, "kind": self.kind, "origin": self.origin, "machine": machine}

    def _checked(self, folder: Path) -> dict[str, Any]:
        """The description of what is in `folder`; raises if a byte is not as it was written."""
        record = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        written = record["written"]
        if record["sha256"] != _digest(written) or written["made_from"] != self._made_from():
            raise ValueError("its description is damaged")
        for name, sha256 in written["files"].items():
            if _file_digest(folder / name) != sha256:
                raise ValueError(f"{name} is damaged")
        description: dict[str, Any] = written["description"]
        return description

    def _replace(self, folder: Path, model: Any, description: dict[str, Any]) -> None:
        for left in folder.parent.glob(f"*{UNFINISHED}"):
            shutil.rmtree(left, ignore_errors=True)
        unfinished = folder.with_suffix(UNFINISHED)
        try:
            unfinished.mkdir()
            self._write(unfinished, model, description)
            for other in list(folder.parent.glob(f"{self.kind}-*")):
                if other != unfinished:
                    # Renamed first, as deleting takes a while and half of it is nothing.
                    old = other.rename(other.with_suffix(f".old{UNFINISHED}"))
                    shutil.rmtree(old, ignore_errors=True)
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _write(self, folder: Path, model: Any, description: dict[str, Any]) -> None:
        import openvino

        openvino.save_model(model, str(folder / MODEL), compress_to_fp16=False)
        openvino.Core().read_model(str(folder / MODEL))  # which a full disk has cut short
        files = {name: _file_digest(folder / name) for name in (MODEL, WEIGHTS)}
        written = {
            "made_from": self._made_from(),
            "description": description,
            "files": files,
        }
        record = {"sha256": _digest(written), "written": written}
        (folder / DESCRIPTION).write_text(json.dumps(record), encoding="utf-8")


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
