"""What holds for every format: character encodings, dates, titles, offsets that fit the text."""

import itertools
import json
import unicodedata
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.reading.article import SEPARATOR, readable_name
from index.reading.lines.bylines import is_date_line
from index.reading.lines.dates import iso_date
from index.reading.lines.layout import paragraph_lines
from index.reading.parse import SUFFIXES, parse
from index.reading.visible_text import visible
from index.types import Article, Skipped

SENTENCE = "Le président a déclaré que l’armée était prête, et « très » unie.\n"
RUSSIAN = "Солдаты прибыли в город в четверг, сообщил представитель министерства.\n"


def text_of(data: bytes, name: str = "a.txt") -> str:
    (found,) = parse(data, name)
    assert isinstance(found, Article), found
    return found.text


def reason(data: bytes, name: str = "a.txt") -> str:
    (found,) = parse(data, name)
    assert isinstance(found, Skipped)
    return found.reason


def assert_sound(article: Article) -> None:
    shown = []
    end = -len(SEPARATOR)
    for paragraph in article.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        assert text
        assert text == text.strip()
        assert paragraph.start == end + len(SEPARATOR)
        end = paragraph.end
        shown.append(text)
    assert SEPARATOR.join(shown) == article.text
    for kind in ("body", "caption", "heading"):
        numbers = [p.number for p in article.paragraphs if p.kind == kind]
        assert numbers == list(range(1, len(numbers) + 1))
    assert any(p.kind == "body" for p in article.paragraphs)
    assert article.title == visible(article.title) != ""
    assert article.text.encode()


WORDS = st.sampled_from(
    [
        "# ",
        "---\n",
        "<p>",
        "</p>",
        "<br>",
        "By Ada Sample\n",
        "\n\n",
        "\n",
        "troops ",
        "It rained. ",
        "![a](b)",
        "*",
        "| a | b |\n",
        "|---|---|\n",
        "Related:\n",
        "January 7, 2022\n",
        "(X/Y)",
        '"',
        "{",
        "}",
        '{"text": "',
        "[",
        "]",
        "© 2022 X\n",
        "Most read\n",
        "&amp;",
        "\t",
        "é",
        "\u200b",
    ]
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=200) | st.lists(WORDS, max_size=30).map("".join).map(str.encode))
def test_no_bytes_raise_and_every_article_is_sound(suffix: str, data: bytes) -> None:
    for found in parse(data, f"some/file{suffix}"):
        if isinstance(found, Article):
            assert_sound(found)
        else:
            assert found.reason
            assert "\n" not in found.reason


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_text_comes_back_but_for_white_space_and_invisible_marks(texts: list[str]) -> None:
    for found in parse(json.dumps({"paragraphs": texts}).encode(), "a.json"):
        if isinstance(found, Article):
            assert_sound(found)
            expected = list(filter(None, map(visible, texts)))
            assert found.text == SEPARATOR.join(expected)


