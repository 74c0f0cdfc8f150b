"""Text for Slack: escaped, in one line, cut to length."""

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.messages.message import clip_escaped, escape, split
from bot.wording.plain import clip, one_line


def test_what_slack_reads_as_markup_is_escaped() -> None:
    assert escape("<!channel> & <@U1|x>") == "&lt;!channel&gt; &amp; &lt;@U1|x&gt;"


def test_text_is_cut_behind_a_word() -> None:
    assert clip("who sent the troops", 12) == "who sent…"
    assert clip("who sent", 8) == "who sent"
    assert clip("unbreakable", 5) == "unbr…"
    assert clip("anything", 0) == ""


def test_a_title_becomes_one_line_without_invisible_marks() -> None:
    assert one_line(" a\r\n\tb\u2028c\u202e d\u200b\x00 ") == "a b c d"


@given(st.text(max_size=300), st.integers(0, 80))
def test_clipped_text_is_never_too_long_and_begins_as_the_text(text: str, most: int) -> None:
    clipped = clip(text, most)
    assert len(clipped) <= most or clipped == text
    assert text.startswith(clipped.removesuffix("…")) or clipped == text


@given(st.text(alphabet="ab <>&", max_size=300), st.integers(1, 80))
def test_escaped_text_is_cut_before_it_is_escaped(text: str, most: int) -> None:
    escaped = clip_escaped(text, most)
    assert len(escaped) <= most
    assert not set(escaped) & {"<", ">"}
    assert escaped.count("&") == sum(map(escaped.count, ("&amp;", "&lt;", "&gt;")))


@given(st.text(alphabet="ab \n", max_size=300), st.integers(1, 40))
def test_pieces_together_are_the_text(text: str, most: int) -> None:
    pieces = split(text, most)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= most for piece in pieces)
