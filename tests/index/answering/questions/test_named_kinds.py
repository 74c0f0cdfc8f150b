"""A question for a kind of things, and what such things are called."""

import pytest

from index.answering.questions.named_kinds import named_kinds


@pytest.mark.parametrize(
    ("question", "kind", "named", "other"),
    [
        ("which holiday was it on Thursday?", "holiday", "They kept Candlemas.", "It was cold."),
        ("which holiday is it", "holiday", "On Independence Day it rains.", "They lent him a van."),
        ("What public holiday is it?", "holiday", "Shops close for Saint Anna's Day.", "By day."),
        ("what colour are the buses", "colour", "The first is Orange.", "The first is new."),
        ("what was the color of the van", "color", "It was dark grey.", "It was greyed out."),
        ("which currency do they take", "currency", "The fare is 12 kroner.", "The fare is 12."),
        ("what season was it", "season", "It was a dry spring.", "Springfield was dry."),
        ("what is their religion", "religion", "Most are Lutherans.", "Most are bakers."),
    ],
)
def test_the_names_of_a_kind_are_known(question: str, kind: str, named: str, other: str) -> None:
    [((start, end), names)] = named_kinds(question)
    assert question[start:end] == kind
    assert names.search(named)
    assert not names.search(other)


@pytest.mark.parametrize(
    "question",
    [
        "who sent boats?",
        "did they paint it a dark colour?",
        "which season of the show was set in summer?",
    ],
)
def test_other_questions_ask_for_no_such_kind(question: str) -> None:
    assert list(named_kinds(question)) == []
