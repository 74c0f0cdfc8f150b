"""When to rebuild: as files and folders change, at an interval, or both."""

import glob
import math
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as changes_of
from watchfiles._rust_notify import WatchfilesRustInternalError

from index.errors import SourceError

# Changes are taken together until it has been quiet for QUIET_MS, or for MAX_BURST_MS in all.
QUIET_MS = 250
MAX_BURST_MS = 10_000
# How often to look whether a source is a new file, or is there again.
LOOK_MS = 500

PASSING = re.compile(
    r"\..*|.*~|#.*#|4913|.*\.(?:tmp|temp|bak|sw[a-p]|part|partial|crdownload|download|lock)",
    re.IGNORECASE,
)
"""Names of what editors, browsers and file systems write for a moment, and of hidden files."""

Place = tuple[Path, tuple[int, int] | None]
"""A path to follow, and which file or folder (device, inode) is there."""


def triggers(
    sources: Callable[[], Sequence[str]],
    data_dir: Path,
    *,
    watch: bool,
    every_s: float | None,
    complain: Callable[[Exception], None],
) -> Iterator[None]:
    """Comes at once, and again whenever it is time for a rebuild; never ends by itself.

    With `watch` that is when something changed in one of the `sources` there then are, which may
    also appear, go and come again; what changes in `data_dir` does not count. With `every_s` it is
    so many seconds after the last rebuild. What changes during a rebuild counts after it.

    If the system cannot watch so many files, that is the end: a `SourceError`; with `every_s` it
    is a complaint, and the clock alone decides from then on.
    """
    try:
        while watch:
            yield from _while_in_place(_places(sources()), sources, data_dir, every_s or math.inf)
    except SourceError as error:
        if every_s is None:
            raise
        complain(error)
    yield from _by_the_clock(every_s or math.inf)


def _by_the_clock(every_s: float) -> Iterator[None]:
    while True:
        yield
        time.sleep(every_s)


def _while_in_place(
    places: Sequence[Place], sources: Callable[[], Sequence[str]], data_dir: Path, every_s: float
) -> Iterator[None]:
    """For as long as the sources are the very files and folders that are watched: an editor puts a
    new file into the place of the old one, which the system's watch does not follow."""
    matters = Matters([path for path, _ in places], data_dir)
    watched = changes_of(
        *(path for path, there in places if there),
        watch_filter=matters,
        step=QUIET_MS,
        debounce=MAX_BURST_MS,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    due = -math.inf
    with closing(watched):
        while True:
            try:
                changes = next(watched)
            except FileNotFoundError:  # gone since it was looked for
                return
            except (OSError, WatchfilesRustInternalError) as error:
                raise SourceError(
                    f"the sources cannot be watched ({error}): raise the system's limit of watched "
                    "files, or leave out --watch and use --every"
                ) from error
            if _places(sources()) != places:
                return
            if changes or time.monotonic() >= due:
                yield
                due = time.monotonic() + every_s


def _places(sources: Sequence[str]) -> list[Place]:
    """A glob is followed from the last folder in it that is named in full."""
    paths = [Path(source).absolute() for source in sources]
    return [(path, _which(path)) for path in map(_named, paths)]


def _named(path: Path) -> Path:
    if path.exists() or not glob.has_magic(str(path)):
        return path
    return next(parent for parent in path.parents if not glob.has_magic(str(parent)))


def _which(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Matters:
    """Whether a change may be one of an article.

    What is in the data folder is not, unless a source is a folder or a file in there.
    """

    def __init__(self, roots: Sequence[Path], data_dir: Path) -> None:
        self._roots = [Path(os.path.realpath(root)) for root in roots]
        self._data = Path(os.path.realpath(data_dir))

    def __call__(self, change: Change, path: str) -> bool:
        changed = Path(os.path.realpath(path))
        roots = [root for root in self._roots if changed.is_relative_to(root)]
        if changed.is_relative_to(self._data):
            roots = [root for root in roots if self._data in root.parents]
            if not roots:
                return False
        # Outside of every source is what a symbolic link in one leads to.
        below = [changed.relative_to(root).parts for root in roots] or [changed.parts[-1:]]
        return any(not any(map(PASSING.fullmatch, parts)) for parts in below)
