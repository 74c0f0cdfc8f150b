"""References in buttons: what goes in comes out, and nothing else gets in."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.references import AnswerRef, BadReference, ChannelRef, FeedbackRef, QuoteRef
from tests.bot.slack.slack_values import KEY

REF = QuoteRef("20260131T120000000000-1f3a9c20", 7, "who sent troops?", ((40, 121),), page=-1)


def test_a_reference_comes_back_as_it_was() -> None:
    assert QuoteRef.decode(REF.encode(KEY), KEY) == REF
    answer = AnswerRef("s", "who sent troops? from:wire", 3)
    assert AnswerRef.decode(answer.encode(KEY), KEY) == answer
    feedback = FeedbackRef("s", 7, "who?", True, False)
    assert FeedbackRef.decode(feedback.encode(KEY), KEY) == feedback
    channel = ChannelRef("C1", "1.2")
    assert ChannelRef.decode(channel.encode(KEY), KEY) == channel


def test_another_key_is_found_out() -> None:
    with pytest.raises(BadReference):
        QuoteRef.decode(REF.encode(b"another"), KEY)


def test_a_reference_of_another_kind_is_found_out() -> None:
    with pytest.raises(BadReference):
        AnswerRef.decode(REF.encode(KEY), KEY)


@pytest.mark.parametrize("value", ["", "x", "é", "AAAA", "a" * 5000, "{}", "\x00", "===="])
def test_what_is_no_reference_is_found_out(value: str) -> None:
    with pytest.raises(BadReference):
        QuoteRef.decode(value, KEY)


def test_every_changed_bit_is_found_out() -> None:
    sealed = base64.urlsafe_b64decode(REF.encode(KEY))
    for position in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(BadReference):
            QuoteRef.decode(base64.urlsafe_b64encode(bytes(changed)).decode(), KEY)


def test_a_long_question_gives_way() -> None:
    long = QuoteRef("s", 7, "who sent troops " * 100, ((1, 2),))
    decoded = QuoteRef.decode(long.encode(KEY), KEY)
    assert decoded.passage_id == 7
    assert decoded.question.startswith("who sent troops")
    assert decoded.question.endswith("…")


@settings(max_examples=50, deadline=None)
@given(
    st.text(max_size=3000),
    st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), max_size=12),
)
def test_references_of_any_question_fit_a_button(
    question: str, passage: int, spans: list[tuple[int, int]]
) -> None:
    snapshot = "20260131T120000000000-1f3a9c20"
    quote = QuoteRef(snapshot, passage, question, tuple(spans))
    assert QuoteRef.decode(quote.encode(KEY), KEY).highlights == tuple(spans)
    for value in (
        quote.encode(KEY),
        AnswerRef(snapshot, question, 5).encode(KEY),
        FeedbackRef(snapshot, passage, question, True, True).encode(KEY),
    ):
        assert len(value) <= 2000
    short = question[:100]
    if short.isascii():
        assert AnswerRef.decode(AnswerRef(snapshot, short).encode(KEY), KEY).question == short
