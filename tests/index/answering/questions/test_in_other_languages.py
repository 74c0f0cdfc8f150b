"""Which questions in other languages ask for a number or a time, and which texts have it."""

import pytest

from index.answering.questions.asked_for import kind_asked_for


@pytest.mark.parametrize(
    ("question", "with_it", "without"),
    [
        ("Wie viele Schafe ertranken 1911?", "Zwölf Schafe ertranken.", "Schafe ertranken 1911."),
        ("wann brannte die Mühle", "Sie brannte an einem Dienstag.", "Sie brannte ab."),
        ("Was kostet die Fähre?", "Die Fahrt kostet 14 Kronen.", "Die Fähre kostet Geduld."),
        ("¿Cuántas ovejas había?", "Había doce ovejas.", "Había ovejas."),
        ("¿cuándo ardió el molino?", "Ardió en mayo.", "Ardió por completo."),
        ("Combien de moutons ?", "Il y en avait 12.", "Il y avait des moutons."),
        ("Hoeveel schapen waren er?", "Twaalf of 13 schapen.", "Er waren schapen."),
        ("Hur många får drunknade?", "Sju får drunknade.", "Får drunknade."),
        ("Сколько овец утонуло?", "Утонуло двадцать, нет, 12 овец.", "Овцы утонули."),
        ("wie alt ist Ada Finch", "Die 41-Jährige führt sie.", "Finch kaufte 1911 die Mühle."),
        ("cuántos años tiene Ada Finch", "Finch, de 41 años, la dirige.", "Finch tiene 40 ovejas."),
        ("quel âge a Ada Finch", "Ada Finch, née à Halm, est là.", "Ada Finch a 40 moutons."),
        ("wie viel Prozent ertranken", "Ein Drittel ertrank.", "Es ertranken 40 Schafe."),
        ("was kostet die Fähre", "Sie kostet drei Euro.", "Sie hat 40 Plätze."),
        ("an welchem Tag brannte sie", "Sie brannte am 3. Mai.", "Sie brannte an jenem Tag."),
        ("in welchem Jahr brannte sie", "Sie brannte 1911 ab.", "Sie hatte 40 Fenster."),
        ("羊は何匹、いくらですか", "羊は十二匹で3万円です。", "羊は溺れた。"),
    ],
)
def test_a_text_has_what_is_asked_for(question: str, with_it: str, without: str) -> None:
    has_kind = kind_asked_for(question)
    assert has_kind is not None
    assert has_kind(with_it)
    assert not has_kind(without)


@pytest.mark.parametrize(
    "question", ["Wer baute die Mühle?", "Ile de Halm ferry", "¿Por qué ardió?", "les moutons"]
)
def test_other_questions_ask_for_anything(question: str) -> None:
    assert kind_asked_for(question) is None
