"""A rebuild: read what has changed in the sources and publish a snapshot of it.

One runs at a time. Whatever goes wrong, the old snapshot stays in use, and a source that cannot be
read keeps the articles that it gave before.
"""

import errno
import hashlib
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index import snapshot as snapshots
from index.build import ENCODED, Progress, build_snapshot
from index.collection import Collection, KeptSource, Reader
from index.curation import curated
from index.encoder import Encoder
from index.errors import NothingToIndex, SnapshotError, StorageError, TooFewArticles
from index.lock import only_rebuild
from index.types import Skipped
from index.versions import NewVersion


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did; `published` is False where nothing had changed.

    `copies` are named with the articles that say the same, and not indexed themselves.
    """

    snapshot: str
    published: bool
    articles: int
    copies: int
    passages: int
    encoded: int
    seconds: float
    skipped: tuple[Skipped, ...]
    changed: tuple[NewVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """Which sources a rebuild has, and which of them it reads anew.

    `chosen` take the place of those in the list. `added` are put behind them and `removed` leave
    it; then only what was added is read. Without any, the whole list is read, which is `default`
    where nobody has chosen one yet.
    """

    chosen: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def rebuild(
    sources: Sources,
    reader: Reader,
    data_dir: Path,
    encoder_fingerprint: str,
    load_encoder: Callable[[], Encoder],
    *,
    keep: int,
    force: bool = False,
    on_progress: Progress = lambda done, total: None,
) -> RebuildReport:
    """Read the sources and publish a snapshot of them, unless the current one already is that.

    The encoder is loaded only if something has changed. Raises `SourceMissing`, `UnknownSource`,
    `NothingToIndex`, `TooFewArticles` unless `force`d, `EncoderError`, `RebuildRunning` or
    `StorageError`, each time with the old snapshot and the old list of sources still in use.
    """
    started = time.monotonic()
    with _storage_errors(data_dir), only_rebuild(data_dir):
        snapshots.remove_unfinished(data_dir)
        manifest = _current_manifest(data_dir)
        with Collection(data_dir) as collection:
            refused = _update(collection, sources, reader)
            collection.versions.forget_gone()
            skipped = tuple(collection.skipped())
            changed = tuple(collection.versions.changed)
            if not len(collection):
                raise NothingToIndex(_nothing_to_index(collection.sources(), skipped))
            if manifest and len(collection) * 2 < manifest.articles and not force:
                raise TooFewArticles(manifest.articles, len(collection))
            corpus = _corpus_digest(collection.digest(), encoder_fingerprint)
        build = None
        if manifest is None or manifest.corpus != corpus:
            with Collection(data_dir) as collection:
                build = build_snapshot(
                    curated(collection),
                    data_dir,
                    load_encoder(),
                    corpus=corpus,
                    sources=tuple(collection.locations()),
                    skipped=skipped,
                    keep=keep,
                    on_progress=on_progress,
                )
            manifest = build.manifest
        else:
            shutil.rmtree(data_dir / ENCODED, ignore_errors=True)
        return RebuildReport(
            manifest.id,
            build is not None,
            manifest.articles,
            manifest.copies,
            manifest.passages,
            build.encoded if build else 0,
            time.monotonic() - started,
            refused + skipped,
            changed,
        )


def _update(collection: Collection, sources: Sources, reader: Reader) -> tuple[Skipped, ...]:
    """Bring the list of sources up to date, read those to be read; returns what was not added."""
    if sources.chosen:
        collection.use(sources.chosen, listed=True)
    elif sources.added or sources.removed:
        collection.change(sources.added, sources.removed)
    elif not collection.are_listed():
        collection.use(sources.default, listed=False)
    if sources.added or sources.removed:
        return _read_added(collection, sources.added, reader)
    for location in collection.locations():
        collection.read(location, reader, must_be_there=location in sources.chosen)
    return ()


def _read_added(
    collection: Collection, added: Sequence[str], reader: Reader
) -> tuple[Skipped, ...]:
    """Read what was added; what gives no article leaves the list again, and is returned.

    Raises `NothingToIndex` where that is so of all.
    """
    refused = []
    for location in added:
        collection.read(location, reader)
        [source] = [each for each in collection.sources() if each.location == location]
        if not source.articles:
            reasons = [source.error, *(skipped.reason for skipped in source.skipped)]
            reason = next(filter(None, reasons), "has no article")
            refused.append(Skipped(location, f"was not added: {reason}"))
            collection.change([], [location])
    if refused and len(refused) == len(added):
        raise NothingToIndex("; ".join(f"{each.path} {each.reason}" for each in refused))
    return tuple(refused)


def _corpus_digest(collection: str, encoder_fingerprint: str) -> str:
    """Changes with anything that would change the snapshot."""
    return hashlib.sha256(
        f"{snapshots.FORMAT} {encoder_fingerprint} {collection}".encode()
    ).hexdigest()


def _current_manifest(data_dir: Path) -> snapshots.Manifest | None:
    """The manifest in use, or None where there is none that can be built upon."""
    try:
        with closing(snapshots.open_current(data_dir)) as snapshot:
            return snapshot.manifest
    except SnapshotError:
        return None


def _nothing_to_index(sources: Sequence[KeptSource], skipped: Sequence[Skipped]) -> str:
    errors = [source.error for source in sources if source.error]
    if errors:
        return errors[0]
    where = ", ".join(repr(source.location) for source in sources)
    if not skipped:
        return f"there is no article in {where}: Pullquote reads .txt, .md, .html, .json and .jsonl"
    first = skipped[0]
    more = f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else ""
    return f"no article in {where} could be read: {first.path}: {first.reason}{more}"


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
