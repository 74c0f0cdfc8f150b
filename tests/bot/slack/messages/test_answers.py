"""Answers as messages: what stands in them, and that Slack takes every one."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.messages import names
from bot.slack.messages.answers.answer_messages import (
    answer_message,
    more_quotes_message,
    share_message,
)
from bot.slack.messages.block_kit import visible_chars
from bot.slack.messages.modals import origins_view
from bot.slack.messages.quoting import LEFT_OUT, excerpt
from bot.slack.references import AnswerRef, FeedbackRef, QuoteRef
from index.types import Answer, ArticleRef, Extract, Quote, Said
from tests.bot.slack.slack_values import (
    HIGHLIGHT,
    HOSTILE,
    KEY,
    TEXT,
    URLS,
    account,
    answer,
    answers,
    buttons,
    expect_good,
    expect_good_view,
    of_type,
    origins,
    quotable,
    quote,
    said,
    shown,
)


def test_the_first_quote_is_verbatim_with_the_answering_sentence_bold() -> None:
    message = answer_message(answer(quote()), key=KEY)
    expect_good(message)
    quoted = of_type(message.blocks, "rich_text_quote")[0]
    assert said(quoted) == TEXT
    bold = [part["text"] for part in quoted["elements"] if part.get("style", {}).get("bold")]
    assert bold == [TEXT[slice(*HIGHLIGHT)]]


def test_who_says_the_sentence_in_bold_stands_under_its_quote() -> None:
    name = Extract("Ann *Sample*", 5, 17, 4, "body")
    speech = Said(HIGHLIGHT, name, Extract("said", 18, 22, 4, "body"), "reported")
    message = answer_message(answer(quote(said=(speech,))), key=KEY)
    expect_good(message)
    assert "Said by: Ann *Sample*" in shown(message.blocks)
    unanswered = answer_message(answer(quote(said=(speech,)), answered=False), key=KEY)
    assert "Said by" not in shown(unanswered.blocks)


def test_the_citation_has_number_linked_title_publisher_date_and_paragraph() -> None:
    message = answer_message(answer(quote()), key=KEY)
    section = of_type(message.blocks, "rich_text_section")[0]
    assert said(section) == "[1] Troops leave Kazakhstan, The Sample Courier, 7 Jan 2022, ¶ 4"
    (link,) = of_type(section, "link")
    assert link["url"] == quote().link
    assert link["text"] == "Troops leave Kazakhstan"


def test_a_caption_is_cited_as_a_caption() -> None:
    message = answer_message(answer(quote(kind="caption", paragraph=2)), key=KEY)
    assert "caption 2" in shown(message.blocks)


def test_later_quotes_are_shorter_and_cut_outside_the_verbatim_text() -> None:
    long = "Before it all. " * 60 + "This answers. " + "Behind it all. " * 60
    at = long.index("This answers.")
    item = quote(long, ((at, at + 13),))
    message = answer_message(answer(item, item), key=KEY)
    first, second = of_type(message.blocks, "rich_text_quote")
    assert len(said(second)) < 300 < len(said(first))
    inner = [part["text"] for part in second["elements"]]
    assert inner[0].strip() == inner[-1].strip() == LEFT_OUT
    assert "".join(inner[1:-1]) in long
    assert "This answers." in inner


def test_a_later_quote_shows_the_whole_of_a_long_answering_sentence() -> None:
    sentence = "It answers at great length " * 15
    item = quote("Before. " * 99 + sentence, ((792, 792 + len(sentence)),))
    message = answer_message(answer(item, item), key=KEY)
    assert sentence in said(of_type(message.blocks, "rich_text_quote")[1])


def test_the_notification_says_the_answer_and_its_source() -> None:
    text = answer_message(answer(quote()), key=KEY).text
    assert TEXT[slice(*HIGHLIGHT)] in text
    assert "The Sample Courier, 7 Jan 2022, ¶ 4" in text


def test_each_quote_can_be_seen_in_context_and_cited() -> None:
    message = answer_message(answer(quote(), quote(passage_id=9)), key=KEY)
    values = buttons(message.blocks)
    assert [QuoteRef.decode(v, KEY).passage_id for v in values[names.IN_CONTEXT]] == [7, 9]
    assert values[names.IN_CONTEXT] == values[names.COPY_CITATION]
    assert QuoteRef.decode(values[names.IN_CONTEXT][0], KEY).highlights == (HIGHLIGHT,)


def test_more_quotes_knows_the_question_as_asked_and_how_many_were_shown() -> None:
    asked = "who sent troops? from:wire"
    message = answer_message(answer(quote(), quote()), key=KEY, asked=asked)
    (value,) = buttons(message.blocks)[names.MORE_QUOTES]
    assert AnswerRef.decode(value, KEY) == AnswerRef(answer().snapshot.id, asked, 2)


def test_feedback_says_which_answer_and_which_verdict() -> None:
    message = answer_message(answer(quote()), key=KEY)
    (pair,) = of_type(message.blocks, "feedback_buttons")
    good = FeedbackRef.decode(pair["positive_button"]["value"], KEY)
    bad = FeedbackRef.decode(pair["negative_button"]["value"], KEY)
    assert (good.helpful, bad.helpful) == (True, False)
    assert bad.question == "who sent troops?"
    assert bad.passage_id == 7


def test_the_receipt_names_snapshot_passages_and_time() -> None:
    text = shown(answer_message(answer(quote()), key=KEY).blocks)
    assert "Index 1f3a9c20 · 1,581 passages of 15 articles searched in 51 ms" in text


def test_sharing_stopping_and_privacy_are_offered_only_when_asked_for() -> None:
    plain = answer_message(answer(quote()), key=KEY)
    assert not {names.SHARE, names.STOP_HERE} & buttons(plain.blocks).keys()
    private = answer_message(
        answer(quote()),
        key=KEY,
        shareable=True,
        private=True,
        with_stop=True,
        follow_up_hint="Ask on in this thread",
    )
    expect_good(private)
    assert {names.SHARE, names.STOP_HERE} <= buttons(private.blocks).keys()
    text = shown(private.blocks)
    assert "who sent troops?" in text
    assert "Ask on in this thread" in text


def test_no_answer_is_said_plainly_with_the_nearest_passage_and_the_score() -> None:
    message = answer_message(answer(quote(), answered=False), key=KEY, shareable=True)
    expect_good(message)
    assert message.text == "The articles don't say."
    text = shown(message.blocks)
    assert "The articles don't say." in text
    assert "0.31, 0.50 needed" in text
    quoted = of_type(message.blocks, "rich_text_quote")[0]
    assert not any("style" in part for part in quoted["elements"])
    assert not {names.SHARE, names.MORE_QUOTES} & buttons(message.blocks).keys()


def test_no_answer_from_no_article_is_said_too() -> None:
    message = answer_message(answer(answered=False), key=KEY)
    expect_good(message)
    assert "The articles don't say." in shown(message.blocks)


def test_more_quotes_are_numbered_on_and_end() -> None:
    found = answer(*(quote(passage_id=n) for n in range(5)))
    message = more_quotes_message(found, key=KEY, shown=3)
    expect_good(message)
    sections = [said(section) for section in of_type(message.blocks, "rich_text_section")]
    assert [text[:3] for text in sections] == ["[4]", "[5]"]
    nothing = more_quotes_message(found, key=KEY, shown=5)
    expect_good(nothing)
    assert "no more quotes" in nothing.text
    assert not buttons(nothing.blocks)


def test_a_shared_answer_says_who_shares_it_and_what_was_asked() -> None:
    message = share_message(answer(quote()), "U0ALICE", key=KEY)
    expect_good(message)
    assert of_type(message.blocks, "user") == [{"type": "user", "user_id": "U0ALICE"}]
    assert "who sent troops?" in shown(message.blocks)
    assert names.SHARE not in buttons(message.blocks)


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_hostile_titles_and_quotes_neither_break_a_message_nor_call_anyone(
    title: str, text: str
) -> None:
    item = quote(text, ((0, len(text)),), title=title, publisher=title, author=title)
    message = answer_message(answer(item, item, question=title), key=KEY, private=True)
    expect_good(message)
    citation = of_type(message.blocks, "rich_text_section")[1]
    assert "\n" not in said(citation)
    assert "\u202e" not in said(citation)


@pytest.mark.parametrize("url", URLS)
def test_only_http_urls_of_bearable_length_are_linked(url: str | None) -> None:
    message = answer_message(answer(quote(url=url, link=url)), key=KEY)
    expect_good(message)
    for link in of_type(message.blocks, "link"):
        assert link["url"].lower().startswith(("http://", "https://"))
        assert not set(link["url"]) & set("<>| \n")
    assert bool(of_type(message.blocks, "link")) is (url in (URLS[0], URLS[4], URLS[8]))


def test_a_link_too_long_gives_way_to_the_page() -> None:
    message = answer_message(answer(quote(link="https://a.example/#" + "x" * 3000)), key=KEY)
    assert of_type(message.blocks, "link")[0]["url"] == quote().url


def test_a_10_000_character_quote_is_cut_around_its_highlight() -> None:
    text = "word " * 1000 + "HERE it is. " + "word " * 1000
    at = text.index("HERE")
    message = answer_message(answer(quote(text, ((at, at + 11),))), key=KEY)
    expect_good(message)
    (quoted,) = of_type(message.blocks, "rich_text_quote")
    assert "HERE it is." in said(quoted)
    assert len(said(quoted)) < 1600


def test_ten_of_the_longest_quotes_stay_within_slacks_limits() -> None:
    url = "https://a.example/" + "y" * 700
    item = quote("漢字" * 5000, ((0, 10_000),), title="漢" * 3000, url=url, link=url)
    found = answer(*[item] * 10, question="漢字" * 2000)
    for message in (
        answer_message(found, key=KEY, shareable=True, private=True, with_stop=True),
        share_message(found, "U0ALICE", key=KEY),
    ):
        expect_good(message)
        assert len(json.dumps(message.blocks, ensure_ascii=False)) < 13_200
        assert of_type(message.blocks, "rich_text_quote")


@settings(max_examples=60, deadline=None)
@given(answers(), st.booleans(), st.booleans(), st.none() | st.text(max_size=500))
def test_every_answer_makes_a_message_that_slack_takes(
    found: Answer, private: bool, stop: bool, hint: str | None
) -> None:
    for message in (
        answer_message(
            found,
            key=KEY,
            private=private,
            shareable=private,
            with_stop=stop,
            follow_up_hint=hint,
        ),
        more_quotes_message(found, key=KEY, shown=1),
        share_message(found, "U0ALICE", key=KEY),
    ):
        expect_good(message)
        assert visible_chars(message.blocks) < 5000
    quoted = of_type(answer_message(found, key=KEY).blocks, "rich_text_quote")
    quotes = [item for each in (found, *found.further) for item in each.quotes]
    for element in quoted:
        assert any(kept(said(element), item) for item in quotes)


def kept(seen: str, item: Quote) -> bool:
    """Whether what is seen is a slice of the quote, but for the mark of an omission."""
    candidates = {seen, seen.removeprefix(f"{LEFT_OUT} ")}
    candidates |= {text.removesuffix(f" {LEFT_OUT}") for text in set(candidates)}
    return any(text in item.text for text in candidates)


@settings(max_examples=100, deadline=None)
@given(quotable, st.data(), st.integers(20, 400))
def test_an_excerpt_is_a_slice_that_holds_the_highlight_where_it_fits(
    text: str, data: st.DataObject, max_chars: int
) -> None:
    a = data.draw(st.integers(0, len(text) - 1))
    b = data.draw(st.integers(a + 1, len(text)))
    start, end = excerpt(text, [(a, b)], max_chars)
    assert 0 <= start < end <= len(text)
    assert end - start <= max_chars
    if b - a <= max_chars:
        assert start <= a
        assert b <= end


def test_a_mended_typo_and_the_articles_that_say_the_same_are_told() -> None:
    hostile = ArticleRef("<!channel> *Copy*", "Example & Wire", None, None, "copy.md")
    told = replace(answer(quote(also_in=(hostile,))), searched_for="who sent troops?")
    message = answer_message(told, key=KEY)
    expect_good(message)
    assert "Understood as: who sent troops?" in shown(message.blocks)
    assert "[1] also in <!channel> *Copy*, Example & Wire" in shown(message.blocks)
    assert not of_type(message.blocks, "mrkdwn")


def test_each_of_several_questions_stands_over_its_own_quotes() -> None:
    other = answer(question="when did it open?", answered=False)
    third = answer(quote("The weir is made of oak."), question="what is it made of?")
    message = answer_message(
        replace(answer(quote()), further=(other, third), too_many=("why?",)),
        key=KEY,
        asked="three questions",
    )
    expect_good(message)
    told = shown(message.blocks)
    places = [
        told.index(said)
        for said in (
            "who sent troops?",
            TEXT[slice(*HIGHLIGHT)],
            "when did it open?",
            "The articles don't say.",
            "what is it made of?",
            "The weir is made of oak.",
            "I answer 3 questions at once, and this asks 4. Please ask again: why?",
        )
    ]
    assert places == sorted(places)
    more = [
        AnswerRef.decode(value, KEY).question
        for value in buttons(message.blocks)[names.MORE_QUOTES]
    ]
    assert more == ["who sent troops?", "what is it made of?"]
    assert len(of_type(message.blocks, "feedback_buttons")) == 1
    assert "when did it open? The articles don't say." in message.text


def test_who_else_says_it_stands_under_the_first_quote_with_its_button() -> None:
    found = origins(("AP", [account(), account(publisher="Fox Wire")]))
    given = replace(answer(quote(also_in=(account().article,)), quote()), origins=found)
    message = answer_message(given, key=KEY, asked="who sent troops? from:wire")
    expect_good(message)
    text = shown(message.blocks)
    assert text.count("Also in Fox Wire, from at most 1 origin: AP.") == 1
    assert "also in Troops" not in text
    [value] = buttons(message.blocks)[names.SHOW_ORIGINS]
    assert AnswerRef.decode(value, KEY).question == "who sent troops? from:wire"


def test_different_figures_are_quoted_and_cited() -> None:
    given = replace(answer(quote()), figures=(account("31 died."), account("45 died.")))
    message = answer_message(given, key=KEY)
    expect_good(message)
    quoted = [said(part) for part in of_type(message.blocks, "rich_text_quote")]
    assert quoted[1:] == ["31 died.", "45 died."]
    assert "The articles give different figures:" in shown(message.blocks)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_accounts_make_good_messages(text: str) -> None:
    each = account(text, title=text, publisher=text, url=text)
    found = origins((text, [each] * 40), speaker=text)
    given = replace(answer(quote()), origins=found, figures=(each,) * 6)
    expect_good(answer_message(given, key=KEY))
    expect_good_view(origins_view(found))
    expect_good_view(origins_view(replace(found, speaker=None)))


def test_the_modal_has_every_sentence_by_its_origin_up_to_a_limit() -> None:
    many = origins(
        ("AP", [account(f"Sentence {n}.") for n in range(50)]), ("Fox Wire", [account()])
    )
    view = origins_view(many)
    expect_good_view(view)
    text = shown(view["blocks"])
    assert "AP" in text
    assert "Sentence 29." in text
    assert "… and 21 more" in text
