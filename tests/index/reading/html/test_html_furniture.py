"""What a page has besides its article, as site builders mark it up; and what only looks like it."""

from html import escape

import pytest

from index.reading.parse import parse
from index.types import Article

FIRST = "The ferry to the outer islands will sail twice a week from May, the harbour master said."
SECOND = "He had asked for a third sailing, and was told that there was no third crew to be had."


def texts(*inside: str) -> list[str]:
    """The paragraphs of a page with two sentences around what is given."""
    page = (
        "<html><head><title>A ferry, twice</title></head><body><main><h1>A ferry, twice</h1>"
        f"<div class='text'><p>{FIRST}</p>{''.join(inside)}<p>{SECOND}</p></div></main></body>"
    )
    (found,) = parse(page.encode(), "page.html")
    assert isinstance(found, Article), found
    return [found.text[p.start : p.end] for p in found.paragraphs]


@pytest.mark.parametrize(
    "inside",
    [
        "<div class='c-newsletter-signup'><p>One letter a week. That is all.</p></div>",
        "<div class='RelatedStories'><p>A pier that nobody had ordered was delivered.</p></div>",
        "<div data-component='ad-slot'><p>Buy a boat. Buy two boats.</p></div>",
        "<section id='comments'><p>I was sick on that ferry, and I would be again.</p></section>",
        "<div role='complementary'><p>The tide tables are in the shop.</p></div>",
        "<div class='author-bio'><p>She writes about those who miss boats.</p></div>",
        "<ul><li><a href='/a'>A pier that nobody had ordered</a></li></ul>",
        "<h3>Elsewhere</h3><p><a href='/a'>A pier that nobody had ordered</a></p>",
        "<div>Image</div>",
        "<span class='credit'>Sid Fennimore</span>",
        "<sup>[1]</sup>",
        "<blockquote class='pullquote'>There was no third crew!</blockquote>",
        "<aside><p>there was no third crew to be had</p></aside>",
        "<p>“He had asked for a third sailing”</p>",
    ],
)
def test_what_is_not_the_article_is_left_out(inside: str) -> None:
    assert texts(inside) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "kept",
    [
        "It rained.",
        "Share prices fell in the harbour.",
        "“They never asked me,” said the cook.",
        "Read more books, she told the children on the quay.",
    ],
)
def test_a_short_paragraph_stays(kept: str) -> None:
    assert texts(f"<p>{escape(kept)}</p>") == [FIRST, kept, SECOND]


def test_a_wrapper_with_an_unlucky_name_stays() -> None:
    inside = f"<p>{FIRST.replace('ferry', 'boat')}</p><p>{SECOND.replace('third', 'fourth')}</p>"
    assert len(texts(f"<div class='post tag-ads has-comments'>{inside}</div>")) == 4


def test_text_that_no_paragraph_holds_counts_for_its_wrapper() -> None:
    lines = "<br><br>".join([FIRST, SECOND, FIRST.replace("twice", "thrice")])
    page = f"<h1>A ferry</h1><div class='meta print topics'><div>{lines}</div></div>"
    (found,) = parse(page.encode(), "page.html")
    assert isinstance(found, Article)
    assert len(found.paragraphs) == 3


def test_a_heading_that_links_to_itself_stays() -> None:
    heading = "<h2 id='why'><a href='#why'>Why it sails</a></h2>"
    assert texts(heading)[1] == "Why it sails"


def test_a_link_within_a_sentence_stays() -> None:
    sentence = "The council <a href='/x'>published the timetable</a> on Monday"
    assert "The council published the timetable on Monday" in texts(f"<p>{sentence}</p>")


def test_a_pull_quote_that_says_something_of_its_own_stays() -> None:
    own = "Nobody on the islands had been asked about the cat."
    assert own in texts(f"<blockquote class='pullquote'><p>{own}</p></blockquote>")


def test_a_credit_in_an_element_of_its_own_is_no_part_of_the_caption() -> None:
    figure = (
        "<figure><img src='a.jpg'><figcaption><span>The ferry at noon</span>"
        "<span class='image-credit'>Sid Fennimore/Example Images</span></figcaption></figure>"
    )
    assert texts(figure) == [FIRST, "The ferry at noon", SECOND]


def test_times_head_the_entries_of_a_live_blog() -> None:
    entries = [
        f"<article><time>{hour}.15 BST</time><p>At {hour} the ferry was seen off the point.</p>"
        "</article>"
        for hour in (9, 10, 11)
    ]
    assert texts(*entries)[1:3] == ["9.15 BST", "At 9 the ferry was seen off the point."]


def test_a_single_time_is_a_label() -> None:
    assert texts("<div><time>9.15 BST</time></div>") == [FIRST, SECOND]


def test_cells_that_place_text_beside_text_are_no_table() -> None:
    left, right = "<p>It was a long winter.</p>", "<p>It was a short summer.</p>"
    found = texts(f"<table><tr><td>{left}</td><td>{right}</td></tr></table>")
    assert found[1:3] == ["It was a long winter.", "It was a short summer."]


def test_a_row_of_figures_stays() -> None:
    rows = "<tr><th>Year</th><th>Sailings</th></tr><tr><td>1990</td><td>12</td></tr>"
    assert texts(f"<table>{rows}</table>")[1:3] == ["Year | Sailings", "1990 | 12"]


@pytest.mark.parametrize("named", ["lead-in-text-callout", "trending topics", "promo", "c-cta"])
def test_words_of_a_sentence_set_in_another_type_stay(named: str) -> None:
    told = f"<span class='{named}'>Today the</span> harbour master asked for a third sailing again."
    assert texts(f"<p>{told}</p>")[1] == "Today the harbour master asked for a third sailing again."


def test_words_that_lead_to_a_form_stay_in_their_sentence() -> None:
    told = (
        "For <a class=login href=/in>members of the guild</a> there is a third sailing on Sundays."
    )
    assert texts(f"<p>{told}</p>")[1].startswith("For members of the guild there is")


@pytest.mark.parametrize("named", ["kicker", "sr-only", "share-link", "author"])
def test_what_only_stands_before_a_sentence_goes(named: str) -> None:
    told = "The harbour master asked for a third sailing again."
    assert texts(f"<p><span class='{named}'>Isles </span>{told}</p>")[1] == told


def test_control_characters_in_a_page_s_scripts_do_not_matter() -> None:
    noise = "<script>x='" + "\x7f" * 40 + "'</script>"
    assert texts(noise) == [FIRST, SECOND]
