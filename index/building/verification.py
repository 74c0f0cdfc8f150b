"""Whether a snapshot is what it should be: every byte, every quote, every view of it.

Nothing here asks a question: what a question finds depends on how it is understood, so that a sound
index could be refused. Every check follows from what was indexed alone.
"""

import numpy as np

from index.encodings.store import EncodingStore, content_hash, unencoded
from index.errors import SnapshotCorrupt
from index.manifest import BM25, DENSE, ENCODINGS, PASSAGES, TITLES, check_every_byte
from index.snapshot.snapshot import Snapshot
from index.snapshot.store.passage_store import PassageStore
from index.text.words import words
from index.types import Passage

SAMPLE = 32
# A vector finds itself, or one like it; 8-bit vectors are off by less than this.
SAME_COSINE = 0.98
# A token's own code is similar to itself by 1, but for rounding.
SAME_TOKEN = 0.99


def verify(snapshot: Snapshot) -> None:
    """Raises `SnapshotCorrupt` for the first thing that is wrong with it.

    Checked are the SHA-256 of every file; that each passage is the very slice of its article that
    was encoded, and each sentence a slice of its passage; and that some of the passages are found
    by their own words, their own vector and their own tokens.
    """
    check_every_byte(snapshot.folder, snapshot.manifest)
    verify_contents(snapshot)


def verify_contents(snapshot: Snapshot) -> None:
    """As `verify`, but for the checksums: of files that were written a moment ago."""
    _verify_slices(snapshot)
    _verify_titles(snapshot)
    for passage in snapshot.store.passages(_sample(snapshot.manifest.passages)):
        _verify_words(snapshot, passage)
        _verify_vector(snapshot, passage)
        _verify_tokens(snapshot, passage)
    if snapshot.earlier is not None:
        verify_contents(snapshot.earlier)


def _verify_slices(snapshot: Snapshot) -> None:
    path = snapshot.folder / PASSAGES
    hashes = snapshot.encodings.records["hash"]
    rows = 0
    for passage in snapshot.store.all_passages():
        found, expected = hashes[passage.id].tobytes(), content_hash(passage.text)
        if found not in (expected, unencoded(expected)):
            raise SnapshotCorrupt(path, "made of the passages that were encoded", "of others")
        for start, end in snapshot.codes.sentence_spans(passage.id):
            if not 0 <= start < end <= len(passage.text):
                raise SnapshotCorrupt(
                    snapshot.folder / ENCODINGS, "made of sentences of its passages", "of others"
                )
        rows += 1
    if rows != snapshot.manifest.passages:
        raise SnapshotCorrupt(path, f"of {snapshot.manifest.passages} passages", f"of {rows}")


def _verify_titles(snapshot: Snapshot) -> None:
    found = EncodingStore(snapshot.folder / TITLES).records["hash"]
    for row, heading in enumerate(snapshot.store.headings()):
        expected = content_hash(heading)
        if found[row].tobytes() not in (expected, unencoded(expected)):
            raise SnapshotCorrupt(snapshot.folder / TITLES, "made of its titles", "of others")


def _verify_words(snapshot: Snapshot, passage: Passage) -> None:
    [own] = words([passage.text], snapshot.store.language(passage.article_id))
    if own and passage.id not in snapshot.bm25.containing(own):
        raise SnapshotCorrupt(snapshot.folder / BM25, "made of the words of its passages", "not")


def _verify_vector(snapshot: Snapshot, passage: Passage) -> None:
    vector = snapshot.encodings.vectors[passage.id].astype(np.float32)
    if not vector.any():  # it is not encoded
        return
    _, cosines = snapshot.dense.search(vector, 1)
    if not len(cosines) or not cosines[0] >= SAME_COSINE:
        raise SnapshotCorrupt(snapshot.folder / DENSE, "made of its vectors", "of others")


def _verify_tokens(snapshot: Snapshot, passage: Passage) -> None:
    ids = np.array([passage.id], dtype=np.int64)
    codes = snapshot.encodings.codes_of(ids)
    if not len(codes):
        return
    dimension = snapshot.encodings.shape.token_dimension
    signs = np.unpackbits(codes[:1], axis=1, count=dimension).astype(np.float32) * 2 - 1
    best = snapshot.codes.maxsim(signs / np.sqrt(np.float32(dimension)), ids).best
    if not best.max() >= SAME_TOKEN:
        raise SnapshotCorrupt(snapshot.folder / ENCODINGS, "made of its tokens", "of others")


def sample_sentences(store: PassageStore, passages: int, count: int) -> list[str]:
    """The beginnings of some passages: texts as short as questions, about what is indexed."""
    ids = np.random.default_rng(0).choice(passages, min(count, passages), replace=False)
    return [" ".join(passage.text.split()[:12]) for passage in store.passages(ids.tolist())]


def _sample(count: int) -> list[int]:
    """Some of the first `count` numbers, evenly spread."""
    return sorted({int(i) for i in np.linspace(0, count - 1, min(count, SAMPLE))})
