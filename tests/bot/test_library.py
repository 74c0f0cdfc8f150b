"""The index as the bot uses it: scopes, passages by reference, and snapshots that follow."""

import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.library import Library, NothingInScope, SnapshotGone
from index.answering.scope import Scope
from index.errors import NoSnapshot, SnapshotCorrupt
from index.snapshot.folders import current_folder
from tests.bot.slack.bot_at_work import build_index, settings_for
from tests.conftest import ARTICLES
from tests.index.encoder.small_encoder import SmallEncoder


@pytest.fixture
def library(articles: Path, data: Path) -> Iterator[Library]:
    build_index(articles, data)
    opened = Library(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    assert opened.follow()
    yield opened
    opened.close()


def test_without_an_index_there_is_nothing_and_it_says_so(data: Path) -> None:
    library = Library(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    assert not library.follow()
    assert (library.is_ready, library.snapshot_id, library.manifest) == (False, "", None)
    assert (library.articles, library.publishers) == ([], [])
    with pytest.raises(NoSnapshot):
        library.answer("who sent troops?")


def test_answers_come_from_the_articles_that_every_scope_allows(library: Library) -> None:
    wire, january = Scope(publishers=("wire",)), Scope(after=date(2022, 1, 1))
    everywhere = library.answer("who shut the old bridge?", 1)
    assert everywhere.quotes[0].title == "The old bridge"
    within = library.answer("who shut the old bridge?", 1, wire, january)
    assert {quote.publisher for quote in within.quotes} == {"Example Wire"}
    with pytest.raises(NothingInScope):
        library.answer("who sent troops?", 1, wire, Scope(before=date(2001, 1, 1)))


def test_it_knows_publishers_and_the_newest_date(library: Library) -> None:
    assert library.publishers == ["Example Wire"]
    assert library.newest_published == "2022-01-20"
    assert library.manifest is not None


def test_a_newer_snapshot_is_taken_up_once_and_the_encoder_stays(
    library: Library, articles: Path, data: Path
) -> None:
    encoder = library._encoder
    assert not library.follow()
    (articles / "new.md").write_text("# A new harbour\n\nA new harbour was opened by the mayor.\n")
    new = build_index(articles, data)
    assert library.follow()
    assert library.snapshot_id == new
    assert library._encoder is encoder
    assert library.answer("who opened the new harbour?", 1).quotes[0].title == "A new harbour"
    assert not library.follow()


def test_a_passage_is_found_in_any_snapshot_that_is_kept(
    library: Library, articles: Path, data: Path
) -> None:
    answer = library.answer("who sent troops?", 1)
    quote = answer.quotes[0]
    old = current_folder(data)
    (articles / "new.md").write_text("# A new harbour\n\nA new harbour was opened by the mayor.\n")
    build_index(articles, data)
    library.follow()
    article, passage = library.passage(answer.snapshot.id, quote.passage_id)
    assert (article.title, passage.text) == (quote.title, quote.text)
    shutil.rmtree(old)
    with pytest.raises(SnapshotGone):
        library.passage(answer.snapshot.id, quote.passage_id)


@pytest.mark.parametrize("snapshot_id", ["", "..", "../..", "no-such-snapshot"])
def test_a_passage_of_nowhere_is_gone(library: Library, snapshot_id: str) -> None:
    with pytest.raises(SnapshotGone):
        library.passage(snapshot_id, 0)


def test_a_passage_number_that_is_not_there_is_gone(library: Library) -> None:
    with pytest.raises(SnapshotGone):
        library.passage(library.snapshot_id, 10_000)


def test_a_damaged_newer_snapshot_is_refused_once_and_the_old_one_stays(
    library: Library, articles: Path, data: Path
) -> None:
    old = library.snapshot_id
    (articles / "new.md").write_text(ARTICLES["bridge.md"].replace("bridge", "tower"))
    build_index(articles, data)
    (current_folder(data) / "dense.faiss").write_bytes(b"damaged")
    with pytest.raises(SnapshotCorrupt):
        library.follow()
    assert not library.follow()
    assert library.snapshot_id == old
    assert library.answer("who sent troops?", 1).quotes


def test_no_question_fails_while_snapshots_change(
    library: Library, articles: Path, data: Path
) -> None:
    failures: list[BaseException] = []
    answered = 0
    stop = threading.Event()

    def ask() -> None:
        nonlocal answered
        while not stop.is_set():
            try:
                answer = library.answer("who sent troops?", 2)
                library.passage(answer.snapshot.id, answer.quotes[0].passage_id)
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
        assert library.follow()
    stop.set()
    for asker in askers:
        asker.join()
    assert failures == []
    assert answered > 6
