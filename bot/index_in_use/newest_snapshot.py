"""The newest snapshot, put into use while questions finish on the old one."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.engine.answerers import answerer_of
from bot.engine.encoders import load_encoder, locate_encoder
from bot.engine.storage import engine_of
from bot.index_in_use.seen import Opened
from config.settings import Settings
from index.encoder.encoding import Encoder
from index.engine.views import Views
from index.errors import EngineUnavailable, NoSnapshot
from index.manifest import Manifest

log = logging.getLogger(__name__)

LONGEST_WAIT = 60
"""Calls of `follow` between two tries to open a snapshot that cannot be opened."""


@dataclass(slots=True)
class _Refused:
    """A snapshot that could not be opened, and how many calls to wait before the next try."""

    name: str
    reason: str
    wait: int = 0
    waited: int = 0

    def is_to_wait(self) -> bool:
        self.waited += 1
        return self.waited <= self.wait


class NewestSnapshot:
    """Stays open for whoever uses it while a newer one is put into its place; may be shared by
    threads."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        self._settings = settings
        self._engine = engine_of(settings)
        self._encoder = encoder
        self._opened: Opened | None = None
        self._lock = threading.Lock()
        self._following = threading.Lock()
        self._refused: _Refused | None = None
        self._unreachable = False

    def follow(self) -> bool:
        """Switch to the snapshot that `CURRENT` names; returns whether it is another.

        One thread at a time; whoever comes meanwhile waits. Raises what opening it raises, once for
        each reason; the old one then stays in use. As the reason may pass (too many open files, a
        model that is not there yet), it is tried again at the next call, and if that fails too
        after ever more calls, up to `LONGEST_WAIT`. That a database cannot be reached is raised
        once.
        """
        with self._following:
            return self._follow()

    def _follow(self) -> bool:
        try:
            current = self._engine.current_id()
        except NoSnapshot:
            return False
        except EngineUnavailable:
            if self._unreachable:
                return False
            self._unreachable = True
            raise
        self._unreachable = False
        if current == self.snapshot_id:
            return False
        refused = self._refused if self._refused and self._refused.name == current else None
        if refused and refused.is_to_wait():
            return False
        try:
            opened = self._open(self._engine.open(current))
        except Exception as error:
            wait = min(2 * refused.wait + 1, LONGEST_WAIT) if refused else 0
            self._refused = _Refused(current, str(error), wait)
            if refused and refused.reason == str(error):
                return False
            raise
        with self._lock:
            old, self._opened = self._opened, opened
        self._refused = None
        if old is not None:
            self._leave(old)
        return True

    def _open(self, snapshot: Views) -> Opened:
        try:
            answerer = answerer_of(self._settings, snapshot, self._encoder_for(snapshot))
            return Opened(answerer, snapshot, self._settings)
        except BaseException:
            snapshot.close()
            raise

    def _encoder_for(self, snapshot: Views) -> Encoder:
        """The one that is loaded, if it made the snapshot; otherwise the one that is set."""
        wanted = snapshot.manifest.encoder_fingerprint
        if self._encoder is None or self._encoder.fingerprint != wanted:
            files = locate_encoder(self._settings)
            snapshot.manifest.expect_encoder(files.fingerprint)
            log.info("loading the encoder")
            self._encoder = load_encoder(self._settings, files)
        return self._encoder

    @contextmanager
    def _in_use(self) -> Iterator[Opened]:
        """The snapshot in use, which stays open for as long as this lasts."""
        with self._lock:
            opened = self._opened
            if opened is None:
                raise NoSnapshot(self._settings.data.dir)
            opened.users += 1
        try:
            yield opened
        finally:
            self._leave(opened)

    def _leave(self, opened: Opened) -> None:
        with self._lock:
            opened.users -= 1
            unused = opened.users == 0
        if unused:
            opened.snapshot.close()

    def close(self) -> None:
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None:
            self._leave(opened)

    @property
    def is_ready(self) -> bool:
        return self._opened is not None

    @property
    def is_reachable(self) -> bool:
        """Whether what keeps the index could be asked when `follow` was last called."""
        return not self._unreachable

    @property
    def snapshot_id(self) -> str:
        """Of the snapshot in use, or ""."""
        opened = self._opened
        return opened.snapshot.manifest.id if opened else ""

    @property
    def manifest(self) -> Manifest | None:
        opened = self._opened
        return opened.snapshot.manifest if opened else None
