"""Whether a snapshot is what it should be: every byte, every quote, every view of it.

`verify` needs no encoder. `ask_titles` asks the questions that its own titles make.
"""

import numpy as np

from index.answering.retriever import Retriever
from index.encoder.encoding import Encoder
from index.encodings.store import content_hash, unencoded
from index.errors import SnapshotCorrupt
from index.snapshot.manifest import DENSE, ENCODINGS, PASSAGES, check_every_byte
from index.snapshot.passage_store import PassageStore
from index.snapshot.snapshot import Snapshot

SAMPLE = 32
# A vector finds itself, or one like it; 8-bit vectors are off by less than this.
SAME_COSINE = 0.98


def verify(snapshot: Snapshot) -> None:
    """Raises `SnapshotCorrupt` for the first thing that is wrong with it.

    Checked are the SHA-256 of every file; that each passage is the very slice of its article that
    was encoded, and each sentence a slice of its passage; and that vectors find themselves.
    """
    check_every_byte(snapshot.folder, snapshot.manifest)
    verify_contents(snapshot)


def verify_contents(snapshot: Snapshot) -> None:
    """As `verify`, but for the checksums: of files that were written a moment ago."""
    _verify_slices(snapshot)
    _verify_vectors(snapshot)


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


def _verify_vectors(snapshot: Snapshot) -> None:
    for row in _sample(snapshot.manifest.passages):
        vector = snapshot.encodings.vectors[row].astype(np.float32)
        _, cosines = snapshot.dense.search(vector, 1)
        if vector.any() and (not len(cosines) or cosines[0] < SAME_COSINE):
            raise SnapshotCorrupt(snapshot.folder / DENSE, "made of its vectors", "of others")


def ask_titles(snapshot: Snapshot, encoder: Encoder) -> None:
    """Ask some of the articles' titles. Raises `SnapshotCorrupt` where nothing sound comes back."""
    retriever = Retriever(snapshot, encoder)
    for article in _sample(snapshot.manifest.articles):
        hits = retriever.search(retriever.query(snapshot.store.title(article)), depth=10)
        if not hits or not all(np.isfinite(hit.score) for hit in hits):
            raise SnapshotCorrupt(snapshot.folder, "able to answer", "not")


def sample_sentences(store: PassageStore, passages: int, count: int) -> list[str]:
    """The beginnings of some passages: texts as short as questions, about what is indexed."""
    ids = np.random.default_rng(0).choice(passages, min(count, passages), replace=False)
    return [" ".join(passage.text.split()[:12]) for passage in store.passages(ids.tolist())]


def _sample(count: int) -> list[int]:
    """Some of the first `count` numbers, evenly spread."""
    return sorted({int(i) for i in np.linspace(0, count - 1, min(count, SAMPLE))})
