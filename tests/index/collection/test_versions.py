"""An article that was read again with another text: a new version, and what became of the old."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.index_in_use.current_index import CurrentIndex, NothingInScope
from bot.slack.messages.answers.answer_messages import answer_message
from bot.slack.messages.modals import changes_view
from bot.wording.as_json import answer_json, report_json
from bot.wording.changes import changed_line
from bot.wording.phrases import cite, human_date
from bot.wording.terminal import render_answer, render_report
from index.building.rebuild import RebuildReport
from index.building.verification import verify
from index.collection.collection import READERS, Collection
from index.collection.database import DATABASE
from index.scope import Scope
from index.snapshot.opening import open_current
from index.types import Article, Quote
from tests.bot.slack.bot_at_work import settings_for
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import HARBOUR, write
from tests.index.encoder.small_encoder import SmallEncoder

HEAD = {
    "title": "Harbour shut",
    "publisher": "Example Wire",
    "published": "2022-01-05",
    "url": "https://wire.example/harbour",
}
NEW = tuple(text.replace("12 million", "14 million") for text in HARBOUR)

Read = Callable[[], RebuildReport]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    write(tmp_path / "paper", "harbour.md", **HEAD)
    write(tmp_path / "paper", "road.md", "A road was mended by soldiers.", title="A road")
    return tmp_path / "paper"


@pytest.fixture
def read(paper: Path, data: Path) -> Read:
    return lambda: rebuild_from([paper], data)


def harbours(data: Path) -> list[Article]:
    store = open_current(data).store
    found = [store.article(i) for i in sorted(set(store.article_ids.tolist()))]
    return [article for article in found if article.title != "A road"]


def earlier_texts(data: Path) -> list[str]:
    with Collection(data) as collection:
        return texts_of(collection, harbours(data)[0])


def texts_of(collection: Collection, article: Article) -> list[str]:
    return [text.article.text for text in collection.versions.earlier(article)]


def ask(current_index: CurrentIndex, question: str) -> Quote:
    return current_index.answer(question, 1).quotes[0]


def test_a_changed_text_is_a_new_version_and_the_old_one_is_kept(
    paper: Path, data: Path, read: Read
) -> None:
    assert read().changed == ()
    write(paper, "harbour.md", *NEW, **HEAD)
    [changed] = read().changed
    assert (changed.title, changed.url, changed.version) == (HEAD["title"], HEAD["url"], 2)
    assert changed.vanished == (HARBOUR[1],)
    [article] = harbours(data)
    assert article.version == 2
    assert article.read is not None
    assert earlier_texts(data) == ["\n\n".join(HARBOUR)]


def test_the_report_names_new_versions(paper: Path, read: Read) -> None:
    read()
    write(paper, "harbour.md", *NEW, **HEAD)
    report = read()
    assert "harbour.md: 1 figure" in render_report(report)
    assert report_json(report)["changed"][0]["vanished"] == [HARBOUR[1]]


def test_a_quote_says_which_version_it_is_of(paper: Path, data: Path, read: Read) -> None:
    read()
    current_index = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    current_index.follow()
    question = "what will repairs of the harbour cost?"
    first = ask(current_index, question)
    assert "version" not in cite(first)
    write(paper, "harbour.md", *NEW, **HEAD)
    read()
    current_index.follow()
    second = ask(current_index, question)
    assert second.text == NEW[1]
    assert "5 Jan 2022, version 2, read " in cite(second)
    current_index.close()


def test_a_quote_says_what_was_changed_since_the_first_reading(
    paper: Path, data: Path, read: Read
) -> None:
    read()
    write(paper, "harbour.md", *NEW[:-1], **HEAD)
    read()
    write(paper, "harbour.md", *reversed(NEW[:-1]), **HEAD)
    read()
    current_index = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    current_index.follow()
    answer = current_index.answer("what will repairs of the harbour cost?", 1)
    changes = answer.quotes[0].changes
    assert changes is not None
    assert changes == current_index.changes(harbours(data)[0])
    today = human_date(datetime.now(UTC).date().isoformat())
    line = f"Changed since it was first read ({today}): 1 figure, 1 sentence gone"
    assert changed_line(changes) == line
    assert line in "".join(map(str, render_answer(answer, styled=False)))
    assert line in str(answer_message(answer, key=b"k").blocks)
    [shown] = [q["changes"] for q in answer_json(answer)["quotes"]]
    assert [edit["kinds"] for edit in shown["edits"]] == [["gone"], ["figure"]]
    assert {edit["before"] for edit in shown["edits"]} == {HARBOUR[1], HARBOUR[-1]}
    view = str(changes_view(harbours(data)[0], changes)["blocks"])
    assert HARBOUR[1] in view
    assert NEW[1] in view
    current_index.close()


def test_a_question_as_of_a_day_is_answered_from_the_text_that_had_been_read_by_then(
    paper: Path, data: Path, read: Read
) -> None:
    read()
    with closing(sqlite3.connect(data / DATABASE)) as collection, collection:
        collection.execute("UPDATE versions SET read = '2026-03-01'")
        collection.execute("UPDATE spells SET start = '2026-03-01'")
    write(paper, "harbour.md", *NEW, **HEAD)
    read()
    current_index = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    current_index.follow()
    question = "what will repairs of the harbour cost?"

    def asked(day: date | None) -> Quote:
        return current_index.answer(question, 1, Scope(as_of=day)).quotes[0]

    then, now = asked(date(2026, 3, 5)), asked(None)
    assert (then.text, now.text) == (HARBOUR[1], NEW[1])
    assert "as read on 1 Mar 2026" in cite(then)
    assert asked(date(2099, 1, 1)).text == NEW[1]
    article, passage = current_index.passage(current_index.snapshot_id, then.passage_id)
    assert (article.version, passage.text) == (1, HARBOUR[1])
    answer = current_index.answer("who laid a road?", 1, Scope(as_of=date(2026, 3, 5)))
    assert answer.quotes[0].title == "A road"
    assert answer.searched.articles == 2
    with pytest.raises(NothingInScope):
        asked(date(2026, 2, 1))
    current_index.close()


def test_what_is_only_moved_is_a_version_without_changes(
    paper: Path, data: Path, read: Read
) -> None:
    read()
    write(paper, "harbour.md", *reversed(HARBOUR), **HEAD)
    [changed] = read().changed
    assert changed.edits == ()
    snapshot = open_current(data)
    assert snapshot.readings.changed() == []
    snapshot.close()


def test_earlier_texts_are_indexed_apart(paper: Path, data: Path, read: Read) -> None:
    first = read()
    write(paper, "harbour.md", *NEW, **HEAD)
    second = read()
    assert (second.articles, second.passages) == (first.articles, first.passages)
    assert second.encoded == 1
    with closing(open_current(data)) as snapshot:
        verify(snapshot)
        assert snapshot.earlier is not None
        [article] = [snapshot.earlier.store.article(0)]
        assert (article.text, article.version) == ("\n\n".join(HARBOUR), 1)
        [(start, end)] = snapshot.earlier.readings.spells(0)
        assert end is not None
        assert start < end


def test_a_sentence_that_is_no_longer_in_the_article_is_found_out(
    paper: Path, data: Path, read: Read
) -> None:
    read()
    old = harbours(data)[0]
    write(paper, "harbour.md", *NEW, **HEAD)
    read()
    current_index = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    current_index.follow()
    now = current_index.now_without(old, HARBOUR[1])
    assert now is not None
    assert now.version == 2
    assert current_index.now_without(old, HARBOUR[0]) is None
    current_index.close()


def test_the_first_and_the_last_five_texts_are_kept_and_the_count_goes_on(
    paper: Path, data: Path, read: Read
) -> None:
    for year in range(2010, 2018):
        write(paper, "harbour.md", *HARBOUR, f"It was shut in {year} too.", **HEAD)
        read()
    assert harbours(data)[0].version == 8
    kept = [text.rpartition("\n")[2] for text in earlier_texts(data)]
    assert kept == [f"It was shut in {year} too." for year in (2010, *range(2012, 2017))]


def test_a_text_that_comes_back_is_the_version_it_was(paper: Path, data: Path, read: Read) -> None:
    read()
    write(paper, "harbour.md", *NEW, **HEAD)
    read()
    write(paper, "harbour.md", *HARBOUR, **HEAD)
    assert read().changed == ()
    assert harbours(data)[0].version == 1


def test_a_text_that_came_back_and_changes_again_is_a_further_version(
    paper: Path, data: Path, read: Read
) -> None:
    read()
    write(paper, "harbour.md", *NEW, **HEAD)
    read()
    write(paper, "harbour.md", *HARBOUR, **HEAD)
    read()
    newer = tuple(text.replace("12 million", "15 million") for text in HARBOUR)
    write(paper, "harbour.md", *newer, **HEAD)
    [changed] = read().changed
    assert changed.version == 3
    assert earlier_texts(data) == ["\n\n".join(HARBOUR), "\n\n".join(NEW)]
    with Collection(data) as collection:
        spells = collection.versions.spells(harbours(data)[0])
    assert [number for _, number in spells] == [1, 2, 1, 3]


def test_texts_that_an_earlier_release_kept_are_still_there(
    paper: Path, data: Path, read: Read
) -> None:
    read()
    write(paper, "harbour.md", *NEW, **HEAD)
    read()
    with sqlite3.connect(data / DATABASE) as collection:
        collection.execute("ALTER TABLE versions ADD COLUMN text TEXT")
        collection.execute(
            "UPDATE versions SET text = ? WHERE version = 1", ("\n\n".join(HARBOUR),)
        )
        collection.execute("DROP TABLE texts")
        collection.execute("DROP TABLE spells")
    collection.close()
    assert earlier_texts(data) == ["\n\n".join(HARBOUR)]
    with Collection(data) as opened:
        [earlier] = opened.versions.earlier(harbours(data)[0])
        assert (earlier.article.title, len(earlier.article.paragraphs)) == (HEAD["title"], 6)
        assert [number for _, number in opened.versions.spells(earlier.article)] == [2]


def test_the_texts_of_an_article_go_with_it(paper: Path, data: Path, read: Read) -> None:
    read()
    [article] = harbours(data)
    write(paper, "harbour.md", *NEW, **HEAD)
    read()
    (paper / "harbour.md").unlink()
    read()
    with Collection(data) as collection:
        assert texts_of(collection, article) == []


def test_a_file_that_is_renamed_keeps_its_versions(paper: Path, data: Path, read: Read) -> None:
    read()
    write(paper, "harbour.md", *NEW, **HEAD)
    read()
    (paper / "harbour.md").rename(paper / "a.md")
    read()
    assert [(Path(a.path).name, a.version) for a in harbours(data)] == [("a.md", 2)]


def test_another_title_or_date_alone_is_no_new_version(paper: Path, data: Path, read: Read) -> None:
    read()
    write(paper, "harbour.md", **HEAD | {"title": "The harbour is shut"})
    assert read().changed == ()
    assert [(a.title, a.version) for a in harbours(data)] == [("The harbour is shut", 1)]


def test_another_article_in_the_same_file_is_no_new_version(
    paper: Path, data: Path, read: Read
) -> None:
    read()
    write(paper, "harbour.md", "A tunnel was opened under the hill.", title="A tunnel")
    assert read().changed == ()
    assert harbours(data)[0].version == 1


@pytest.mark.parametrize(("first", "second"), [("a.md", "b.md"), ("b.md", "a.md")])
def test_of_two_texts_at_one_address_the_later_published_is_indexed(
    paper: Path, data: Path, read: Read, first: str, second: str
) -> None:
    (paper / "harbour.md").unlink()
    write(paper, first, **HEAD)
    write(paper, second, *NEW, **HEAD | {"published": "2022-02-01"})
    report = read()
    assert (report.articles, report.copies) == (2, 0)
    [article] = harbours(data)
    assert (Path(article.path).name, article.version) == (second, 2)
    assert earlier_texts(data) == ["\n\n".join(HARBOUR)]


def test_of_two_texts_of_one_day_the_first_is_indexed_and_the_other_named(
    paper: Path, data: Path, read: Read
) -> None:
    write(paper, "z.md", *NEW, **HEAD)
    report = read()
    assert (report.articles, report.copies, report.changed) == (2, 1, ())
    [article] = harbours(data)
    assert (Path(article.path).name, article.version) == ("harbour.md", 1)


def test_what_other_parsers_make_of_it_is_no_new_version(
    paper: Path, data: Path, read: Read
) -> None:
    read()
    with sqlite3.connect(data / DATABASE) as collection:
        collection.execute("UPDATE versions SET readers = ?", (READERS - 1,))
    collection.close()
    write(paper, "harbour.md", *NEW, **HEAD)
    assert read().changed == ()
    assert harbours(data)[0].version == 1
