"""The index as the bot uses it: scopes, passages by reference, and snapshots that follow."""

import errno
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from bot.engine import encoders, readers
from bot.index_in_use.current_index import CurrentIndex, NothingInScope, SnapshotGone
from bot.index_in_use.lasting import passage_key
from index.building.embedded import EmbeddedEngine
from index.encoder import loading
from index.errors import NoSnapshot, SnapshotCorrupt
from index.scope import Scope
from index.snapshot.folders import current_folder
from index.snapshot.snapshot import Snapshot
from tests.articles import ARTICLES
from tests.bot.slack.bot_at_work import build_index, settings_for
from tests.either_engine import address_of
from tests.index.encoder.small_encoder import SmallEncoder

either_engine = pytest.mark.usefixtures("either_engine")


@pytest.fixture
def current_index(articles: Path, data: Path) -> Iterator[CurrentIndex]:
    build_index(articles, data)
    opened = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    assert opened.follow()
    yield opened
    opened.close()


@either_engine
def test_without_an_index_there_is_nothing_and_it_says_so(data: Path) -> None:
    current_index = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    assert not current_index.follow()
    assert (current_index.is_ready, current_index.snapshot_id, current_index.manifest) == (
        False,
        "",
        None,
    )
    assert (current_index.articles, current_index.publishers) == ([], [])
    with pytest.raises(NoSnapshot):
        current_index.answer("who sent troops?")


@either_engine
def test_answers_come_from_the_articles_that_every_scope_allows(
    current_index: CurrentIndex,
) -> None:
    wire, january = Scope(publishers=("wire",)), Scope(after=date(2022, 1, 1))
    everywhere = current_index.answer("who shut the old bridge?", 1)
    assert everywhere.quotes[0].title == "The old bridge"
    within = current_index.answer("who shut the old bridge?", 1, wire, january)
    assert {quote.publisher for quote in within.quotes} == {"Example Wire"}
    with pytest.raises(NothingInScope):
        current_index.answer("who sent troops?", 1, wire, Scope(before=date(2001, 1, 1)))


@either_engine
def test_it_knows_publishers_and_the_newest_date(current_index: CurrentIndex) -> None:
    assert current_index.publishers == ["Example Wire"]
    assert current_index.newest_published == "2022-01-20"
    assert current_index.manifest is not None


@either_engine
def test_a_newer_snapshot_is_taken_up_once_and_the_encoder_stays(
    current_index: CurrentIndex, articles: Path, data: Path
) -> None:
    encoder = current_index._encoder
    assert not current_index.follow()
    (articles / "new.md").write_text("# A new harbour\n\nA new harbour was opened by the mayor.\n")
    new = build_index(articles, data)
    assert current_index.follow()
    assert current_index.snapshot_id == new
    assert current_index._encoder is encoder
    assert current_index.answer("who opened the new harbour?", 1).quotes[0].title == "A new harbour"
    assert not current_index.follow()


