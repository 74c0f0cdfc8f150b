"""Which passages are read as one."""

from collections.abc import Callable, Sequence
from typing import cast

import pytest

from index.answering.retrieval.windows import ENOUGH, FURTHEST, SHORT, Window, windows_around
from index.engine.views import Views
from index.types import Hit, ParagraphKind, Passage


def passages(
    *texts: str,
    kinds: Sequence[ParagraphKind] = (),
    sections: Sequence[str] = (),
    article: int = 0,
    first: int = 0,
) -> list[Passage]:
    return [
        Passage(
            first + i,
            article,
            0,
            len(text),
            i + 1,
            i + 1,
            kinds[i] if kinds else "body",
            text,
            sections[i] if sections else "",
        )
        for i, text in enumerate(texts)
    ]


class Indexed:
    """Articles whose passages have ids one after the other."""

    def __init__(self, *articles: list[Passage]) -> None:
        self._passages = [each for article in articles for each in article]

    def around(
        self, found: Sequence[Passage], before: int, after: int
    ) -> dict[int, tuple[list[Passage], list[Passage]]]:
        def of(passage: Passage, ids: range) -> list[Passage]:
            near = (self._passages[i] for i in ids if 0 <= i < len(self._passages))
            return [each for each in near if each.article_id == passage.article_id]

        return {
            each.id: (
                of(each, range(each.id - 1, each.id - 1 - before, -1)),
                of(each, range(each.id + 1, each.id + 1 + after)),
            )
            for each in found
        }


def around(
    indexed: Indexed,
    found: Sequence[Passage],
    may_join: Callable[[Passage], bool] = lambda passage: True,
) -> list[Window]:
    hits = [Hit(passage, 0.5, 0.0, 0.0) for passage in found]
    return windows_around(cast(Views, indexed), hits, may_join)


def ids(windows: Sequence[Window]) -> list[list[int]]:
    return [[passage.id for passage in window.passages] for window in windows]


def test_a_short_paragraph_is_read_with_those_around_it() -> None:
    news = passages("The ferry ran aground.", "Nobody was hurt.", "It belongs to the town.")
    [window] = around(Indexed(news), [news[1]])
    assert ids([window]) == [[0, 1, 2]]
    assert window.hit.passage == news[1]
    assert window.text == "The ferry ran aground.\nNobody was hurt.\nIt belongs to the town."


def test_a_long_paragraph_stands_alone_and_no_window_is_longer() -> None:
    third, quarter = "x" * (ENOUGH // 3), "y" * (ENOUGH // 4)
    text = passages(third, third, third, quarter, "z" * SHORT, "w" * (ENOUGH + 1), "short")
    indexed = Indexed(text)
    for alone in (4, 5, 6):
        assert ids(around(indexed, [text[alone]])) == [[alone]]
    assert ids(around(indexed, [text[1]])) == [[0, 1, 2]]
    assert ids(around(indexed, [text[3]])) == [[1, 2, 3]]


def test_no_further_than_so_many_paragraphs_are_looked_at() -> None:
    text = passages(*["a"] * (3 * FURTHEST))
    middle = FURTHEST + 2
    [found] = ids(around(Indexed(text), [text[middle]]))
    assert found == [*range(middle - FURTHEST, middle + FURTHEST + 1)]


def test_what_is_in_a_window_gets_none_of_its_own_and_is_in_no_other() -> None:
    text = passages(*["w" * (ENOUGH // 4)] * 8)
    windows = ids(around(Indexed(text), [text[2], text[3], text[4], text[5]]))
    assert windows == [[0, 1, 2, 3], [4, 5, 6, 7]]


@pytest.mark.parametrize(
    ("kinds", "sections", "expected"),
    [
        (("body", "caption", "body"), (), [0, 2]),
        (("body", "heading", "body"), (), [0, 2]),
        ((), ("Trade", "Trade", "Sport"), [0, 1]),
        ((), ("Trade", "Sport", "Trade"), [0]),
    ],
)
def test_other_kinds_are_passed_over_and_another_section_ends_it(
    kinds: Sequence[ParagraphKind], sections: Sequence[str], expected: list[int]
) -> None:
    text = passages("One.", "Two.", "Three.", kinds=kinds, sections=sections)
    assert ids(around(Indexed(text), [text[0]])) == [expected]


def test_a_caption_is_read_alone() -> None:
    text = passages("One.", "A boat.", "Three.", kinds=("body", "caption", "body"))
    assert ids(around(Indexed(text), [text[1]])) == [[1]]


def test_only_what_may_join_is_read_with_others_and_only_of_one_article() -> None:
    one, other = passages("One.", "Two.", "Three."), passages("Four.", article=1, first=3)
    indexed = Indexed(one, other)
    assert ids(around(indexed, [one[2]], lambda passage: passage.id != 1)) == [[2]]
    assert ids(around(indexed, [one[1]], lambda passage: passage.id != 1)) == [[1]]
    assert ids(around(indexed, [other[0], one[2]])) == [[3], [0, 1, 2]]
