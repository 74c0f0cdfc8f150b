"""A snapshot for those who may see some of its sources: nothing of the others is in an answer."""

from pathlib import Path

import numpy as np
import pytest

from index.answering.answer import Answerer
from index.answering.retrieval.retriever import Retriever
from index.building.rebuild import RebuildReport, Sources, rebuild
from index.engine.views import Views
from index.reading.sources.files import FileReader
from index.types import Answer
from tests.either_engine import engine_at, open_views
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import HARBOUR, write
from tests.index.encoder.small_encoder import SmallEncoder

pytestmark = pytest.mark.usefixtures("either_engine")

OPEN = {"title": "Harbour shut", "publisher": "Example Wire", "published": "2022-01-05"}
CLOSED = {"title": "Cracks hushed up", "publisher": "Inner Desk", "published": "2022-02-05"}
SECRETS = (
    "The mayor Wilhelmina Quastel knew of the cracks in the harbour walls for nine years.",
    "Divers were paid by Quastel to say nothing of what they had found below the quay.",
)
OTHER_SECRETS = (
    "The judge Bartholomew Zwingle hid of the faults in the ferry hulls for seven months.",
    "Sailors were asked by Zwingle to write little of what they had heard below the deck.",
)


def two_sources(folder: Path, *secrets: str) -> list[Path]:
    folder.mkdir()
    write(folder / "open", "harbour.md", **OPEN)
    write(folder / "closed", "cracks.md", *secrets, **CLOSED)
    return [folder / "open", folder / "closed"]


def ids_of(snapshot: Views, *names: str) -> set[int]:
    return {i for i, (_, place) in enumerate(snapshot.sources()) if Path(place).name in names}


def answerer(data: Path, *names: str) -> Answerer:
    """Of everything, or of these sources alone."""
    snapshot = open_views(data)
    whole = Answerer(
        Retriever(snapshot, SmallEncoder()), quotes=5, threshold=0, candidates=50, max_chars=200
    )
    return whole.limited_to(ids_of(snapshot, *names)) if names else whole


def said(answer: Answer) -> str:
    return f"{answer.quotes}{answer.elsewhere}{answer.searched_for}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rebuild_from(two_sources(tmp_path / "sources", *SECRETS), tmp_path / "data")
    return tmp_path / "data"


def test_what_was_found_where_is_kept(data: Path) -> None:
    views = open_views(data)
    assert [Path(location).name for location, _ in views.sources()] == ["open", "closed"]
    assert [views.texts.sources_of(id_) for id_ in views.references()] == [{0}, {1}]


@pytest.mark.parametrize(
    "question",
    [
        "who knew of the cracks?",
        "Wilhelmina Quastel",
        "who is Quastel?",
        "Quastal",
        '"Wilhelmina Quastel"',
        "what did the mayor know for nine years?",
        "divers paid to say nothing",
        "how many years?",
    ],
)
def test_nothing_of_the_others_is_quoted_named_or_counted(data: Path, question: str) -> None:
    answer = answerer(data, "open").answer(question, near=True)
    assert "Quastel" not in said(answer)
    assert "Inner Desk" not in said(answer)
    assert (answer.snapshot.articles, answer.snapshot.passages) == (1, len(HARBOUR))
    assert (answer.searched.articles, answer.searched.passages) == (1, len(HARBOUR))
    whole = answerer(data).answer(question, near=True)
    assert (whole.snapshot.articles, whole.searched.articles) == (2, 2)


def test_what_may_be_seen_is_answered_from_as_before(data: Path) -> None:
    limited = answerer(data, "closed").answer("who knew of the cracks?")
    assert limited.quotes[0].title == "Cracks hushed up"
    assert {quote.title for quote in limited.quotes} == {"Cracks hushed up"}
    both = answerer(data, "open", "closed").answer("who found the first cracks?")
    whole = answerer(data).answer("who found the first cracks?")
    assert (both.quotes, both.confidence) == (whole.quotes, whole.confidence)


def test_left_out_by_a_filter_is_named_only_if_it_may_be_seen(data: Path) -> None:
    narrowed = answerer(data, "open").answer("who is Wilhelmina Quastel?", articles=[0])
    assert narrowed.elsewhere == ()
    assert answerer(data, "open").answer("who is Quastel?", articles=[1]).quotes == ()


def test_an_answer_is_the_same_whatever_the_others_say(tmp_path: Path) -> None:
    """Of the same length, as a passage's length counts beside the mean of all."""
    found = []
    for name, secrets in (("a", SECRETS), ("b", OTHER_SECRETS)):
        rebuild_from(two_sources(tmp_path / name, *secrets), tmp_path / name / "data")
        limited = answerer(tmp_path / name / "data", "open")
        found.append(
            [
                (answer.confidence, [(q.text, q.score) for q in answer.quotes], answer.searched_for)
                for answer in map(
                    limited.answer,
                    (
                        "who found cracks in the walls?",
                        "which mayor knew?",
                        "what was hidden below the deck for months?",
                        "Quastle and Zwingel",
                    ),
                )
            ]
        )
    assert found[0] == found[1]


