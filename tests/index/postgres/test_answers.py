"""Both engines give the same answers, whatever is asked and whoever asks."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.answering.answer import Answerer
from index.answering.retrieval.retriever import Retriever
from index.building.embedded import EmbeddedEngine
from index.engine.engine import Engine
from index.engine.found import Sought
from index.engine.views import Views
from index.errors import NothingSaidBy
from index.postgres.database import Database
from index.postgres.engine import PostgresEngine
from index.postgres.views import candidates, postings
from index.scope import Scope
from index.types import Answer, SnapshotInfo
from tests.citus_cluster import CitusCluster
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import HARBOUR, write
from tests.index.encoder.small_encoder import SmallEncoder
from tests.postgres_server import PostgresServer

WIRE = {"publisher": "Example Wire", "published": "2022-01-05", "url": "https://wire.example/h"}
QUESTIONS = (
    "who found the first cracks?",
    "which harbour was shut on 5 January 2022?",
    '"the harbour walls" when?',
    "what did Anna Berg say about the fares?",
    "what did she say?",
    "hwo shut the harbuor?",
    "石桥上有什么?",
    "how many ferries go to island 17?",
    "which ferry goes to the island, and when was it built?",
    "nothing like it",
    "a letter with \0 in it, \ud800 and 🚢?",
    "when was the southern quay open?",
    "northern quay road",
)


def sources(folder: Path) -> list[Path]:
    """Articles with speakers, a copy, another language, a NUL, and many that are alike."""
    opened, closed = folder / "open", folder / "closed"
    folder.mkdir()
    write(opened, "harbour.md", *HARBOUR, **WIRE, title="Harbour shut")
    write(closed, "copy.md", *HARBOUR, publisher="The Other", title="The harbour is shut")
    write(
        closed,
        "fares.md",
        '"The fares are far too high for everybody here," said Anna Berg, the mayor.',
        "She said that the ferry would be free next year.",
        title="Ferry fares",
    )
    write(opened, "bridge.md", "石桥上有很多人。石桥很老。", title="石桥")
    write(
        opened,
        "quays.md",
        "Boats lie at three quays.",
        "## Northern quay",
        "It was closed in May, and so was the road to it.",
        "## Southern quay",
        "It was open all year for the boats of the town.",
        title="The quays of Eastbridge",
    )
    (opened / "odd.txt").write_text("Odd\n\nA letter with a \0 in it was sent to the mayor.\n")
    write(opened, "street.md", "The street was dug up.", title="Ferry Straße 3: ﬁne Ǆungla")
    write(closed, "nul.md", "A ferry was lost.", title="Ferry \0 lost", published="2022-01-06")
    for n in range(40):
        (opened / f"ferry{n}.txt").write_text(
            f"Ferry {n}\n\nFerry number {n} goes to island {n % 20} every day of the year.\n\n"
            f"It was built in {1950 + n} by the men of the harbour.\n"
        )
    return [opened, closed]


@pytest.fixture(scope="module")
def engines(
    servers: PostgresServer | CitusCluster, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Engine, Engine]:
    folder = tmp_path_factory.mktemp("both")
    read = sources(folder / "sources")
    both: tuple[Engine, Engine] = (
        EmbeddedEngine(folder / "data"),
        PostgresEngine(servers.empty_url(), folder / "data"),
    )
    for engine in both:
        rebuild_from(read, folder / "data", engine=engine, languages=("en",))
    return both


@pytest.fixture
def both(engines: tuple[Engine, Engine]) -> Iterator[tuple[Views, Views]]:
    with closing(engines[0].open()) as embedded, closing(engines[1].open()) as postgres:
        yield embedded, postgres


def answerer(found: Views, *limits: Collection[int]) -> Answerer:
    seen = found.limited_to(*limits) if limits else found
    return Answerer(
        Retriever(seen, SmallEncoder()), quotes=5, threshold=0.2, candidates=20, max_chars=200
    )


def plain(answer: Answer) -> Answer:
    """Without what differs from run to run."""
    return replace(
        answer,
        snapshot=SnapshotInfo("", 0, 0),
        elapsed_ms=0,
        further=tuple(map(plain, answer.further)),
    )


def named(found: Views, *names: str) -> set[int]:
    return {i for i, (_, place) in enumerate(found.sources()) if Path(place).name in names}


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_equal(both: tuple[Views, Views], question: str) -> None:
    embedded, postgres = (plain(answerer(each).answer(question, near=True)) for each in both)
    assert embedded == postgres


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("names", [("open",), ("closed",), ()])
def test_answers_within_what_may_be_seen_are_equal(
    both: tuple[Views, Views], question: str, names: tuple[str, ...]
) -> None:
    embedded, postgres = (
        plain(answerer(each, named(each, *names)).answer(question, near=True)) for each in both
    )
    assert embedded == postgres
    if "closed" not in names:
        assert "Berg" not in f"{postgres.quotes}{postgres.elsewhere}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_within_filters_are_equal(both: tuple[Views, Views], question: str) -> None:
    found = []
    for each in both:
        articles = {
            id_
            for id_, reference in each.references().items()
            if reference.publisher == "The Other" or "1" in reference.title
        }
        found.append(plain(answerer(each).answer(question, articles=articles, near=True)))
    assert found[0] == found[1]


SCOPES = (
    Scope(publishers=("wire",)),
    Scope(publishers=("other", "EXAMPLE wire")),
    Scope(publishers=("exam",)),
    Scope(publishers=("…",)),
    Scope(before=date(2022, 1, 6)),
    Scope(before=date.min),
    Scope(after=date(2022, 1, 4)),
    Scope(after=date.max),
    Scope(on=(date(2022, 1, 5), date(2022, 1, 6)), title=("ferry",)),
    Scope(on=(date(2022, 1, 6), date(2022, 1, 5))),
    Scope(title=("ferry 1",)),
    Scope(title=("erry",)),
    Scope(title=("FERRY", "strasse")),
    Scope(title=("fine ǆungla",)),
    Scope(title=("ferry lost",)),
    Scope(title=("?",)),
    Scope(title=("\ud800 ferry",)),
    Scope(title=("石桥",), publishers=()),
    Scope(title=("harbour",), publishers=("wire",), after=date(2022, 1, 1)),
    Scope(),
)


@pytest.mark.parametrize("names", [(), ("open",), ("closed",)])
def test_filters_allow_the_same(both: tuple[Views, Views], names: tuple[str, ...]) -> None:
    known = []
    for each in both:
        seen = each.limited_to(named(each, *names)) if names else each
        references = each.references()
        allowed = [seen.allowed(scope) for scope in SCOPES]
        assert all(ids == {i for i in ids if seen.is_seen(i)} for ids in allowed)
        known.append(
            (
                [[references[id_] for id_ in sorted(ids)] for ids in allowed],
                seen.publishers(),
                seen.newest_published(),
                seen.newest(3),
                [*seen.references_to(allowed[0] | {1 << 50}).values()],
            )
        )
    assert known[0] == known[1]
    if not names:
        by_hand = [
            [ref for ref in both[0].references().values() if scope.allows(ref)] for scope in SCOPES
        ]
        assert known[0][0] == by_hand
        assert len(by_hand[-1]) == len(both[0].references())
        assert sum(map(bool, by_hand)) > 10


def test_a_question_asks_the_database_a_few_times(
    both: tuple[Views, Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many passages are found, and whatever is asked of each of them."""
    run, trips = Database.run, []

    def counted(database: Database, *given: Any) -> Any:
        trips.append(given)
        return run(database, *given)

    asked = answerer(both[1])
    monkeypatch.setattr(Database, "run", counted)
    assert asked.answer("when was the southern quay open?", near=True).quotes
    assert len(trips) <= 13


