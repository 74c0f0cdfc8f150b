"""An evaluation of a small dataset, figure by figure."""

import json
from pathlib import Path

import pytest

from index.answering.answer import Answerer
from index.answering.retrieval.retriever import Retriever
from index.building.build import build_snapshot
from index.collection.kept_articles import kept
from index.evaluation.datasets import Dataset, DatasetError, read_datasets
from index.evaluation.evaluate import evaluate
from index.snapshot.opening import open_current
from tests.index.encoder.small_encoder import SmallEncoder

CONTEXTS = {
    "Bridges": [
        "The old bridge was shut in March. It reopened in June after repairs to the deck.",
        "The new bridge carries trains and was paid for by the railway company of the region.",
    ],
    "Ferries": ["A ferry called Marigold crossed the harbour every hour for forty years."],
}
QUESTIONS = [
    ("Bridges", 0, "When was the old bridge shut?", ["March"]),
    ("Bridges", 1, "Who paid for the new bridge?", ["the railway company"]),
    ("Ferries", 0, "What was the ferry across the harbour called?", ["Marigold"]),
]


def squad_file(folder: Path) -> Path:
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        {
                            "id": question,
                            "question": question,
                            "answers": [
                                {"text": a, "answer_start": context.index(a)} for a in answers
                            ],
                        }
                        for where, n, question, answers in QUESTIONS
                        if (where, n) == (title, number)
                    ],
                }
                for number, context in enumerate(contexts)
            ],
        }
        for title, contexts in CONTEXTS.items()
    ]
    file = folder / "squad.json"
    file.write_text(json.dumps({"version": "1.1", "data": data}))
    return file


def json_lines_file(folder: Path) -> Path:
    file = folder / "lines.jsonl"
    rows = [
        {"question": question, "context": CONTEXTS[title][n], "answers": answers, "title": title}
        for title, n, question, answers in QUESTIONS
    ]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    return file


def answerer_of(dataset: Dataset, folder: Path) -> Answerer:
    encoder = SmallEncoder()
    build_snapshot(map(kept, dataset.articles), folder, encoder, corpus="test")
    retriever = Retriever(open_current(folder), encoder)
    return Answerer(retriever, quotes=3, threshold=0.5, candidates=50, max_chars=500)


def test_squad_and_json_lines_hold_the_same(tmp_path: Path) -> None:
    squad, lines = read_datasets([squad_file(tmp_path)]), read_datasets([json_lines_file(tmp_path)])
    assert squad == lines
    assert [article.title for article in squad.articles] == ["Bridges", "Ferries"]
    assert [(e.article, e.paragraph) for e in squad.examples] == [(0, 1), (0, 2), (1, 1)]


def test_a_paragraph_of_which_nothing_is_asked_is_among_the_rest(tmp_path: Path) -> None:
    file = squad_file(tmp_path)
    content = json.loads(file.read_text())
    bridges = content["data"][0]["paragraphs"]
    bridges.insert(1, {"context": "The bridge is painted every spring.", "qas": []})
    file.write_text(json.dumps(content))
    dataset = read_datasets([file])
    first = dataset.articles[0]
    assert [p.number for p in first.paragraphs] == [1, 2, 3]
    assert "painted every spring" in first.text
    assert [(e.article, e.paragraph) for e in dataset.examples] == [(0, 1), (0, 3), (1, 1)]


def test_questions_that_the_words_answer_are_found_first(tmp_path: Path) -> None:
    dataset = read_datasets([squad_file(tmp_path)])
    evaluation = evaluate(
        dataset, answerer_of(dataset, tmp_path), quotes=3, threshold=0.5, baseline=True
    )
    assert evaluation.ranking.success_1 == evaluation.ranking.mrr == 1
    assert evaluation.highlight_hit == evaluation.quotes_hit == 1
    assert evaluation.baselines["bm25"].success_1 == 1
    assert (evaluation.questions, evaluation.passages) == (3, 3)
    assert evaluation.auroc == 1
    assert sum(count for *_, count in evaluation.reliability) == 6


