"""Numbers in words."""

from dataclasses import replace

import pytest

from bot.wording.phrases import shown_confidence
from tests.bot.slack.slack_values import answer as an_answer


@pytest.mark.parametrize(("confidence", "shown"), [(0.4496, "0.44"), (0.29, "0.29"), (0.1, "0.10")])
def test_what_misses_the_threshold_never_looks_as_high(confidence: float, shown: str) -> None:
    answer = replace(an_answer(), answered=False, confidence=confidence, threshold=0.45)
    assert shown_confidence(answer) == shown


def test_an_answers_confidence_is_rounded() -> None:
    assert shown_confidence(replace(an_answer(), confidence=0.978)) == "0.98"