def test_what_stands_around_a_passage_is_equal(both: tuple[Views, Views]) -> None:
    found = []
    for each in both:
        passages = [*each.all_passages()]
        around = each.around(passages, 2, 1)
        for passage in passages:
            before, after = around[passage.id]
            ids = [*(other.id for other in before[::-1]), passage.id, *(o.id for o in after)]
            assert ids == [*range(ids[0], ids[-1] + 1)]
            assert {other.article_id for other in (*before, *after)} <= {passage.article_id}
        found.append(
            [[[o.text for o in side] for side in around[passage.id]] for passage in passages]
        )
    assert found[0] == found[1]
    assert {len(before) for before, _ in found[0]} == {0, 1, 2}
    assert {len(after) for _, after in found[0]} == {0, 1}


def test_what_somebody_says_is_equal(both: tuple[Views, Views]) -> None:
    for each in both:
        with pytest.raises(NothingSaidBy):
            answerer(each).answer("ferry fares", said_by=["Nobody at all"])
    embedded, postgres = (
        plain(answerer(each).answer("ferry fares", said_by=["Berg"])) for each in both
    )
    assert embedded == postgres
    assert postgres.quotes[0].said


def test_every_view_is_equal(both: tuple[Views, Views]) -> None:
    embedded, postgres = both
    assert [*embedded.references().values()] == [*postgres.references().values()]
    assert [id_ for id_ in embedded.references() if id_ in postgres.references()] == [
        *range(embedded.manifest.articles)
    ]
    assert list(embedded.all_passages()) == list(postgres.all_passages())
    assert replace(embedded.manifest, id="", created="", files={}) == replace(
        postgres.manifest, id="", created="", files={}
    )
    ids = np.array([passage.id for passage in embedded.all_passages()], dtype=np.int64)
    assert np.array_equal(embedded.vectors(ids), postgres.vectors(ids))
    meanings, counts = embedded.meanings(ids)
    assert np.array_equal(meanings, postgres.meanings(ids)[0])
    assert np.array_equal(counts, postgres.meanings(ids)[1])
    assert np.array_equal(embedded.has_tokens(ids), postgres.has_tokens(ids))
    assert not embedded.has_tokens(ids).all()
    every = np.arange(30_000, dtype=np.int32)
    assert np.array_equal(embedded.document_frequency(every), postgres.document_frequency(every))
    for word in ("harbour", "ferri", "island", "石桥", "no such word"):
        assert embedded.idf(word) == postgres.idf(word)
        assert np.array_equal(embedded.occurs_in(word, ids), postgres.occurs_in(word, ids))
    stems = ["harbour", "ferri", "nowher", "石桥", "\0"]
    assert embedded.occurring(stems) == postgres.occurring(stems) == {"harbour", "ferri", "石桥"}
    asked = ["harbour", "ferry", "nowhere"]
    assert embedded.word_frequencies(asked) == postgres.word_frequencies(asked)
    assert embedded.speech(ids.tolist()) == postgres.speech(ids.tolist())
    for id_ in embedded.references():
        if id_ < embedded.manifest.articles:
            assert embedded.article(id_) == postgres.article(id_)
            assert embedded.texts.sources_of(id_) == postgres.texts.sources_of(id_)
            assert embedded.passages_in(id_) == postgres.passages_in(id_)
            assert embedded.reference(id_) == postgres.reference(id_)
    assert postgres.id_at("nowhere", None) is None
    for passage in embedded.all_passages():
        assert embedded.copies_with(passage) == postgres.copies_with(passage)
        assert embedded.sentence_spans(passage.id) == postgres.sentence_spans(passage.id)
        assert embedded.heading(passage) == postgres.heading(passage)
    tokens = SmallEncoder().encode_query("the quay and its detours").tokens
    assert np.array_equal(
        embedded.headings_maxsim(tokens, ids), postgres.headings_maxsim(tokens, ids)
    )
    assert embedded.newest_read == postgres.newest_read
    before = [found.first_read_after("2000-01-01") for found in both]
    assert len(before[0]) == len(before[1]) == len(embedded.references())
    assert postgres.first_read_after("2100-01-01") == frozenset()


