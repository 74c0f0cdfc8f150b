"""Which sources a group means, and what of an index its people may see."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.groups import (
    EVERYTHING,
    NOTHING,
    UnknownGroup,
    View,
    groups_of_sources,
    sources_without_group,
    unknown_sources,
    view_of,
)
from bot.index_in_use.current_index import CurrentIndex, NothingInScope, NotSeen
from config.settings import Group, Settings
from index.scope import Scope
from tests.bot.slack.bot_at_work import build_index, settings_for
from tests.index.encoder.small_encoder import SmallEncoder

HERE = Path.cwd()
PLACES = {
    "reports": str(HERE / "reports"),
    "reports/public": str(HERE / "reports" / "public"),
    "/srv/papers": "/srv/papers",
    "https://news.example/a": "https://news.example/a",
    "https://news.example.org/b": "https://news.example.org/b",
    "old": "/elsewhere/old",
}


def group(name: str, *sources: str) -> Group:
    return Group(name=name, sources=sources)


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("reports", {"reports"}),
        ("reports/", {"reports"}),
        ("./reports/../reports", {"reports"}),
        (str(HERE / "reports"), {"reports"}),
        ("/srv/papers/", {"/srv/papers"}),
        ("old", {"old"}),
        ("/elsewhere/old", {"old"}),
        ("https://news.example/*", {"https://news.example/a"}),
        ("reports/*", {"reports/public"}),
        ("reports*", {"reports", "reports/public"}),
        ("*", set(PLACES)),
        ("report", set()),
        ("https://news.example", set()),
        ("https://news.example/?", set()),
    ],
)
def test_a_source_is_meant_by_its_name_its_place_or_a_star(source: str, meant: set[str]) -> None:
    seen = groups_of_sources([group("a", source)], PLACES)
    assert {location for location, names in seen.items() if names} == meant
    assert bool(unknown_sources([group("a", source)], PLACES)) == (not meant)


def test_a_name_means_the_source_in_that_place_before_one_that_is_only_called_so() -> None:
    places = {"old": "/elsewhere/old", str(HERE / "old"): str(HERE / "old")}
    seen = groups_of_sources([group("a", "old")], places)
    assert seen == {"old": frozenset(), str(HERE / "old"): frozenset({"a"})}


def test_sources_without_a_group_are_named() -> None:
    groups = [group("a", "reports*"), group("b", "old")]
    assert sources_without_group(groups, PLACES) == [
        "/srv/papers",
        "https://news.example/a",
        "https://news.example.org/b",
    ]


def test_a_group_that_is_not_there_is_reported_with_the_closest() -> None:
    groups = [group("legal-team", "*")]
    assert view_of(groups, ()) == EVERYTHING
    assert view_of(groups, ["legal-team"]).groups == (frozenset({"legal-team"}),)
    with pytest.raises(UnknownGroup, match="the closest is 'legal-team'"):
        view_of(groups, ["legal"])
    with pytest.raises(UnknownGroup, match="no groups"):
        view_of([], ["legal"])


@pytest.fixture
def index(articles: Path, data: Path) -> Iterator[Callable[..., CurrentIndex]]:
    build_index(articles, data)
    opened = []

    def open_with(*groups: Group) -> CurrentIndex:
        settings: Settings = settings_for(data, "http://127.0.0.1:1")
        index = CurrentIndex(settings.model_copy(update={"groups": groups}), SmallEncoder())
        index.follow()
        opened.append(index)
        return index

    yield open_with
    for one in opened:
        one.close()


def test_whoever_asks_without_a_view_sees_nothing_once_there_are_groups(
    index: Callable[..., CurrentIndex],
) -> None:
    closed = index(group("a", "*"))
    assert closed.answer("who sent troops?").quotes == ()
    assert (closed.articles, closed.publishers, closed.prompts()) == ([], [], [])
    everything = closed.answer("who sent troops?", 1, view=EVERYTHING)
    with pytest.raises(NotSeen):
        closed.passage(everything.snapshot.id, everything.quotes[0].passage_id)
    opened = index()
    assert opened.answer("who sent troops?").quotes
    assert len(opened.articles) == 3


def test_a_view_has_its_own_answers_counts_and_publishers(
    index: Callable[..., CurrentIndex],
) -> None:
    one = index(group("a", "*"), group("b", "elsewhere"))
    a, b = view_of((group("a", "*"),), ["a"]), View((frozenset({"b"}),))
    answer = one.answer("who sent troops?", 1, view=a)
    assert answer.quotes[0].publisher == "Example Wire"
    assert one.passage(answer.snapshot.id, answer.quotes[0].passage_id, a)[0].title
    seen = one.seen(a)
    assert seen is not None
    assert (seen.manifest.articles, seen.publishers) == (3, ["Example Wire"])
    for view in (b, a.and_of(b), NOTHING, View((frozenset(),))):
        assert one.answer("who sent troops?", 1, view=view).quotes == ()
        nothing = one.seen(view)
        assert nothing is not None
        assert (nothing.manifest.articles, nothing.newest_published) == (0, None)
        assert nothing.manifest.sources == ()
        with pytest.raises(NothingInScope):
            one.answer("who?", 1, Scope(publishers=("Example Wire",)), view=view)
        with pytest.raises(NotSeen):
            one.passage(answer.snapshot.id, answer.quotes[0].passage_id, view)
