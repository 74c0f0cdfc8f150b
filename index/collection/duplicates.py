"""Copies of an article in other papers: found by MinHash, then compared sentence by sentence.

What is folded is lost to no reader: a copy says nothing that the article which stays does not say.
"""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from index.collection.likeness import resemblance, sentences, shingles
from index.types import Article

SAME = 0.8  # resemblance from which one text may be a copy of another
FEWEST_WORDS = 30
# 20 bands of 6 rows: a pair of resemblance 0.8 meets in some band with probability 0.998, one of
# 0.5 with 0.27 (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4).
BANDS, ROWS = 20, 6
SEED = 20
# Articles that a text is compared with in each band: a page that recurs with another figure every
# day would else be compared with all its likes.
COMPARED = 4
REMEMBERED = 64

Load = Callable[[int], Article]
"""Gives the article of a number again."""
MayGiveWay = Callable[[int, int], bool]
"""Whether the article of the first number may be folded into that of the second."""


def signature(article: Article) -> bytes:
    """The hashes of an article's MinHash bands, 8 bytes each."""
    from rensa import RMinHash

    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(sorted(shingles(article.text)))
    rows = np.array(minhash.digest(), dtype="<u4").reshape(BANDS, ROWS)
    return b"".join(hashlib.blake2b(row.tobytes(), digest_size=8).digest() for row in rows)


class Duplicates:
    """`add` every article first, then ask which are `copies`.

    The longest text stays, credits not counted; of equally long ones the earliest published, then
    the first that was added. Texts of fewer than FEWEST_WORDS words are left alone. Holds about 250
    bytes for each article.
    """

    def __init__(self, may_give_way: MayGiveWay = lambda number, to: True) -> None:
        self._may_give_way = may_give_way
        self._numbers = array("q")
        self._weights = array("q")
        self._published: list[str] = []
        self._bands = array("Q")

    def add(self, number: int, published: str | None, weight: int, signature: bytes) -> None:
        """`weight` is `likeness.weight` of the article, `signature` as the function gives it."""
        if weight < FEWEST_WORDS:
            return
        self._numbers.append(number)
        self._weights.append(weight)
        self._published.append(published or "9999")
        self._bands.frombytes(signature)

    def copies(self, load: Load) -> dict[int, int]:
        """The number of each copy, with that of the article that stays."""

        @lru_cache(maxsize=REMEMBERED)
        def text(number: int) -> _Text:
            return _Text(load(number))

        folded: dict[int, int] = {}
        staying: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, bands in self._alike():
            near = sorted({other for band in bands for other in staying[band]})
            may = (n for n in near if self._may_give_way(number, n))
            original = next((n for n in may if text(number).is_copy_of(text(n))), None)
            if original is not None:
                folded[number] = original
                continue
            for band in bands:
                if len(staying[band]) < COMPARED:
                    staying[band].append(number)
        return folded

    def _alike(self) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The articles that share a band with another, the first to stay first, and those bands."""
        hashes = np.asarray(self._bands).reshape(-1, BANDS)
        shared: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for band in range(BANDS):
            _, bucket, counts = np.unique(hashes[:, band], return_inverse=True, return_counts=True)
            for row in np.flatnonzero(counts[bucket] > 1).tolist():
                shared[row].append((band, int(bucket[row])))
        for row in sorted(
            shared, key=lambda r: (-self._weights[r], self._published[r], self._numbers[r])
        ):
            yield self._numbers[row], shared[row]


class _Text:
    """What an article is compared by; many are, so it is worked out once."""

    def __init__(self, article: Article) -> None:
        self._shingles = shingles(article.text)
        self._sentences = sentences(article)

    def is_copy_of(self, other: "_Text") -> bool:
        return (
            resemblance(self._shingles, other._shingles) >= SAME
            and self._sentences <= other._sentences
        )
