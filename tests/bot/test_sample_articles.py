"""What the README promises of `articles/`, asked of the real encoder."""

from pathlib import Path

import pytest

from bot.engine.answerers import open_answerer
from bot.engine.rebuilding import run_rebuild
from config.settings import Settings, load
from index.answering.answer import Answerer
from index.building.rebuild import Sources
from index.reading.readings import Read
from index.reading.sources.files import FileReader
from index.snapshot.opening import open_current
from index.types import Answer, Article

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = tmp_path_factory.mktemp("data")
    settings = load({}, flags={"data.dir": data, "sources.paths": [str(ROOT / "articles")]})
    run_rebuild(settings, Sources(), on_load=lambda: None, on_progress=lambda done, total: None)
    return settings


@pytest.fixture(scope="module")
def answerer(settings: Settings) -> Answerer:
    return open_answerer(settings)


def marked(answer: Answer) -> list[str]:
    return [
        " ".join(quote.text[start:end] for start, end in quote.highlights)
        for quote in answer.quotes
    ]


def test_every_sample_article_is_read_with_what_its_format_tells() -> None:
    readings = FileReader(1_000_000).read(str(ROOT / "articles"), {})
    articles = [result for each in readings if isinstance(each, Read) for result in each.results]
    assert len(articles) >= 12
    assert {Path(article.path).suffix for article in articles} == {".md", ".txt", ".html"}
    for article in articles:
        assert isinstance(article, Article)
        assert article.title
    with_publisher = [a for a in articles if isinstance(a, Article) and a.publisher]
    assert len(with_publisher) >= 14


def test_who_sent_troops_names_the_alliance_and_cites_its_paragraph(answerer: Answerer) -> None:
    answer = answerer.answer("who sent troops?")
    assert answer.answered
    naming = [q for q in answer.quotes if "Collective Security Treaty Organization" in q.text]
    assert [(q.path.rpartition("/")[2], q.paragraph) for q in naming] == [
        ("kazakhstan-troops.md", 3)
    ]
    assert any("Armenia" in q.text and "Tajikistan" in q.text for q in answer.quotes)


def test_what_is_said_of_another_number_does_not_answer(answerer: Answerer) -> None:
    assert "Finland" in marked(answerer.answer("who is the 31st member of nato"))[0]
    assert not answerer.answer("who was the 30th member of NATO?").answered


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who commanded the contingent in Kazakhstan?", "Andrey Serdyukov"),
        ("How much of the world's uranium does Kazakhstan produce?", "40 percent"),
        ("What was Kazakhstan's share of bitcoin mining?", "18 percent"),
        ("What did Blinken say about Russians in your house?", "very difficult to get them"),
        ("When did the Kenyan police land in Haiti?", "25 June 2024"),
        ("Who scored the winning goal in the Euro 2022 final?", "Chloe Kelly"),
        ("How long is Finland's border with Russia?", "1,340"),
        ("At what rate was the kuna exchanged?", "7.53450"),
        ("How much compensation did Egypt first claim for the Ever Given?", "916 million"),
    ],
)
def test_a_marked_sentence_answers(answerer: Answerer, question: str, answer: str) -> None:
    found = answerer.answer(question)
    assert found.answered
    assert any(answer in sentence for sentence in marked(found))


@pytest.mark.parametrize(
    "question",
    [
        "How do I bake sourdough bread at home?",
        "Which team won the ice hockey world championship?",
        "What is the capital of Australia?",
    ],
)
def test_what_the_articles_do_not_say_is_not_answered(answerer: Answerer, question: str) -> None:
    assert not answerer.answer(question).answered


def test_every_passage_of_the_sample_articles_is_a_verbatim_slice(settings: Settings) -> None:
    store = open_current(settings.data.dir).store
    for passage in store.all_passages():
        article = store.article(passage.article_id)
        assert article.text[passage.start : passage.end] == passage.text


@pytest.mark.parametrize(
    ("earlier", "asked", "words"),
    [
        ("how many troops did Armenia send?", "and Tajikistan?", "Tajikistan 200"),
        ("how many troops did Armenia send?", "sorry, I meant Kyrgyzstan", "Kyrgyzstan 150"),
        ("who won Euro 2022?", "and in 2017?", "the Netherlands"),
        ("how much bitcoin computing power did Kazakhstan have?", "and the US?", "United States"),
        (
            "how much bitcoin computing power did Kazakhstan have?",
            "and China in 2019?",
            "three quarters",
        ),
        ("how high was the wave in Tonga?", "did anyone die?", "three people died"),
        ("who paid for the seed vault?", "and how cold is it?", "minus 18 degrees"),
        (
            "how tall is the spire of Notre-Dame?",
            "no, I meant how many pipes the organ has",
            "8,000 pipes",
        ),
        ("who sent troops to Kazakhstan?", "that's wrong, I mean which countries", "Armenia"),
        ("who is the governor of Croatia's central bank?", "who said that?", "Boris Vujčić"),
    ],
)
def test_a_follow_up_is_answered_from_what_was_spoken_of(
    answerer: Answerer, earlier: str, asked: str, words: str
) -> None:
    answer = answerer.answer(asked, earlier=[earlier])
    assert answer.answered
    assert words in marked(answer)[0]
