"""How many files and pages a rebuild has to read, as far as that can be known beforehand."""

from collections.abc import Callable, Iterable


class Expected:
    """Files are counted before they are read; how many pages a feed or a sitemap lists is known
    once it has been fetched, and how many a web archive has once it has been read."""

    def __init__(self, count: Callable[[str], int]) -> None:
        """`count` says how many items a source is known to have."""
        self._count = count
        self._items: dict[str, int] = {}
        self._read: dict[str, int] = {}

    def sources(self, places: Iterable[str]) -> None:
        """These are going to be read."""
        self._items |= {place: self._count(place) for place in places}

    def listed(self, place: str, items: int) -> None:
        """The source at `place` turns out to have so many."""
        self._items[place] = items

    def read(self, place: str) -> tuple[int, int]:
        """One more item of the source at `place`; returns how many of all sources have been read,
        and of how many, 0 if that cannot be known."""
        self._read[place] = self._read.get(place, 0) + 1
        unknown = any(done > self._items.get(other, 0) for other, done in self._read.items())
        total = 0 if unknown else sum(self._items.values())
        return sum(self._read.values()), total

    def finished(self, place: str) -> None:
        """The source at `place` has no more."""
        self._items[place] = self._read.get(place, 0)
