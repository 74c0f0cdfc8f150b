"""What is shown beside the first quote: who else states the same, and other figures."""

from pathlib import Path

import pytest

from index.answering.answer import Answerer
from index.answering.retrieval.retriever import Retriever
from index.types import Answer, Origins
from tests.either_engine import open_views
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder

pytestmark = pytest.mark.usefixtures("either_engine")

FACT = "Mayor Ann Sample opened the new harbour bridge in Exampleton on 3 May."
OTHER_WORDS = "On 3 May the new harbour bridge Mayor Ann Sample opened in Exampleton."
FILLER = "Bakers sold {} rolls at the market while gulls watched the boats come in."


def write(folder: Path, name: str, publisher: str, text: str, **details: str) -> None:
    folder.mkdir(exist_ok=True)
    lines = [f"title: Story {name}", f"publisher: {publisher}"]
    lines += [f"{key}: {value}" for key, value in details.items()]
    head = "\n".join(lines)
    (folder / f"{name}.md").write_text(
        f"---\n{head}\n---\n\n{FILLER.format(name)}\n\n{text}\n\nThe {name} ends with a song.\n"
    )


def ask(
    folder: Path,
    data: Path,
    question: str = "who opened the harbour bridge in Exampleton?",
    **more: object,
) -> Answer:
    rebuild_from([folder], data)
    retriever = Retriever(open_views(data), SmallEncoder())
    answerer = Answerer(retriever, quotes=3, threshold=0.0, candidates=50, max_chars=200)
    return answerer.answer(question, **more)  # type: ignore[arg-type]


def origins(answer: Answer) -> Origins:
    assert answer.origins is not None
    return answer.origins


