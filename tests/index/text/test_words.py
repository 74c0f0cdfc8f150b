"""Words of scripts with and without spaces."""

import pytest

from index.text.words import spaced, words


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("老石桥", ["老石", "石桥"]),
        ("橋は長い", ["橋は", "は長", "長い"]),
        ("ห้าปี", ["หา", "าป"]),
    ],
)
def test_a_run_becomes_its_overlapping_pairs(text: str, pairs: list[str]) -> None:
    assert spaced(text).split() == pairs


def test_all_else_stays_as_it_is() -> None:
    text = "Les 3 ponts d'été, на реке.\n"
    assert spaced(text) == text
    assert spaced("Old 石桥, new 橋").split() == ["Old", "石桥", ",", "new", "橋"]


def test_bm25_finds_a_word_within_a_run() -> None:
    [asked], [written] = words(["石桥"]), words(["市长宣布老石桥将关闭"])
    assert set(asked) <= set(written)
