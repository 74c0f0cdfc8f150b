"""Sources to a new snapshot: read, split, encode, store, verify, publish.

The old snapshot stays in use until the new one is complete and checked; an error or a kill at any
point leaves it so.
"""

import errno
import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from index import snapshot as snapshots
from index.bm25 import Bm25Index
from index.dense import DenseIndex
from index.encoder import Encoder
from index.errors import NothingToIndex, RebuildRunning, SnapshotError, StorageError
from index.passages import split
from index.reading.sources import read
from index.scripts import scripts
from index.sentences import sentence_spans
from index.store import StoreWriter
from index.token_codes import TokenCodesWriter
from index.types import Article, Skipped

# Texts that are tokenized and encoded together; bounds the memory that token vectors take.
WINDOW = 256

Progress = Callable[[int, int], None]
"""Called with passages encoded so far, and passages in all."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a rebuild did; `published` is False where nothing had changed."""

    snapshot: str
    published: bool
    articles: int
    passages: int
    seconds: float
    skipped: tuple[Skipped, ...]


def rebuild(
    sources: Sequence[str],
    data_dir: Path,
    encoder_fingerprint: str,
    load_encoder: Callable[[], Encoder],
    *,
    max_file_bytes: int,
    keep: int,
    on_progress: Progress = lambda done, total: None,
) -> BuildReport:
    """Read the sources and publish a snapshot of them, unless the current one already is that.

    The encoder is loaded only if there is something to encode. Raises `SourceMissing`,
    `NothingToIndex`, `EncoderError`, `RebuildRunning` or `StorageError`, each time with the old
    snapshot still in use.
    """
    started = time.monotonic()
    with _storage_errors(data_dir), _lock(data_dir):
        articles: list[Article] = []
        skipped: list[Skipped] = []
        for result in read(sources, max_file_bytes=max_file_bytes):
            if isinstance(result, Article):
                articles.append(result)
            else:
                skipped.append(result)
        if not articles:
            raise NothingToIndex(_nothing_to_index(sources, skipped))
        corpus = _corpus_digest(articles, skipped, encoder_fingerprint)
        manifest = _current_manifest(data_dir)
        published = False
        if manifest is None or manifest.corpus != corpus:
            published = True
            manifest = build_snapshot(
                articles,
                data_dir,
                load_encoder(),
                corpus=corpus,
                sources=tuple(sources),
                skipped=tuple(skipped),
                keep=keep,
                on_progress=on_progress,
            )
        return BuildReport(
            manifest.id,
            published,
            manifest.articles,
            manifest.passages,
            time.monotonic() - started,
            tuple(skipped),
        )


def build_snapshot(
    articles: Sequence[Article],
    data_dir: Path,
    encoder: Encoder,
    *,
    corpus: str,
    sources: tuple[str, ...] = (),
    skipped: tuple[Skipped, ...] = (),
    keep: int = 1,
    on_progress: Progress = lambda done, total: None,
) -> snapshots.Manifest:
    """Build a snapshot of `articles`, verify it and make it the one in use.

    `corpus` is a digest of what goes in. On any error nothing of the new snapshot stays.
    """
    now = datetime.now(UTC)
    snapshot_id = f"{now:%Y%m%dT%H%M%S%f}-{corpus[:8]}"
    folder = data_dir / "snapshots" / snapshot_id
    folder.mkdir(parents=True)
    try:
        store = StoreWriter(folder / snapshots.PASSAGES)
        texts: list[str] = []
        for article in articles:
            texts += store.add(article, split(article, encoder.token_offsets, encoder.max_tokens))
        store.close()
        vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
        with TokenCodesWriter(folder / snapshots.TOKENS) as codes:
            for start in range(0, len(texts), WINDOW):
                # The codes are written in the order of the texts.
                window = dict(encoder.encode_passages(texts[start : start + WINDOW]))
                for row in range(start, start + len(window)):
                    encoding = window[row - start]
                    vectors[row] = encoding.vector
                    codes.add(encoding, sentence_spans(texts[row]))
                on_progress(start + len(window), len(texts))
        DenseIndex.build(vectors).save(folder / snapshots.DENSE)
        Bm25Index.build(texts).save(folder / snapshots.BM25)
        manifest = snapshots.Manifest(
            id=snapshot_id,
            created=now.isoformat(timespec="seconds"),
            encoder=encoder.name,
            encoder_fingerprint=encoder.fingerprint,
            corpus=corpus,
            articles=len(articles),
            passages=len(texts),
            scripts=_scripts(articles),
            sources=sources,
            skipped=skipped,
            files=snapshots.record_files(folder),
        )
        manifest.write(folder)
        snapshots.open_snapshot(folder).close()
        snapshots.publish(data_dir, snapshot_id)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    snapshots.remove_others(data_dir, keep)
    return manifest


def _corpus_digest(
    articles: Sequence[Article], skipped: Sequence[Skipped], encoder_fingerprint: str
) -> str:
    """Changes with anything that would change the snapshot."""
    digest = hashlib.sha256(f"{snapshots.FORMAT} {encoder_fingerprint}\n".encode())
    for item in (*articles, *skipped):
        digest.update(repr(item).encode())
    return digest.hexdigest()


def _current_manifest(data_dir: Path) -> snapshots.Manifest | None:
    """The manifest in use, or None where there is none that can be built upon."""
    try:
        snapshot = snapshots.open_current(data_dir)
    except SnapshotError:
        return None
    snapshot.close()
    return snapshot.manifest


def _scripts(articles: Sequence[Article]) -> tuple[str, ...]:
    return tuple(sorted(set().union(*(scripts(article.text) for article in articles))))


def _nothing_to_index(sources: Sequence[str], skipped: Sequence[Skipped]) -> str:
    where = ", ".join(repr(source) for source in sources)
    if not skipped:
        return f"there is no article in {where}: Pullquote reads .txt, .md, .html, .json and .jsonl"
    first = skipped[0]
    more = f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else ""
    return f"no article in {where} could be read: {first.path}: {first.reason}{more}"


@contextmanager
def _lock(data_dir: Path) -> Iterator[None]:
    """One rebuild at a time; the operating system frees the lock of a process that died."""
    data_dir.mkdir(parents=True, exist_ok=True)
    holder = data_dir / "rebuild.pid"
    try:
        with FileLock(data_dir / "rebuild.lock", timeout=0):
            holder.write_text(str(os.getpid()))
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as error:
        pid = holder.read_text() if holder.exists() else "unknown"
        raise RebuildRunning(f"process {pid}") from error


@contextmanager
def _storage_errors(data_dir: Path) -> Iterator[None]:
    reasons = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EFBIG: "a file would become larger than is allowed",
        errno.EROFS: "the file system is read-only",
        errno.EACCES: "you have no right to write there",
        errno.EPERM: "you have no right to write there",
        errno.ENOTDIR: "that is not a folder",
        errno.EEXIST: "that is not a folder",
    }
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = reasons.get(getattr(error, "errno", None) or 0, str(error))
        raise StorageError(
            f"cannot write the index to {str(data_dir)!r}: {reason}; what was indexed before is "
            "untouched"
        ) from error
