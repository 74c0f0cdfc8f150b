"""What a question asks for, and which texts have it."""

import pytest

from index.answering.questions.asked_for import (
    asks_for_several,
    day_asked_for,
    kind_asked_for,
    question_in_list,
    without_its_year,
)

HAS_IT = [
    ("when did the mill burn?", "It burned in May."),
    ("In what year did the mill burn?", "It burned in 1911."),
    ("mill fire when", "It burned in May."),
    ("how many sheep drowned", "Twelve sheep drowned."),
    ("how many sheep drowned", "In 2019, 12 sheep drowned, worth $900."),
    ("how many dollars were paid", "They paid $900."),
    ("how many years did it last", "It lasted from 1990 to 1995."),
    ("How old is the miller?", "She is 41."),
    ("who owns the mill?", "It belongs to Ada Finch."),
    ("and who owns the mill?", "Finch bought it."),
    ("how much did the mill get?", "The state gave it R4bn."),
    ("how much is a sheep?", "A sheep is M3 500 at the fair."),
    ("by how much did the price fall?", "It fell by 4 crowns."),
    ("for whom was the mill built?", "It was built for Ada Finch."),
    ("which newspaper wrote of the mill", "The Halm Echo was the first."),
    ("in which city is the mill", "It stands in Norr."),
    ("what year did the mill burn?", "It burned two years ago."),
    ("which day is the fair?", "It is on a Tuesday."),
    ("when is the fair?", "It is held every year."),
    ("price of a sheep", "A sheep costs 40 crowns."),
    ("mayor of halm", "Mayor Ada Finch left."),
    ("which month is the fair in?", "It is in June."),
]
LACKS_IT = [
    ("when did the mill burn?", "It burned to the ground."),
    ("when did the mill burn?", "It took 40 men to put it out."),
    ("mill fire when?", "It burned to the ground."),
    ("how many sheep drowned", "Sheep drowned in the flood."),
    ("how many sheep drowned", "Sheep worth up to $3,664 drowned in the flood of 2019."),
    ("how many sheep drowned", "It cost the farm 2 million euros."),
    ("how fast is the MX40?", "The MX40 is a quick boat."),
    ("how old is Ada Finch?", "Ada Finch owns the mill."),
    ("Who is Ada Finch's sister?", "Ada Finch has a sister."),
    ("how many sheep drowned", "The A350 flew over the flood on the M25."),
    ("who owns the mill?", "On Monday in May the mill was sold."),
    ("by how much did the price fall?", "It fell."),
    ("which newspaper wrote of the mill", "the newspaper wrote of it at length."),
    ("which countries want sheep", "more and more countries do."),
    ("what year did the mill burn?", "It burned on Thursday."),
    ("which day is the fair?", "It is at 9 a.m."),
    ("when is the fair?", "Last month the fair had no sheep, unlike two years ago."),
    ("when will the fair open?", "Yesterday's rain spoiled it."),
    ("price of a sheep", "The price fell again."),
    ("mayor of halm", "Of the mayor of Halm little is known."),
    ("best days to buy sheep", "There are good days to buy sheep."),
    ("which month is the fair in?", "It is on a Tuesday."),
]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("list all towns that sent help", "which towns sent help?"),
        ("name every harbour town which paid", "which harbour town paid?"),
        ("Give me a list of everyone who left.", "who left?"),
        ("list the people who left", "who left?"),
        ("everyone who left", "who left?"),
        ("all towns that sent help", "which towns sent help?"),
        ("list the ports", None),
        ("people who left", None),
        ("the town that sent help", None),
        ("who left?", None),
        ("name the man", None),
        ("what is the list of towns that paid?", None),
    ],
)
def test_what_is_to_be_listed_is_asked_for(text: str, question: str | None) -> None:
    assert question_in_list(text) == question


@pytest.mark.parametrize(("question", "text"), HAS_IT)
def test_a_text_has_the_kind_of_thing_that_is_asked_for(question: str, text: str) -> None:
    has_kind = kind_asked_for(question)
    assert has_kind is not None
    assert has_kind(text)


@pytest.mark.parametrize(("question", "text"), LACKS_IT)
def test_a_text_lacks_it(question: str, text: str) -> None:
    has_kind = kind_asked_for(question)
    assert has_kind is not None
    assert not has_kind(text)


@pytest.mark.parametrize("question", ["why did the mill burn?", "the mill", "what burned when?"])
def test_other_questions_ask_for_anything(question: str) -> None:
    assert kind_asked_for(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "list all mills on the river",
        "Which ships sailed?",
        "which countries joined",
        "who else came?",
    ],
)
def test_a_question_may_ask_for_several(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question", ["who owns the mill?", "which ship sailed first?", "what is this?", "when is it?"]
)
def test_most_ask_for_one(question: str) -> None:
    assert not asks_for_several(question)


@pytest.mark.parametrize(
    ("when", "without"),
    [
        ("on 22 July 2022", "on 22 July"),
        ("July 22, 2022", "July 22"),
        ("on 22 July", "on 22 July"),
        ("in July 2022", "in July 2022"),
        ("2022-07-22", "2022-07-22"),
        ("who left on 22 July 2022", "who left on 22 July 2022"),
    ],
)
def test_a_day_alone_is_asked_for_without_its_year(when: str, without: str) -> None:
    assert without_its_year(when) == without


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("what happened on 24 January?", "on 24 January"),
        ("what happened on the 22nd of July 2022?", "on 22 July 2022"),
        ("what happened on July 22nd, 2022", "on 22 July 2022"),
        ("What happened in 2015", "in 2015"),
        ("what else took place in May 2015?", "in May 2015"),
        ("events of 2015-05-09", "2015-05-09"),
        ("what happened at the mill in 2015?", None),
        ("what happened in Halm?", None),
        ("what happened next", None),
    ],
)
def test_a_question_may_ask_for_no_more_than_a_time(question: str, day: str | None) -> None:
    assert day_asked_for(question) == day