def test_many_that_follow_at_once_open_a_snapshot_once(
    articles: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As servers for agents do, of which each looks for a newer index before it answers."""
    build_index(articles, data)
    current_index = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    real, opened = EmbeddedEngine.open, []

    def open_slowly(engine: EmbeddedEngine, snapshot_id: str | None = None) -> Snapshot:
        opened.append(snapshot_id)
        time.sleep(0.05)  # long enough for the others to come, were they not kept waiting
        return real(engine, snapshot_id)

    monkeypatch.setattr(EmbeddedEngine, "open", open_slowly)
    with ThreadPoolExecutor(4) as pool:
        switched = [done.result() for done in [pool.submit(current_index.follow) for _ in range(4)]]
    assert sorted(switched) == [False, False, False, True]
    assert len(opened) == 1
    current_index.close()


def test_models_are_loaded_by_one_thread_at_a_time(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """torch and transformers cannot be imported by two threads at once."""
    busy = threading.Lock()

    def load(*_: object, **__: object) -> SmallEncoder:
        assert busy.acquire(blocking=False), "two threads load"
        time.sleep(0.02)
        busy.release()
        return SmallEncoder()

    monkeypatch.setattr(loading, "load", load)
    monkeypatch.setattr(readers, "load_reader", load)
    settings = settings_for(data, "http://127.0.0.1:1", reader__model="one")
    files = encoders.locate_encoder(settings)
    readers._reader.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        loaded = [pool.submit(encoders.load_encoder, settings, files) for _ in range(2)]
        first, second = [pool.submit(readers.loaded_reader, settings) for _ in range(2)]
        assert first.result() is second.result() is not None
        assert all(each.result() for each in loaded)
    readers._reader.cache_clear()


def test_a_passage_is_found_in_any_snapshot_that_is_kept(
    current_index: CurrentIndex, articles: Path, data: Path
) -> None:
    answer = current_index.answer("who sent troops?", 1)
    quote = answer.quotes[0]
    old = current_folder(data)
    (articles / "new.md").write_text("# A new harbour\n\nA new harbour was opened by the mayor.\n")
    build_index(articles, data)
    current_index.follow()
    article, passage = current_index.passage(answer.snapshot.id, quote.passage_id)
    assert (article.title, passage.text) == (quote.title, quote.text)
    shutil.rmtree(old)
    with pytest.raises(SnapshotGone):
        current_index.passage(answer.snapshot.id, quote.passage_id)


@either_engine
def test_a_passage_is_found_after_its_snapshot_for_as_long_as_its_article_has_it(
    current_index: CurrentIndex, articles: Path, data: Path
) -> None:
    answer = current_index.answer("who sent troops?", 1)
    quote = answer.quotes[0]
    gone, key = ("no-such-snapshot", 10_000), passage_key(quote.path, quote.text)
    for name in ("aaa.md", "zzz.md"):  # a copy of its text, in another article; and other ids
        (articles / name).write_text(f"# Another\n\nThe {name} came first.\n\n{quote.text}\n")
    build_index(articles, data)
    current_index.follow()
    article, passage = current_index.passage(*gone, key=key)
    assert (article.path, passage.text) == (quote.path, quote.text)
    ids_stay = address_of(data) != ""
    assert (passage.id == quote.passage_id) is ids_stay
    for other in (passage_key(quote.path, "another text"), passage_key("x", quote.text), "é", ""):
        with pytest.raises(SnapshotGone):
            current_index.passage(*gone, key=other)
    Path(quote.path).write_text("# Edited\n\nNothing of it is left in the article.\n")
    build_index(articles, data)
    current_index.follow()
    with pytest.raises(SnapshotGone):
        current_index.passage(*gone, key=key)
    current_index.close()
    with pytest.raises(SnapshotGone):
        current_index.passage(*gone, key=key)


@either_engine
@pytest.mark.parametrize("snapshot_id", ["", "..", "../..", "no-such-snapshot"])
def test_a_passage_of_nowhere_is_gone(current_index: CurrentIndex, snapshot_id: str) -> None:
    with pytest.raises(SnapshotGone):
        current_index.passage(snapshot_id, 0)


@either_engine
def test_a_passage_number_that_is_not_there_is_gone(current_index: CurrentIndex) -> None:
    with pytest.raises(SnapshotGone):
        current_index.passage(current_index.snapshot_id, 10_000)


def test_a_damaged_newer_snapshot_is_refused_once_and_the_old_one_stays(
    current_index: CurrentIndex, articles: Path, data: Path
) -> None:
    old = current_index.snapshot_id
    (articles / "new.md").write_text(ARTICLES["bridge.md"].replace("bridge", "tower"))
    build_index(articles, data)
    (current_folder(data) / "dense.faiss").write_bytes(b"damaged")
    with pytest.raises(SnapshotCorrupt):
        current_index.follow()
    assert not current_index.follow()
    assert current_index.snapshot_id == old
    assert current_index.answer("who sent troops?", 1).quotes


def test_a_snapshot_that_could_not_be_opened_for_a_moment_is_taken_up_later(
    current_index: CurrentIndex, articles: Path, data: Path
) -> None:
    (articles / "new.md").write_text("# A new harbour\n\nA new harbour was opened by the mayor.\n")
    new = build_index(articles, data)
    dense = current_folder(data) / "dense.faiss"
    away = dense.rename(dense.with_name("away"))
    with pytest.raises(SnapshotCorrupt):
        current_index.follow()
    assert [current_index.follow() for _ in range(3)] == [False, False, False]
    away.rename(dense)
    assert any(current_index.follow() for _ in range(4))
    assert current_index.snapshot_id == new


def test_a_snapshot_that_stays_damaged_is_opened_less_and_less_often(
    current_index: CurrentIndex, articles: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "new.md").write_text("# A new harbour\n\nA new harbour was opened by the mayor.\n")
    build_index(articles, data)
    tries = []

    def failing(folder: Path) -> NoReturn:
        tries.append(folder)
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("index.building.embedded.open_snapshot", failing)
    with pytest.raises(OSError, match="Too many"):
        current_index.follow()
    assert not any(current_index.follow() for _ in range(500))
    assert 8 < len(tries) < 18


def test_many_threads_may_ask_within_many_scopes(
    current_index: CurrentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.index_in_use.seen.MAX_SCOPES", 3)
    opened = current_index._opened
    assert opened is not None
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as askers:
            scopes = [Scope(publishers=("wire",), title=(f"bridge{n}",)) for n in range(4_000)]
            assert set(map(len, askers.map(opened.allowed, scopes))) == {0}
    finally:
        sys.setswitchinterval(before)


@either_engine
def test_no_question_fails_while_snapshots_change(
    current_index: CurrentIndex, articles: Path, data: Path
) -> None:
    failures: list[BaseException] = []
    answered = 0
    stop = threading.Event()

    def ask() -> None:
        nonlocal answered
        while not stop.is_set():
            try:
                answer = current_index.answer("who sent troops?", 2)
                current_index.passage(answer.snapshot.id, answer.quotes[0].passage_id)
                answered += 1
            except SnapshotGone:
                continue  # its snapshot was the third last by now
            except BaseException as error:
                failures.append(error)
                return

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for number in range(6):
        (articles / "more.md").write_text(f"# More {number}\n\nThere is more to say: {number}.\n")
        build_index(articles, data)
        assert current_index.follow()
    stop.set()
    for asker in askers:
        asker.join()
    assert failures == []
    assert answered > 6