def test_words_weigh_what_they_weigh_among_what_may_be_seen(data: Path) -> None:
    snapshot = open_views(data)
    limited = snapshot.limited_to(ids_of(snapshot, "open"))
    assert snapshot.has_word("quastel")
    assert not limited.has_word("quastel")
    assert limited.idf("quastel") == limited.idf("no such word")
    assert limited.idf("crack") > snapshot.idf("quastel")
    assert not len(limited.best_by_words(["quastel"], 10))
    assert limited.manifest.passages == len(HARBOUR)
    assert limited.word_frequencies(["quastel", "cracks", "found"]) == {"cracks": 1, "found": 1}
    every = np.arange(30_000, dtype=np.int32)
    frequencies = snapshot.document_frequency(every)
    assert np.array_equal(snapshot.limited_to({0, 1}).document_frequency(every), frequencies)
    assert 0 < limited.document_frequency(every).sum() < frequencies.sum()


def seen_rebuild(sources: list[Path], data: Path, **groups: set[str]) -> RebuildReport:
    """With groups by the names of the sources."""
    encoder = SmallEncoder()
    return rebuild(
        Sources(chosen=tuple(map(str, sources))),
        FileReader(1_000_000, data, apart=True).read,
        data,
        encoder.fingerprint,
        lambda: encoder,
        seen_by=lambda places: {
            location: frozenset(groups.get(Path(place).name, ()))
            for location, place in places.items()
        },
        keep=2,
        engine=engine_at(data),
    )


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    (tmp_path / "papers").mkdir()
    write(tmp_path / "papers" / "open", "a.md", **OPEN)
    longer = (*HARBOUR, "The mayor Wilhelmina Quastel asked for patience.")
    write(tmp_path / "papers" / "closed", "b.md", *longer, **CLOSED)
    return [tmp_path / "papers" / "open", tmp_path / "papers" / "closed"]


def test_an_article_gives_way_only_to_one_that_the_same_people_see(
    papers: list[Path], data: Path
) -> None:
    folded = seen_rebuild(papers, data, open={"all"}, closed={"all", "few"})
    assert (folded.articles, folded.copies) == (1, 1)
    apart = seen_rebuild(papers, data, open={"all"}, closed={"few"})
    assert (apart.articles, apart.copies) == (2, 0)
    assert apart.published
    first = answerer(data, "open").answer("who found the first cracks?").quotes[0]
    assert (first.title, first.also_in) == ("Harbour shut", ())
    both = answerer(data).answer("who found the first cracks?").quotes[0]
    assert {both.title, *(other.title for other in both.also_in)} == {
        "Harbour shut",
        "Cracks hushed up",
    }


def test_until_the_next_rebuild_a_copy_is_not_shown_for_what_may_not_be_seen(
    papers: list[Path], data: Path
) -> None:
    """The groups were changed, the index was not."""
    rebuild_from(papers, data)
    assert open_views(data).manifest.copies == 1
    hidden = answerer(data, "open").answer("who found the first cracks?")
    assert hidden.quotes == ()
    assert hidden.searched.passages == 0
    named = answerer(data, "closed").answer("who found the first cracks?").quotes[0]
    assert (named.title, named.also_in) == ("Cracks hushed up", ())


def test_the_publisher_of_a_copy_that_may_not_be_seen_finds_nothing(
    papers: list[Path], data: Path
) -> None:
    rebuild_from(papers, data)
    [copy] = [
        i
        for i, reference in open_views(data).references().items()
        if reference.publisher == "Example Wire"
    ]
    assert answerer(data).answer("first cracks?", articles=[copy]).quotes
    assert not answerer(data, "closed").answer("first cracks?", articles=[copy]).quotes


def test_the_same_file_in_two_sources_is_one_article_for_both(tmp_path: Path, data: Path) -> None:
    write(tmp_path / "shared", "harbour.md", **OPEN)
    file = tmp_path / "shared" / "harbour.md"
    report = seen_rebuild([tmp_path / "shared", file], data, shared={"few"})
    assert (report.articles, report.copies) == (1, 0)
    views = open_views(data)
    [article] = views.references()
    assert views.texts.sources_of(article) == {0, 1}
    for name in ("shared", "harbour.md"):
        assert answerer(data, name).answer("who found the first cracks?").quotes


def test_another_text_at_the_same_address_stays_for_those_who_see_no_other(
    tmp_path: Path, data: Path
) -> None:
    head = OPEN | {"url": "https://wire.example/harbour"}
    (tmp_path / "papers").mkdir()
    write(tmp_path / "papers" / "open", "a.md", **head)
    changed = (*HARBOUR[:-1], "The walls were last repaired by Wilhelmina Quastel.")
    later = head | {"published": "2022-01-07"}
    write(tmp_path / "papers" / "closed", "b.md", *changed, **later)
    sources = [tmp_path / "papers" / "open", tmp_path / "papers" / "closed"]
    assert seen_rebuild(sources, data).articles == 1
    assert seen_rebuild(sources, data, open={"all"}, closed={"few"}).articles == 2
    assert "Quastel" not in said(answerer(data, "open").answer("who repaired the walls?"))
    assert "Quastel" in said(answerer(data, "closed").answer("who repaired the walls?"))


def test_a_passage_must_be_seen_by_each_that_is_given(data: Path) -> None:
    snapshot = open_views(data)
    opened, closed = ids_of(snapshot, "open"), ids_of(snapshot, "closed")
    assert snapshot.limited_to(opened | closed, closed).manifest.articles == 1
    assert snapshot.limited_to(opened, closed).info.passages == 0
    assert snapshot.limited_to(opened | closed, closed).manifest.sources == (
        snapshot.manifest.sources[1],
    )
