"""Building a snapshot: what is published, reused and cleaned up, and what a failure leaves."""

import errno
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from index.building.rebuild import RebuildReport, Sources, rebuild
from index.building.verification import verify
from index.collection.collection import Collection
from index.durable import write_durably
from index.errors import (
    EncoderError,
    NothingToIndex,
    RebuildRunning,
    SourceError,
    SourceMissing,
    StorageError,
    TooFewArticles,
)
from index.reading.readings import Known, Reading
from index.reading.sources.files import FileReader
from index.snapshot.bm25 import Bm25Index
from index.snapshot.folders import current_folder, publish
from index.snapshot.opening import open_current
from index.types import Article
from tests.either_engine import engine_at, until_free
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder

Build = Callable[..., RebuildReport]
either_engine = pytest.mark.usefixtures("either_engine")


def kept_in(data: Path) -> list[str]:
    """The ids of the snapshots, of which the embedded engine has nothing else beside them."""
    ids = [manifest.id for manifest in engine_at(data).kept()]
    if (data / "snapshots").is_dir():
        assert {folder.name for folder in (data / "snapshots").iterdir()} == {*ids}
    return ids


@either_engine
def test_a_missing_source_and_an_empty_folder_are_reported(build: Build, tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="nowhere"):
        build(None, tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToIndex, match="there is no article in"):
        build(None, tmp_path / "empty")