def test_with_the_graph_the_nearest_are_found_too(
    both: tuple[Views, Views], engines: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of few enough passages it finds them all, within a scope, too."""
    monkeypatch.setattr(candidates, "EXACT_UP_TO", 5)
    monkeypatch.setattr(candidates, "COMPARED_WITHIN", 5)
    embedded, postgres = both
    vector = SmallEncoder().encode_query("ferry to the island").vector
    within = [each.within(range(0, 45, 2)) for each in both]
    for depth in (3, 10):
        assert set(embedded.nearest(vector, depth)[0]) == set(postgres.nearest(vector, depth)[0])
        first, second = (
            each.nearest(vector, depth, inside)[1]
            for each, inside in zip(both, within, strict=True)
        )
        assert np.allclose(first, second)


def test_postings_are_kept_up_to_a_limit(
    both: tuple[Views, Views], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "KEPT_BYTES", 100)
    embedded, postgres = both
    vector = SmallEncoder().encode_query("ferry").vector
    for word in ("ferri", "island", "harbour", "ferri"):
        sought = Sought(vector, [word])
        first, second = (each.candidates(sought, 8) for each in (embedded, postgres))
        assert first.ids.tolist() == second.ids.tolist()
        assert first.bm25.tolist() == second.bm25.tolist()
