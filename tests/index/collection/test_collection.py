"""The collection: its list of sources, and what their readings leave in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.collection.collection import Collection, kept_sources
from index.collection.kept_articles import kept
from index.errors import CollectionCorrupt, SourceError, SourceMissing, UnknownSource
from index.reading.readings import Failed, Known, Read, Reader, Reading, Unchanged
from index.types import Article, Paragraph, Skipped


def article(path: str, text: str = "A sentence of some words.") -> Article:
    return Article(path, "Title", text, (Paragraph(0, len(text), 1, page=3),), language="en")


def reads(*readings: Reading) -> Reader:
    return lambda location, known: iter(readings)


def give(data: Path, *readings: Reading, source: str = "a") -> None:
    with Collection(data) as collection:
        collection.sources.change([source], [])
        collection.read(source, reads(*readings))


def paths(data: Path) -> list[str]:
    with Collection(data) as collection:
        return [each.article.path for each in collection.articles()]


def skipped(data: Path) -> list[Skipped]:
    with Collection(data) as collection:
        return collection.sources.skipped()


def test_articles_come_back_as_they_were_read(data: Path) -> None:
    one = article("a/1")
    give(data, Read("a/1", "s", (one,)))
    with Collection(data) as collection:
        [found] = collection.articles()
    assert found == kept(one, sources=("a",))


def test_readers_get_what_is_known(data: Path) -> None:
    give(data, Read("a/1", "stamp 1", ()), Read("a/2", "", ()))
    given: list[Known] = []

    def reader(location: str, known: Known) -> Iterator[Reading]:
        given.append(known)
        yield Unchanged("a/1")

    with Collection(data) as collection:
        collection.read("a", reader)
    assert given == [{"a/1": "stamp 1"}]


def test_what_is_gone_is_dropped_and_what_is_unchanged_or_failed_is_kept(data: Path) -> None:
    give(data, *(Read(f"a/{n}", "s", (article(f"a/{n}"),)) for n in range(4)))
    give(data, Unchanged("a/0"), Failed("a/1", "is locked"), Read("a/3", "t", (article("new"),)))
    assert paths(data) == ["a/0", "a/1", "new"]
    assert skipped(data) == [Skipped("a/1", "is locked; what it gave before is kept")]
    give(data, Read("a/1", "t", (article("a/1"),)))
    assert (paths(data), skipped(data)) == (["a/1"], [])


def test_if_the_source_itself_fails_all_that_it_gave_is_kept_and_reported(data: Path) -> None:
    give(data, Read("a", "s", ()), Read("a/1", "s", (article("a/1"),)))
    give(data, Failed("a", "cannot be reached"), Unchanged("a/1"))
    assert paths(data) == ["a/1"]
    assert skipped(data) == [Skipped("a", "cannot be reached; what it gave before is kept")]


def test_an_item_that_breaks_keeps_its_article_and_is_read_again(data: Path) -> None:
    give(data, Read("a/1", "s", (article("a/1"),)))
    give(data, Read("a/1", "t", (Skipped("a/1", "has no text to quote"),)))
    assert paths(data) == ["a/1"]
    assert skipped(data) == [Skipped("a/1", "has no text to quote; what it gave before is kept")]
    with Collection(data) as collection:
        [source] = collection.sources.all()
    assert source.articles == 1


def test_an_item_that_never_gave_an_article_is_only_named(data: Path) -> None:
    give(data, Read("a/1", "s", (Skipped("a/1", "is empty"),)), Failed("a/2", "is locked"))
    assert skipped(data) == [Skipped("a/2", "is locked"), Skipped("a/1", "is empty")]


def test_a_source_that_cannot_be_read_keeps_its_articles_and_says_so(data: Path) -> None:
    give(data, Read("a/1", "s", (article("a/1"),)))

    def fails(location: str, known: Known) -> Iterator[Reading]:
        raise SourceMissing(location)

    with Collection(data) as collection:
        collection.read("a", fails)
    with Collection(data) as collection:
        [source] = collection.sources.all()
    assert (source.articles, source.error) == (1, str(SourceMissing("a")))
    with pytest.raises(SourceMissing), Collection(data) as collection:
        collection.read("a", fails, must_be_there=True)


def test_a_reading_that_stops_half_way_counts_as_none(data: Path) -> None:
    give(data, Read("a/1", "s", (article("a/1"),)))

    def breaks(location: str, known: Known) -> Iterator[Reading]:
        yield Read("a/1", "t", (article("changed"),))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Collection(data) as collection:
        collection.read("a", breaks)
    assert paths(data) == ["a/1"]


def test_a_source_that_fails_half_way_drops_nothing(data: Path) -> None:
    give(data, Read("a/1", "s", (article("a/1"),)), Read("a/2", "s", (article("a/2"),)))

    def breaks(location: str, known: Known) -> Iterator[Reading]:
        yield Unchanged("a/1")
        raise SourceError("the connection was lost")

    with Collection(data) as collection:
        collection.read("a", breaks)
    assert paths(data) == ["a/1", "a/2"]


def test_the_list_of_sources_is_kept_in_order_and_changed(data: Path) -> None:
    for source in ("a", "b", "c"):
        give(data, Read(source, "s", (article(source),)), source=source)
    with Collection(data) as collection:
        collection.sources.change(["d", "a"], ["b"])
        assert collection.sources.locations() == ["a", "c", "d"]
        collection.sources.use(["c"], listed=True)
    assert paths(data) == ["c"]
    with pytest.raises(UnknownSource, match="'x' is not in the list"), Collection(data) as one:
        one.sources.change(["e"], ["x"])


def test_sources_of_the_settings_count_as_chosen_once_one_is_added(data: Path) -> None:
    with Collection(data) as collection:
        collection.sources.use(["articles"], listed=False)
        assert not collection.sources.are_listed()
        collection.sources.change(["a"], [])
        assert collection.sources.are_listed()
        assert collection.sources.locations() == ["articles", "a"]


def test_the_digest_changes_with_the_articles_and_what_is_skipped(data: Path) -> None:
    digests = set()
    for readings in (
        [Read("a", "s", (article("a"),))],
        [Read("a", "t", (article("a", "Another sentence of words."),))],
        [Read("a", "t", (article("a"), Skipped("a#2", "is empty")))],
        [Read("a", "t", (article("a"), article("a#2")))],
    ):
        give(data, *readings)
        with Collection(data) as collection:
            digests.add(collection.digest())
            assert collection.digest() == collection.digest()
    assert len(digests) == 4


def test_a_damaged_collection_is_reported(data: Path) -> None:
    data.mkdir()
    (data / "collection.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(CollectionCorrupt, match="delete it"):
        Collection(data)


def test_what_an_older_reader_parsed_is_read_again(data: Path) -> None:
    give(data, Read("a/1", "s", (article("a/1"),)))
    with sqlite3.connect(data / "collection.sqlite") as connection:
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    given: list[Known] = []

    def reader(location: str, known: Known) -> Iterator[Reading]:
        given.append(known)
        yield Unchanged("a/1")

    with Collection(data) as collection:
        collection.read("a", reader)
    assert given == [{}]
    assert paths(data) == ["a/1"]


@pytest.mark.parametrize(
    "broken",
    [
        replace(article("a/2"), title="Half of a pair: \ud83d"),
        replace(article("a/2"), text="Half of a pair: \ud83d"),
        replace(article("a/2"), paragraphs=(Paragraph(0, 9_999, 1),)),
        replace(article("a/2"), paragraphs=(Paragraph(0, 9, 1), Paragraph(0, 9, 2))),
        replace(article("a/2"), paragraphs=(Paragraph(5, 5, 1),)),
    ],
)
def test_an_article_that_no_parser_should_make_is_skipped_alone(
    data: Path, broken: Article
) -> None:
    give(data, Read("a", "s", (article("a/1"), broken, article("a/3"))))
    assert paths(data) == ["a/1", "a/3"]
    [left_out] = skipped(data)
    assert (left_out.path, left_out.reason[:15]) == ("a/2", "cannot be used:")


def test_names_and_reasons_that_no_file_can_hold_are_kept_with_a_mark(data: Path) -> None:
    give(data, Failed("a/\udcff", "is odd: \udcff"), Read("a/2", "s", (Skipped("\udcff", "?"),)))
    assert Skipped("a/?", "is odd: ?") in skipped(data)
    assert paths(data) == []


@pytest.mark.parametrize(
    "error", [ConnectionResetError(104, "Reset"), RecursionError(), KeyError()]
)
def test_whatever_a_reader_raises_is_a_failure_of_its_source_alone(
    data: Path, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    give(data, Read("b/1", "s", (article("b/1"),)), source="b")

    def breaks(location: str, known: Known) -> Iterator[Reading]:
        yield Read("a/1", "s", (article("a/1"),))
        raise error

    with Collection(data) as collection:
        collection.sources.change(["a"], [])
        collection.read("a", breaks)
    assert paths(data) == ["b/1", "a/1"]
    [failed] = skipped(data)
    assert failed.path == "a"
    assert failed.reason.startswith("'a' cannot be read: ")
    assert "what it gave before is kept" in failed.reason
    assert type(error).__name__ in caplog.text


def test_adding_a_source_asks_no_more_of_a_long_list(data: Path) -> None:
    def statements(*sources: str) -> int:
        count = 0

        def counted(statement: str) -> None:
            nonlocal count
            count += 1

        with Collection(data) as collection:
            collection.sources.change(sources, [])
            collection._connection.set_trace_callback(counted)
            for source in sources:
                collection.read(source, reads(Read(source, "s", (article(source),))))
                collection.sources.one(source)
            collection.sources.skipped()
        return count

    few = statements(*(f"a{n}" for n in range(3)))
    statements(*(f"b{n}" for n in range(100)))
    assert statements(*(f"c{n}" for n in range(3))) == few


def test_more_sources_can_be_named_than_sqlite_takes_parameters(data: Path) -> None:
    give(data, Read("gone", "s", (article("gone"),)), source="gone")
    many = [f"https://site.example/{n}" for n in range(40_000)]
    with Collection(data) as collection:
        collection.sources.use(many, listed=True)
        assert collection.sources.locations() == many
    assert paths(data) == []


def test_reading_the_list_of_sources_changes_no_file(data: Path) -> None:
    assert kept_sources(data) == []
    assert not data.exists()
    give(data, Read("a/1", "s", (article("a/1"),)))
    with closing(sqlite3.connect(data / "collection.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 1")
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    assert [source.articles for source in kept_sources(data)] == [1]
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_the_list_of_sources_can_be_read_while_it_is_changed(data: Path) -> None:
    give(data, Read("a/1", "s", (article("a/1"),)))
    with Collection(data) as collection:
        collection.sources.change(["b"], [])
        assert [source.location for source in kept_sources(data)] == ["a"]
    assert [source.location for source in kept_sources(data)] == ["a", "b"]


def test_a_damaged_collection_is_reported_when_it_is_only_read(data: Path) -> None:
    data.mkdir()
    (data / "collection.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(CollectionCorrupt, match="delete it"):
        kept_sources(data)


def test_a_long_list_of_sources_makes_no_long_message(data: Path) -> None:
    with Collection(data) as collection:
        collection.sources.use([f"https://site.example/{n}" for n in range(500)], listed=True)
        with pytest.raises(UnknownSource, match=r"example/9' and 490 more$"):
            collection.sources.change([], ["https://site.example/x"])


@pytest.mark.parametrize(
    "published", ["2022-13-01", "2022-02-30", "20220101", "9999-99-99", "soon"]
)
def test_a_day_that_no_calendar_has_is_not_kept(data: Path, published: str) -> None:
    one = replace(article("a/1"), published=published)
    give(data, Read("a/1", "s", (one, replace(article("a/2"), published="2022-02-28"))))
    with Collection(data) as collection:
        assert [each.article.published for each in collection.articles()] == [None, "2022-02-28"]
