"""The errors Pullquote raises on purpose; each message is one sentence that says what to do.

PullquoteError
├── BadQuestion             a question that cannot be asked
│   └── NothingSaidBy       … as nothing is known to be said by the people that it names
├── SourceError             a source that cannot be read
│   ├── SourceMissing       … because it is not there
│   ├── UnknownSource       … because it is not in the list of sources
│   ├── TooFewArticles      … because most of the articles would be gone
│   ├── SourceChanged       … as the index was, because it has changed since
│   └── NothingToIndex      … because no article came out of any source
│       └── NothingAdded    … or out of any that was to be added
├── EncoderError            an encoder that cannot be loaded, or is not the one it should be
├── SnapshotError
│   ├── NoSnapshot          nothing has been indexed yet
│   ├── SnapshotCorrupt     a file that is missing or is not what the manifest says
│   ├── SnapshotUnreadable  a file that cannot be read now, though it may be sound
│   ├── SnapshotTooOld      written in a format that this version does not read
│   ├── UnknownSnapshot     no snapshot of that name is kept
│   ├── EngineUnavailable   the database that keeps the index cannot be asked
│   └── EncoderMismatch     indexed by another encoder than the one now set
└── StorageError            the data folder cannot be written: read-only, full, or locked
    ├── CollectionCorrupt   the collection is damaged
    ├── CollectionUnreadable  … or cannot be read now
    └── RebuildRunning      another rebuild holds the lock
"""

import errno
import re
from collections.abc import Sequence
from pathlib import Path

from index.types import Skipped

_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/", re.IGNORECASE)


NAMED_AT_MOST = 10


def named(names: Sequence[str]) -> str:
    """The first of many names, in quotation marks, and how many more there are."""
    listed = ", ".join(map(repr, names[:NAMED_AT_MOST]))
    more = len(names) - NAMED_AT_MOST
    return f"{listed} and {more:,} more" if more > 0 else listed


class PullquoteError(Exception):
    """The root: its message is for people, in one line."""


class BadQuestion(PullquoteError):
    pass


class NothingSaidBy(BadQuestion):
    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        super().__init__(
            f"nothing in these articles is known to be said by {named(names)}: "
            "ask without by:, or by another name"
        )


class SourceError(PullquoteError):
    pass


class SourceMissing(SourceError):
    def __init__(self, source: str) -> None:
        self.source = source
        advice = ", or write https:// before an address" if _HOST.match(source) else ""
        super().__init__(f"there is no file or folder {source!r}: check the path{advice}")


class UnknownSource(SourceError):
    def __init__(self, source: str, there: Sequence[str]) -> None:
        self.source = source
        listed = named(there) or "empty"
        super().__init__(f"{source!r} is not in the list of sources, which is {listed}")


class TooFewArticles(SourceError):
    def __init__(self, before: int, after: int) -> None:
        self.before, self.after = before, after
        super().__init__(
            f"only {after:,} of {before:,} articles would be left, so nothing was changed: check "
            "the sources, or repeat it with --force"
        )


class SourceChanged(SourceError):
    pass


class NothingToIndex(SourceError):
    pass


class NothingAdded(NothingToIndex):
    """`refused` are the sources, each with its reason."""

    def __init__(self, refused: Sequence[Skipped]) -> None:
        self.refused = tuple(refused)
        super().__init__("; ".join(f"{each.path} {each.reason}" for each in refused))


class EncoderError(PullquoteError):
    pass


class SnapshotError(PullquoteError):
    pass


class NoSnapshot(SnapshotError):
    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        super().__init__(
            f"there is no index in {str(data_dir)!r} yet: make one with `pullquote rebuild SOURCE`"
        )


class SnapshotCorrupt(SnapshotError):
    def __init__(self, path: Path, expected: str, found: str) -> None:
        self.path, self.expected, self.found = path, expected, found
        super().__init__(
            f"the index is damaged: {str(path)!r} should be {expected} but is {found}; "
            "build it again with `pullquote rebuild`"
        )


_ADVICE = {
    errno.EACCES: "let this user read it",
    errno.EPERM: "let this user read it",
    errno.EMFILE: "raise the limit of open files",
    errno.ENFILE: "raise the limit of open files",
}


class SnapshotUnreadable(SnapshotError):
    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"the index cannot be read now: {str(path)!r}: {reason}")


def snapshot_error(path: Path, expected: str, error: Exception) -> SnapshotError:
    """`SnapshotCorrupt` if the file is not what it should be, `SnapshotUnreadable` if nobody knows.

    A file that may not be opened, or not so many at once, is not damaged: it may be read later.
    """
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SnapshotCorrupt(path, expected, "missing")
    if isinstance(error, IsADirectoryError):
        return SnapshotCorrupt(path, expected, "a folder")
    if isinstance(error, OSError):
        advice = _ADVICE.get(error.errno or 0, "try again, and check the disk")
        return SnapshotUnreadable(path, f"{error.strerror or error}; {advice}")
    return SnapshotCorrupt(path, expected, "something else")


class SnapshotTooOld(SnapshotError):
    def __init__(self, path: Path, found: str, expected: int) -> None:
        self.path, self.found, self.expected = path, found, expected
        super().__init__(
            f"the index {str(path)!r} has format {found}, this version reads format {expected}: "
            "build it again with `pullquote rebuild`"
        )


class UnknownSnapshot(SnapshotError):
    def __init__(self, name: str | None, kept: Sequence[str]) -> None:
        what = f"there is no snapshot {name!r}" if name else "there is no older snapshot"
        super().__init__(f"{what}; kept are {', '.join(kept) or 'none'}")


class EngineUnavailable(SnapshotError):
    """`may_pass` says that it may be enough to wait: a server that restarts."""

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        self.may_pass = may_pass
        super().__init__(message)


class EncoderMismatch(SnapshotError):
    def __init__(self, indexed_by: str, now_set: str) -> None:
        self.indexed_by, self.now_set = indexed_by, now_set
        super().__init__(
            f"the index was built by the encoder {indexed_by}, but {now_set} is set: "
            "set the old one again, or run `pullquote rebuild`"
        )


class StorageError(PullquoteError):
    pass


class CollectionCorrupt(StorageError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"the collection {str(path)!r} is damaged ({reason}): delete it, and name the sources "
            "again with `pullquote rebuild SOURCE`"
        )


class CollectionUnreadable(StorageError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"the collection {str(path)!r} cannot be read: {reason}; check who may read it, and "
            "try again"
        )


class RebuildRunning(StorageError):
    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(f"a rebuild is already running ({holder}): wait for it to finish")
