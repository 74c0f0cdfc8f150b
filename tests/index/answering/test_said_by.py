"""What somebody says: by filter, by the question's own words, and who it is said by."""

from pathlib import Path

import pytest

from index.answering.questions.asked_speaker import speakers_asked_for
from index.errors import NothingSaidBy
from tests.index.answering.test_answer import open_answerer
from tests.index.building.small_index import rebuild_from

pytestmark = pytest.mark.usefixtures("either_engine")

FERRY = """Ferry fares

The ferry fares will rise in May. Mayor Ann Sample said that the ferry fares had to rise. The
ferry fares are too high for most people, said Doug Berg, a fisherman. It rained all day.

Nobody came to the meeting about the ferry. “The ferry is loved by all,” she said.
"""
TRAIN = "Train fares\n\nTrain fares and ferry fares will rise, according to the Sample campaign.\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY)
    (folder / "train.txt").write_text(TRAIN)
    rebuild_from([folder], tmp_path / "data")
    return tmp_path / "data"


def marked(data: Path, question: str, **how: object) -> list[str]:
    found = open_answerer(data).answer(question, near=True, **how)  # type: ignore[arg-type]
    return [q.text[slice(*q.highlights[0])].replace("\n", " ") for q in found.quotes]


def test_only_what_somebody_says_is_quoted_and_marked(data: Path) -> None:
    first, *_ = marked(data, "ferry fares", said_by=["Berg"])
    assert first.startswith("The ferry fares are too high")
    assert marked(data, "ferry fares", said_by=["Sample campaign"]) == [
        "Train fares and ferry fares will rise, according to the Sample campaign."
    ]
    assert marked(data, "ferry fares", said_by=["ann sample"])[0].startswith("Mayor Ann Sample")


def test_how_much_was_searched_counts_what_somebody_says(data: Path) -> None:
    searched = open_answerer(data).answer("ferry fares", said_by=["Berg", "the campaign"]).searched
    assert (searched.articles, searched.passages) == (2, 2)


def test_whose_words_are_unknown_is_said(data: Path) -> None:
    with pytest.raises(NothingSaidBy, match="'Carla'"):
        open_answerer(data).answer("ferry fares", said_by=["Carla"])
    train = open_answerer(data).snapshot.references()
    other = [i for i, article in train.items() if article.title == "Train fares"]
    with pytest.raises(NothingSaidBy):
        open_answerer(data).answer("ferry fares", articles=other, said_by=["Berg"])


def test_a_question_about_somebodys_words_marks_theirs(data: Path) -> None:
    first, *_ = marked(data, "what did Berg say about the ferry fares?")
    assert first.startswith("The ferry fares are too high")
    assert marked(data, "what did Ann Sample say about fares?")[0].startswith("Mayor Ann Sample")


def test_a_quote_has_the_speakers_of_its_sentences_and_their_places(data: Path) -> None:
    answer = open_answerer(data).answer("ferry fares", said_by=["Berg"])
    [mayor, berg] = answer.quotes[0].said
    assert (mayor.speaker.text, mayor.verb.text, mayor.mode) == (
        "Mayor Ann Sample",
        "said",
        "reported",
    )
    assert berg.speaker.text == "Doug Berg, a fisherman"
    assert answer.quotes[0].text[slice(*berg.sentence)].startswith("The ferry")
    assert berg.speaker.paragraph == 1


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("what did Ann Sample say about the ferry?", "Ann Sample"),
        ("What has the president of the republic said about it?", "the president of the republic"),
        ("how did the harbour master respond to the storm", "the harbour master"),
        ("How much water was there according to NASA?", "NASA"),
        ("according to J.R. Sample, who came?", "J.R. Sample"),
        ("what Sample said about fares", "Sample"),
        ("What was Sample’s reaction to the vote?", "Sample"),
        ("What was said by Ann Sample about the ferry?", "Ann Sample"),
        ("what did the mayor tell reporters", "the mayor"),
    ],
)
def test_a_question_names_whose_words_it_wants(question: str, who: str) -> None:
    assert speakers_asked_for(question) == (who,)


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("the coach Ann Sample", "Ann Sample"),
        ("harbour master Ann Sample", "Ann Sample"),
        ("House Speaker Ann Sample", "Ann Sample"),
        ("the minister of Example Land", ""),
        ("the Example Times", ""),
        ("Ann Maria Sample", ""),
        ("Mayor Sample", ""),
    ],
)
def test_a_question_that_names_role_and_person_wants_the_person(who: str, name: str) -> None:
    wanted = (who, name) if name else (who,)
    assert speakers_asked_for(f"what did {who} say about fares?") == wanted


@pytest.mark.parametrize(
    "question",
    [
        "who said that the bridge is safe?",
        "what did they say?",
        "what does it say about fares",
        "what do you call a young goat?",
        "how do you say hello in French?",
        "when did the ferry sail?",
        "what would Ann Sample say?",
        "why did Kenya send police?",
    ],
)
def test_a_question_wants_nobodys_words(question: str) -> None:
    assert speakers_asked_for(question) == ()
