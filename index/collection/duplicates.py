"""Copies of an article in other papers: found by MinHash, then compared sentence by sentence.

What is folded is lost to no reader: a copy says nothing that the article which stays does not say.
"""

import hashlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np

from index.arrays import IntArray
from index.collection.likeness import resemblance, sentences, shingles
from index.types import Article

SAME = 0.8  # resemblance from which one text may be a copy of another
FEWEST_WORDS = 30
# 20 bands of 6 rows: a pair of resemblance 0.8 meets in some band with probability 0.998, one of
# 0.5 with 0.27 (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4).
BANDS, ROWS = 20, 6
SIGNATURE_BYTES = 2 * BANDS * ROWS
SEED = 20
# The share of equal rows estimates the resemblance, with a standard error of .037 at 0.8: less than
# this is not seen of it once in ten million.
LEAST_EQUAL = 0.6
# Articles that a text is compared with in each band: a page that recurs with another figure every
# day would else be compared with all its likes.
COMPARED = 50

Load = Callable[[int], Article]
"""Gives the article of a number again."""
MayGiveWay = Callable[[int, int], bool]
"""Whether the article of the first number may be folded into that of the second."""


def signature(article: Article) -> bytes:
    """The lowest 16 bits of an article's MinHash rows, band by band."""
    from rensa import RMinHash

    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(sorted(shingles(article.text)))
    return np.array(minhash.digest(), dtype="<u4").astype("<u2").tobytes()


class Duplicates:
    """`add` every article first, then ask which are `copies`.

    The longest text stays, credits not counted; of equally long ones the earliest published, then
    the first that was added. Texts of fewer than FEWEST_WORDS words are left alone. Holds about 350
    bytes for each article, and 8 for each sentence of those that may be copies.
    """

    def __init__(self, may_give_way: MayGiveWay = lambda number, to: True) -> None:
        self._may_give_way = may_give_way
        self._numbers = array("q")
        self._weights = array("q")
        self._published: list[str] = []
        self._rows = bytearray()

    def add(self, number: int, published: str | None, weight: int, signature: bytes) -> None:
        """`weight` is `likeness.weight` of the article, `signature` as the function gives it."""
        if weight < FEWEST_WORDS:
            return
        self._numbers.append(number)
        self._weights.append(weight)
        self._published.append(published or "9999")
        self._rows += signature

    def copies(self, load: Load) -> dict[int, int]:
        """The number of each copy, with that of the article that stays.

        Each article is loaded once to know its sentences, and again if they are all in another.
        """
        said: dict[int, array[int]] = {}

        def may_be_copy(number: int, other: int) -> bool:
            for each in (number, other):
                if each not in said:
                    said[each] = _hashes_of_sentences(load(each))
            return all(_is_in(said[other], each) for each in said[number])

        folded: dict[int, int] = {}
        rows = np.frombuffer(self._rows, dtype="<u2").reshape(-1, BANDS * ROWS)
        staying: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for place, bands in self._alike(rows):
            number = self._numbers[place]
            met = sorted({other for band in bands for other in staying[band]})
            equal = (rows[met] == rows[place]).mean(axis=1) if met else ()
            near = (
                self._numbers[other]
                for other, share in zip(met, equal, strict=True)
                if share >= LEAST_EQUAL
            )
            original = next(
                (
                    other
                    for other in near
                    if self._may_give_way(number, other)
                    and may_be_copy(number, other)
                    and is_copy(load(number), load(other))
                ),
                None,
            )
            if original is not None:
                folded[number] = original
                continue
            for band in bands:
                if len(staying[band]) < COMPARED:
                    staying[band].append(place)
        return folded

    def _alike(self, rows: IntArray) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The places of the articles that share a band with another, the first to stay first, and
        those bands."""
        shared: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for band in range(BANDS):
            own = np.ascontiguousarray(rows[:, band * ROWS : (band + 1) * ROWS])
            whole = own.view(np.dtype((np.void, own.itemsize * ROWS))).ravel()
            _, bucket, counts = np.unique(whole, return_inverse=True, return_counts=True)
            for place in np.flatnonzero(counts[bucket] > 1).tolist():
                shared[place].append((band, int(bucket[place])))
        for place in sorted(
            shared, key=lambda p: (-self._weights[p], self._published[p], self._numbers[p])
        ):
            yield place, shared[place]


def is_copy(article: Article, other: Article) -> bool:
    """Whether an article says nothing but what the other says too, in much the same words."""
    if resemblance(shingles(article.text), shingles(other.text)) < SAME:
        return False
    return sentences(article) <= sentences(other)


def _hashes_of_sentences(article: Article) -> "array[int]":
    hashes = (
        hashlib.blake2b("\0".join(sentence).encode(), digest_size=8).digest()
        for sentence in sentences(article)
    )
    return array("Q", sorted(int.from_bytes(each, "little") for each in hashes))


def _is_in(hashes: "array[int]", each: int) -> bool:
    place = bisect_left(hashes, each)
    return place < len(hashes) and hashes[place] == each
