"""Finding encodings by the content hash of a passage, in several folders of them."""

from collections.abc import Iterator, Sequence

import numpy as np

from index.arrays import HashArray, IntArray, LongArray
from index.encodings.store import EncodingStore


class EncodingLookup:
    """Finds encodings by their content hash, in several folders; the first that has one serves."""

    def __init__(self, folders: Sequence[EncodingStore]) -> None:
        self.folders = folders
        self._sorted = [_sorted_hashes(folder.records["hash"]) for folder in folders]

    def find(self, hashes: HashArray) -> tuple[IntArray, LongArray]:
        """For each of the hashes, (n, 2): the folder's number, or −1, and the row in it."""
        folder_of = np.full(len(hashes), -1, dtype=np.int32)
        row_of = np.zeros(len(hashes), dtype=np.int64)
        for number, (order, first, second) in enumerate(self._sorted):
            if not len(order):
                continue
            at = np.minimum(np.searchsorted(first, hashes[:, 0]), len(order) - 1)
            found = (first[at] == hashes[:, 0]) & (second[at] == hashes[:, 1]) & (folder_of < 0)
            folder_of[found] = number
            row_of[found] = order[at[found]]
        return folder_of, row_of


def hash_array(hashes: Sequence[bytes]) -> HashArray:
    """Content hashes as (n, 2) numbers."""
    return np.frombuffer(b"".join(hashes), dtype="<u8").reshape(-1, 2)


def runs(folder_of: IntArray, row_of: LongArray) -> Iterator[tuple[int, LongArray]]:
    """Neighbours that come from the same folder: its number, and their rows there."""
    breaks = np.flatnonzero(np.diff(folder_of)) + 1
    for part in np.split(np.arange(len(folder_of)), breaks):
        if len(part):
            yield int(folder_of[part[0]]), row_of[part]


def _sorted_hashes(hashes: HashArray) -> tuple[LongArray, HashArray, HashArray]:
    order = np.argsort(hashes[:, 0], kind="stable")
    return order, hashes[order, 0], hashes[order, 1]
