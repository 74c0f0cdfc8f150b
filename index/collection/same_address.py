"""Articles that stand in several files, feeds or pages under one address."""

from array import array
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from index.collection.versions import Versions, are_one, identity
from index.types import Article


@dataclass(slots=True)
class Folded:
    """What is not indexed, by number: `copies` with what stays for them, and `earlier` versions."""

    copies: dict[int, int] = field(default_factory=dict)
    earlier: set[int] = field(default_factory=set)


class Addresses:
    """`add` every article first, then ask what is `folded`.

    Holds about 100 bytes for each article.
    """

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._others: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))

    def add(self, number: int, article: Article) -> None:
        key = hash(identity(article))
        first = self._first.setdefault(key, number)
        if first != number:
            self._others[first].append(number)

    def folded(self, load: Callable[[int], Article], versions: Versions) -> Folded:
        """The latest version stays; of its copies, the first that was added.

        `load` gives the article of a number again, as it was read.
        """
        folded = Folded()
        for first, others in self._others.items():
            numbers = [first, *others]
            articles = {number: load(number) for number in numbers}
            found = {number: versions.of(article) for number, article in articles.items()}
            version = {number: each.number if each else 0 for number, each in found.items()}
            latest = max(numbers, key=lambda number: (version[number], -number))
            for number in numbers:
                if number == latest or not _same(articles[number], articles[latest]):
                    continue
                if 0 < version[number] < version[latest]:
                    folded.earlier.add(number)
                else:
                    folded.copies[number] = latest
        return folded


def _same(a: Article, b: Article) -> bool:
    return identity(a) == identity(b) and are_one(a, b)
