"""Which articles a scope allows."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from index.scope import Scope
from tests.bot.slack.slack_values import article


def allows(scope: Scope, **fields: Any) -> bool:
    return scope.allows(article(["Text."], **fields))


def test_an_empty_scope_allows_everything() -> None:
    assert Scope().is_everything
    assert allows(Scope(), published=None, publisher=None)


@pytest.mark.parametrize(
    ("wanted", "publisher", "allowed"),
    [
        ("Example Wire", "Example Wire", True),
        ("example wire", "EXAMPLE WIRE", True),
        ("wire", "Example Wire", True),
        ("wir", "Example Wire", False),
        ("wire example", "Example Wire", False),
        ("wire", None, False),
        ("!!", "Example Wire", False),
    ],
)
def test_a_publisher_is_named_by_its_words(
    wanted: str, publisher: str | None, allowed: bool
) -> None:
    assert allows(Scope(publishers=(wanted,)), publisher=publisher) is allowed


def test_one_of_several_publishers_is_enough() -> None:
    scope = Scope(publishers=("wire", "post"))
    assert allows(scope, publisher="Placeholder Post")
    assert not allows(scope, publisher="The Sample Courier")


def test_before_and_after_leave_out_the_day_and_on_is_within() -> None:
    day = date(2022, 1, 10)
    at = {"published": "2022-01-10"}
    assert not allows(Scope(before=day), **at)
    assert not allows(Scope(after=day), **at)
    assert allows(Scope(before=date(2022, 1, 11), after=date(2022, 1, 9)), **at)
    assert allows(Scope(on=(day, day)), **at)
    assert not allows(Scope(on=(date(2022, 1, 11), date(2022, 1, 31))), **at)


def test_an_article_without_a_date_is_in_no_range() -> None:
    assert not allows(Scope(before=date(2030, 1, 1)), published=None)


def test_every_phrase_must_stand_in_the_title() -> None:
    assert allows(Scope(title=("euro", "its borders")), title="Croatia opens its borders: the Euro")
    assert not allows(Scope(title=("euro", "nato")), title="Croatia adopts the euro")


def test_of_many_articles_those_are_allowed_that_are_one_by_one() -> None:
    publishers = [None, "Example Wire", "Example Times", "The Wirework"]
    days = [None, "2021-12-31", "2022-01-01", "2022-02-03"]
    titles = ["The harbour", "Über den Hafen", "A harbour-side walk", "Harboured", "ﬁsh harbour"]
    many = product(publishers, days, titles)
    articles = dict(
        enumerate(
            article(["Text."], publisher=publisher, published=day, title=title)
            for publisher, day, title in many
        )
    )
    day = date(2022, 1, 1)
    for scope in (
        Scope(),
        Scope(publishers=("wire",)),
        Scope(publishers=("wire", "times"), after=day),
        Scope(before=day, title=("harbour",)),
        Scope(on=(day, day), title=("the harbour",)),
        Scope(title=("HARBOUR", "fish")),
        Scope(title=("über",)),
        Scope(title=("!",)),
    ):
        found = scope.allowed(articles)
        assert found == {id_ for id_, each in articles.items() if scope.allows(each)}
    assert Scope(title=("harbour", "fish")).allowed(articles)
    assert Scope(title=("über",)).allowed(articles)