@either_engine
def test_if_every_file_is_bad_the_first_reason_is_reported(build: Build, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    with pytest.raises(NothingToIndex, match=r"bad\.txt"):
        build(None, tmp_path / "bad.txt")


@either_engine
def test_a_lock_whose_holder_has_not_named_itself_is_held_all_the_same(
    build: Build, data: Path
) -> None:
    data.mkdir()
    with FileLock(data / "rebuild.lock"), pytest.raises(RebuildRunning, match="starting or ending"):
        build()
    (data / "rebuild.pid").mkdir()  # as unreadable to any user
    with FileLock(data / "rebuild.lock"), pytest.raises(RebuildRunning, match="starting or ending"):
        build()


@either_engine
def test_a_second_rebuild_says_who_holds_the_lock(build: Build, data: Path) -> None:
    data.mkdir()
    (data / "rebuild.pid").write_text("4711")
    with FileLock(data / "rebuild.lock"), pytest.raises(RebuildRunning, match="process 4711"):
        build()
    assert build().published


@either_engine
def test_a_build_that_fails_leaves_the_old_snapshot_and_nothing_else(
    build: Build, data: Path, articles: Path
) -> None:
    class Failing(SmallEncoder):
        def encode_passages(self, texts: object) -> list[object]:  # type: ignore[override]
            raise MemoryError

    first = build()
    (articles / "new.txt").write_text(
        "News\n\nA new article came in about the bridge and the town.\n"
    )
    with pytest.raises(MemoryError):
        build(Failing())
    assert engine_at(data).current_id() == first.snapshot
    assert kept_in(data) == [first.snapshot]


def _die_while_encoding(build: Build) -> None:
    class Dying(SmallEncoder):
        def encode_passages(self, texts: object) -> list[object]:  # type: ignore[override]
            os.kill(os.getpid(), signal.SIGKILL)
            return []

    build(Dying())


@either_engine
def test_a_killed_build_leaves_the_old_snapshot_and_the_next_one_cleans_up(
    build: Build, data: Path, articles: Path
) -> None:
    first = build()
    (articles / "new.txt").write_text(
        "News\n\nA new article came in about the bridge and the town.\n"
    )
    process = multiprocessing.get_context("fork").Process(target=_die_while_encoding, args=(build,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert engine_at(data).current_id() == first.snapshot
    until_free(engine_at(data))
    second = build()
    assert kept_in(data) == [first.snapshot, second.snapshot]
    engine_at(data).verify()


@contextmanager
def _files_no_larger_than(limit: int) -> Iterator[None]:
    """The kernel refuses to write on, as it does on a full disk."""
    old_limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    old_handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old_limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old_limits)
        signal.signal(signal.SIGXFSZ, old_handler)


@pytest.mark.parametrize("limit", [0, 100, 1_000, 10_000, 20_000])
def test_a_disk_that_takes_no_more_is_reported_and_nothing_is_lost(
    build: Build, data: Path, articles: Path, limit: int
) -> None:
    first = build()
    for n in range(40):
        (articles / f"new{n}.txt").write_text(
            f"News {n}\n\nArticle number {n} came in about the bridge and the town.\n"
        )
    with _files_no_larger_than(limit), pytest.raises(StorageError, match="untouched"):
        build()
    assert open_current(data).info.id == first.snapshot
    assert [folder.name for folder in (data / "snapshots").iterdir()] == [first.snapshot]
    assert build().articles == 43


def _build_as_nobody(build: Build, queue: "multiprocessing.Queue[str]") -> None:
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        build()
    except StorageError as error:
        queue.put(str(error))
    else:
        queue.put("no error")


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX file modes")
def test_a_read_only_data_folder_is_reported(build: Build, data: Path, articles: Path) -> None:
    for folder in (articles, *articles.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    first = build()
    (articles / "new.txt").write_text(
        "News\n\nA new article came in about the bridge and the town.\n"
    )
    for folder in (data, data / "snapshots"):
        folder.chmod(0o555)
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[str] = context.Queue()
    process = context.Process(target=_build_as_nobody, args=(build, queue))
    process.start()
    message = queue.get(timeout=30)
    process.join()
    for folder in (data, data / "snapshots"):
        folder.chmod(0o755)
    assert "you have no right to write there" in message
    assert current_folder(data).name == first.snapshot


@pytest.mark.parametrize("call", [0, 3, 8, 15, 30])
def test_a_failing_fsync_is_reported_and_nothing_is_lost(
    build: Build, data: Path, articles: Path, call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build()
    (articles / "new.txt").write_text(
        "News\n\nA new article came in about the bridge and the town.\n"
    )
    calls = iter(range(1000))

    def fsync(descriptor: int) -> None:
        if next(calls) == call:
            raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        with pytest.raises(StorageError, match="untouched"):
            build()
    assert open_current(data).info.id == first.snapshot
    encoder = SmallEncoder()
    assert build(encoder).articles == 4
    assert len(encoder.encoded) <= 2  # the passage and its title


def test_nothing_is_taken_over_from_a_damaged_snapshot(
    build: Build, data: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.snapshot.opening.CHECKED_ON_OPEN", 0)
    build()
    codes = current_folder(data) / "encodings" / "codes.bin"
    codes.write_bytes(bytes(codes.stat().st_size))
    (articles / "new.txt").write_text("News\n\nA new article came in about the old bridge.\n")
    assert build().encoded == 5
    with closing(open_current(data)) as snapshot:
        verify(snapshot)


def test_progress_counts_what_is_taken_over(build: Build, articles: Path) -> None:
    build()
    (articles / "new.txt").write_text("News\n\nA new article came in about the old bridge.\n")
    seen: list[tuple[int, int]] = []
    build(on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(4, 5), (5, 5)]


@either_engine
def test_a_refused_choice_of_sources_is_not_kept(
    build: Build, data: Path, articles: Path, tmp_path: Path
) -> None:
    build()
    (tmp_path / "one.txt").write_text("News\n\nOne article alone tells of the bridge.\n")
    with pytest.raises(TooFewArticles):
        build(None, tmp_path / "one.txt")
    with Collection(data) as collection:
        assert collection.sources.locations() == [str(articles)]


@either_engine
def test_a_folder_that_is_away_keeps_its_articles(build: Build, data: Path, articles: Path) -> None:
    build()
    articles.rename(articles.with_name("away"))
    report = rebuild(
        Sources(),
        FileReader(1_000_000).read,
        data,
        "small@1",
        SmallEncoder,
        keep=2,
        engine=engine_at(data),
    )
    assert (report.published, report.articles) == (False, 3)
    with Collection(data) as collection:
        [source] = collection.sources.all()
    assert source.error is not None
    assert "there is no file or folder" in source.error


@either_engine
def test_the_last_source_stays_and_the_reason_is_given(
    build: Build, articles: Path, data: Path
) -> None:
    build()
    last = Sources(removed=(str(articles),))
    with pytest.raises(NothingToIndex, match="no source would be left: add another"):
        rebuild(
            last,
            FileReader(1_000_000).read,
            data,
            "small@1",
            SmallEncoder,
            keep=2,
            force=True,
            engine=engine_at(data),
        )
    with Collection(data) as collection:
        assert len(collection) == 3


@either_engine
def test_the_index_is_no_source_though_it_lies_in_one(
    build: Build, articles: Path, tmp_path: Path
) -> None:
    inside = articles / "data"
    first = rebuild_from([articles], inside)
    second = rebuild_from([articles], inside)
    assert (first.articles, first.skipped) == (3, ())
    assert (second.published, second.skipped) == (False, ())


def test_a_signal_that_comes_after_publishing_deletes_nothing(
    data: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(data_dir: Path, snapshot_id: str) -> None:
        publish(data_dir, snapshot_id)
        raise KeyboardInterrupt

    monkeypatch.setattr("index.building.build.publish", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rebuild_from([articles], data)
    open_current(data).close()


@either_engine
def test_a_model_that_cannot_be_read_is_no_failure_to_write(data: Path, articles: Path) -> None:
    def load() -> SmallEncoder:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "/models/weights")

    reader = FileReader(1_000_000, data).read
    with pytest.raises(EncoderError, match=r"No such file .*/models/weights"):
        rebuild(
            Sources(chosen=(str(articles),)),
            reader,
            data,
            "small@1",
            load,
            keep=1,
            engine=engine_at(data),
        )


@either_engine
def test_a_network_that_breaks_is_no_failure_to_write(data: Path) -> None:
    def reader(location: str, known: Known) -> Iterator[Reading]:
        raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
        yield

    page = "https://paper.example/"
    with pytest.raises(SourceError, match=r"paper\.example/' cannot be read: Connection reset"):
        rebuild(
            Sources(chosen=(page,)),
            reader,
            data,
            "small@1",
            SmallEncoder,
            keep=1,
            engine=engine_at(data),
        )


def test_an_output_that_takes_no_more_is_no_failure_to_write(build: Build, data: Path) -> None:
    def on_progress(done: int, total: int) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        build(on_progress=on_progress)
    assert list((data / "snapshots").iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError("27317 requested and 6128 written"),  # NumPy's
    ],
)
def test_a_full_disk_leaves_the_index_and_nothing_else(
    build: Build, data: Path, articles: Path, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build()
    before = {path.relative_to(data) for path in data.rglob("*")}
    for n in range(9):
        (articles / f"new{n}.txt").write_text(f"News {n}\n\nBridge {n} of the town is new.\n")

    def save(self: Bm25Index, folder: Path) -> None:
        raise error

    monkeypatch.setattr(Bm25Index, "save", save)
    with pytest.raises(StorageError, match="the disk is full: make room"):
        build()
    assert current_folder(data).name == first.snapshot
    assert {path.relative_to(data) for path in data.rglob("*")} == before


def test_a_name_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("old")
    with _files_no_larger_than(2), pytest.raises(OSError, match="large"):
        write_durably(tmp_path / "CURRENT", "new and longer")
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]
    assert (tmp_path / "CURRENT").read_text() == "old"


@either_engine
def test_an_article_that_cannot_be_examined_is_indexed_all_the_same(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(article: Article) -> bytes:
        raise ValueError(article.path)

    monkeypatch.setattr("index.collection.facts.signature", fails)
    assert build().articles == 3
