"""Articles to a new snapshot: store, encode what is new, assemble every view, verify, publish.

The old snapshot stays in use until the new one is complete and checked; an error or a kill at any
point leaves it so. What was encoded until then is kept in `<data>/encoded/`, where the next build
finds it.
"""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.arrays import BoolArray, HashArray, LongArray
from index.building.verification import ask_titles, sample_sentences, verify_contents
from index.collection.kept import KeptArticle
from index.encoder.encoding import Encoder, Encoding
from index.encodings.lookup import EncodingLookup, hash_array, runs
from index.encodings.store import EncodingStore, content_hash, unencoded
from index.encodings.writer import EncodingWriter
from index.errors import SnapshotError
from index.snapshot.bm25 import Bm25Index
from index.snapshot.dense import EXACT_UP_TO, DenseIndex
from index.snapshot.folders import (
    UNFINISHED,
    current_folder,
    finish,
    is_current,
    publish,
    remove_others,
)
from index.snapshot.manifest import (
    BM25,
    DENSE,
    ENCODINGS,
    FREQUENCIES,
    PASSAGES,
    Manifest,
    check_every_byte,
    record_files,
)
from index.snapshot.passage_store import PassageStore
from index.snapshot.passage_store_writer import PassageStoreWriter
from index.snapshot.passages import HashedDraft, split
from index.snapshot.snapshot import open_snapshot
from index.text.languages import is_read, scripts
from index.text.sentences import sentence_spans
from index.types import Article, Passage, Skipped

ENCODED = "encoded"
# Texts that the encoder gets at once, to put those of equal length together.
WINDOW = 2048
# How much encoding a kill can cost, seconds.
SAVED_EVERY_S = 10.0
# Queries by which the recall of an approximate vector search is measured.
RECALL_QUERIES = 200

Progress = Callable[[int, int], None]
"""Called with passages done so far, those taken over included, and passages in all."""


@dataclass(frozen=True, slots=True)
class Build:
    """A published snapshot's manifest, and how many passages had to be encoded for it."""

    manifest: Manifest
    encoded: int


def build_snapshot(
    articles: Iterable[KeptArticle],
    data_dir: Path,
    encoder: Encoder,
    *,
    corpus: str,
    languages: Collection[str] = (),
    sources: tuple[str, ...] = (),
    skipped: tuple[Skipped, ...] = (),
    keep: int = 1,
    on_progress: Progress = lambda done, total: None,
) -> Build:
    """Build a snapshot of `articles`, verify it and make it the one in use.

    `corpus` is a digest of what goes in. `languages`, ISO 639-1, are those of the encoder, which
    reads all where there is none: an article in another is not encoded, and found by its words.
    On an error nothing of the new snapshot stays but what was encoded; where the process is told to
    stop, not even that.
    """
    now = datetime.now(UTC)
    snapshot_id = f"{now:%Y%m%dT%H%M%S%f}-{corpus[:8]}"
    folder = data_dir / "snapshots" / f"{snapshot_id}{UNFINISHED}"
    spool = data_dir / ENCODED
    folder.mkdir(parents=True)
    try:
        with _taken_over(data_dir, encoder) as old:
            stored = _store(articles, folder / PASSAGES, encoder, languages, old)
            with closing(PassageStore(folder / PASSAGES)) as store:
                encoded = _encode(store, stored, old, spool, encoder, on_progress)
                _assemble(stored.hashes, old, spool, folder / ENCODINGS, encoder)
                recall = _index(store, folder, encoder)
        manifest = Manifest(
            id=snapshot_id,
            created=now.isoformat(timespec="seconds"),
            encoder=encoder.name,
            encoder_fingerprint=encoder.fingerprint,
            corpus=corpus,
            articles=stored.articles,
            copies=stored.copies,
            passages=len(stored.hashes),
            scripts=tuple(sorted(stored.scripts)),
            recall=round(recall, 4),
            by_words=dict(stored.by_words.most_common()),
            sources=sources,
            skipped=skipped,
            files=record_files(folder),
        )
        manifest.write(folder)
        with closing(open_snapshot(folder)) as snapshot:
            verify_contents(snapshot)
            ask_titles(snapshot, encoder)
        folder = finish(folder)
        publish(data_dir, snapshot_id)
    except BaseException as error:
        if not is_current(data_dir, snapshot_id):  # a signal may come when it already is
            shutil.rmtree(folder, ignore_errors=True)
        if not isinstance(error, Exception):
            shutil.rmtree(spool, ignore_errors=True)
        raise
    shutil.rmtree(spool, ignore_errors=True)
    remove_others(data_dir, keep)
    return Build(manifest, encoded)


@dataclass(frozen=True, slots=True)
class _Old:
    """The snapshot in use, as far as the new one can take from it."""

    store: PassageStore
    encodings: EncodingStore


@contextmanager
def _taken_over(data_dir: Path, encoder: Encoder) -> Iterator[_Old | None]:
    """What can be taken if this encoder made it and no byte of it has changed, else None."""
    try:
        folder = current_folder(data_dir)
        manifest = Manifest.read(folder)
        manifest.expect_encoder(encoder.fingerprint)
        taken = (PASSAGES, ENCODINGS)
        check_every_byte(folder, manifest, taken)
        old = _Old(PassageStore(folder / PASSAGES), EncodingStore(folder / ENCODINGS))
    except SnapshotError:
        yield None
        return
    with closing(old.store):
        yield old


