"""Whether two sentences give different figures for a question."""

import pytest

from index.statements.figures import differ, value_asked_for

KILLED = "How many people were killed in the fire?"
COST = "how much did the bridge cost"
OPENED = "When did the bridge open?"
SENT = "How many troops did Ruritania send?"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (KILLED, "The fire killed 31 people.", "45 people were killed in the fire."),
        (KILLED, "The fire left 31 dead.", "The death toll from the fire rose to 45."),
        (COST, "The bridge cost €12 million.", "The bridge cost the town 15 million euros."),
        (OPENED, "The bridge opened on 3 May 2021.", "The bridge was opened on 13 May."),
        (OPENED, "The bridge opened in 1998.", "The bridge opened to traffic in 1999."),
        (SENT, "Ruritania sent 2,500 troops.", "About 3,500 troops were sent by Ruritania."),
    ],
)
def test_other_values_of_the_same_differ(question: str, one: str, other: str) -> None:
    asked = value_asked_for(question)
    assert asked is not None
    assert differ(asked, one, other)
    assert differ(asked, other, one)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (KILLED, "The fire killed 31 people.", "Thirty-one people were killed in the fire."),
        (KILLED, "The fire killed 42 people.", "About 40 people were killed in the fire."),
        (KILLED, "The fire killed 42 people.", "The fire killed 40 people."),
        (KILLED, "At least 31 people were killed.", "The fire killed 45 people."),
        (KILLED, "The fire killed 31 people.", "The fire injured 45 people."),
        (KILLED, "The fire killed 31 people.", "The fire killed 31 people and injured 45."),
        (KILLED, "31 people were killed and several were hurt.", "45 people were killed."),
        (KILLED, "The fire killed 31 people.", "The fire could kill 45 people."),
        (KILLED, "The fire killed 31 people.", "The fire killed 45 sheep."),
        (COST, "The bridge cost €12 million.", "The bridge cost $15 million."),
        (KILLED, "In 2019, 31 people were killed.", "In 2023, 45 people were killed."),
        (KILLED, "31 people were killed on Monday.", "45 people were killed on Tuesday."),
        (KILLED, "In May 31 people were killed.", "45 people were killed in June."),
        (OPENED, "The bridge opened on 3 May 2021.", "The bridge opened in May 2021."),
        (
            "When was the bridge of Exampleton closed?",
            "The bridge of Exampleton closed on 3 May.",
            "The bridge of Exampleton opened on 5 May.",
        ),
        (OPENED, "The bridge opened on 3 May.", "The bridge opened on Friday."),
        (SENT, "Ruritania sent 2,500 troops.", "Graustark sent 3,500 troops."),
        (SENT, "Ruritania sent 2,500 troops.", "Ruritania sent 2,487 troops."),
        (SENT, "Ruritania sent 2,500 troops.", "Ruritania sent 2,500 troops and 900 tents."),
    ],
)
def test_what_agrees_or_is_of_another_thing_does_not(question: str, one: str, other: str) -> None:
    asked = value_asked_for(question)
    assert asked is not None
    assert not differ(asked, one, other)
    assert not differ(asked, other, one)


@pytest.mark.parametrize(
    "question",
    [
        "Who sent troops?",
        "How many of the victims were children?",
        "How many members of the crew died?",
        "How much of the town burned?",
        "How many people are there in Exampleton?",
        "Why did the bridge cost so much?",
        "What share of voters stayed at home?",
    ],
)
def test_other_questions_ask_for_no_value(question: str) -> None:
    assert value_asked_for(question) is None
