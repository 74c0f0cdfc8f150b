"""A rebuild that is killed at any of its steps leaves the old index, and loses no encoding.

PULLQUOTE_KILLS says at how many steps, evenly spread and at random; see CONTRIBUTING.
"""

import multiprocessing
import os
import random
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType

import faiss
import pytest

from index.building import encode_texts
from index.building.build import ENCODED
from index.building.verification import verify
from index.encodings.store import Shape
from index.errors import SnapshotCorrupt
from index.snapshot.folders import UNFINISHED, current_folder
from index.snapshot.opening import open_current
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder

KILLS = int(os.environ.get("PULLQUOTE_KILLS", "12"))
ROOT = str(Path(encode_texts.__file__).parents[1])
NEW_PASSAGES = 5


class Steps:
    """Counts the calls of Pullquote's own functions, and kills the process at one of them."""

    def __init__(self, kill_at: int = -1) -> None:
        self.count = 0
        self._kill_at = kill_at

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event in ("call", "return") and frame.f_code.co_filename.startswith(ROOT):
            if self.count == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            self.count += 1


@pytest.fixture
def data(articles: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of the three articles, which have changed since."""
    monkeypatch.setattr(encode_texts, "SAVED_EVERY_S", 0.0)
    rebuild_from([articles], data)
    (articles / "mirror.txt").unlink()
    for n in range(NEW_PASSAGES):
        (articles / f"ferry{n}.txt").write_text(
            f"Ferry {n}\n\nThe ferry number {n} to the island was taken out of service.\n"
        )
    return data


def killed_at(step: int, articles: Path, data: Path) -> None:
    def run() -> None:
        faiss.omp_set_num_threads(1)  # the threads of the parent's OpenMP are not in its child
        sys.setprofile(Steps(step))
        rebuild_from([articles], data)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode in (-signal.SIGKILL, 0)


def texts(data: Path) -> list[str]:
    with closing(open_current(data)) as snapshot:
        verify(snapshot)
        return [passage.text for passage in snapshot.store.all_passages()]


def saved(data: Path) -> int:
    try:
        return Shape.read(data / ENCODED).rows
    except SnapshotCorrupt:
        return 0


def kill_steps(total: int) -> Iterator[int]:
    """Half of them evenly spread over the rebuild, the others at random."""
    even = KILLS // 2
    yield from (total * i // even for i in range(even))
    yield from random.Random(0).choices(range(total), k=KILLS - even)  # noqa: S311


def test_a_rebuild_killed_at_any_step_leaves_the_old_index_and_is_taken_up_again(
    articles: Path, data: Path, tmp_path: Path
) -> None:
    old, old_id = texts(data), current_folder(data).name
    rehearsal = shutil.copytree(data, tmp_path / "rehearsal")
    steps = Steps()
    sys.setprofile(steps)
    rebuild_from([articles], rehearsal)
    sys.setprofile(None)
    new = texts(rehearsal)
    resumed = 0
    for n, step in enumerate(kill_steps(steps.count)):
        trial = shutil.copytree(data, tmp_path / f"trial{n}")
        killed_at(step, articles, trial)
        published = current_folder(trial).name != old_id
        assert texts(trial) == (new if published else old)
        kept = saved(trial)
        encoder = SmallEncoder()
        report = rebuild_from([articles], trial, encoder)
        assert texts(trial) == new
        left_to_do = 0 if published else 2 * NEW_PASSAGES - kept  # each has a title too
        assert len(encoder.encoded) == left_to_do
        assert report.encoded == max(0, left_to_do - NEW_PASSAGES)
        resumed += kept > 0
        left = {path.name for path in trial.iterdir()} | {
            path.suffix for path in (trial / "snapshots").iterdir()
        }
        assert not left & {ENCODED, UNFINISHED}
        shutil.rmtree(trial)
    assert resumed
