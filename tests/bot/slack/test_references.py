"""References in buttons: what goes in comes out, and nothing else gets in."""

import base64
import hashlib
import hmac
import json
import zlib
from dataclasses import asdict
from typing import Any

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
    channel = ChannelRef("C1")
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


def test_every_changed_character_is_found_out() -> None:
    signed = REF.encode(KEY)
    for position, there in enumerate(signed):
        for character in "aA0._":
            # The last character of base64 has bits that mean nothing.
            if character != there and position not in (signed.rindex(".") - 1, len(signed) - 1):
                with pytest.raises(BadReference):
                    QuoteRef.decode(signed[:position] + character + signed[position + 1 :], KEY)


def former(kind: str, values: dict[str, Any]) -> str:
    """A reference as version 0.1 made it."""
    packed = zlib.compress(json.dumps(values).encode(), 9)
    signature = hmac.digest(KEY, kind.encode() + b"\0" + packed, hashlib.sha256)[:16]
    return base64.urlsafe_b64encode(signature + packed).decode()


def test_the_buttons_of_the_version_before_still_work() -> None:
    values = asdict(REF)
    assert QuoteRef.decode(former("quote", values), KEY) == REF
    assert ChannelRef.decode(former("channel", {"channel_id": "C1", "thread_ts": ""}), KEY) == (
        ChannelRef("C1")
    )
    with pytest.raises(BadReference):
        AnswerRef.decode(former("quote", values), KEY)
    with pytest.raises(BadReference):
        QuoteRef.decode(former("quote", values), b"another")


def test_half_a_surrogate_pair_is_kept() -> None:
    odd = AnswerRef("s", "who sent \ud83d troops?")
    assert AnswerRef.decode(odd.encode(KEY), KEY) == odd


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
