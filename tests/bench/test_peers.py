"""The comparison with other engines, on fake ones."""

import json
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pytest

from bench.peers.__main__ import PEERS
from bench.peers.comparison import Peer, Result, RunFailed, compare, sample, score, task
from bench.peers.environment import pins
from bench.peers.table import as_json, render, this_machine
from index.answering.answer import Answerer
from index.answering.retrieval.retriever import Retriever
from index.building.build import build_snapshot
from index.collection.kept_articles import kept
from index.evaluation.datasets import Dataset, read_datasets
from index.evaluation.evaluate import evaluate
from index.snapshot.opening import open_current
from tests.index.encoder.small_encoder import SmallEncoder

ROWS = [
    ("Bridges", "The old bridge was shut in March.", "When was the old bridge shut?", ["March"]),
    ("Bridges", "A railway company paid for the new bridge.", "Who paid?", ["A railway company"]),
    ("Ferries", "A ferry called Marigold crossed the harbour.", "What crossed?", ["A ferry"]),
    ("Ferries", "The harbour froze once.", "Was it ever warm?", []),
]
FAKE = Peer("Fake", "tests.bench.fake_peer", "shared words")


def dataset_of(folder: Path, rows: list[tuple[str, str, str, list[str]]]) -> Dataset:
    file = folder / "lines.jsonl"
    keys = ("title", "context", "question", "answers")
    file.write_text("\n".join(json.dumps(dict(zip(keys, row, strict=True))) for row in rows))
    return read_datasets([file])


def lines_of(rankings: list[list[str]]) -> list[dict[str, object]]:
    return [
        {"index_s": 2.0, "index_cpu_s": 3.0},
        *(
            {"ms": 10.0 + i, "cpu_ms": 20.0 + i, "ranking": ranking}
            for i, ranking in enumerate(rankings)
        ),
        {"peak_mb": 300.0},
    ]


def test_every_context_is_one_document_and_each_question_has_its_own(tmp_path: Path) -> None:
    dataset = dataset_of(tmp_path, ROWS)
    examples = sample(dataset, None, 0)
    asked = task(dataset, examples)
    assert [d["id"] for d in asked["documents"]] == ["0:1", "0:2", "1:1", "1:2"]
    assert [d["text"] for d in asked["documents"]] == [context for _, context, _, _ in ROWS]
    assert asked["questions"] == [question for _, _, question, answers in ROWS if answers]


def test_figures_are_those_counted_by_hand(tmp_path: Path) -> None:
    examples = sample(dataset_of(tmp_path, ROWS), None, 0)
    lines = lines_of([["0:1", "1:1"], ["1:1", "0:1", "1:2", "0:2"], ["0:1", "0:2"]])
    figures = score(lines, 1_500_000, examples)
    assert astuple(figures) == pytest.approx(
        (1 / 3, 1 / 3, 2 / 3, (1 + 1 / 4 + 0) / 3, 2.0, 3.0, 11.0, 11.9, 21.0, 300.0, 1.5)
    )


@pytest.mark.parametrize(
    ("rankings", "complaint"),
    [
        ([["0:1"]], "answered 1 of 3 questions"),
        ([["0:1", "0:1"], [], []], "names a document twice"),
        ([[str(i) for i in range(101)], [], []], "longer than 100"),
    ],
)
def test_an_engine_that_breaks_the_protocol_gets_no_figures(
    tmp_path: Path, rankings: list[list[str]], complaint: str
) -> None:
    examples = sample(dataset_of(tmp_path, ROWS), None, 0)
    with pytest.raises(RunFailed, match=complaint):
        score(lines_of(rankings), 0, examples)