@given(st.text())
def test_visible_text_changes_nothing_twice(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_a_reader_sees_no_soft_hyphens_and_no_runs_of_space() -> None:
    assert visible(" a\u00a0\t b\u00adc\u200bd\u2009e\r\nf\x00 ") == "a bcd e f"
    assert visible("“…” ½ Ａ") == "“…” ½ Ａ"
    assert visible("the ﬁrst oﬃce on the ﬂoor") == "the first office on the floor"
    assert visible("e\u0301") == unicodedata.normalize("NFC", "e\u0301")


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_western_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert text_of(SENTENCE.encode(encoding)) == SENTENCE.strip()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1251", "koi8-r"])
def test_russian_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert text_of((RUSSIAN * 3).encode(encoding)).split(SEPARATOR)[0] == RUSSIAN.strip()


def test_polish_text_is_not_taken_for_western() -> None:
    text = "Żołnierze przybyli do miasta późno, powiedział rzecznik, i nikt nie wie dlaczego.\n"
    assert text_of((text * 2).encode("cp1250")).split(SEPARATOR)[0] == text.strip()


def test_a_broken_byte_costs_one_character_and_is_named_in_the_report() -> None:
    data = "“We are staying,” he said — twice.".encode()
    article, skipped = parse(data[:10] + b"\xff" + data[10:], "a.txt")
    assert isinstance(article, Article)
    assert article.text == "“We are \ufffdstaying,” he said — twice."
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "was read, but 1 character is broken in it and shown as \ufffd"
    assert RUSSIAN[:60] in parse(RUSSIAN.encode()[:-3], "a.txt")[0].text  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_stray_zero_byte_is_dropped(encoding: str) -> None:
    data = f"{SENTENCE}\n{SENTENCE}".encode(encoding)
    assert text_of(data[:30] + b"\0" + data[30:]) == SEPARATOR.join([SENTENCE.strip()] * 2)


def test_a_byte_of_another_encoding_does_not_change_the_encoding_of_the_page() -> None:
    declared = (
        b"<meta charset=utf-8><p>A caf\xe9 on the pier, " + "a café by the wall.</p>".encode()
    )
    assert "café by the wall" in parse(declared, "a.html")[0].text  # type: ignore[union-attr]
    western = b"<meta charset=windows-1252><p>A caf\xe9 on the pier \x81 is shut.</p>"
    assert "A café on the pier" in parse(western, "a.html")[0].text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"%PDF-1.7 ...", "is not text but a PDF document"),
        (b"PK\x03\x04....", "is not text but a ZIP archive or an office document"),
        (bytes(range(256)) * 8, "is not text"),
        (b"\x00\x01\x02\x03" * 50, "is not text"),
        (b"\x7fELF" + b"\x02\x01\x01" + bytes(9) + b"abc" * 9, "is not text"),
        (b"***\n\n---\n", "has no text to quote"),
        (b"\xff\xfea", "is broken UTF-16: save it again"),
    ],
)
def test_what_is_not_text_is_said_to_be_so(data: bytes, says: str) -> None:
    assert reason(data).startswith(says)


def test_a_suffix_that_is_not_known_is_skipped_with_those_that_are() -> None:
    assert ".jsonl" in reason(b"text", "a.doc")


def test_suffixes_are_known_in_any_letter_case() -> None:
    assert text_of(b"It rained.\n", "A.TXT") == "It rained."


@pytest.mark.parametrize(
    "value",
    [
        "2022-01-07",
        "January 7, 2022 at 5:32 a.m. EST",
        "7 Jan 2022",
        "Jan. 7, 2022",
        "7th of January 2022",
        "2022-01-07T23:30:00-05:00",
        "Fri, 07 Jan 2022 10:32:00 GMT",
        "20220107",
        "2022/1/7",
        date(2022, 1, 7),
        datetime(2022, 1, 7, 23, 30),
        "7 января 2022 г.",
        "7-Jan-2022",
        "Fri Jan 07 09:34:00 CET 2022",
        "7. 1. 2022",
        "7. Januar 2022, 08:00 MEZ",
        "7 de enero de 2022",
        "7 janvier 2022 à 12h",
        "7 stycznia 2022",
        "ngày 7 tháng 1 năm 2022",
        "2022年1月7日",
        "٧ يناير 2022",
    ],
)
def test_dates_in_usual_spellings_are_read(value: object) -> None:
    assert iso_date(value) == "2022-01-07"


@pytest.mark.parametrize(
    "value",
    [
        "7/1/2022",
        "yesterday",
        "2022",
        "2022-02-30",
        "January 2022",
        "soon",
        "",
        None,
        True,
        2022,
        "99/99/2022",
        "x" * 500,
        "0000-00-00",
        [],
        {"a": 1},
    ],
)
def test_ambiguous_and_impossible_dates_are_none(value: object) -> None:
    assert iso_date(value) is None


@pytest.mark.parametrize(
    "text",
    """12. März 2024; Dienstag, 12. März 2024, 10:00 Uhr; le 12 mars 2024; 12 de marzo de 2024
    ; 12 de março de 2024; 12 marzo 2024; 12 maart 2024; 12 marca 2024 r.; 12. března 2024
    ; 12 марта 2024 г.; 12 березня 2024 року; 2024. március 12.; 2024 m. kovo 12 d.; 12. mars 2024
    ; 2024. gada 12. martā; 12 Mart 2024; 12 Μαρτίου 2024; 12 مارس 2024; 2024年3月12日; 12.3.2024
    ; 2024년 3월 12일; ngày 12 tháng 3 năm 2024; 12. maaliskuuta 2024; Marso 12, 2024; 12 मार्च 2024
    """.split(";"),
)
def test_dates_in_other_languages_are_read(text: str) -> None:
    assert iso_date(text) == "2024-03-12"


