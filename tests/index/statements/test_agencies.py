"""To which agency a text is credited."""

import pytest

from index.statements.agencies import article_agency, sentence_agency


@pytest.mark.parametrize(
    ("author", "publisher", "paragraphs", "agency"),
    [
        ("By ANN SAMPLE, Associated Press", None, [], "AP"),
        ("ANN SAMPLE and BOB SAMPLE Associated Press", None, [], "AP"),
        ("Ann Sample, AP National Writer", None, [], "AP"),
        ("Ann Sample and AFP", None, [], "AFP"),
        ("Reuters Staff", None, [], "Reuters"),
        (None, "AP News", ["Text."], "AP"),
        (None, "Example Times", ["EXAMPLETON (AP) — The bridge is open."], "AP"),
        (None, "Example Times", ["EXAMPLETON, July 16 (Reuters) - The bridge is open."], "Reuters"),
        (None, "Example Times", ["Exampleton (Ruritania) (AFP) – The bridge is open."], "AFP"),
        (None, "Example Times", ["Picture of the day", "(AFP) - The bridge is open."], "AFP"),
        (None, "Example Times", ["Text.", "Copyright 2019 The Associated Press."], "AP"),
        (None, "Example Times", ["Text.", "Source: dpa"], "dpa"),
        (None, "Example Times", ["The Associated Press contributed to this report."], None),
        (None, "Example Times", ["The Port Authority (PA) said that the bridge is open."], None),
        (None, "Example Times", ["AP photographers were at the bridge."], None),
        ("Ann AP Sample", None, [], None),
        ("Michael Bloomberg", None, [], None),
        ("Bloomberg Opinion", None, [], None),
    ],
)
def test_only_a_credit_for_the_whole_article_counts(
    author: str | None, publisher: str | None, paragraphs: list[str], agency: str | None
) -> None:
    assert article_agency(author, publisher, paragraphs) == agency


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("The bridge is open, the mayor told The Associated Press.", "AP"),
        ("The bridge is open, according to Reuters.", "Reuters"),
        ("Reuters reported on Friday that the bridge is open.", "Reuters"),
        ("The bridge is open, according to state news agency TASS.", "TASS"),
        ("Most want a bridge, according to a Reuters poll.", None),
        ("Most want a bridge, according to an Associated Press-Sample poll.", None),
        ("The bridge is open, Michael Bloomberg reported.", None),
        ("An AP photographer crossed the bridge.", None),
    ],
)
def test_a_sentence_may_name_the_agency_itself(sentence: str, agency: str | None) -> None:
    assert sentence_agency(sentence) == agency
