"""Which articles a scope allows."""

from datetime import date
from typing import Any

import pytest

from index.answering.scope import Scope
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
