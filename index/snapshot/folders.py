"""Where snapshots lie: CURRENT, publishing, deleting."""

import shutil
from pathlib import Path

from index.durable import sync, write_durably
from index.errors import NoSnapshot, SnapshotCorrupt, SnapshotError, snapshot_error
from index.manifest import MANIFEST, Manifest

UNFINISHED = ".unfinished"


def is_current(data_dir: Path, snapshot_id: str) -> bool:
    try:
        return current_folder(data_dir).name == snapshot_id
    except SnapshotError:
        return False


def current_folder(data_dir: Path) -> Path:
    """The folder that `CURRENT` names; raises `NoSnapshot` if there is none."""
    try:
        name = (data_dir / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise NoSnapshot(data_dir) from error
    except (OSError, ValueError) as error:
        raise snapshot_error(data_dir / "CURRENT", "a snapshot's name", error) from error
    if not name or Path(name).name != name:
        raise SnapshotCorrupt(data_dir / "CURRENT", "a snapshot's name", repr(name))
    return data_dir / "snapshots" / name


def finish(unfinished: Path) -> Path:
    """Give a complete snapshot its name, once everything in it has reached the disk."""
    for path in [*unfinished.rglob("*"), unfinished]:
        sync(path)
    folder = unfinished.with_suffix("")
    unfinished.rename(folder)
    sync(folder.parent)
    return folder


def publish(data_dir: Path, snapshot_id: str) -> None:
    """Make a finished snapshot the one in use, by one rename."""
    write_durably(data_dir / "CURRENT", snapshot_id + "\n")


def finished(data_dir: Path) -> list[Manifest]:
    """The snapshots that are kept and can be read, oldest first."""
    found = []
    for folder in _folders(data_dir):
        try:
            found.append(Manifest.read(folder))
        except SnapshotError:
            continue
    return found


def remove_unfinished(data_dir: Path) -> None:
    """Delete what killed rebuilds left."""
    for folder in (data_dir / "snapshots").glob(f"*{UNFINISHED}"):
        shutil.rmtree(folder, ignore_errors=True)


def remove_others(data_dir: Path, keep: int) -> None:
    """Delete all but the newest `keep` snapshots and the current one."""
    current = current_folder(data_dir)
    folders = _folders(data_dir)
    complete = [folder for folder in folders if (folder / MANIFEST).is_file()]
    kept = {current, *complete[-keep:]}
    for folder in folders:
        if folder not in kept:
            # What cannot be deleted is left: the new snapshot is published all the same.
            shutil.rmtree(folder, ignore_errors=True)


def _folders(data_dir: Path) -> list[Path]:
    """The snapshots' folders, oldest first."""
    try:
        names = sorted((data_dir / "snapshots").iterdir())
    except FileNotFoundError:
        return []
    return [path for path in names if path.is_dir() and not path.name.endswith(UNFINISHED)]
