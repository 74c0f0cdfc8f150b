"""The index as the bot uses it: scopes, passages by reference, and snapshots that follow."""

import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.current_index import CurrentIndex, NothingInScope, SnapshotGone
from index.answering.scope import Scope
from index.errors import NoSnapshot, SnapshotCorrupt
from index.snapshot.folders import current_folder
from tests.articles import ARTICLES
from tests.bot.slack.bot_at_work import build_index, settings_for
from tests.index.encoder.small_encoder import SmallEncoder


@pytest.fixture
def current_index(articles: Path, data: Path) -> Iterator[CurrentIndex]:
    build_index(articles, data)
    opened = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    assert opened.follow()
    yield opened
    opened.close()


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


def test_it_knows_publishers_and_the_newest_date(current_index: CurrentIndex) -> None:
    assert current_index.publishers == ["Example Wire"]
    assert current_index.newest_published == "2022-01-20"
    assert current_index.manifest is not None


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


@pytest.mark.parametrize("snapshot_id", ["", "..", "../..", "no-such-snapshot"])
def test_a_passage_of_nowhere_is_gone(current_index: CurrentIndex, snapshot_id: str) -> None:
    with pytest.raises(SnapshotGone):
        current_index.passage(snapshot_id, 0)


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

    askers = [threading.Thread(target=ask) for _ in range(4)]
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
