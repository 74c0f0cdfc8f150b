"""What a build takes over from the snapshot in use: articles' passages, and their encodings."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.encoder.encoding import Encoder
from index.encodings.store import EncodingStore
from index.errors import SnapshotError
from index.snapshot.folders import current_folder
from index.snapshot.manifest import ENCODINGS, PASSAGES, TITLES, Manifest, check_every_byte
from index.snapshot.passage_store import PassageStore


@dataclass(frozen=True, slots=True)
class Reusable:
    """The parts of the snapshot in use that a new one can be made of."""

    store: PassageStore
    encodings: EncodingStore
    titles: EncodingStore


@contextmanager
def reusable(data_dir: Path, encoder: Encoder) -> Iterator[Reusable | None]:
    """None unless this encoder made the snapshot in use and every byte is as it was written."""
    with ExitStack() as opened:
        try:
            folder = current_folder(data_dir)
            manifest = Manifest.read(folder)
            manifest.expect_encoder(encoder.fingerprint)
            check_every_byte(folder, manifest, (PASSAGES, ENCODINGS, TITLES))
            store = opened.enter_context(closing(PassageStore(folder / PASSAGES)))
            encodings, titles = (EncodingStore(folder / name) for name in (ENCODINGS, TITLES))
            found = Reusable(store, encodings, titles)
        except SnapshotError:
            opened.close()
            found = None
        yield found
