"""What a message says instead of what was understood."""

import pytest

from index.text.corrections import meant_instead


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no, I meant the organ", "the organ"),
        ("sorry, I mean how many pipes it has", "how many pipes it has"),
        ("I meant Lund, not Ost", "Lund"),
        ("That's wrong. I mean which towns", "which towns"),
        ("what I meant was who paid", "who paid"),
        ("I was asking about the weir", "the weir"),
        ("not the spire but the organ", "the organ"),
        ("no, Lund", "Lund"),
        ("No. In 2019?", "In 2019?"),
        ("oops, should be Halm", "Halm"),
        ("make that 2023", "2023"),
        ("Correction: Halm", "Halm"),
    ],
)
def test_a_correction_says_what_is_meant(text: str, meant: str) -> None:
    assert meant_instead(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "what did he mean?",
        "I mean, who cares",
        "I meant what I said",
        "no idea",
        "no, thanks",
        "Sorry, when?",
        "not only Lund but Ost",
        "make it work",
        "what I was looking for, thanks",
        "who made that?",
        "what does rather mean?",
        "",
    ],
)
def test_other_talk_is_no_correction(text: str) -> None:
    assert meant_instead(text) == ""
