"""A rebuild: read what has changed in the sources and publish a snapshot of it.

One runs at a time. Whatever goes wrong, the old snapshot stays in use, and a source that cannot be
read keeps the articles that it gave before.
"""

import hashlib
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.building.build import ENCODED
from index.building.embedded import EmbeddedEngine
from index.collection.collection import Collection
from index.collection.curation import curated
from index.collection.kept_articles import KeptSource
from index.collection.versions import NewVersion
from index.durable import apart, writing_to
from index.encoder.encoding import Encoder
from index.engine.engine import Build, Engine, Known, Progress
from index.errors import (
    EncoderError,
    NothingAdded,
    NothingToIndex,
    SnapshotError,
    TooFewArticles,
    named,
)
from index.manifest import FORMAT, Manifest
from index.reading.parse import SUFFIXES
from index.reading.readings import Reader
from index.types import Skipped

TITLES_SHOWN = 3
SeenBy = Callable[[Mapping[str, str]], Mapping[str, frozenset[str]]]
"""The groups that may see each source by its location, of the places of all by location."""


@dataclass(frozen=True, slots=True)
class Added:
    """A source that was added: how many articles it has, and the titles of the first of them."""

    source: str
    articles: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workers:
    """By how many workers on how many machines texts were encoded, and how many of them died, so
    that what they had was encoded again; why other machines were not used, by address."""

    workers: int
    machines: int
    died: int
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did; `published` is False if nothing had changed.

    `by_words` counts the articles that are found by their words only, by language.
    `copies` are named with the articles that say the same, and not indexed themselves. `workers`
    are those of a cluster that encoded, if any did.
    """

    snapshot: str
    published: bool
    articles: int
    copies: int
    passages: int
    encoded: int
    by_words: dict[str, int]
    seconds: float
    skipped: tuple[Skipped, ...]
    added: tuple[Added, ...] = ()
    changed: tuple[NewVersion, ...] = ()
    workers: Workers | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Which sources a rebuild has, and which of them it reads again.

    `chosen` take the place of those in the list. `added` are put after them and `removed` leave
    it; then only what was added is read. Without any, the whole list is read, which is `default`
    as long as nobody has chosen one.
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
    languages: tuple[str, ...] = (),
    seen_by: SeenBy | None = None,
    keep: int,
    force: bool = False,
    engine: Engine | None = None,
    on_sources: Callable[[Sequence[str]], None] = lambda places: None,
    on_progress: Progress = lambda done, total: None,
) -> RebuildReport:
    """Read the sources and publish a snapshot of them, unless the current one already is that.

    Articles in none of the encoder's `languages` are not encoded; without any, it reads all. The
    encoder is loaded only if something has changed. The snapshot is `engine`'s, by default in
    `data_dir`. `seen_by` gives the groups that may see
    each source; nobody else does then, and without it everybody does.
    Raises `SourceMissing`, `UnknownSource`,
    `NothingToIndex`, `TooFewArticles` unless `force`d, `EncoderError`, `RebuildRunning` or
    `StorageError`, each time with the old snapshot still in use. The old list of sources stays too,
    unless what fails is the building of what was read.
    """
    started = time.monotonic()
    kept_in: Engine = engine or EmbeddedEngine(data_dir)
    with kept_in.only_rebuild():
        with writing_to(data_dir):
            kept_in.clean_up()
            manifest = _current_manifest(kept_in)
            with Collection(data_dir) as collection:
                added, refused = _update(collection, sources, reader, on_sources)
                collection.versions.settle(datetime.now(UTC))
                skipped = tuple(collection.sources.skipped())
                changed = tuple(collection.versions.changed)
                if not len(collection):
                    raise NothingToIndex(_nothing_to_index(collection.sources.all(), skipped))
                if manifest and len(collection) * 2 < manifest.articles and not force:
                    raise TooFewArticles(manifest.articles, len(collection))
                groups = seeing_groups(collection, seen_by)
                corpus = corpus_digest(collection.digest(), encoder_fingerprint, languages, groups)
            build = None
            if manifest is not None and manifest.corpus == corpus:
                shutil.rmtree(data_dir / ENCODED, ignore_errors=True)
            else:
                build = _published_again(kept_in, corpus) or built(
                    kept_in,
                    data_dir,
                    loaded(load_encoder),
                    corpus,
                    languages,
                    groups,
                    skipped,
                    keep,
                    apart(on_progress),
                )
                manifest = build.manifest
        return RebuildReport(
            manifest.id,
            build is not None,
            manifest.articles,
            manifest.copies,
            manifest.passages,
            build.encoded if build else 0,
            manifest.by_words,
            time.monotonic() - started,
            refused + skipped + (build.skipped if build else ()),
            added,
            changed,
        )


def _update(
    collection: Collection,
    sources: Sources,
    reader: Reader,
    on_sources: Callable[[Sequence[str]], None],
) -> tuple[tuple[Added, ...], tuple[Skipped, ...]]:
    """Bring the list of sources up to date, read those to be read; returns what was added and what
    was not."""
    if sources.added or sources.removed:
        added = collection.sources.change(sources.added, sources.removed)
        places = collection.sources.places()
        on_sources([places[location] for location in added])
        return _read_added(collection, added, reader)
    must_be_there: Sequence[str] = ()
    if sources.chosen:
        must_be_there = collection.sources.use(sources.chosen, listed=True)
    elif not collection.sources.are_listed():
        collection.sources.use(sources.default, listed=False)
    required = frozenset(must_be_there)
    places = collection.sources.places()
    on_sources(list(places.values()))
    for location in places:
        collection.read(location, reader, must_be_there=location in required)
    return (), ()


def _read_added(
    collection: Collection, locations: Sequence[str], reader: Reader
) -> tuple[tuple[Added, ...], tuple[Skipped, ...]]:
    """Read what was added; what gives no article leaves the list again, and is returned.

    Raises `NothingAdded` if nothing gives an article.
    """
    added, refused = [], []
    for location in locations:
        collection.read(location, reader)
        source = collection.sources.one(location)
        if source.articles:
            titles = collection.titles(location, TITLES_SHOWN)
            added.append(Added(location, source.articles, tuple(titles)))
        else:
            reasons = [source.error, *(skipped.reason for skipped in source.skipped)]
            reason = next(filter(None, reasons), "has no article")
            refused.append(Skipped(location, f"was not added: {reason}"))
            collection.sources.remove(location)
    if refused and not added:
        raise NothingAdded(refused)
    return tuple(added), tuple(refused)


def seeing_groups(collection: Collection, seen_by: SeenBy | None) -> Mapping[str, frozenset[str]]:
    """The groups that may see each source, by its location; nothing if everybody may."""
    return seen_by(collection.sources.places()) if seen_by else {}


def corpus_digest(
    collection: str,
    encoder_fingerprint: str,
    languages: tuple[str, ...],
    groups: Mapping[str, frozenset[str]],
) -> str:
    """Changes with anything that would change the snapshot."""
    read = ",".join(sorted(set(languages)))
    seen = "".join(f"{location} {sorted(names)}\n" for location, names in sorted(groups.items()))
    return hashlib.sha256(
        f"{FORMAT} {encoder_fingerprint} {read} {seen}{collection}".encode()
    ).hexdigest()


def built(
    engine: Engine,
    data_dir: Path,
    encoder: Encoder,
    corpus: str,
    languages: tuple[str, ...],
    groups: Mapping[str, frozenset[str]],
    skipped: tuple[Skipped, ...],
    keep: int,
    on_progress: Progress,
    elsewhere: Known | None = None,
) -> Build:
    """A snapshot of a collection as it was last read."""
    with Collection(data_dir) as collection:
        return engine.build(
            curated(collection, lambda location: groups.get(location, frozenset())),
            encoder,
            corpus=corpus,
            languages=languages,
            sources=collection.sources.places(),
            skipped=skipped,
            keep=keep,
            elsewhere=elsewhere,
            on_progress=on_progress,
        )


def loaded(load_encoder: Callable[[], Encoder]) -> Encoder:
    try:
        return load_encoder()
    except OSError as error:
        at = f" ({error.filename})" if error.filename else ""
        raise EncoderError(
            f"the encoder cannot be loaded: {error.strerror or error}{at}; check the setting "
            "encoder.model"
        ) from error


def _published_again(engine: Engine, corpus: str) -> Build | None:
    """Put a kept snapshot of the same articles to use: what was rolled back, or never published."""
    for manifest in reversed(engine.kept()):
        if manifest.corpus == corpus:
            try:
                return Build(engine.roll_back(manifest.id), encoded=0)
            except SnapshotError:
                continue
    return None


def _current_manifest(engine: Engine) -> Manifest | None:
    """The manifest in use, or None if there is none to build upon."""
    try:
        with closing(engine.open()) as snapshot:
            return snapshot.manifest
    except SnapshotError:
        return None


def _nothing_to_index(sources: Sequence[KeptSource], skipped: Sequence[Skipped]) -> str:
    errors = [source.error for source in sources if source.error]
    if errors:
        return errors[0]
    if not sources:
        return "no source would be left: add another one first, with `pullquote add`"
    where = named([source.location for source in sources])
    if not skipped:
        return f"there is no article in {where}: Pullquote reads {', '.join(SUFFIXES)}"
    first = skipped[0]
    more = f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else ""
    return f"no article in {where} could be read: {first.path}: {first.reason}{more}"
