"""What speakers and origins cost is measured on a small index."""

import json
from pathlib import Path

import pytest

from bench import annotation_costs
from bot.engine import encoders
from config.settings import load
from index.building import store_articles
from index.evaluation.datasets import read_datasets
from tests.index.encoder.small_encoder import SmallEncoder

QUOTED = "The ferry is safe, said Ann Sample, who owns it.\n“It is loud,” Doug Berg said.\n"


def test_a_row_for_questions_the_rebuild_and_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "questions.jsonl"
    row = {
        "question": "who laid the road?",
        "context": "Soldiers laid it.",
        "answers": ["Soldiers"],
    }
    file.write_text(json.dumps(row))
    (tmp_path / "ferry.txt").write_text(QUOTED)
    monkeypatch.setattr(encoders, "load_encoder", lambda *_: SmallEncoder())
    monkeypatch.setattr(encoders, "locate_encoder", lambda _: None)
    dataset = read_datasets([file])
    questions = annotation_costs.questions_of(dataset, 300, 0)
    assert questions == ["who laid the road?"]
    settings = load({}, flags={"reader.model": ""})
    printed = annotation_costs.measured(settings, dataset, tmp_path, questions).splitlines()
    assert printed[0] == "2 passages, 1 questions"
    names = [line.split(",")[0] for line in printed[4:]]
    assert names == ["| a question", "| the rebuild", "| the index"]


def test_the_speakers_and_the_vectors_of_sentences_are_a_part_of_the_index(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(QUOTED)
    articles = list(annotation_costs.articles_in(tmp_path))
    with annotation_costs.timed((store_articles, "speech_of")) as spent:
        annotation_costs.built(articles, tmp_path / "data", SmallEncoder())
    assert len(spent) == 1
    whole, part = annotation_costs.sizes(tmp_path / "data")
    assert 0 < part < whole
