"""Slack's search words in a question."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.narrowing.date_words import date_range
from bot.narrowing.filters import filtered, without_filters
from bot.narrowing.mistakes import IN_QUESTION, said_of
from bot.narrowing.publishers import unknown_publishers
from index.scope import Scope

TODAY = date(2022, 3, 16)  # a Wednesday


def test_filters_are_taken_out_of_the_question() -> None:
    found = filtered('who sent troops? from:"Example Wire" before:2022-01-10 in:"two weeks"', TODAY)
    assert found.question == "who sent troops?"
    assert found.scope == Scope(("Example Wire",), before=date(2022, 1, 10), title=("two weeks",))
    assert found.mistakes == ()


def test_the_filters_can_be_put_behind_another_question() -> None:
    text = 'from:"Example Wire" who sent troops before:2022-01-10? has:link'
    found = filtered(text, TODAY)
    assert found.filters == 'from:"Example Wire" before:2022-01-10'
    again = filtered(f"how many? {found.filters}", TODAY)
    assert (again.question, again.scope) == ("how many?", found.scope)


def test_slacks_curly_quotes_are_quotes() -> None:
    assert filtered("x from:“Example Wire”", TODAY).scope.publishers == ("Example Wire",)


def test_by_is_who_says_it_and_several_are_alternatives() -> None:
    found = filtered('what of the fares? by:"Ann Sample" by:@berg.', TODAY)
    assert found.question == "what of the fares?."
    assert found.scope.speakers == ("Ann Sample", "berg")
    assert found.filters == 'by:"Ann Sample" by:@berg'
    assert found.scope.allows_every_article
    assert not found.scope.is_everything
    assert not filtered("x by:berg after:2020", TODAY).scope.allows_every_article


def test_filters_may_stand_anywhere_and_keep_the_question_mark() -> None:
    found = filtered("from:wire who sent troops after:2021?", TODAY)
    assert found.question == "who sent troops?"
    assert found.scope == Scope(("wire",), after=date(2021, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "see https://a.example/from:x and http://b.example",
        "note: something about troops",
        "what does 12:30 mean?",
        "the ratio 3:2, re:invent and a:b",
        "Kazakhstan: who sent troops?",
        "from: nobody",
        "in : x",
        "what does since:launch mean?",
        "alter:ego, firm:ware and title: the sea",
        "before: may I ask who sent troops?",
        "the half-time:whistle",
    ],
)
def test_colons_that_make_no_filter_stay(text: str) -> None:
    assert filtered(text, TODAY) == type(filtered("", TODAY))(text, Scope(), ())


PUBLISHERS = ("The Sample Courier", "Example Wire")


@pytest.mark.parametrize(
    ("text", "question", "scope"),
    [
        ("from:courier,wire who?", "who?", Scope(("courier", "wire"))),
        ('from:"Example Wire",courier who?', "who?", Scope(("Example Wire", "courier"))),
        ("by:Xi,Blinken what of it?", "what of it?", Scope(speakers=("Xi", "Blinken"))),
        ("from:The Sample Courier who?", "who?", Scope(("The Sample Courier",))),
        ("from:sample courier, who?", "who?", Scope(("sample courier",))),
        ("who left from:example wire?", "who left?", Scope(("example wire",))),
        ("from:wire who left?", "who left?", Scope(("wire",))),
        ("(from:wire) who left?", "who left?", Scope(("wire",))),
        ("after:1 Jan 2022 who left?", "who left?", Scope(after=date(2022, 1, 1))),
        ("after:January 6, 2022 who left?", "who left?", Scope(after=date(2022, 1, 6))),
        ("before:january 2021 who left?", "who left?", Scope(before=date(2021, 1, 1))),
        ("before:2022 10 left, who?", "10 left, who?", Scope(before=date(2022, 1, 1))),
        ("in:ash,snow who?", "who?", Scope(title=("ash,snow",))),
    ],
)
def test_a_filter_may_name_several_and_take_several_words(
    text: str, question: str, scope: Scope
) -> None:
    found = filtered(text, TODAY, lambda: PUBLISHERS)
    assert (found.question, found.scope, found.mistakes) == (question, scope, ())
    again = filtered(f"who? {found.filters}", TODAY)
    assert (again.question, again.scope) == ("who?", scope)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("courier", "wire"), ""),
        ((), ""),
        (
            ("reuters",),
            "No article is from “reuters”. There are articles from Example Wire and The Sample "
            "Courier.",
        ),
        (
            ("courir", "wire"),
            'No article is from “courir”. Did you mean from:"The Sample Courier"?',
        ),
    ],
)
def test_who_published_nothing_is_named_with_those_who_may_be_meant(
    names: tuple[str, ...], said: str
) -> None:
    assert unknown_publishers(names, PUBLISHERS) == said


def test_a_publisher_after_a_space_is_no_part_of_the_question() -> None:
    [mistake] = filtered("from: wire who left?", TODAY, lambda: PUBLISHERS).mistakes
    assert (mistake.written, mistake.fault) == ("from:", "empty")
    assert not filtered("who got it from: nobody", TODAY, lambda: PUBLISHERS).mistakes


def faults(text: str) -> list[tuple[str, str]]:
    return [(each.written, each.fault) for each in filtered(text, TODAY).mistakes]


def test_filters_that_cannot_be_followed_are_listed() -> None:
    found = filtered("troops has:link -from:wire before:soon is:thread with:@ada", TODAY)
    assert found.question == "troops"
    assert found.scope == Scope()
    assert [(each.written, each.fault) for each in found.mistakes] == [
        ("has:link", "unknown"),
        ("-from:wire", "negated"),
        ("before:soon", "no date"),
        ("is:thread", "unknown"),
        ("with:@ada", "unknown"),
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("who? frm:wire", "from:wire"),
        ('form:"Example Wire" who?', "from:'Example Wire'"),
        ("who? publisher:wire", "from:wire"),
        ("who? author:Berg.", "by:Berg"),
        ("who? befoer:2022", "before:2022"),
        ("who? Befor:january", "before:january"),
        ("who? since:2021-06", "after:2021-06"),
        ("who? until:yesterday", "before:yesterday"),
        ("who? as_of:2022-01-10", "asof:2022-01-10"),
        ("who? as-of:today", "asof:today"),
        ("who? aosf:today", "asof:today"),
        ("who? durring:2021", "during:2021"),
    ],
)
def test_a_misspelled_filter_is_not_searched_as_a_word(text: str, meant: str) -> None:
    [mistake] = filtered(text, TODAY).mistakes
    assert f"did you mean {meant}?" in said_of([mistake]).replace('"', "'")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("who sent troops? asof:", "asof:"),
        ("who asof: 2022 sent troops?", "asof:"),
        ("who sent troops? from:", "from:"),
        ("who sent troops? before: 2022-01-10", "before:"),
        ("after: 3 march 2020, who sent troops?", "after:"),
        ('who? by:""', 'by:""'),
        ("who? by:@", "by:@"),
        ("who? in:...", "in:"),
    ],
)
def test_a_filter_with_nothing_in_it_is_not_searched_as_a_word(text: str, written: str) -> None:
    [mistake] = filtered(text, TODAY).mistakes
    assert (mistake.written, mistake.fault) == (written, "empty")
    assert "write it as" in said_of([mistake])


def test_what_is_wrong_with_a_date_is_said_with_dates_that_can_be_read() -> None:
    for word in ("before", "after", "on", "during", "asof"):
        assert faults(f"who? {word}:2022-13-45") == [(f"{word}:2022-13-45", "no date")]
    said = said_of(filtered("who? asof:once", TODAY).mistakes)
    assert said.startswith("'asof:once' has no date that can be read: write 2022-01-10")


def test_a_hint_comes_once_and_only_where_it_may_be_meant() -> None:
    assert said_of(filtered("x has:a has:b frm:c", TODAY).mistakes).count(IN_QUESTION) == 1
    assert IN_QUESTION not in said_of(filtered("x before:soon", TODAY).mistakes)


def test_several_publishers_are_alternatives_and_dates_narrow() -> None:
    found = filtered("x from:wire from:post after:2022-01-01 after:2021-06-01", TODAY)
    assert found.scope == Scope(("wire", "post"), after=date(2022, 1, 1))
    narrow = filtered("x during:2022 on:january", TODAY).scope
    assert narrow.on == (date(2022, 1, 1), date(2022, 1, 31))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2022-01-10", date(2022, 1, 10), date(2022, 1, 10)),
        ("2022/1/9", date(2022, 1, 9), date(2022, 1, 9)),
        ("01/10/2022", date(2022, 1, 10), date(2022, 1, 10)),
        ("28/03/2021", date(2021, 3, 28), date(2021, 3, 28)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-02", date(2022, 2, 1), date(2022, 2, 28)),
        ("january", date(2022, 1, 1), date(2022, 1, 31)),
        ("Dec", date(2021, 12, 1), date(2021, 12, 31)),
        ("march", date(2022, 3, 1), date(2022, 3, 31)),
        ("january 2020", date(2020, 1, 1), date(2020, 1, 31)),
        ("10 january", date(2022, 1, 10), date(2022, 1, 10)),
        ("March 28", date(2021, 3, 28), date(2021, 3, 28)),
        ("march 3rd, 2020", date(2020, 3, 3), date(2020, 3, 3)),
        ("today", TODAY, TODAY),
        ("yesterday", date(2022, 3, 15), date(2022, 3, 15)),
        ("monday", date(2022, 3, 14), date(2022, 3, 14)),
        ("friday", date(2022, 3, 11), date(2022, 3, 11)),
        ("week", date(2022, 3, 14), date(2022, 3, 20)),
        ("month", date(2022, 3, 1), date(2022, 3, 31)),
        ("year", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_dates_are_read_as_people_write_them(value: str, first: date, last: date) -> None:
    assert date_range(value, TODAY) == (first, last)


@pytest.mark.parametrize(
    "value", ["", "soon", "2022-13-01", "2022-02-30", "0000", "ma", "jan feb", "1 2 march", "٣"]
)
def test_what_is_no_date_is_none(value: str) -> None:
    assert date_range(value, TODAY) is None


def test_filters_are_left_out_whatever_day_they_name() -> None:
    assert without_filters("who? before:yesterday on:monday during:week after:year") == "who?"


@given(st.text(alphabet='abinfrom:before"- 20/1:', max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    found = filtered(text, TODAY)
    assert len(found.question) <= len(text)


def test_asof_is_the_last_day_of_what_is_named() -> None:
    today = date(2026, 3, 9)
    read = filtered("who sent troops? asof:2026-03-01", today)
    assert (read.question, read.scope.as_of) == ("who sent troops?", date(2026, 3, 1))
    assert filtered("who? asof:2026-02", today).scope.as_of == date(2026, 2, 28)
    assert filtered("who? asof:yesterday asof:2027", today).scope.as_of == date(2026, 3, 8)
