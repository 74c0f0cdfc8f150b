"""A file of questions with short paragraphs."""

from typing import Any

from bench.short_paragraphs import cut_file

TEXT = "The ferry ran aground. Nobody was hurt. It was foggy. The hull is torn. It sails in May."


def question(asked: str, *answers: str) -> dict[str, Any]:
    found = [{"text": each, "answer_start": TEXT.index(each)} for each in answers]
    return {"id": asked, "question": asked, "answers": found}


def test_each_question_goes_to_the_sentence_that_answers_and_no_word_is_lost() -> None:
    qas = [
        question("who was hurt?", "Nobody"),
        question("when does it sail?", "in May", "May"),
        question("what happened?", "aground. Nobody was hurt. It was foggy. The"),
    ]
    data = [{"title": "A ferry", "paragraphs": [{"context": TEXT, "qas": qas}]}]
    for seed in range(20):
        [article] = cut_file({"version": "1", "data": data}, seed)["data"]
        assert article["title"] == "A ferry"
        paragraphs = article["paragraphs"]
        assert " ".join(each["context"] for each in paragraphs) == TEXT
        assert all(each["context"].count(".") <= 2 for each in paragraphs)
        asked = {entry["id"]: (p["context"], entry) for p in paragraphs for entry in p["qas"]}
        assert asked.keys() == {"who was hurt?", "when does it sail?"}
        for context, entry in asked.values():
            for answer in entry["answers"]:
                start = answer["answer_start"]
                assert context[start : start + len(answer["text"])] == answer["text"]
