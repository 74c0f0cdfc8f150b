"""Markdown to what its reader sees."""

import pytest

from index.reading.parse import parse
from index.types import Article, ParagraphKind, Skipped


def parsed(text: str, name: str = "some-notes.md") -> Article:
    (found,) = parse(text.encode(), name)
    assert isinstance(found, Article), found
    return found


def paragraphs(found: Article, kind: ParagraphKind = "body") -> list[str]:
    return [found.text[p.start : p.end] for p in found.paragraphs if p.kind == kind]


def reason(text: str) -> str:
    (found,) = parse(text.encode(), "some-notes.md")
    assert isinstance(found, Skipped)
    assert "\n" not in found.reason
    return found.reason


def test_front_matter_is_read_by_any_of_its_names() -> None:
    found = parsed(
        "---\nheadline: 'A day: out'\nsite: The Sample Post\n"
        "authors: [Ada Sample, Robin Example]\ndate: 2022-01-07T05:32:00Z\n"
        "canonical: https://post.example/a\nmood: good\n---\nIt rained.\n"
    )
    assert found.title == "A day: out"
    assert found.publisher == "The Sample Post"
    assert found.author == "Ada Sample, Robin Example"
    assert found.published == "2022-01-07"
    assert found.url == "https://post.example/a"
    assert found.text == "It rained."


def test_toml_front_matter_is_read() -> None:
    found = parsed('+++\ntitle = "A day out"\ndate = 2022-01-07\n+++\nIt rained.\n')
    assert (found.title, found.published) == ("A day out", "2022-01-07")


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("title: a: b", "does not parse: line 2: mapping values are not allowed here"),
        ("title: x\nauthor: [a, b", "does not parse: line 4"),
        ("- a\n- b", "is not a list of `key: value` lines"),
        ("a: &a [x]\nb: [*a, *a]", "line 3: aliases are not read here"),
        ("a: " + "[" * 3000, "front matter"),
        ("title: " + "x" * 17_000, "more than 16384 characters"),
    ],
)
def test_front_matter_that_cannot_be_read_is_said_in_one_line(head: str, says: str) -> None:
    assert says in reason(f"---\n{head}\n---\nIt rained.\n")


def test_toml_that_does_not_parse_is_said_with_its_line() -> None:
    assert "line 1" in reason("+++\ntitle = \n+++\nIt rained.\n")


def test_toml_whose_tables_nest_without_end_is_refused_before_they_are_made() -> None:
    """15,000 of them took 900 MB."""
    deep = f"+++\na{'.a' * 5000} = 1\n+++\nIt rained.\n"
    assert reason(deep) == "has front matter that is nested too deeply"


def test_a_date_that_does_not_exist_is_no_date_and_no_error() -> None:
    assert parsed("---\npublished: 2022-02-30\n---\nIt rained.\n").published is None


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    assert parsed("---\n\nIt rained.\n").text == "It rained."


def test_the_first_heading_is_the_title_where_none_is_given() -> None:
    found = parsed("# A day out\n\nIt rained.\n\n## Later\n\nIt stopped.\n")
    assert found.title == "A day out"
    assert paragraphs(found, "heading") == ["Later"]
    assert parsed("It rained.\n").title == "Some notes"


def test_markers_targets_and_tags_are_not_seen() -> None:
    found = parsed(
        "It *rained* on **the [parade](https://x.example)**,<br>"
        "they `said`[^1] &amp; left ~~soon~~.\n\n"
        "> A quotation\n> of two lines.\n\n1. One item.\n2. Another item.\n\n"
        "<div><p>A paragraph in tags.</p></div>\n\n![alternative](x.png)\n\n"
        "[^1]: A note at the end.\n"
    )
    assert paragraphs(found) == [
        "It rained on the parade, they said & left soon.",
        "A quotation of two lines.",
        "One item.",
        "Another item.",
        "A paragraph in tags.",
        "A note at the end.",
    ]


def test_an_italic_line_with_or_under_an_image_is_its_caption() -> None:
    found = parsed(
        "It rained.\n\n![a](a.png)\n*The square in the rain*\n\n![b](b.png)\n\n"
        "_The square after it_\n\n*All in italics, but text.*\n"
    )
    assert paragraphs(found, "caption") == ["The square in the rain", "The square after it"]
    assert paragraphs(found) == ["It rained.", "All in italics, but text."]


def test_a_table_gives_its_rows_and_code_stays() -> None:
    found = parsed("| Country | Men |\n|---|---|\n| Mockovia | 150 |\n\n```\nx = 1\n```\n")
    assert paragraphs(found) == ["Mockovia | 150", "x = 1"]
    assert paragraphs(found, "heading") == ["Country | Men"]


def test_a_byline_under_the_title_is_the_author() -> None:
    found = parsed("# A day out\n\n*By Ada Sample*\n\n7 January 2022\n\nIt rained.\n")
    assert (found.author, found.published, found.text) == ("Ada Sample", "2022-01-07", "It rained.")


@pytest.mark.parametrize(
    "fields", ["---\ntitle: A wall\ndate: 2022-01-12\n", "+++\ntitle = 'A wall'\n"]
)
def test_front_matter_that_is_never_closed_ends_at_a_blank_line(fields: str) -> None:
    article = parsed(f"{fields}\nThe board met on Monday.\n")
    assert (article.title, article.text) == ("A wall", "The board met on Monday.")


@pytest.mark.parametrize(
    "text", ["---\nNote: it rained.\n\nIt dried.", "---\nIt rained. By: noon.\n"]
)
def test_a_rule_across_the_page_is_no_front_matter(text: str) -> None:
    assert "rained" in parsed(text).text


@pytest.mark.parametrize(
    ("text", "says"),
    [("a\n" * 100_001, "lines"), ("*a " * 100_001, "marks"), ("<p>a" * 100_001, "marks")],
)
def test_what_holds_more_than_an_article_is_refused(text: str, says: str) -> None:
    assert says in reason(text)


def test_link_references_marks_and_entities_are_read_as_a_reader_sees_them() -> None:
    text = "A [wall][w] &amp; a \\*pier\\*.\n\n[w]: https://a.example/\n"
    assert parsed(text).text == "A wall & a *pier*."


def test_a_table_below_a_line_of_text_is_read_row_by_row() -> None:
    found = parsed("The costs:\n| What | *Cost* |\n|---|:-:|\n| a \\| b | [4](x) |\n| wall |\n")
    assert paragraphs(found, "heading") == ["What | Cost"]
    assert paragraphs(found) == ["The costs:", "a | b | 4", "wall"]
