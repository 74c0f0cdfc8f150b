"""Words of scripts with and without spaces."""

import pytest

from index.text.words import spaced, words, words_of_each


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


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "die alten Straßen", "eine alte Strasse"),
        ("es", "las campañas electorales", "una campana electoral"),
        ("fr", "les évêques français", "un eveque francaise"),
        ("ru", "зелёные поезда", "зеленый поезд"),
        ("hi", "सेना", "सेना"),
    ],
)
def test_words_of_another_language_are_stemmed_and_lose_their_accents(
    language: str, one: str, other: str
) -> None:
    [first], [second] = words([one], language), words([other], language)
    assert first == second != []


def test_words_of_no_known_language_are_those_of_english() -> None:
    text = "The running engineers of Zürich said 6 Jan. 2022"
    assert words([text]) == words([text], "en") == words_of_each([(text, None)])
    assert words_of_each([("die Straßen", "de"), (text, "en"), ("los trenes", "es")]) == [
        ["strass"],
        *words([text]),
        ["tren"],
    ]
