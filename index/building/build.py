"""Articles to a new snapshot: store, encode what is new, assemble every view, verify, publish.

The old snapshot stays in use until the new one is complete and checked; an error or a kill at any
point leaves it so. What was encoded until then is kept in `<data>/encoded/`, where the next build
finds it.
"""

import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from index.building.encode_texts import (
    Outcome,
    Texts,
    assemble_encodings,
    encode_texts,
    fitting,
    take_over,
)
from index.building.reuse import Reusable, reusable
from index.building.store_articles import Stored, store_articles
from index.building.verification import sample_sentences, verify_contents
from index.collection.kept_articles import KeptArticle
from index.durable import is_disk_full
from index.encoder.encoding import Encoder
from index.encodings.store import EncodingStore
from index.engine.engine import Build, Known, Progress
from index.manifest import (
    BM25,
    DENSE,
    EARLIER,
    ENCODINGS,
    FREQUENCIES,
    PASSAGES,
    TITLE_WORDS,
    TITLES,
    Manifest,
    record_files,
)
from index.snapshot.bm25 import Bm25Index
from index.snapshot.dense import EXACT_UP_TO, DenseIndex
from index.snapshot.folders import UNFINISHED, finish, is_current, publish, remove_others
from index.snapshot.opening import open_snapshot
from index.snapshot.store.passage_store import PassageStore
from index.types import Skipped

ENCODED = "encoded"
# Queries by which the recall of an approximate vector search is measured.
RECALL_QUERIES = 200
NO_SOURCES: Mapping[str, str] = {}


def build_snapshot(
    articles: Iterable[KeptArticle],
    data_dir: Path,
    encoder: Encoder,
    *,
    corpus: str,
    languages: Collection[str] = (),
    sources: Mapping[str, str] = NO_SOURCES,
    skipped: tuple[Skipped, ...] = (),
    keep: int = 1,
    elsewhere: Known | None = None,
    on_progress: Progress = lambda done, total: None,
) -> Build:
    """Build a snapshot of `articles`, verify it and make it the one in use.

    `corpus` is a digest of what goes in; `sources` has the place, an address or absolute path, of
    each source by its location. `languages`, ISO 639-1, are those of the encoder, which
    reads all if there are none: an article in another language is not encoded, and found by its
    words.
    What another engine, `elsewhere`, has encoded is taken over.
    On an error nothing of the new snapshot stays but what was encoded; if the process is stopped or
    the disk is full, not even that.
    """
    now = datetime.now(UTC)
    snapshot_id = f"{now:%Y%m%dT%H%M%S%f}-{corpus[:8]}"
    folder = data_dir / "snapshots" / f"{snapshot_id}{UNFINISHED}"
    encoded = data_dir / ENCODED
    try:
        folder.mkdir(parents=True)  # within the try, as a signal may come while it is made
        with reusable(data_dir, encoder) as old:
            stored, earlier = store_articles(articles, folder, encoder, languages, old, sources)
            if elsewhere is not None:
                for each in filter(None, (stored, earlier)):
                    take_over(each.hashes, elsewhere.encoded, encoded, encoder)
                    take_over(each.heading_hashes, elsewhere.encoded_headings, encoded, encoder)
            newly_encoded, unencoded, recall = _filled(
                folder, stored, old, encoded, encoder, on_progress
            )
            described = partial(_described, snapshot_id, now, encoder, corpus, tuple(sources))
            if earlier is not None:
                known = old.with_encodings(folder)
                _, its_skipped, its_recall = _filled(
                    folder / EARLIER, earlier, known, encoded, encoder
                )
                described(folder / EARLIER, earlier, its_recall, its_skipped).write(
                    folder / EARLIER
                )
        manifest = described(folder, stored, recall, skipped + unencoded)
        manifest.write(folder)
        with closing(open_snapshot(folder)) as snapshot:
            verify_contents(snapshot)
        folder = finish(folder)
        publish(data_dir, snapshot_id)
    except BaseException as error:
        if not is_current(data_dir, snapshot_id):  # a signal may come when it already is
            shutil.rmtree(folder, ignore_errors=True)
        if not isinstance(error, Exception) or is_disk_full(error):
            shutil.rmtree(encoded, ignore_errors=True)
        raise
    shutil.rmtree(encoded, ignore_errors=True)
    remove_others(data_dir, keep)
    return Build(manifest, newly_encoded, unencoded)


