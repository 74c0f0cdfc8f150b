"""What reading a source gives: its items (files, pages, feed entries), and which have not changed.

Every kind of source has a reader, `read(source, known)`, that yields these. The caller keeps what
each item gave, so an item that is unchanged is not parsed again and one that fails keeps its old
articles. A reader yields all that the source still has, and what is to be kept though the source no
longer shows it (the older entries of a feed) as Unchanged: what is known and not yielded is gone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from index.types import Article, Skipped

Known = Mapping[str, str]
"""The stamp of each item of a source, by its path, as of the last reading."""


@dataclass(frozen=True, slots=True)
class Read:
    """An item that was read. `stamp` is whatever shows next time that it has not changed.

    An empty stamp never counts as unchanged. What only lists others, a feed for instance, has no
    results.
    """

    path: str
    stamp: str
    results: tuple[Article | Skipped, ...]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An item whose stamp is still the known one: what it gave last time stands."""

    path: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An item that cannot be read now, and why, in one sentence; its old articles stand."""

    path: str
    reason: str


Reading = Read | Unchanged | Failed

Reader = Callable[[str, Known], Iterable[Reading]]
"""Reads a source; `Known` has the stamps of its items. May raise `SourceError` before the first."""
