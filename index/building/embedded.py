"""The embedded engine: snapshots as folders beside the collection, searched by FAISS and bm25s."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from index.building.build import build_snapshot
from index.building.lock import only_rebuild
from index.building.reuse import KnownOfFolders, reusable
from index.building.verification import verify
from index.collection.kept_articles import KeptArticle
from index.encoder.encoding import Encoder
from index.engine.engine import Build, Known, Progress
from index.errors import UnknownSnapshot
from index.manifest import PASSAGES, Manifest
from index.snapshot.folders import current_folder, finished, remove_unfinished
from index.snapshot.opening import open_current, open_snapshot, roll_back, stored_texts
from index.snapshot.snapshot import Snapshot
from index.snapshot.store.stored_texts import StoredTexts
from index.types import Skipped


class EmbeddedEngine:
    """Keeps its snapshots in a data folder; see `Engine`."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    def current_id(self) -> str:
        return current_folder(self._data_dir).name

    def open(self, snapshot_id: str | None = None) -> Snapshot:
        if snapshot_id is None:
            return open_current(self._data_dir)
        return open_snapshot(self._data_dir / "snapshots" / snapshot_id)

    def texts(self, snapshot_id: str) -> StoredTexts:
        folder = self._data_dir / "snapshots" / snapshot_id
        if Path(snapshot_id).name != snapshot_id or not (folder / PASSAGES).is_file():
            raise UnknownSnapshot(snapshot_id, [manifest.id for manifest in self.kept()])
        return stored_texts(folder)

    def kept(self) -> list[Manifest]:
        return finished(self._data_dir)

    def roll_back(self, to: str | None = None) -> Manifest:
        return roll_back(self._data_dir, to)

    def verify(self) -> Manifest:
        with closing(self.open()) as snapshot:
            verify(snapshot)
            return snapshot.manifest

    def only_rebuild(self) -> AbstractContextManager[None]:
        return only_rebuild(self._data_dir)

    def clean_up(self) -> None:
        remove_unfinished(self._data_dir)

    @contextmanager
    def known(self, encoder: Encoder) -> Iterator[Known]:
        with reusable(self._data_dir, encoder) as found:
            yield KnownOfFolders(found)

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
        return build_snapshot(
            articles,
            self._data_dir,
            encoder,
            corpus=corpus,
            languages=languages,
            sources=sources,
            skipped=skipped,
            keep=keep,
            elsewhere=elsewhere,
            on_progress=on_progress,
        )