@dataclass(frozen=True, slots=True)
class _Stored:
    """What was stored: the passages' content hashes, (passages, 2), and which are to be encoded.

    `by_words` counts the articles that are not to be encoded, by language.
    """

    articles: int
    copies: int
    hashes: HashArray
    to_encode: BoolArray
    by_words: Counter[str]
    scripts: set[str]


def _store(
    articles: Iterable[KeptArticle],
    path: Path,
    encoder: Encoder,
    languages: Collection[str],
    old: _Old | None,
) -> _Stored:
    """Split the articles into passages, but for those whose passages the old snapshot has."""
    writer = PassageStoreWriter(path)
    hashes: list[bytes] = []
    to_encode: list[bool] = []
    by_words: Counter[str] = Counter()
    found: set[str] = set()
    with closing(writer):
        for kept in articles:
            language = kept.article.language
            read = is_read(language, languages)
            digest = kept.digest if read else unencoded(kept.digest)
            drafts = old.store.drafts(digest) if old else []
            drafts = drafts or list(_hashed(kept.article, encoder, read))
            writer.add(kept.article, digest, drafts, kept.copies)
            hashes += (hashed.hash for hashed in drafts)
            to_encode += [read] * len(drafts)
            if language and not read:
                by_words[language] += 1
            found |= scripts(kept.article.text)
    return _Stored(
        writer.articles,
        writer.copies,
        hash_array(hashes),
        np.array(to_encode, dtype=bool),
        by_words,
        found,
    )


def _hashed(article: Article, encoder: Encoder, read: bool) -> Iterator[HashedDraft]:
    for draft in split(article, encoder.token_offsets, encoder.max_tokens):
        key = content_hash(article.text[draft.start : draft.end])
        yield HashedDraft(draft, key if read else unencoded(key))


def _encode(
    store: PassageStore,
    stored: _Stored,
    old: _Old | None,
    spool: Path,
    encoder: Encoder,
    on_progress: Progress,
) -> int:
    """Encode what neither the old snapshot nor the spool has, into the spool; returns how many."""
    hashes = stored.hashes
    with EncodingWriter(spool, encoder.dimension, encoder.fingerprint) as writer:
        missing = _missing(hashes, _lookup(old, spool))
        _leave_unencoded(store, hashes, missing[~stored.to_encode[missing]], writer)
        missing = missing[stored.to_encode[missing]]
        done = len(hashes) - len(missing)
        on_progress(done, len(hashes))
        saved = time.monotonic()
        for start in range(0, len(missing), WINDOW):
            passages = store.passages(missing[start : start + WINDOW].tolist())
            for position, encoding in encoder.encode_passages([p.text for p in passages]):
                passage = passages[position]
                writer.add(_key(hashes, passage), encoding, sentence_spans(passage.text))
                done += 1
                on_progress(done, len(hashes))
                if time.monotonic() - saved > SAVED_EVERY_S:
                    writer.save()
                    saved = time.monotonic()
    return len(missing)


def _leave_unencoded(
    store: PassageStore, hashes: HashArray, ids: LongArray, writer: EncodingWriter
) -> None:
    nothing = Encoding.empty(writer.shape.dimension)
    for start in range(0, len(ids), WINDOW):
        for passage in store.passages(ids[start : start + WINDOW].tolist()):
            writer.add(_key(hashes, passage), nothing, sentence_spans(passage.text))


def _key(hashes: HashArray, passage: Passage) -> bytes:
    key: bytes = hashes[passage.id].tobytes()
    return key


def _lookup(old: _Old | None, spool: Path) -> EncodingLookup:
    return EncodingLookup([*([old.encodings] if old else []), EncodingStore(spool)])


def _missing(hashes: HashArray, lookup: EncodingLookup) -> LongArray:
    """The ids of the passages to encode, of those with the same text only the first."""
    folder_of, _ = lookup.find(hashes)
    _, first = np.unique(hashes, axis=0, return_index=True)
    return np.sort(first[folder_of[first] < 0])


def _assemble(
    hashes: HashArray, old: _Old | None, spool: Path, folder: Path, encoder: Encoder
) -> None:
    """Every passage's encoding, from wherever it is, in the order of the passages."""
    lookup = _lookup(old, spool)
    with EncodingWriter(folder, encoder.dimension, encoder.fingerprint) as writer:
        for number, rows in runs(*lookup.find(hashes)):
            writer.copy(lookup.folders[number], rows)


def _index(store: PassageStore, folder: Path, encoder: Encoder) -> float:
    """Write what is worked out from encodings and texts; returns the recall of the vector search.

    One after the other, so that no two of them are in memory at a time.
    """
    recall = _index_vectors(store, folder, encoder)
    texts = (passage.text for passage in store.all_passages())
    Bm25Index.build(texts).save(folder / BM25)
    return recall


def _index_vectors(store: PassageStore, folder: Path, encoder: Encoder) -> float:
    encodings = EncodingStore(folder / ENCODINGS)
    np.save(folder / FREQUENCIES, encodings.token_frequencies())
    queries = np.zeros((0, encoder.dimension), dtype=np.float32)
    if len(encodings) > EXACT_UP_TO:
        sentences = sample_sentences(store, len(encodings), RECALL_QUERIES)
        queries = np.array([encoder.encode_query(text).vector for text in sentences])
    dense = DenseIndex.build(encodings.vectors, queries)
    dense.save(folder / DENSE)
    return dense.recall(encodings.vectors, queries)
