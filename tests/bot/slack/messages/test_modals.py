"""Modals: what stands in them, and that Slack takes every one."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.messages import names
from bot.slack.messages.modals import (
    citation_view,
    context_view,
    erased_view,
    evidence_view,
    gone_view,
    notice_view,
)
from bot.slack.references import QuoteRef
from bot.wording.citation_styles import Cited, apa, bibtex, chicago, plain
from index.types import Answer
from tests.bot.slack.slack_values import (
    HOSTILE,
    KEY,
    URLS,
    answer,
    answers,
    article,
    buttons,
    expect_good_view,
    of_type,
    passage_at,
    quotable,
    quote,
    said,
    shown,
    words,
)

REF = QuoteRef("snapshot-1", 9, "who?", ((0, 5),))
ARTICLE = article([f"Paragraph {n} says so." for n in range(1, 21)], url="https://a.example")


def pages(index: int) -> dict[int, list[str]]:
    """The paragraphs of each page, by pressing next and previous from page 0."""
    passage = passage_at(ARTICLE, index)
    found: dict[int, list[str]] = {}
    waiting = [0]
    while waiting:
        page = waiting.pop()
        view = context_view(ARTICLE, passage, [(0, 9)], page, ref=REF, key=KEY)
        expect_good_view(view)
        paragraphs = []
        for block in view["blocks"][1:]:
            if block["type"] == "context":
                paragraphs.append(block["elements"][0]["text"])
            elif block["type"] == "rich_text":
                paragraphs.append(said(block["elements"][0]))
        found[page] = paragraphs
        turns = buttons(view["blocks"])
        for name in (names.CONTEXT_NEXT, names.CONTEXT_PREVIOUS):
            for value in turns.get(name, ()):
                target = QuoteRef.decode(value, KEY).page
                if target not in found:
                    waiting.append(target)
    return found


def test_the_context_says_that_the_sentence_is_no_longer_in_the_article() -> None:
    passage = passage_at(ARTICLE, 9)
    now = replace(ARTICLE, version=2, read="2026-03-05")
    view = context_view(ARTICLE, passage, [(0, 9)], ref=REF, key=KEY, now=now)
    expect_good_view(view)
    gone = "The quoted sentence is no longer in the article, now version 2, read 5 Mar 2026."
    assert gone in shown(view["blocks"])
    view = context_view(now, passage, [(0, 9)], ref=REF, key=KEY)
    assert "Pub, 7 Jan 2022, version 2, read 5 Mar 2026" in shown(view["blocks"])
    assert "no longer" not in shown(view["blocks"])


def test_a_quote_stands_between_its_neighbours_with_the_sentence_bold() -> None:
    passage = passage_at(ARTICLE, 9)
    view = context_view(ARTICLE, passage, [(0, 9)], ref=REF, key=KEY)
    expect_good_view(view)
    kinds = [block["type"] for block in view["blocks"]]
    assert kinds == [
        "rich_text",
        "context",
        "context",
        "rich_text",
        "context",
        "context",
        "actions",
    ]
    (quoted,) = of_type(view["blocks"], "rich_text_quote")
    assert said(quoted) == passage.text
    assert quoted["elements"][0] == {
        "type": "text",
        "text": "Paragraph",
        "style": {"bold": True},
    }
    assert QuoteRef.decode(view["private_metadata"], KEY) == REF


@pytest.mark.parametrize("index", [0, 1, 2, 9, 18, 19])
def test_turning_the_pages_shows_every_paragraph_once_and_in_order(index: int) -> None:
    found = pages(index)
    read = [text for page in sorted(found) for text in found[page]]
    assert read == [f"Paragraph {n} says so." for n in range(1, 21)]
    assert all(b - a == 1 for a, b in pairwise(sorted(found)))


def test_a_page_that_is_not_there_is_the_nearest_that_is() -> None:
    passage = passage_at(ARTICLE, 9)
    for page in (99, -99):
        view = context_view(ARTICLE, passage, [], page, ref=REF, key=KEY)
        kept = QuoteRef.decode(view["private_metadata"], KEY).page
        assert 0 < abs(kept) < 5
        expect_good_view(view)


def test_citations_can_be_copied_in_four_styles() -> None:
    cited = Cited("T & C", "Pub", "Ada Sample", "2022-01-02", "https://a.example", 4)
    view = citation_view(cited, "The quoted words.")
    expect_good_view(view)
    copyable = [said(block) for block in of_type(view["blocks"], "rich_text_preformatted")]
    assert copyable == [plain(cited), apa(cited), chicago(cited), bibtex(cited)]
    assert said(of_type(view["blocks"], "rich_text_quote")[0]) == "The quoted words."


def test_evidence_for_a_message_is_quoted_and_can_be_seen_in_context() -> None:
    view = evidence_view(answer(quote(), quote()), "<!channel> they sent troops", key=KEY)
    expect_good_view(view)
    assert len(of_type(view["blocks"], "rich_text_quote")) == 2
    assert len(buttons(view["blocks"])[names.IN_CONTEXT]) == 2


def test_a_message_without_evidence_is_said_to_have_none() -> None:
    view = evidence_view(answer(quote(), answered=False), "the moon is cheese", key=KEY)
    expect_good_view(view)
    text = shown(view["blocks"])
    assert "I found no source for this in the articles." in text
    assert "0.31" in text


def test_notices_say_what_happened() -> None:
    assert "3 questions" in shown(erased_view(3)["blocks"])
    assert "1 question " in shown(erased_view(1)["blocks"])
    assert "who?" in shown(gone_view("who?")["blocks"])
    for view in (erased_view(0), gone_view(), notice_view("Wait", "…")):
        expect_good_view(view)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_do_not_break_a_modal(text: str) -> None:
    texts = [text if text.strip() else "x"] * 4
    source = article(texts, title=text, publisher=text, url=URLS[1])
    for view in (
        context_view(
            source, passage_at(source, 1), [(0, 1)], ref=replace(REF, question=text), key=KEY
        ),
        citation_view(Cited.of_passage(source, passage_at(source, 1)), text),
        evidence_view(answer(quote(texts[0], ((0, 1),), title=text)), text, key=KEY),
        gone_view(text),
        notice_view(text or "x", text),
    ):
        expect_good_view(view)


@settings(max_examples=30, deadline=None)
@given(st.lists(quotable, min_size=1, max_size=8), st.data(), words)
def test_any_paragraphs_make_a_context_that_slack_takes(
    texts: list[str], data: st.DataObject, title: str
) -> None:
    source = article(texts, title=title, url=data.draw(st.sampled_from(URLS)))
    index = data.draw(st.integers(0, len(texts) - 1))
    passage = passage_at(source, index)
    end = data.draw(st.integers(0, len(passage.text)))
    page = data.draw(st.integers(-3, 3))
    view = context_view(source, passage, [(0, end)], page, ref=REF, key=KEY)
    expect_good_view(view)
    for block in of_type(view["blocks"], "rich_text_quote"):
        bare = said(block).removesuffix(" […]").removeprefix("[…] ")
        assert bare in passage.text or said(block) in passage.text


@settings(max_examples=25, deadline=None)
@given(answers(), words)
def test_any_answer_makes_evidence_that_slack_takes(found: Answer, selected: str) -> None:
    expect_good_view(evidence_view(found, selected, key=KEY))
