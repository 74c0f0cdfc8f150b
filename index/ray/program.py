"""Which Pullquote this is, to the byte."""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import index


def program() -> str:
    """A digest of the code by which texts are encoded and parted into sentences."""
    digest = hashlib.sha256()
    folder = Path(index.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def installed() -> str:
    try:
        return version("pullquote")
    except PackageNotFoundError:
        return "of no version"
