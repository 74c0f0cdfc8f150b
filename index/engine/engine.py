"""What a rebuild asks of whatever keeps the snapshots."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from index.collection.kept_articles import KeptArticle
from index.encoder.encoding import Encoder
from index.encodings.store import Encoded
from index.engine.views import Texts, Views
from index.manifest import Manifest
from index.types import (
    HashedDraft,
    Skipped,
)

Progress = Callable[[int, int], None]
"""Called with how much is done so far, what is taken over included, and how much there is."""


@dataclass(frozen=True, slots=True)
class Build:
    """A published snapshot's manifest, how many passages had to be encoded for it, and which
    articles could not be stored in it, or not with all of their encodings."""

    manifest: Manifest
    encoded: int
    skipped: tuple[Skipped, ...] = ()


class Known(Protocol):
    """What an engine has made of articles and of texts, for a build to take over."""

    def drafts(self, digests: Collection[bytes]) -> dict[bytes, list[HashedDraft]]:
        """The passages of the articles with these digests, as far as they are kept."""

    def encoded(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        """What is kept of the passages with these content hashes, as far as it is."""

    def encoded_headings(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        """The same of headings."""


class Engine(Protocol):
    """Keeps the snapshots of one index, of which one is in use. What it raises is a
    `PullquoteError`: `NoSnapshot` if nothing is indexed."""

    def current_id(self) -> str:
        """Of the snapshot in use."""

    def open(self, snapshot_id: str | None = None) -> Views:
        """The snapshot of this id, or the one in use, checked as far as that takes no time."""

    def texts(self, snapshot_id: str) -> Texts:
        """Of any snapshot that is kept; raises `UnknownSnapshot` for another."""

    def kept(self) -> list[Manifest]:
        """Of the snapshots that are kept and can be read, oldest first."""

    def roll_back(self, to: str | None = None) -> Manifest:
        """Put an older snapshot to use: the one named, or the newest that is older than the
        current; it is checked first. Raises `UnknownSnapshot`."""

    def verify(self) -> Manifest:
        """Check everything in the snapshot in use; raises `SnapshotCorrupt` for the first thing
        that is wrong."""

    def only_rebuild(self) -> AbstractContextManager[None]:
        """One at a time; raises `RebuildRunning` for any other."""

    def clean_up(self) -> None:
        """Delete what no later build can use of what killed ones left."""

    def known(self, encoder: Encoder) -> AbstractContextManager[Known]:
        """What it has by this encoder, nothing if it is of another."""

    def build(
        self,
        articles: Iterable[KeptArticle],
        encoder: Encoder,
        *,
        corpus: str,
        languages: Collection[str] = (),
        sources: Mapping[str, str],
        skipped: tuple[Skipped, ...] = (),
        keep: int = 1,
        elsewhere: Known | None = None,
        on_progress: Progress = lambda done, total: None,
    ) -> Build:
        """A snapshot of `articles`: verified, then put to use in one step; the newest `keep` stay.

        `corpus` is a digest of what goes in; `sources` has the place, an address or absolute path,
        of each source by its location. `languages`, ISO 639-1, are those of the encoder, which
        reads all if there are none. Only what
        neither this engine nor the one `elsewhere` has is encoded. On an error, or if the
        process is killed, the old snapshot stays in use.
        """