@pytest.mark.parametrize(
    "text",
    """28 Sat 2022; 12 bakae 2022; In 2020 may 12 people; 31 avril 2023; mai 2023
    ; 12 Ziegen 2022""".split(";"),
)
def test_what_is_no_day_in_another_language_is_none(text: str) -> None:
    assert iso_date(text) is None


@pytest.mark.parametrize(
    "line",
    """Dienstag, 12. März 2024, 10:00 Uhr; Stand: 12.03.2024, 10:00 Uhr; Mis à jour le 3 mai 2023
    ; Martes, 3 de mayo de 2023; terça-feira, 3 de maio de 2023 às 10h20; вторник, 12 марта 2024 г.
    ; wtorek, 12 marca 2024 r.; zaterdag 3 juni 2023 om 10:30 uur; 2024年3月12日 10時30分
    """.split(";"),
)
def test_a_line_of_a_day_in_another_language_is_one(line: str) -> None:
    assert is_date_line(line.strip())


@pytest.mark.parametrize(
    "line", ["Am 12. März 2024 kam sie", "Le 3 mai 2023 Paris", "3 mai, 40 gens"]
)
def test_a_line_that_says_more_than_a_day_is_none(line: str) -> None:
    assert not is_date_line(line)


def test_a_numeric_date_that_is_not_ambiguous_is_read() -> None:
    assert {iso_date(day) for day in ("13/1/2022", "1/13/2022", "13 | 01 | 2022")} == {"2022-01-13"}


def test_names_of_files_are_made_readable() -> None:
    assert readable_name("articles/kazakhstan-troops.md") == "Kazakhstan troops"
    assert readable_name("news_items.jsonl#3") == "News items 3"
    assert readable_name("posts/2024-03-05-ferry-stays.md") == "Ferry stays"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("posts/2024-03-05-ferry-stays.md", "2024-03-05"),
        ("courier_2024-03-05_ferry.txt", "2024-03-05"),
        ("2024_03_05 ferry.txt", "2024-03-05"),
        ("2024-13-05-ferry.txt", None),
        ("2024-03-05.txt", None),
        ("Screenshot 2024-03-05 at noon.txt", None),
        ("minutes-2024-03-05-2024-04-05.txt", None),
        ("2024-03-05-ferry/notes.txt", None),
    ],
)
def test_the_day_in_a_name_counts_if_words_follow_it(name: str, day: str | None) -> None:
    text = "The ferry stays in port, officials said.\n\nIt is too cold for the goats.\n"
    for suffix in (".txt", ".md"):
        [article] = parse(text.encode(), str(Path(name).with_suffix(suffix)))
        assert isinstance(article, Article)
        assert article.published == day
    [dated] = parse(f"---\ndate: 2023-01-02\n---\n{text}".encode(), "2024-03-05-ferry.md")
    assert isinstance(dated, Article)
    assert dated.published == "2023-01-02"


WRAPPED = "\n".join(
    itertools.chain.from_iterable(
        (
            "The soldiers who arrived in the city last week brought tents, field",
            "kitchens and enough food for a month, which suggested to some that",
            "they did not mean to leave.",
            separator,
        )
        for separator in ("", "It rained.", "")
    )
)


def test_wrapped_lines_are_joined_and_short_last_lines_end_paragraphs() -> None:
    lines = [line.text for line in paragraph_lines(WRAPPED)]
    assert len(lines) == 4
    assert lines[0].startswith("The soldiers")
    assert lines[0].endswith("mean to leave.")
    assert lines[2] == "It rained."


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    lines = [
        "They left on a Thursday, in grey planes without any markings.",
        "It rained.",
        "It stopped.",
    ]
    assert [line.text for line in paragraph_lines("\r\n".join(lines))] == lines