def test_outlets_are_counted_once_and_joined_by_agency(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "news"
    write(folder, "alpha", "Example Times", FACT, published="2022-05-05")
    write(folder, "bravo", "Example Times", FACT, published="2022-05-06")
    write(folder, "charlie", "Sample Post", OTHER_WORDS, author="Associated Press")
    write(folder, "delta", "Daily Test", OTHER_WORDS, published="2022-05-04", author="AP")
    found = origins(ask(folder, data))
    others = {"Example Times", "Sample Post", "Daily Test"} - {found.accounts[0].article.publisher}
    assert set(found.outlets) == others
    assert {origin.name for origin in found.origins} == {"AP", "Example Times"}
    assert len(found.accounts) == 4
    assert found.earliest is not None
    assert found.earliest.article.publisher == "Daily Test"


def test_each_account_is_the_articles_own_sentence_with_its_place(
    tmp_path: Path, data: Path
) -> None:
    folder = tmp_path / "news"
    write(folder, "alpha", "Example Times", FACT)
    write(folder, "bravo", "Sample Post", f"Gulls cried. {OTHER_WORDS} Boats hooted.")
    accounts = origins(ask(folder, data)).accounts
    assert {(a.article.publisher, a.text, a.paragraph) for a in accounts} == {
        ("Example Times", FACT, 2),
        ("Sample Post", OTHER_WORDS, 2),
    }


@pytest.mark.parametrize(
    "other",
    [
        OTHER_WORDS.replace("3 May", "4 May"),
        OTHER_WORDS.replace("Ann", "Bob"),
        OTHER_WORDS.replace("opened", "never opened"),
        "Boats hooted in the harbour.",
    ],
)
def test_what_states_something_else_is_not_named(tmp_path: Path, data: Path, other: str) -> None:
    folder = tmp_path / "news"
    write(folder, "alpha", "Example Times", FACT)
    write(folder, "bravo", "Sample Post", other)
    found = ask(folder, data, "who opened the harbour bridge in Exampleton on 3 May?").origins
    assert found is None


def test_one_outlet_alone_has_no_line(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "news"
    write(folder, "alpha", "Example Times", FACT)
    write(folder, "bravo", "The Example Times", FACT)
    assert ask(folder, data).origins is None


def test_copies_are_named_without_a_sentence_of_their_own(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "news"
    text = " ".join([FACT, *(FILLER.format(n) for n in range(8))])
    for name, publisher in (("alpha", "Example Times"), ("bravo", "Sample Post")):
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.md").write_text(
            f"---\ntitle: Bridge open\npublisher: {publisher}\n---\n\n{text}\n"
        )
    found = origins(ask(folder, data))
    assert [(origin.name, len(origin.accounts)) for origin in found.origins] == [
        ("Example Times", 2)
    ]
    assert [account.text for account in found.accounts] == [FACT, None]


def test_only_articles_in_scope_are_named(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "news"
    for name, publisher in (("alpha", "A"), ("bravo", "B"), ("charlie", "C")):
        write(folder, name, publisher, FACT)
    rebuild_from([folder], data)
    paths = [each.publisher for each in open_views(data).references().values()]
    within = [paths.index("A"), paths.index("C")]
    found = origins(ask(folder, data, articles=within))
    assert {account.article.publisher for account in found.accounts} == {"A", "C"}
    assert ask(folder, data, articles=within[:1]).origins is None


def test_one_speaker_quoted_by_all_is_named(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "news"
    said = 'Mayor Ann Sample said: "The new harbour bridge will be open to everybody by summer."'
    other = '"The new harbour bridge will be open to everybody by summer," Ann Sample said.'
    write(folder, "alpha", "Example Times", said)
    write(folder, "bravo", "Sample Post", other)
    found = origins(ask(folder, data, "when will the new harbour bridge be open to everybody?"))
    assert len(found.origins) == 1
    assert found.speaker is not None
    assert found.speaker.endswith("Ann Sample")


def test_who_quotes_without_naming_the_speaker_quotes_the_same_one(
    tmp_path: Path, data: Path
) -> None:
    folder = tmp_path / "news"
    said = '"The new harbour bridge will be open to everybody by summer,"'
    write(folder, "alpha", "Example Times", f"{said} Ann Sample said.")
    write(folder, "bravo", "Sample Post", f'{said[:-2]}."')
    found = origins(ask(folder, data, "when will the new harbour bridge be open to everybody?"))
    assert found.speaker is not None
    assert found.speaker.endswith("Ann Sample")


@pytest.mark.parametrize("sentence", ["Why the bridge?", "They opened it.", "What bridge is open?"])
def test_a_sentence_that_states_nothing_by_itself_is_not_counted(
    tmp_path: Path, data: Path, sentence: str
) -> None:
    folder = tmp_path / "news"
    write(folder, "alpha", "Example Times", sentence)
    write(folder, "bravo", "Sample Post", sentence)
    assert ask(folder, data, f"who asked {sentence}").origins is None


def test_other_figures_are_shown_oldest_first(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "news"
    write(
        folder,
        "alpha",
        "Example Times",
        "The harbour fire killed 31 people in Exampleton.",
        published="2022-05-05",
    )
    write(
        folder,
        "bravo",
        "Sample Post",
        "The harbour fire killed 45 people in Exampleton.",
        published="2022-05-03",
    )
    answer = ask(folder, data, "how many people were killed in the harbour fire in Exampleton?")
    assert [(a.article.publisher, a.text) for a in answer.figures] == [
        ("Sample Post", "The harbour fire killed 45 people in Exampleton."),
        ("Example Times", "The harbour fire killed 31 people in Exampleton."),
    ]
    assert answer.origins is None


def test_figures_that_agree_or_were_not_asked_for_raise_no_alarm(
    tmp_path: Path, data: Path
) -> None:
    folder = tmp_path / "news"
    write(folder, "alpha", "A", "The harbour fire killed 31 people in Exampleton.")
    write(folder, "bravo", "B", "The harbour fire in Exampleton killed thirty-one people.")
    question = "how many people were killed in the harbour fire in Exampleton?"
    assert ask(folder, data, question).figures == ()
    write(folder, "charlie", "C", "The harbour fire killed 45 people in Exampleton.")
    assert ask(folder, data, "where was the harbour fire that killed people?").figures == ()
    assert len(ask(folder, data, question).figures) == 2


def test_nothing_is_shown_beside_a_refusal(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "news"
    write(folder, "alpha", "A", FACT)
    write(folder, "bravo", "B", FACT)
    rebuild_from([folder], data)
    retriever = Retriever(open_views(data), SmallEncoder())
    answerer = Answerer(retriever, quotes=3, threshold=1.0, candidates=50, max_chars=200)
    answer = answerer.answer("who opened the harbour bridge?")
    assert (answer.answered, answer.origins, answer.figures) == (False, None, ())
