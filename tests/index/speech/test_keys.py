"""By which names a speaker is found, and by which not."""

import pytest

from index.speech.keys import speaker_key, wanted_key


@pytest.mark.parametrize(
    ("speaker", "wanted"),
    [
        ("House Speaker Ann Sample", "Sample"),
        ("House Speaker Ann Sample", "ann sample"),
        ("House Speaker Ann Sample", "House Speaker"),
        ("House Speaker Ann Sample", "Ann"),
        ("Ann Sample, the mayor of Port Imre", "Ann Sample"),
        ("Ann Sample, the mayor of Port Imre", "mayor"),
        ("Ann Sample, the mayor of Port Imre", "the mayor of Port Imre"),
        ("Ann Sample of Port Imre", "Sample of Port Imre"),
        ("José Ibáñez", "jose ibanez"),
        ("the harbour master", "The Harbour Master"),
        ("the Sample campaign", "the Sample campaign"),
        ("a spokesman for Ann Sample", "spokesman"),
        ("Sample’s lawyer", "lawyer"),
        ("Sample’s lawyer", "Sample's lawyer"),
        ("Ann Sample", "Mrs. Sample"),
        ("J. R. Sample", "J.R. Sample"),
        ("J.R. Sample", "Sample"),
        ("the U.S. Coast Guard", "US Coast Guard"),
        ("the University of Port Imre", "University of Port Imre"),
    ],
)
def test_a_speaker_is_found_by(speaker: str, wanted: str) -> None:
    key = wanted_key(wanted)
    assert key is not None
    assert key in speaker_key(speaker)


@pytest.mark.parametrize(
    ("speaker", "wanted"),
    [
        ("the Sample campaign", "Sample"),
        ("a spokesman for Ann Sample", "Sample"),
        ("Sample’s lawyer", "Sample"),
        ("the Sample Foundation", "Sample"),
        ("the wife of Ann Sample", "Sample"),
        ("Ann Sample, the widow of Carl Other", "Other"),
        ("Ann Sampleton", "Sample"),
        ("two people close to Sample", "Sample"),
    ],
)
def test_a_speaker_is_not_found_by(speaker: str, wanted: str) -> None:
    key = wanted_key(wanted)
    assert key is not None
    assert key not in speaker_key(speaker)


def test_a_pronoun_is_found_by_its_name_too() -> None:
    assert " sample |" in speaker_key("she", "Ann Sample")


@pytest.mark.parametrize("wanted", ["", " – ", "?!"])
def test_no_name_wants_nobody(wanted: str) -> None:
    assert wanted_key(wanted) is None
