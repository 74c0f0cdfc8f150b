"""What a build takes over from the snapshot in use: articles' passages, and their encodings."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.encoder.encoding import Encoder
from index.encodings.lookup import EncodingLookup, hash_array
from index.encodings.store import Encoded, EncodingStore
from index.errors import SnapshotError
from index.manifest import (
    EARLIER,
    ENCODINGS,
    PASSAGES,
    TITLES,
    Manifest,
    check_every_byte,
)
from index.snapshot.folders import current_folder
from index.snapshot.store.passage_store import PassageStore
from index.types import HashedDraft


@dataclass(frozen=True, slots=True)
class Reusable:
    """The parts of the snapshot in use that a new one can be made of, those of earlier texts among
    them."""

    stores: tuple[PassageStore, ...]
    encodings: tuple[EncodingStore, ...]
    titles: tuple[EncodingStore, ...]

    def drafts(self, digest: bytes) -> list[HashedDraft]:
        """The passages of the article with this digest; none for another."""
        return next(filter(None, (store.drafts(digest) for store in self.stores)), [])

    def with_encodings(self, folder: Path) -> "Reusable":
        """With those that have just been written to a snapshot's folder."""
        return Reusable(
            self.stores,
            (*self.encodings, EncodingStore(folder / ENCODINGS)),
            (*self.titles, EncodingStore(folder / TITLES)),
        )


class KnownOfFolders:
    """The same for another engine; see `Known`."""

    def __init__(self, reusable: Reusable) -> None:
        self._reusable = reusable
        self._passages = EncodingLookup(reusable.encodings)
        self._titles = EncodingLookup(reusable.titles)

    def drafts(self, digests: Collection[bytes]) -> dict[bytes, list[HashedDraft]]:
        found = {digest: self._reusable.drafts(digest) for digest in digests}
        return {digest: drafts for digest, drafts in found.items() if drafts}

    def encoded(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        return _found(self._passages, hashes)

    def encoded_headings(self, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
        return _found(self._titles, hashes)


def _found(lookup: EncodingLookup, hashes: Collection[bytes]) -> dict[bytes, Encoded]:
    keys = list(hashes)
    folders, rows = lookup.find(hash_array(keys))
    return {
        key: lookup.folders[folder].encoded(row)
        for key, folder, row in zip(keys, folders.tolist(), rows.tolist(), strict=True)
        if folder >= 0
    }


NOTHING = Reusable((), (), ())


@contextmanager
def reusable(data_dir: Path, encoder: Encoder) -> Iterator[Reusable]:
    """Nothing unless this encoder made the snapshot in use and every byte is as it was written."""
    with ExitStack() as opened:
        try:
            current = current_folder(data_dir)
            folders = [folder for folder in (current, current / EARLIER) if folder.is_dir()]
            for folder in folders:
                manifest = Manifest.read(folder)
                manifest.expect_encoder(encoder.fingerprint)
                check_every_byte(folder, manifest, (PASSAGES, ENCODINGS, TITLES))
            found = Reusable(
                tuple(
                    opened.enter_context(closing(PassageStore(folder / PASSAGES)))
                    for folder in folders
                ),
                tuple(EncodingStore(folder / ENCODINGS) for folder in folders),
                tuple(EncodingStore(folder / TITLES) for folder in folders),
            )
        except SnapshotError:
            opened.close()
            found = NOTHING
        yield found