def test_the_same_questions_are_drawn_as_in_an_evaluation(tmp_path: Path) -> None:
    rows = [
        (f"Title {i}", f"Words {i} of paragraph {i}.", f"What are words {i}?", [f"Words {i}"])
        for i in range(30)
    ]
    dataset = dataset_of(tmp_path, rows)
    encoder = SmallEncoder()
    build_snapshot(map(kept, dataset.articles), tmp_path, encoder, corpus="test")
    retriever = Retriever(open_current(tmp_path), encoder)
    answerer = Answerer(retriever, quotes=3, threshold=0.5, candidates=50, max_chars=500)
    evaluation = evaluate(dataset, answerer, quotes=3, threshold=0.5, limit=7, seed=3)
    examples = sample(dataset, 7, 3)
    rankings = [
        [
            f"{hit.passage.article_id}:{hit.passage.first_paragraph}"
            for hit in answerer.find(example.question).ranked
        ]
        for example in examples
    ]
    figures = score(lines_of(rankings), 0, examples)
    assert figures.success_1 == evaluation.ranking.success_1
    assert figures.mrr == pytest.approx(evaluation.ranking.mrr)


def test_one_that_does_not_run_has_a_row_that_says_so_and_the_others_go_on(tmp_path: Path) -> None:
    dataset = dataset_of(tmp_path, ROWS)
    missing = Peer("Missing", "tests.no_such_peer", "nowhere")
    reported: list[Result] = []
    results = compare(
        [missing, FAKE],
        dataset,
        sample(dataset, None, 0),
        environments=tmp_path,
        timeout_s=60,
        on_result=reported.append,
    )
    assert reported == results
    assert results[0].figures is None
    assert "No module named tests.no_such_peer" in results[0].failure
    figures = results[1].figures
    assert figures is not None
    assert (figures.success_1, figures.mrr, figures.disk_mb) == (1, 1, 2)
    assert 0 < figures.memory_mb < 1000

    about: dict[str, Any] = {"questions": 3, "documents": 4, "machine": this_machine()}
    table = render(results, **about).splitlines()
    assert table[2].startswith("| Missing: nowhere | does not run: ")
    assert table[3].startswith("| Fake: shared words | 1.000 | 1.000 | 1.000 | 1.000 | ")
    assert table[3].endswith(" | 2.0 |")
    assert {line.count("|") for line in table[:4]} == {10}
    assert table[-1].startswith("3 questions, 4 documents; ")
    written = json.loads(json.dumps(as_json(results, **about)))
    assert written["engines"][0]["figures"] is None
    assert written["engines"][1]["figures"]["success_1"] == 1


def test_one_that_breaks_on_a_question_or_hangs_says_so(tmp_path: Path) -> None:
    whales = ("Whales", "Whales sing.", "Why do whales sing?", ["Whales"])
    dataset = dataset_of(tmp_path, [whales])
    examples = sample(dataset, None, 0)
    [broken] = compare([FAKE], dataset, examples, environments=tmp_path, timeout_s=60)
    assert broken.failure == "does not run: ValueError: no whales | here"
    assert (
        render([broken], questions=1, documents=1, machine=this_machine())
        .splitlines()[2]
        .count("|")
        == 10
    )
    [late] = compare([FAKE], dataset, examples, environments=tmp_path, timeout_s=0.001)
    assert late.failure == "does not run: it took longer than 0.001 s"


def test_one_that_does_not_install_says_so(tmp_path: Path) -> None:
    requirements = tmp_path / "fake.txt"
    requirements.write_text("./no_such_engine.whl\n")
    dataset = dataset_of(tmp_path, ROWS)
    peer = replace(FAKE, requirements=requirements)
    [result] = compare(
        [peer], dataset, sample(dataset, None, 0), environments=tmp_path, timeout_s=60
    )
    assert result.figures is None
    assert result.failure.startswith("does not install: ")


def test_every_engine_is_pinned_to_the_last_package() -> None:
    for peer in PEERS:
        if peer.requirements is None:
            continue
        assert peer.version, peer
        for pin in pins(peer.requirements):
            assert "==" in pin, (peer.name, pin)
            assert "nvidia" not in pin, (peer.name, pin)
        assert peer.name == "bm25s" or "torch==2.13.0" in pins(peer.requirements)