def _described(
    snapshot_id: str,
    now: datetime,
    encoder: Encoder,
    corpus: str,
    sources: tuple[str, ...],
    folder: Path,
    stored: Stored,
    recall: float,
    skipped: tuple[Skipped, ...],
) -> Manifest:
    """The manifest of what was written to a folder."""
    return Manifest(
        id=snapshot_id,
        created=now.isoformat(timespec="seconds"),
        encoder=encoder.name,
        encoder_fingerprint=encoder.fingerprint,
        corpus=corpus,
        articles=stored.articles,
        copies=stored.copies,
        passages=len(stored.hashes),
        scripts=tuple(sorted(stored.scripts)),
        languages=tuple(sorted(stored.languages)),
        recall=round(recall, 4),
        by_words=dict(stored.by_words.most_common()),
        sources=sources,
        skipped=skipped,
        files=record_files(folder),
    )


def _filled(
    folder: Path,
    stored: Stored,
    old: Reusable,
    encoded: Path,
    encoder: Encoder,
    on_progress: Progress = lambda done, total: None,
) -> tuple[int, tuple[Skipped, ...], float]:
    """Encode what was stored in a folder and write every view of it; returns how many passages
    had to be encoded, what could not be stored or encoded, and the recall of the vector search."""
    with closing(PassageStore(folder / PASSAGES)) as store:
        new = _encode(store, stored, old, encoded, encoder, on_progress)
        _assemble(stored, old, encoded, folder, encoder)
        unencoded = stored.skipped + _unencoded(store, new)
        return new.texts, unencoded, _index(store, folder, encoder)


def _encode(
    store: PassageStore,
    stored: Stored,
    old: Reusable,
    encoded: Path,
    encoder: Encoder,
    on_progress: Progress,
) -> Outcome:
    """Encode the passages and headings that are new; returns what became of the passages."""
    passages = Texts(
        stored.hashes,
        stored.to_encode,
        lambda ids: [passage.text for passage in store.passages(ids)],
        lambda id_: store.language(int(store.article_ids[id_])),
    )
    titles = Texts(
        stored.heading_hashes,
        stored.headings_to_encode,
        lambda ids: [fitting(store.heading(id_), encoder) for id_ in ids],
    )
    new = encode_texts(passages, old.encodings, encoded, encoder, on_progress)
    encode_texts(titles, old.titles, encoded, encoder)
    return new


def _unencoded(store: PassageStore, new: Outcome) -> tuple[Skipped, ...]:
    """A line for each article with passages that the encoder fails on."""
    failed: dict[int, list[str]] = {}
    for passage_id, why in new.failures:
        [passage] = store.passages([passage_id])
        failed.setdefault(passage.article_id, []).append(why)
    return tuple(
        Skipped(
            store.article(article).path,
            f"the encoder fails on {len(reasons)} of its passages, found by their words only: "
            f"{reasons[0]}",
        )
        for article, reasons in failed.items()
    )


def _assemble(stored: Stored, old: Reusable, encoded: Path, folder: Path, encoder: Encoder) -> None:
    assemble_encodings(stored.hashes, old.encodings, encoded, folder / ENCODINGS, encoder)
    assemble_encodings(stored.heading_hashes, old.titles, encoded, folder / TITLES, encoder)


def _index(store: PassageStore, folder: Path, encoder: Encoder) -> float:
    """Write what is worked out from encodings and texts; returns the recall of the vector search.

    One after the other, so that no two of them are in memory at a time.
    """
    recall = _index_vectors(store, folder, encoder)
    texts = (passage.text for passage in store.all_passages())
    languages = store.languages
    of_headings = (languages[article] for article in store.heading_articles.tolist())
    of_passages = (languages[article] for article in store.article_ids.tolist())
    Bm25Index.build(texts, of_passages).save(folder / BM25)
    Bm25Index.build(store.headings(), of_headings).save(folder / TITLE_WORDS)
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
