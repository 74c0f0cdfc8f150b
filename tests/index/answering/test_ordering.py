"""Which of what was found is worth reading."""

from index.answering.ordering import worth_reading
from index.answering.retrieval.windows import Window
from index.types import Hit, Passage


def window(id_: int, text: str, score: float) -> Window:
    passage = Passage(id_, 1, 0, len(text), 1, 1, "body", text)
    return Window(Hit(passage, score, 0.0, 0.0), (passage,))


def test_what_can_answer_is_read_before_what_cannot() -> None:
    portrait = window(1, "Maja Holm at the helm of the Gannet.", 0.70)
    voyage = window(2, "The Gannet sailed with Maja Holm.", 0.68)
    age = window(3, "Holm, 41, has sailed since childhood.", 0.65)
    assert worth_reading("how old is Maja Holm?", [portrait, voyage, age])[0] == age
    assert worth_reading("who is Maja Holm?", [portrait, voyage, age])[0] == portrait


def test_a_passage_without_a_day_comes_later_if_a_day_is_asked_for() -> None:
    plan = window(1, "The Gannet will sail to Skarrow again.", 0.70)
    day = window(2, "She sails on 3 May.", 0.67)
    far = window(3, "The hall opened in May.", 0.40)
    assert worth_reading("when does the Gannet sail?", [plan, day, far]) == [day, plan]


def test_a_passage_without_a_name_of_the_question_comes_later() -> None:
    other = window(1, "The harbour master has a boat.", 0.66)
    named = window(2, "Ilse Brandt has a boat.", 0.64)
    assert worth_reading("what has Ilse Brandt?", [other, named], [0.5, 0.0]) == [named, other]


def test_the_order_in_which_they_were_found_stays_otherwise() -> None:
    quoted = window(1, "“A disgrace”, said the mayor.", 0.50)
    other = window(2, "The mayor spoke of the plan.", 0.60)
    assert worth_reading('who said "a disgrace"?', [quoted, other]) == [quoted, other]
    assert worth_reading("who spoke?", []) == []
