"""Whole pages in the styles of twelve kinds of sites, twice: the article comes out, the rest not.

The parser was written with the pages in `fitted` in sight, and met those in `held_out` when it was
done.
"""

from pathlib import Path

import pytest

from bench.paragraphs import SITES, Listed, Score, listed, ours, pages, read, score, trafilaturas

FITTED, HELD_OUT = pages(SITES / "fitted"), pages(SITES / "held_out")


def named(page: Path) -> str:
    return f"{page.parent.name}/{page.name}"


def wanted(page: Path) -> list[Listed]:
    return [row for row in listed(page) if row.kind != "out"]


@pytest.mark.parametrize("page", FITTED, ids=named)
def test_a_page_gives_its_paragraphs_in_their_order_and_nothing_else(page: Path) -> None:
    assert ours(read(page)) == wanted(page)


@pytest.mark.parametrize("page", HELD_OUT, ids=named)
def test_a_page_that_the_parser_was_not_written_for_loses_little(page: Path) -> None:
    article = read(page)
    found = score((row.text for row in ours(article)), (row.text for row in wanted(page)), "")
    assert found.precision >= 0.9
    assert found.recall >= 0.9


def test_over_all_pages_hardly_anything_is_lost_or_too_much() -> None:
    total = Score(0, 0, 0)
    for page in (*FITTED, *HELD_OUT):
        article = read(page)
        texts = [row.text for row in ours(article)]
        total += score(texts, [row.text for row in wanted(page)], article.title)
    assert total.precision >= 0.99
    assert total.recall >= 0.99


def test_hardly_a_line_that_is_no_part_of_its_article_comes_out() -> None:
    lines = came_out = 0
    for page in (*FITTED, *HELD_OUT):
        out = {row.text for row in listed(page) if row.kind == "out"}
        assert out, page
        lines += len(out)
        came_out += len(out & {row.text for row in ours(read(page))})
    assert came_out <= lines // 100


@pytest.mark.parametrize("page", [*FITTED, *HELD_OUT], ids=named)
def test_a_page_gives_its_own_title_and_no_address_for_a_publisher(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    article = read(page)
    assert article.title in source.replace("&amp;", "&")
    assert not (article.publisher or "").startswith("http")


@pytest.mark.parametrize("folder", ["fitted", "held_out"])
def test_there_are_twelve_kinds_of_sites(folder: str) -> None:
    assert len({page.stem for page in pages(SITES / folder)}) >= 12


def test_paragraphs_are_scored_as_a_multiset_without_the_title() -> None:
    assert score(["A b.", "a B", "c", "Title"], ["a b", "d"], "title") == Score(1, 3, 2)


def test_trafilatura_is_measured_on_the_same_pages() -> None:
    page = SITES / "fitted" / "newspaper.html"
    assert "Nobody cheered." in trafilaturas(page)
