"""JSON and JSON lines to articles, record by record."""

import json

from index.reading.parse import parse
from index.types import Article, Skipped


def test_an_object_a_list_and_a_wrapped_list_are_read() -> None:
    record = {"title": "A day out", "text": "It rained.\n\nIt stopped."}
    for found, path in (
        (parse(json.dumps(record).encode(), "a.json"), "a.json"),
        (parse(json.dumps([record]).encode(), "a.json"), "a.json#1"),
        (parse(json.dumps({"articles": [record]}).encode(), "a.json"), "a.json#1"),
        (parse(json.dumps(record).encode(), "a.jsonl"), "a.jsonl#1"),
    ):
        (article,) = found
        assert isinstance(article, Article)
        assert (article.path, article.title) == (path, "A day out")
        assert article.text == "It rained.\n\nIt stopped."


def test_fields_are_read_by_their_other_names() -> None:
    record = {
        "headline": "A day &amp; out",
        "source": {"name": "The Sample Post"},
        "byline": [{"name": "Ada Sample"}],
        "datePublished": "2022-01-07T05:32:00Z",
        "link": "https://post.example/a",
        "paragraphs": ["It rained.", "It stopped."],
    }
    (article,) = parse(json.dumps(record).encode(), "a.json")
    assert isinstance(article, Article)
    assert article.title == "A day & out"
    assert article.publisher == "The Sample Post"
    assert article.author == "Ada Sample"
    assert article.published == "2022-01-07"
    assert article.url == "https://post.example/a"
    assert len(article.paragraphs) == 2


def test_html_in_a_record_is_read_as_html() -> None:
    record = {"title": "A day", "content": "<p>It <b>rained</b>.</p><p>It stopped.</p>"}
    (article,) = parse(json.dumps(record).encode(), "a.json")
    assert isinstance(article, Article)
    assert article.text == "It rained.\n\nIt stopped."


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    lines = '{"text": "One."}\n\n{"text": \n{"text": "Three."}\n{"title": "No text"}\n7\n'
    first, bad, third, bare, number = parse(lines.encode(), "a.jsonl")
    assert isinstance(first, Article)
    assert isinstance(bad, Skipped)
    assert bad.path == "a.jsonl#2"
    assert "line 3" in bad.reason
    assert isinstance(third, Article)
    assert third.path == "a.jsonl#3"
    assert bare == Skipped("a.jsonl#4", "has no text to quote")
    assert number == Skipped("a.jsonl#5", "is not a JSON object with a text")


def test_json_that_does_not_parse_is_said_with_its_line() -> None:
    (found,) = parse(b'{"title": "x",\n"text": }', "a.json")
    assert isinstance(found, Skipped)
    assert found.reason == "is not valid JSON: line 2, column 9: Expecting value"


def test_json_nested_without_end_is_skipped() -> None:
    for name in ("a.json", "a.jsonl"):
        (found,) = parse(b"[" * 100_000, name)
        assert isinstance(found, Skipped)


def test_an_empty_list_is_said_to_be_empty() -> None:
    assert parse(b"[]", "a.json") == [Skipped("a.json", "holds no articles")]


def test_half_a_surrogate_pair_cannot_break_what_is_stored() -> None:
    (found,) = parse(rb'{"title": "\ud800", "text": "It \udc00 rained."}', "a.json")
    assert isinstance(found, Article)
    assert found.text.encode()
    assert found.title.encode()
