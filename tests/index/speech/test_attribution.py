"""Who says a sentence: by which words, in which mode; and where nothing may be said about it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.speech.article import speech_of
from index.types import Span


def passages(text: str) -> list[Span]:
    """Each paragraph of a text."""
    found, start = [], 0
    for part in text.split("\n\n"):
        found.append((start, start + len(part)))
        start += len(part) + 2
    return found


def said(text: str) -> list[tuple[str, str, str, str]]:
    """The beginning of each sentence that somebody says; speaker, verb and mode."""
    return [
        (
            text[slice(*each.sentence)][:10],
            text[slice(*each.speaker)],
            text[slice(*each.verb)],
            each.mode,
        )
        for each in speech_of(text, passages(text))
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "verb", "mode"),
    [
        ("“The crane is safe,” said Ann Sample.", "Ann Sample", "said", "direct"),
        ("“The crane is safe,” Ann Sample said on Monday.", "Ann Sample", "said", "direct"),
        ('"The crane is safe," she said in a letter.', "she", "said", "direct"),
        ("''The crane is safe,'' she said.", "she", "said", "direct"),
        ("‘The crane is safe,’ she added.", "she", "added", "direct"),
        ("“The crane,” Ann Sample said, “is safe.”", "Ann Sample", "said", "direct"),
        ("Ann Sample wrote: “The crane is safe.”", "Ann Sample", "wrote", "direct"),
        (
            "“The crane is safe,” said Ann Sample, the harbour master, on Monday.",
            "Ann Sample, the harbour master",
            "said",
            "direct",
        ),
        (
            "“The crane is safe,” Ann Sample, a member of the board, told the town council.",
            "Ann Sample, a member of the board",
            "told",
            "direct",
        ),
        (
            "The crane would be safe by May, Ann Sample said.",
            "Ann Sample",
            "said",
            "reported",
        ),
        (
            "The crane, Ann Sample said, would be safe by the beginning of May.",
            "Ann Sample",
            "said",
            "reported",
        ),
        ("Ann Sample says the crane will be safe by May.", "Ann Sample", "says", "reported"),
        ("House Speaker Ann Sample said it rained.", "House Speaker Ann Sample", "said", None),
        ("The crane is not safe, according to the town’s engineers.", None, "according to", None),
        ("According to a report by the town, the crane is safe.", None, "According to", None),
        (
            "Ann Sample, the harbour master, warned on Monday that the crane would fall.",
            "Ann Sample, the harbour master",
            "warned",
            "reported",
        ),
        (
            "But a spokeswoman for the harbour denied that the crane would fall.",
            "a spokeswoman for the harbour",
            "denied",
            "reported",
        ),
        (
            "Late on Tuesday the mayor announced that the crane would be sold.",
            "the mayor",
            "announced",
            "reported",
        ),
        ("On Monday he said that the crane was safe.", "he", "said", "reported"),
        ("Officials said the crane was safe, and they added that it was new.", None, "said", None),
        ("Ann Sample called the crane “a danger to us all”.", None, "called", "partly quoted"),
        ("Ann Sample said the crane was “a danger to us all”.", None, "said", "partly quoted"),
        ("The mayor left the room, saying that the crane was safe.", "The mayor", "saying", None),
        ("The crane cost 2,000 crowns, Ann Sample said.", "Ann Sample", "said", "reported"),
        ("Doug Sample, who lives in the harbour, said it was loud.", None, "said", "reported"),
        ("Ann Sample warned a worker that the crane would fall.", None, "warned", "reported"),
        (
            "The crane is safe, said the owner, Maria da Silva, who had bought it in May.",
            "the owner, Maria da Silva",
            "said",
            "reported",
        ),
        (
            "The crane is safe, its owner, Ann Sample, announced on Monday.",
            "its owner, Ann Sample",
            "announced",
            "reported",
        ),
        ("“It is safe,” said a worker in Houston, Texas.", "a worker", "said", "direct"),
        ("Ann Sample said nothing had changed.", "Ann Sample", "said", "reported"),
        (
            "“It is safe,” Ann Sample told Example Radio after the vote.",
            "Ann Sample",
            "told",
            "direct",
        ),
        ("“It is safe,” said a worker, Tuesday.", "a worker", "said", "direct"),
        ("Engineers found that a cable had torn.", "Engineers", "found", "reported"),
        ("The crane is safe, the owner announced on Monday.", "the owner", "announced", "reported"),
    ],
)
def test_a_sentence_has_a_speaker(
    text: str, speaker: str | None, verb: str, mode: str | None
) -> None:
    [found] = said(text)
    assert found[1] == (speaker or found[1])
    assert found[2] == verb
    assert found[3] == (mode or found[3])


@pytest.mark.parametrize(
    "text",
    [
        "The crane fell on Monday.",
        "Ann Sample would not say that the crane was safe.",
        "Ann Sample declined to say whether the crane was safe.",
        "The workers were told that the crane was safe.",
        "It is said that the crane was safe.",
        "Ann Sample’s remarks were short.",
        "The crane is a “danger” in the eyes of many.",
        "The borrowing continued in both states, as reports about it went around the harbour.",
        "The workers who said that stood beside the crane.",
        "The protester yelled and held up a banner that was ripped away.",
        "Ann Sample said the crane was safe, but Doug Berg said it was a danger.",
        "He maintained the cranes for twelve years.",
        "Divers found a crack that nobody had seen before.",
        "The workers reported two cranes that had fallen.",
        "The judge noted an error which cost him the case.",
        "Ann Sample said nothing.",
        "Nobody said it better than Ann Sample.",
        "No worker said that the crane was safe.",
        "“The crane is safe,” said none of the workers.",
        "Ann Sample said little about the crane.",
        "Ann Sample said so herself.",
        "The workers said goodbye.",
        "Ann Sample told nobody about it.",
        "Ann Sample said.",
        "",
        "“",
        "”",
    ],
)
def test_a_sentence_has_no_sure_speaker(text: str) -> None:
    assert said(text) == []


def test_a_quotation_has_one_speaker_in_all_its_sentences() -> None:
    text = "“It is safe. It is new. It is ours,” said Ann Sample. Nobody was hurt."
    assert [speaker for _, speaker, _, _ in said(text)] == ["Ann Sample"] * 3


def test_a_quotation_goes_on_after_its_speaker() -> None:
    text = "“It is safe,” said Ann Sample. “We have tried it. It is new.” The crane is red."
    assert [(start, mode) for start, _, _, mode in said(text)] == [
        ("“It is saf", "direct"),
        ("“We have t", "direct"),
        ("It is new.", "direct"),
    ]


def test_a_quotation_goes_on_in_the_next_paragraph_if_it_was_not_closed() -> None:
    text = "Ann Sample said: “It is safe.\n\n“It is new.”\n\n“It is loud.”"
    assert [start for start, *_ in said(text)] == ["Ann Sample", "“It is new"]


def test_a_quotation_is_introduced_in_the_paragraph_before() -> None:
    text = "On Monday, Ann Sample wrote:\n\n“It is safe.”"
    assert said(text) == [("“It is saf", "Ann Sample", "wrote", "direct")]


def test_a_question_is_followed_by_who_asks_it() -> None:
    text = "“Is it safe?” Ann Sample asked."
    assert [speaker for _, speaker, _, _ in said(text)] == ["Ann Sample"]


def names(text: str) -> list[tuple[str, str | None]]:
    """The speakers, in order, and the whole names that they mean."""
    found = dict.fromkeys((each.speaker, each.name) for each in speech_of(text, passages(text)))
    return [
        (text[slice(*speaker)], text[slice(*name)] if name else None) for speaker, name in found
    ]


def test_a_pronoun_means_the_only_person_who_is_named() -> None:
    text = (
        "Mayor Ann Sample opened the bridge on Monday.\n\n"
        "“It is safe,” she said. The weather was bad.\n\nSample said that it was new."
    )
    assert names(text) == [("she", "Mayor Ann Sample"), ("Sample", "Mayor Ann Sample")]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Sample met Carla Berg on Monday. “It is safe,” she said.",
        "Ann Sample met the driver on Monday. “It is safe,” she said.",
        "Mr. Doug Sample opened the bridge. “It is safe,” she said.",
        "She came late. Ann Sample was there. “It is safe,” she said.",
        "The Sample Foundation opened the bridge. “It is safe,” he said.",
        "Ann Sample came, and so did Doug Sample. Later, Sample said that it was safe.",
        "In Port Imre it rained. “It is safe,” he said.",
    ],
)
def test_nobody_is_named_where_several_could_be_meant(text: str) -> None:
    assert {name for _, name in names(text)} == {None}


MARKS = [*'“”"‘’ —:\0', "''", ", ", ". ", "\n\n"]
WORDS = ["said", "saying", "told", "according to", "who", "Ann Sample", "Sen.", "St.", "she"]
PIECES = st.sampled_from([*MARKS, *WORDS, "the mayor", "U.S.", "1,000"])


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_at_all_gives_spans_of_itself(text: str) -> None:
    for each in speech_of(text, passages(text)):
        spans = [each.sentence, each.speaker, each.verb, *([each.name] if each.name else [])]
        assert all(0 <= start < end <= len(text) for start, end in spans)
