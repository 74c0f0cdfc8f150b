"""The line that says who says the sentence in bold."""

from dataclasses import replace

import pytest

from bot.wording.speakers import said_by
from index.types import Extract, Quote, Said
from tests.bot.slack.slack_values import quote as a_quote

TEXT = "It rained. She said that the crane was safe. “It is new.”"


def extract(text: str, start: int, paragraph: int = 7) -> Extract:
    return Extract(text, start, start + len(text), paragraph, "body")


SHE = Said(
    (11, 44),
    extract("She", 111),
    extract("said", 115),
    "reported",
    extract("Ann Sample", 20),
    1,
)


def quote(*said: Said, marked: tuple[int, int] = (11, 44)) -> Quote:
    return replace(
        a_quote(), text=TEXT, highlights=(marked,), said=said, start=100, end=100 + len(TEXT)
    )


def test_a_pronoun_comes_with_its_name_and_the_name_with_its_place() -> None:
    line = 'Said by: "She" – Ann Sample, named in the sentence before (¶ 7) · reported speech'
    assert said_by(quote(SHE)) == [line]


@pytest.mark.parametrize(
    ("sentences_after", "where"),
    [(0, "in the same sentence (¶ 7)"), (2, "in ¶ 7"), (None, "in ¶ 7")],
)
def test_the_place_of_a_name(sentences_after: int | None, where: str) -> None:
    [line] = said_by(quote(replace(SHE, sentences_after=sentences_after)))
    assert f"named {where} ·" in line


def test_a_name_stands_as_it_is_with_how_the_words_are_given() -> None:
    said = replace(SHE, speaker=extract("House Speaker\nAnn Sample", 111), name=None)
    assert said_by(quote(said)) == ["Said by: House Speaker Ann Sample · reported speech"]
    direct = replace(said, mode="direct")
    assert said_by(quote(direct)) == ["Said by: House Speaker Ann Sample · direct speech"]


def test_a_source_is_named_as_it_stands() -> None:
    said = replace(SHE, verb=extract("according to", 115), speaker=extract("the town", 128))
    said = replace(said, name=None)
    assert said_by(quote(said)) == ["According to the town · reported speech"]


def test_a_speaker_in_another_paragraph_comes_with_their_place() -> None:
    said = replace(SHE, speaker=extract("Ann Sample", 20, paragraph=6), name=None)
    assert said_by(quote(said)) == ["Said by: Ann Sample (¶ 6) · reported speech"]


def test_nothing_is_said_of_a_sentence_without_a_known_speaker() -> None:
    assert said_by(quote()) == []
    assert said_by(quote(SHE, marked=(0, 10))) == []
    assert said_by(quote(SHE, marked=(0, 44))) == []
    assert said_by(replace(quote(SHE), highlights=())) == []


def test_two_sentences_of_one_speaker_have_one_line() -> None:
    second = replace(SHE, sentence=(45, len(TEXT)))
    assert len(said_by(quote(SHE, second, marked=(11, len(TEXT))))) == 1
    other = replace(second, speaker=extract("The mayor", 111), name=None)
    assert len(said_by(quote(SHE, other, marked=(11, len(TEXT))))) == 2
