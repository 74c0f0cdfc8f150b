"""Articles that the encoder does not read: not encoded, found by their words, and reported."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.wording.as_json import report_json, status_json
from bot.wording.terminal import render_report, render_status
from index.answering.answer import Answerer
from index.answering.retrieval.retriever import Retriever
from index.building.rebuild import RebuildReport
from index.engine.views import Views
from index.types import Answer
from tests.either_engine import engine_at, open_views
from tests.index.encoder.small_encoder import SmallEncoder

pytestmark = pytest.mark.usefixtures("either_engine")

Build = Callable[..., RebuildReport]

BRIDGE = (
    "Le maire a annoncé mardi que le vieux pont de pierre serait fermé pendant six mois. Une "
    "fissure de deux mètres a été découverte par un pêcheur."
)
ORGAN = (
    "L'orgue de la cathédrale a été joué samedi pour la première fois depuis l'incendie. Huit "
    "mille tuyaux ont été démontés et nettoyés."
)
SCHOOL = (
    "Die Bürgermeisterin kündigte am Dienstag an, dass die alte Schule abgerissen wird. Das "
    "Gebäude wurde von dem Architekten Karl Brenner entworfen."
)
BOTTLE = (
    "市长宣布渔港将关闭六个月进行维修，居民必须乘渡船过河。渔民在海滩上发现了一个装着信的瓶子。"
)
FOREIGN = {"pont.md": BRIDGE, "orgue.md": ORGAN, "schule.md": SCHOOL}


@pytest.fixture
def foreign(articles: Path) -> Path:
    """The three English articles, two in French and one in German."""
    for name, text in FOREIGN.items():
        (articles / name).write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    return articles


def english_only(build: Build, encoder: SmallEncoder | None = None) -> RebuildReport:
    return build(encoder, languages=("en",))


def ask(data: Path, question: str) -> Answer:
    with closing(open_views(data)) as snapshot:
        retriever = Retriever(snapshot, SmallEncoder())
        answerer = Answerer(retriever, quotes=3, threshold=0.45, candidates=50, max_chars=500)
        return answerer.answer(question)


def passage_id(snapshot: Views, text: str) -> int:
    return next(passage.id for passage in snapshot.all_passages() if passage.text == text)


def test_what_the_encoder_does_not_read_is_not_encoded(
    build: Build, foreign: Path, data: Path
) -> None:
    encoder = SmallEncoder()
    report = english_only(build, encoder)
    assert not set(FOREIGN.values()) & set(encoder.encoded)
    assert not set(FOREIGN) & set(encoder.encoded)  # their titles
    assert report.encoded == report.passages - 3 == len(encoder.encoded) - 3
    with closing(open_views(data)) as snapshot:
        row = passage_id(snapshot, BRIDGE)
        assert not snapshot.vectors(np.array([row])).any()
        assert len(snapshot.sentence_spans(row)) == 2
    engine_at(data).verify()


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Pendant combien de mois le pont sera-t-il fermé ?", BRIDGE.partition(" Une ")[0]),
        ("Qui a découvert la fissure ?", "Une " + BRIDGE.partition(" Une ")[2]),
        ("Combien de tuyaux ont été nettoyés ?", "Huit " + ORGAN.partition(" Huit ")[2]),
        ("Wer hat das Gebäude entworfen?", "Das " + SCHOOL.partition(" Das ")[2]),
    ],
)
def test_a_question_in_their_language_is_answered_with_the_right_sentence(
    build: Build, foreign: Path, data: Path, question: str, sentence: str
) -> None:
    english_only(build)
    answer = ask(data, question)
    assert answer.answered
    [highlight] = answer.quotes[0].highlights
    assert answer.quotes[0].text[slice(*highlight)] == sentence


def test_a_script_without_spaces_is_found_by_pairs_of_characters(
    build: Build, articles: Path, data: Path
) -> None:
    (articles / "bottle.md").write_text(f"# 新闻\n\n{BOTTLE}\n", encoding="utf-8")
    assert english_only(build).by_words == {"zh": 1}
    answer = ask(data, "渔民在海滩上发现了什么？")
    assert answer.answered
    [highlight] = answer.quotes[0].highlights
    assert answer.quotes[0].text[slice(*highlight)] == BOTTLE.partition("。")[2]
    assert not ask(data, "火车什么时候到站？").answered


@pytest.mark.parametrize(
    "question",
    [
        "Qui a gagné la coupe du monde ?",
        "Combien coûte le pain à Paris ?",
        "Wann kommt der Zug?",
        "How many pipes did the organ have on Sunday?",
        "Who does the fisherman love?",
    ],
)
def test_what_they_do_not_say_is_not_answered(
    build: Build, foreign: Path, data: Path, question: str
) -> None:
    english_only(build)
    assert not ask(data, question).answered


def test_an_english_question_is_answered_as_before(build: Build, foreign: Path, data: Path) -> None:
    english_only(build)
    answer = ask(data, "How many troops were sent to the capital?")
    assert answer.answered
    assert answer.quotes[0].title == "Troops leave"


def test_articles_may_all_be_in_other_languages(build: Build, foreign: Path, data: Path) -> None:
    for name in ("troops.md", "mirror.txt", "bridge.md"):
        (foreign / name).unlink()
    report = english_only(build)
    assert (report.encoded, report.passages) == (0, 3)
    assert ask(data, "Qui a découvert la fissure ?").answered
    assert not ask(data, "who sent troops?").answered


def test_they_are_not_counted_as_to_be_encoded_each_time(
    build: Build, foreign: Path, data: Path
) -> None:
    english_only(build)
    assert not english_only(build).published
    (foreign / "new.md").write_text("A new quay opens in the harbour on the first of May.\n")
    encoder = SmallEncoder()
    assert english_only(build, encoder).encoded == 1
    assert len(encoder.encoded) == 2  # and its title


def test_other_languages_of_the_encoder_make_another_snapshot(
    build: Build, foreign: Path, data: Path
) -> None:
    english_only(build)
    for languages, encoded, by_words in (
        (("en", "fr"), [BRIDGE, ORGAN], {"de": 1}),
        ((), [SCHOOL], {}),
        (("en",), [], {"fr": 2, "de": 1}),
    ):
        encoder = SmallEncoder()
        report = build(encoder, languages=languages)
        titles = {name for name, text in FOREIGN.items() if text in encoded}
        assert set(encoder.encoded) == {*encoded, *titles}
        assert (report.published, report.by_words) == (True, by_words)
    with closing(open_views(data)) as snapshot:
        assert not snapshot.vectors(np.array([passage_id(snapshot, SCHOOL)])).any()


def test_the_report_and_the_status_say_so(build: Build, foreign: Path, data: Path) -> None:
    line = (
        "3 articles in languages that the encoder does not read, found by their words only: "
        "2 fr, 1 de"
    )
    report = english_only(build)
    assert line in render_report(report)
    assert json.dumps(report_json(report)["by_words"]) == '{"fr": 2, "de": 1}'
    with closing(open_views(data)) as snapshot:
        manifest = snapshot.manifest
    assert f"languages {line}" in render_status(manifest, datetime.now(UTC))
    assert status_json(manifest)["by_words"] == {"fr": 2, "de": 1}


def test_where_all_is_read_nothing_is_said(build: Build, data: Path) -> None:
    assert "languages" not in render_report(english_only(build))
    with closing(open_views(data)) as snapshot:
        assert "languages" not in render_status(snapshot.manifest, datetime.now(UTC))


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("wer entwarf die alten Schulen?", "schule.md"),
        ("qui a decouvert les fissures des vieux ponts?", "pont.md"),
        ("quand les orgues des cathedrales ont été jouées", "orgue.md"),
        ("who sent troops to the capital?", "Troops leave"),
    ],
)
def test_a_question_is_stemmed_by_the_rules_of_each_language_of_the_index(
    build: Build, data: Path, foreign: Path, question: str, title: str
) -> None:
    english_only(build)
    assert ask(data, question).quotes[0].title == title


def test_a_number_in_a_question_does_not_break_on_what_is_not_encoded(
    build: Build, data: Path, articles: Path
) -> None:
    text = f"{BRIDGE} Le pont a coûté 2 000 000 euros en 1987. {ORGAN} Tout cela a duré 12 km."
    for number in range(12):
        (articles / f"{number}.md").write_text(f"# Pont {number}\n\n{text}\n", encoding="utf-8")
    english_only(build)
    assert ask(data, "combien ont coûté les 12 km du pont?").quotes


def test_the_sentence_with_a_number_is_marked_if_a_number_is_asked_for(
    build: Build, data: Path, foreign: Path
) -> None:
    (foreign / "markt.md").write_text(
        "# Der Markt\n\nHalm. Der alte Markt in Halm hat viele Stände auf dem alten Markt. "
        "Dort stehen 41 davon, schrieb die Verwaltung.\n",
        encoding="utf-8",
    )
    english_only(build)
    quote = ask(data, "wie viele Stände hat der Markt in Halm?").quotes[0]
    assert "41" in quote.text[slice(*quote.highlights[0])]
