"""News of a sentence a paragraph: the one that answers stands beside the one with the names."""

import pytest

from bot.engine.answerers import open_answerer
from bot.engine.rebuilding import run_rebuild
from config.settings import load
from index.answering.answer import Answerer
from index.building.rebuild import Sources

NEWS = """# Westvale elects its first woman mayor

Westvale voted for a new mayor on Sunday.

Ingrid Sommer of the Green list won with 54 percent.

Her rival Karl Aune, who had governed for twelve years, conceded before midnight.

He thanked his staff.

Turnout was 61 percent, the highest since 1990.

Sommer, 43, taught physics before she entered politics.

She has promised to close the old harbour road to cars.

The road carries 9,000 vehicles a day.

Shopkeepers oppose the plan.

Work is to begin next spring if the council agrees.

Builders from Karvik have offered to do it.
"""

HARBOUR = """# Harbour strike enters its third week

The strike at Lindholm harbour entered its third week on Monday.

Some 200 ships are waiting outside.

Finland has sent its cargo by rail instead.

Sweden uses the port of Norvik.

Anna Berg, who leads the dockers' union, said: "We will not go back for less than eight percent."

The port's director, Karl Munk, said the offer of four percent was final.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("news")
    (folder / "mayor.md").write_text(NEWS)
    (folder / "harbour.md").write_text(HARBOUR)
    settings = load({}, flags={"data.dir": folder / "data", "sources.paths": [str(folder)]})
    run_rebuild(settings, Sources(), on_load=lambda: None, on_progress=lambda done, total: None)
    return open_answerer(settings)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how many cars use the harbour road", "The road carries 9,000 vehicles a day."),
        ("who is against closing the harbour road", "Shopkeepers oppose the plan."),
        (
            "when does work on the harbour road start",
            "Work is to begin next spring if the council agrees.",
        ),
        (
            "how old is the new mayor of Westvale",
            "Sommer, 43, taught physics before she entered politics.",
        ),
    ],
)
def test_the_paragraph_that_answers_is_quoted(
    answerer: Answerer, question: str, sentence: str
) -> None:
    answer = answerer.answer(question)
    assert answer.answered
    first = answer.quotes[0]
    assert [first.text[start:end] for start, end in first.highlights] == [sentence]
    assert NEWS.count(first.text) == 1


@pytest.mark.parametrize(
    "question", ["how many vehicles a day are there in Karvik?", "how old is the mayor of Karvik?"]
)
def test_what_stands_above_a_name_is_not_said_of_it(answerer: Answerer, question: str) -> None:
    assert not answerer.answer(question).answered


def test_a_follow_up_is_answered_by_what_has_its_name_not_by_what_stands_beside_it(
    answerer: Answerer,
) -> None:
    answer = answerer.answer("and Finland?", earlier=["which port does Sweden use?"])
    assert answer.answered
    assert [quote.text for quote in answer.quotes if "Finland" not in quote.text] == []


def test_somebody_s_words_are_not_those_of_who_speaks_beside_them(answerer: Answerer) -> None:
    answer = answerer.answer("what did Berg say about the offer?")
    assert answer.answered
    first = answer.quotes[0]
    assert "eight percent" in first.text[slice(*first.highlights[0])]