def test_only_the_paragraph_that_answers_is_left_out_and_what_says_the_same(
    tmp_path: Path,
) -> None:
    context = CONTEXTS["Bridges"][0]
    copy = context.replace("the deck", "its deck")
    rest = CONTEXTS["Bridges"][1]
    question = "When was the old bridge shut?"
    file = tmp_path / "one.jsonl"
    rows = [
        {"question": question, "context": context, "answers": ["March"], "title": "Bridges"},
        {"question": "What?", "context": copy, "answers": [], "title": "Copies"},
        {"question": "What?", "context": rest, "answers": [], "title": "Bridges"},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    dataset = read_datasets([file])
    answerer = answerer_of(dataset, tmp_path)
    found = answerer.find(question, leave_out=[0])
    assert [hit.passage.text for hit in found.hits] == [copy, rest]
    asked = Dataset(dataset.articles, dataset.examples[:1])
    evaluation = evaluate(asked, answerer, quotes=3, threshold=0.5)
    assert (evaluation.mark_hit, evaluation.two_sentences, evaluation.auroc) == (1, 0, 1)
    [(_, right, wrong_asking), *_] = evaluation.reliability
    assert (right, wrong_asking) == (0, 1)


def test_questions_are_asked_among_other_articles(tmp_path: Path) -> None:
    dataset = read_datasets([squad_file(tmp_path)])
    other = tmp_path / "other.jsonl"
    row = {"question": "Why?", "context": "Whales sing in winter.", "answers": ["in winter"]}
    other.write_text(json.dumps(row))
    both = dataset.among(read_datasets([other]))
    evaluation = evaluate(both, answerer_of(both, tmp_path), quotes=3, threshold=0.5)
    assert (evaluation.questions, evaluation.passages) == (3, 4)


def test_a_limit_takes_the_same_questions_for_the_same_seed(tmp_path: Path) -> None:
    dataset = read_datasets([squad_file(tmp_path)])
    answerer = answerer_of(dataset, tmp_path)
    runs = [
        evaluate(dataset, answerer, quotes=3, threshold=0.5, limit=2, seed=seed) for seed in (0, 0)
    ]
    assert runs[0].questions == 2
    assert runs[0].reliability == runs[1].reliability


def test_a_question_without_an_answer_counts_against_false_answers(tmp_path: Path) -> None:
    file = json_lines_file(tmp_path)
    with file.open("a") as lines:
        row = {"question": "Why do whales sing?", "context": CONTEXTS["Ferries"][0], "answers": []}
        lines.write(json.dumps(row) + "\n")
    dataset = read_datasets([file])
    evaluation = evaluate(dataset, answerer_of(dataset, tmp_path), quotes=3, threshold=0.0)
    assert evaluation.questions == 4
    assert sum(count for *_, count in evaluation.reliability) == 7
    assert evaluation.false_answers == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", "no json", "is not JSON"),
        ("a.json", '{"data": [{"title": "T"}]}', "is not the SQuAD format"),
        ("a.json", '{"data": []}', "there is no question in it"),
        ("a.json", "[1, 2]", "is not the SQuAD format"),
        (
            "a.json",
            '{"data": [{"paragraphs": [{"context": "It rains.", "qas": '
            '[{"question": "Q?", "answers": [{"text": "snow"}]}]}]}]}',
            r"data\[0\]\.paragraphs\[0\]\.qas\[0\]: the answer 'snow' is not in its context",
        ),
        ("a.jsonl", '{"question": "Q?"}', "line 1: should be an object with question, context"),
        ("a.jsonl", "\n", "there is no question in it"),
        ("a.jsonl", '{"question": "Q?", "context": "It is.", "answers": "is"}', "line 1"),
        ("a.jsonl", '{"question": 3, "context": "It is.", "answers": []}', "should be strings"),
        ("a.jsonl", '{"question": "Q?", "context": " ", "answers": []}', "is empty"),
        ("a.jsonl", '{"question": "Q?", "context": "It is.", "answers": [""]}', "is not in its"),
        ("a.jsonl", "{}\n{", "line 1"),
    ],
)
def test_the_first_wrong_place_of_a_file_is_named(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(DatasetError, match=message):
        read_datasets([file])


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        read_datasets([tmp_path / "none.json"])
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(DatasetError, match="is not UTF-8"):
        read_datasets([tmp_path / "binary.json"])
