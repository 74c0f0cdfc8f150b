"""Where sentences end, and where they do not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The U.S. officials said so.", "They left."],
        ["He met Mr. Tokayev on Jan. 7 in Paris.", "It rained."],
        ["J. K. Rowling wrote it.", "She lives there."],
        ["Wait... what did he say...", "Nothing."],
        ["“He left.”", "She stayed."],
        ["(He left.)", "She stayed."],
        ["“Why?” she asked.", "He said ‘no.’", "Then she left."],
        ["no stops at all here"],
        ["He was born in St. Petersburg and No. 10 is his house."],
        ["It starts at 9 a.m. Thursday.", "It ends at 5 p.m.", "The crowd leaves."],
        ["It cost $1.5 million.", "Apple Inc. said that it grew by 5.5%.", "20 people came."],
        ["He lives in the U.S.", "The country is big."],
        ["George W. Bush and Lt. Gen. Smith met Sen. Warren.", "They spoke."],
        ["It was in the last century.", "Everyone can.", "It works."],
        ["They won.[1][2]", "Then they lost."],
        ["i love it!!", "it works great."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["桥关闭了。", "为什么？", "他说：“有裂缝！”", "人们坐船。"],
        ["यह पुल बंद है।", "लोग नाव से जाते हैं।"],
        ["هل أغلق الجسر؟", "نعم."],
    ],
)
def test_other_scripts_have_their_own_marks(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("a list item\n\nthe next. And more") == [
        "a list item",
        "the next.",
        "And more",
    ]


@given(st.text(alphabet=st.sampled_from("aB .!?\n[]1\"'”…。漢\u00a0"), max_size=200))
def test_every_visible_character_is_in_just_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() != "" for sentence in sentences(text))


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "de",
            ["Am 1. Dezember kam er an.", "Das war z.B. in Köln.", "Es waren 12.", "Mehr nicht."],
        ),
        ("de", ["Im 19. Jahrhundert herrschte Otto II. von Ost.", "Prof. Weiß war der 2. Zeuge."]),
        ("es", ["El Sr. García vive en EE. UU. desde 1990.", "La Sra. Vega no."]),
        ("fr", ["M. Morel a parlé.", "Mme. Petit aussi."]),
        ("ru", ["А. С. Волков родился в 1799 г. в Твери.", "Потом он жил на ул. Садовой."]),
        ("da", ["Den 1. maj kom han.", "Det var f.eks. godt."]),
    ],
)
def test_a_full_stop_of_another_language_ends_no_sentence(
    language: str, sentences: list[str]
) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text, language)] == sentences


def test_the_rules_of_another_language_join_no_lines_and_change_no_english() -> None:
    text = "Er kam am 1.\nDezember war kalt."
    assert len(sentence_spans(text, "de")) == 2
    english = "On p. 1. He left. Mr. Sr. M. Vega stayed."
    assert sentence_spans(english, "en") == sentence_spans(english)


def test_a_number_and_an_abbreviation_end_no_sentence_where_it_goes_on() -> None:
    german = "Zur 2. Auflage kamen rund 40 Gäste. Der Eintritt ist frei."
    assert [german[slice(*span)] for span in sentence_spans(german, "de")] == [
        "Zur 2. Auflage kamen rund 40 Gäste.",
        "Der Eintritt ist frei.",
    ]
    spanish = "La Dra. Prieto, del Ayto. de Halm, lo explicó."
    assert [spanish[slice(*span)] for span in sentence_spans(spanish, "es")] == [spanish]
