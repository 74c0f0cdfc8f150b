"""A snapshot is checked when it is opened."""

import gc
import json
import resource
from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import pytest

from index.building.rebuild import RebuildReport
from index.building.reuse import NOTHING, reusable
from index.errors import (
    EncoderMismatch,
    NoSnapshot,
    SnapshotCorrupt,
    SnapshotTooOld,
    SnapshotUnreadable,
)
from index.manifest import FORMAT, MANIFEST, Manifest, record_files
from index.snapshot.bm25 import Bm25Index
from index.snapshot.folders import current_folder
from index.snapshot.opening import open_current
from tests.index.encoder.small_encoder import SmallEncoder

Build = Callable[..., RebuildReport]


def test_if_nothing_was_indexed_the_command_is_named(data: Path) -> None:
    with pytest.raises(NoSnapshot, match="pullquote rebuild"):
        open_current(data)


def test_a_manifest_reads_as_it_was_written(build: Build, data: Path, tmp_path: Path) -> None:
    build()
    manifest = Manifest.read(current_folder(data))
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path) == manifest
    assert manifest.scripts == ("LATIN",)


def test_a_flipped_byte_in_any_file_is_found_on_open(build: Build, data: Path) -> None:
    build()
    folder = current_folder(data)
    files = Manifest.read(folder).files
    assert len(files) >= 7
    for name in files:
        path = folder / name
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with pytest.raises(SnapshotCorrupt, match="SHA-256") as error:
            open_current(data)
        assert error.value.path == path
        path.write_bytes(whole)
    open_current(data)


def test_a_shortened_and_a_missing_file_are_found_on_open(build: Build, data: Path) -> None:
    build()
    path = current_folder(data) / "dense.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SnapshotCorrupt, match="bytes long"):
        open_current(data)
    path.unlink()
    with pytest.raises(SnapshotCorrupt, match="missing"):
        open_current(data)


@pytest.mark.parametrize("content", ["{", "[]", f'{{"format": {FORMAT}}}', ""])
def test_a_broken_manifest_is_found_on_open(build: Build, data: Path, content: str) -> None:
    build()
    (current_folder(data) / MANIFEST).write_text(content)
    with pytest.raises(SnapshotCorrupt):
        open_current(data)


def test_an_older_format_is_no_damage(build: Build, data: Path) -> None:
    build()
    path = current_folder(data) / MANIFEST
    fields = json.loads(path.read_text()) | {"format": 0}
    path.write_text(json.dumps(fields))
    with pytest.raises(SnapshotTooOld, match="has format 0"):
        open_current(data)


def test_a_rebuild_replaces_a_damaged_snapshot(build: Build, data: Path) -> None:
    build()
    (current_folder(data) / "dense.faiss").write_bytes(b"")
    assert build().published
    open_current(data)


def test_another_encoder_is_refused(build: Build, data: Path) -> None:
    build()
    with pytest.raises(EncoderMismatch, match="small@1"):
        open_current(data).manifest.expect_encoder("other@2")


def test_a_current_that_leaves_the_folder_is_refused(build: Build, data: Path) -> None:
    build()
    (data / "CURRENT").write_text("../elsewhere\n")
    with pytest.raises(SnapshotCorrupt):
        open_current(data)


def test_a_changed_manifest_is_found_on_open(build: Build, data: Path) -> None:
    build()
    path = current_folder(data) / MANIFEST
    path.write_text(path.read_text().replace('"articles": 3', '"articles": 8'))
    with pytest.raises(SnapshotCorrupt, match="changed"):
        open_current(data)


def test_a_current_that_is_no_name_is_replaced_by_a_rebuild(build: Build, data: Path) -> None:
    build()
    (data / "CURRENT").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SnapshotCorrupt, match="a snapshot's name"):
        open_current(data)
    assert build().published
    open_current(data)


def test_a_folder_in_place_of_a_file_is_reported(build: Build, data: Path) -> None:
    build()
    path = current_folder(data) / "dense.faiss"
    path.unlink()
    path.mkdir()
    with pytest.raises(SnapshotCorrupt):
        open_current(data)


def test_a_stray_file_among_the_snapshots_does_no_harm(build: Build, data: Path) -> None:
    build()
    (data / "snapshots" / ".DS_Store").write_bytes(b"x")
    (current_folder(data) / MANIFEST).unlink()
    assert build().published
    open_current(data)


def test_too_many_open_files_are_no_damage(build: Build, data: Path) -> None:
    build()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    gc.freeze()  # so that collecting takes no look at what was there before
    for spare in range(8):
        taken = {int(link.name) for link in Path("/proc/self/fd").iterdir()}
        free = (number for number in count() if number not in taken)
        limit = next(islice(free, spare, None))  # there may be gaps between the numbers
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
        try:
            with pytest.raises(SnapshotUnreadable) as raised:
                open_current(data)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert "build it again" not in str(raised.value)
        assert "raise the limit" in str(raised.value) or "try again" in str(raised.value)
        del raised
        gc.collect()
    gc.unfreeze()
    open_current(data).close()


def open_files() -> list[str]:
    links = Path("/proc/self/fd").iterdir()
    return [str(link.readlink()) for link in links if link.is_symlink()]


def open_stores(data: Path) -> int:
    """Those below `data`: another test's may wait for the garbage collector."""
    return sum("passages.sqlite" in path and str(data) in path for path in open_files())


def test_no_store_stays_open_when_a_view_cannot_be_opened(build: Build, data: Path) -> None:
    build()
    folder = current_folder(data)
    Bm25Index.build(["Of one passage only."]).save(folder / "bm25")
    manifest = Manifest.read(folder)
    replace(manifest, files=record_files(folder)).write(folder)
    with pytest.raises(SnapshotCorrupt, match="rows") as raised:
        open_current(data)
    assert (open_stores(data), raised.type) == (0, SnapshotCorrupt)


def test_no_store_stays_open_when_its_encodings_cannot_be_taken_over(
    build: Build, data: Path
) -> None:
    build()
    folder = current_folder(data)
    (folder / "encodings" / "rows.json").write_text("{}")
    manifest = Manifest.read(folder)
    replace(manifest, files=record_files(folder)).write(folder)
    with reusable(data, SmallEncoder()) as found:
        assert (found, open_stores(data)) == (NOTHING, 0)
