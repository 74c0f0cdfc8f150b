"""Languages recognised by their text."""

from dataclasses import replace

import pytest

from index.text.languages import language_of, with_language
from index.types import Article
from tests.index.text.language_samples import PARAGRAPHS

FRENCH, GERMAN = PARAGRAPHS["fr"][0], PARAGRAPHS["de"][0]


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_the_language_of_a_paragraph_is_told(language: str) -> None:
    assert [language_of(text) for text in PARAGRAPHS[language]] == [language] * 3


@pytest.mark.parametrize("text", ["", "...", "1,204 3.7% 2019-03-04", "Oslo", "x = y[0] + 4;"])
def test_of_what_is_no_language_none_is_told(text: str) -> None:
    assert language_of(text) is None


def test_a_long_text_is_of_the_language_that_most_of_it_is_in() -> None:
    text = "\n\n".join([*PARAGRAPHS["en"], *PARAGRAPHS["fr"] * 9])
    assert language_of(text) == "fr"


def article(text: str, declared: str | None) -> Article:
    return Article("a.txt", "", text, (), language=declared)


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (FRENCH, None, "fr"),
        (FRENCH, "fr", "fr"),
        (FRENCH, "en", "fr"),  # a template's own
        (GERMAN, "fr", "de"),
        ("Oslo", None, None),
        ("Oslo", "no", "no"),
    ],
)
def test_a_clear_text_is_believed_before_a_declaration(
    text: str, declared: str | None, expected: str | None
) -> None:
    given = article(text, declared)
    assert with_language(given) == replace(given, language=expected)
