"""Where a source is: a relative path counts from the folder in which it was named, for good."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from index.reading.readings import Failed, Known, Read, Reader, Reading
from index.types import Article, Skipped


def is_relative(location: str) -> bool:
    return "://" not in location and not Path(location).is_absolute()


def kept_folder(folder: Path, data_dir: Path) -> str:
    """A folder as it is kept: from the parent of the data folder, if it lies in there.

    So a project's folder may be moved with its index.
    """
    parent = _absolute(data_dir).parent
    absolute = _absolute(folder)
    return str(absolute.relative_to(parent) if absolute.is_relative_to(parent) else absolute)


def folder_of(kept: str, data_dir: Path) -> Path:
    return _absolute(data_dir).parent / kept


def place(location: str, folder: Path) -> str:
    """An address, or an absolute path, which is the same however it was written."""
    return location if "://" in location else os.path.abspath(folder / location)  # noqa: PTH100


def is_there(location: str, folder: Path) -> bool:
    if os.path.lexists(folder / location):
        return True
    return glob.has_magic(location) and any(glob.iglob(location, root_dir=folder))  # noqa: PTH207


def read_in(folder: Path, reader: Reader, location: str, known: Known) -> Iterable[Reading]:
    """Read a source as from `folder`: its paths are what they are there, wherever this runs."""
    if not is_relative(location) or folder == Path.cwd():
        return reader(location, known)
    whole = str(folder / location)
    if glob.has_magic(location) and not os.path.lexists(whole):
        whole = str(Path(glob.escape(str(folder))) / location)
    prefix = f"{folder.as_posix().rstrip('/')}/"
    from_here = {prefix + path: stamp for path, stamp in known.items()}
    return _without(prefix, reader(whole, from_here))


def _without(prefix: str, readings: Iterable[Reading]) -> Iterator[Reading]:
    for reading in readings:
        path = reading.path.removeprefix(prefix)
        if isinstance(reading, Read):
            results = tuple(_result_without(prefix, result) for result in reading.results)
            yield replace(reading, path=path, results=results)
        elif isinstance(reading, Failed):
            yield Failed(path, reading.reason)
        else:
            yield replace(reading, path=path)


def _result_without(prefix: str, result: Article | Skipped) -> Article | Skipped:
    return replace(result, path=result.path.removeprefix(prefix))


def _absolute(path: Path) -> Path:
    """Without following links: where a project's `data` leads to is not where its sources are."""
    return Path(os.path.abspath(path))  # noqa: PTH100
